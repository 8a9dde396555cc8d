"""The one module that knows which database it is: taking a copy and putting it back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.db import connection


class CopyFailed(Exception):
    """The database's own tool is missing or refused; the message is a sentence with its last line."""


def set_aside(path: Path, *, at: datetime) -> None:
    """Move what is in the way beside itself, named …before-restore and the moment; nothing is ever deleted."""
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before-restore-{at:%Y%m%d-%H%M%S}"))


def copy_database(folder: Path) -> Path:
    """Write a consistent copy of the running database into the folder and return its path."""
    return _copy_sqlite(folder) if connection.vendor == "sqlite" else _copy_postgres(folder)


def put_back(copy: Path, *, at: datetime) -> None:
    """Replace the database by a copy. An SQLite file is set aside first, with its journal."""
    connection.close()
    if connection.vendor == "sqlite":
        _put_back_sqlite(copy, at=at)
    else:
        _put_back_postgres(copy)


def _copy_sqlite(folder: Path) -> Path:
    target = folder / "database.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
    return target


def _put_back_sqlite(copy: Path, *, at: datetime) -> None:
    target = Path(str(connection.settings_dict["NAME"]))
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(f".{target.name}.part")
    shutil.copyfile(copy, waiting)
    for suffix in ("", "-wal", "-shm"):
        set_aside(Path(f"{target}{suffix}"), at=at)
    waiting.replace(target)


def _copy_postgres(folder: Path) -> Path:  # pragma: no cover  only on PostgreSQL; tests run it there
    target = folder / "database.dump"
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return target


def _put_back_postgres(copy: Path) -> None:  # pragma: no cover  only on PostgreSQL; tests run it there
    _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(copy))


def _postgres(tool: str, *arguments: str) -> None:  # pragma: no cover  only on PostgreSQL; tests run it there
    where = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": where["PASSWORD"] or ""}
    options = ["--dbname", where["NAME"]]
    for flag, key in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        options += [flag, str(where[key])] if where[key] else []
    path = shutil.which(tool)
    if path is None:
        raise CopyFailed(f"找不到 {tool}：请安装 PostgreSQL 客户端工具。")
    done = subprocess.run(  # noqa: S603  the argument list is ours
        [path, *options, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        raise CopyFailed(f"{tool} 没有办成（{why}）。请核对 ZHONGMU_DATABASE 和工具的版本。")
