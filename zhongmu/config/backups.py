"""A backup is a folder: the database's copy, the (encrypted) files, a signed manifest of digests. Keys are never in it."""

from __future__ import annotations

import hashlib
import json
import shutil
from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from zhongmu.config.dialect import copy_database, put_back, set_aside
from zhongmu.ledger.models import LedgerEntry
from zhongmu.seals.keys import keyring
from zhongmu.seals.signing import public_key_b64, sign, verify

MANIFEST = "manifest.json"
FILES = "files"


class BackupError(Exception):
    """The folder cannot be used; nothing was changed. The message says what to do."""


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _signed_bytes(manifest: dict[str, Any]) -> bytes:
    rest = {name: value for name, value in manifest.items() if name != "signature"}
    return b"zhongmu-backup-1\n" + json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()


def backup(folder: Path, *, at: datetime) -> dict[str, Any]:
    """Copy database and files into a new or empty folder, its owner's alone, and return the manifest written there."""
    stored = Path(settings.FILES_DIR)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} 里已有内容。请换一个新文件夹。")
    if folder.resolve().is_relative_to(stored.resolve()):
        raise BackupError(f"{folder} 在文件库里面。请把备份放到文件库以外的文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # names and sessions stand in the copy as they do in the database
    database = copy_database(folder)
    if stored.exists():
        shutil.copytree(stored, folder / FILES)
    manifest = _manifest(folder, database, at=at)
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def _manifest(folder: Path, database: Path, *, at: datetime) -> dict[str, Any]:
    files = sorted(path for path in (folder / FILES).rglob("*") if path.is_file())
    manifest = {
        "made_at": at.isoformat(),
        "vendor": connection.vendor,
        "database": database.name,
        "files": len(files),
        "rows": LedgerEntry.objects.count(),
        "public_key": public_key_b64(),
        "key_version": keyring().current,
        "digests": {str(path.relative_to(folder)): _digest(path) for path in [database, *files]},
    }
    return manifest | {"signature": b64encode(sign(_signed_bytes(manifest))).decode("ascii")}


def _checked_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, once it is by this server's keys, fits this database, and every byte it names is there."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        signature = b64decode(manifest["signature"])
        vendor, public_key, version = manifest["vendor"], manifest["public_key"], int(manifest["key_version"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupError(f"{folder} 不是备份文件夹：缺少可读的 {MANIFEST}。请核对路径。") from error
    if public_key != public_key_b64() or version not in keyring().keys:
        raise BackupError(
            "这台服务器的密钥与备份时的不是同一套，恢复后封存的内容打不开，因此没有恢复。"
            "请先用备份时的恢复单运行 zhongmu keys restore。"
        )
    if not verify(signature, _signed_bytes(manifest)):
        raise BackupError(f"备份里的 {MANIFEST} 已被改动，没有恢复任何内容。请换一份备份。")
    if vendor != connection.vendor:
        raise BackupError(f"这份备份来自 {vendor}，本机用的是 {connection.vendor}。请在同一种数据库上恢复。")
    for name, digest in manifest["digests"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise BackupError(f"备份里的 {name} 缺失或已被改动，没有恢复任何内容。请换一份备份。")
    return manifest


def restore(folder: Path, *, at: datetime) -> dict[str, Any]:
    """Check everything, then replace database and files. What was there is kept beside as …before-restore-<moment>."""
    manifest = _checked_manifest(folder)
    stored = Path(settings.FILES_DIR)
    waiting = stored.with_name(f".{stored.name}.part")
    shutil.rmtree(waiting, ignore_errors=True)
    for name in manifest["digests"]:
        if name != manifest["database"]:
            target = waiting / Path(name).relative_to(FILES)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target)
    put_back(folder / manifest["database"], at=at)
    set_aside(stored, at=at)
    if waiting.exists():
        waiting.replace(stored)
    return manifest
