"""The demo served as it will be some days from now: its world copied, its clock ahead, all else as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

DAYS = "JOURNEY_DAYS_AHEAD"
DATABASE = "zhongmu.sqlite3"


def settings_for(world: Path, var: Path, *, days: int, port: int) -> dict[str, str]:
    """Copy the world, which may be served meanwhile, and say what serves the copy so many days on."""
    shutil.copytree(world, var, ignore=shutil.ignore_patterns(f"{DATABASE}*", "*.log"))
    with closing(sqlite3.connect(world / DATABASE)) as now, closing(sqlite3.connect(var / DATABASE)) as later:
        now.backup(later)
    return {
        "ZHONGMU_VAR": str(var),
        "ZHONGMU_DEMO": "1",
        "ZHONGMU_URL": f"http://127.0.0.1:{port}",
        DAYS: str(days),
    }


def command(port: int) -> list[str]:
    """The usual server on the application below."""
    from zhongmu.config.serving import server_command  # only the tests' side starts servers

    usual = server_command(host="127.0.0.1", port=port)
    return [*usual[:-1], "tests.journeys.ahead:application"]


if DAYS in os.environ:  # in the server's process, before anything of the product reads the clock
    _ahead, _now = timedelta(days=int(os.environ[DAYS])), timezone.now
    timezone.now = lambda: _now() + _ahead
    from zhongmu.config.wsgi import application  # noqa: F401  what the server asks this module for
