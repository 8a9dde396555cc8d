"""The one module that knows which database it is: taking a copy and putting it back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection


class CopyFailed(Exception):
    """The database's own tool refused; the message is its last line."""


def _sqlite_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _postgres(tool: str, *arguments: str) -> None:
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
        raise CopyFailed((done.stderr.strip().splitlines() or [tool])[-1])


def copy_database(folder: Path) -> Path:
    """Write a consistent copy of the running database into the folder and return its path."""
    if connection.vendor == "sqlite":
        target = folder / "database.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return target
    target = folder / "database.dump"
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return target


def put_back(copy: Path) -> None:
    """Replace the database by a copy. The SQLite file that was there is kept beside it, named …before-restore."""
    connection.close()
    if connection.vendor == "sqlite":
        target = _sqlite_file()
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        if target.exists():
            target.replace(target.with_suffix(".before-restore"))
        shutil.copyfile(copy, target)
        return
    _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(copy))
