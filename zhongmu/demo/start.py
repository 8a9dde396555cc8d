"""Everything between `zhongmu demo` and a server that answers: keys, tables, static files, the world. Skips what is current."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

_STALE = timedelta(days=3)  # the world's dates are relative to the day it was made


def prepare() -> None:
    """Make var/demo ready to serve. The environment (ZHONGMU_VAR, ZHONGMU_DEMO) is set before; nothing else is touched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongmu.config.settings")
    os.environ.setdefault("ZHONGMU_LOG", "WARNING")
    _make_keys(Path(os.environ["ZHONGMU_VAR"]))
    import django  # after the keys: settings derive a secret from them

    django.setup()
    from django.utils import timezone  # after the set-up, as everything below

    from zhongmu.demo.checks import refuse_wrong_door

    refuse_wrong_door(building=True)
    _collect_static()
    today = timezone.localdate()
    if is_current(today):
        return
    sys.stdout.write("正在建立演示世界，约需半分钟……\n")
    sys.stdout.flush()
    make_anew(today)


def _make_keys(var: Path) -> None:
    from zhongmu.seals.keys import create  # needs no settings

    if not (var / "keys.json").exists():
        create(var / "keys.json")


def _collect_static() -> None:
    """Collect when a source is newer than what was collected last; a server still running keeps its files."""
    from django.conf import settings  # after django.setup
    from django.core.management import call_command

    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if collected.exists() and newest_source() <= collected.stat().st_mtime:
        return
    call_command("collectstatic", verbosity=0, interactive=False)


def newest_source() -> float:
    """When a static file of ours last changed, in seconds since 1970."""
    from django.contrib.staticfiles.finders import get_finders  # after django.setup

    found = ((storage, path) for finder in get_finders() for path, storage in finder.list([]))
    return max(Path(storage.path(path)).stat().st_mtime for storage, path in found)


def is_current(today: date) -> bool:
    """Whether the database has all tables of today's code and a world of this version, made at most three days ago."""
    from django.db import connection  # after django.setup
    from django.db.migrations.executor import MigrationExecutor

    from zhongmu.demo.models import DemoWorld
    from zhongmu.demo.world import VERSION

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    world = DemoWorld.objects.first()
    return world is not None and world.version == VERSION and abs(today - world.made_on) <= _STALE


def make_anew(today: date) -> None:
    """Throw the old world away, tables, files, anchors and all, and make a new one. The keys stay."""
    from django.conf import settings  # after django.setup
    from django.core.management import call_command
    from django.db import connection

    from zhongmu.demo.world import build

    connection.close()
    clear(Path(settings.VAR))
    call_command("migrate", verbosity=0)
    build(today)
    connection.close()


def clear(var: Path) -> None:
    """Remove what a world consists of, from the demo's own folder and nowhere else."""
    for name in ("zhongmu.sqlite3", "zhongmu.sqlite3-wal", "zhongmu.sqlite3-shm"):
        (var / name).unlink(missing_ok=True)
    for name in ("files", "anchors"):
        shutil.rmtree(var / name, ignore_errors=True)
