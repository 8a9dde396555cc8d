"""What every test runs on: a folder of its own, keys of its own, plain static files; the personas."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest

# Before the settings are read: no test touches the checkout's database, keys, files or anchors.
_var = tempfile.mkdtemp(prefix="zhongmu-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("ZHONGMU_")]:
    if _name not in {"ZHONGMU_DATABASE", "ZHONGMU_REDIS", "ZHONGMU_TEST_POSTGRES"}:
        del os.environ[_name]
os.environ["ZHONGMU_VAR"] = _var
os.environ["ZHONGMU_KEYS_JSON"] = (
    '{"current": 1, "keys": {"1": "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="},'
    ' "index": "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI=",'
    ' "ledger": "MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM=",'
    ' "signing": "NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ="}'
)

pytest_plugins = ["tests.personas", "tests.clause_record"]


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Pages in tests link to files by their own names; hashed names need a collected folder."""
    from django.conf import settings  # only now: the environment above comes first
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield
