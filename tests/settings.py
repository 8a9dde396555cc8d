"""The product's settings in a folder of the tests' own: no test touches the checkout's database, keys, files or anchors."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_KEPT = {"ZHONGMU_DATABASE", "ZHONGMU_REDIS", "ZHONGMU_SHOTS", "ZHONGMU_TEST_POSTGRES"}
_var = tempfile.mkdtemp(prefix="zhongmu-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("ZHONGMU_") and name not in _KEPT]:
    del os.environ[_name]
(Path(_var) / "static").mkdir()
os.environ["ZHONGMU_VAR"] = _var
os.environ["ZHONGMU_KEYS_JSON"] = (
    '{"current": 1, "keys": {"1": "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="},'
    ' "index": "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI=",'
    ' "ledger": "MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM=",'
    ' "signing": "NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ="}'
)

from zhongmu.config.settings import *  # noqa: E402, F403  the environment above comes first
from zhongmu.config.settings import STORAGES  # noqa: E402

# Pages in tests link to files by their own names; hashed names need a collected folder.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
