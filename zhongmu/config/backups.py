"""A backup is a folder: the database's copy, the (encrypted) files, a manifest of digests. Keys are never in it."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from zhongmu.config.dialect import CopyFailed, copy_database, put_back
from zhongmu.ledger.models import LedgerEntry


class BackupError(Exception):
    """The folder cannot be used; nothing was changed. The message says what to do."""


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def backup(folder: Path, *, at: datetime) -> dict[str, Any]:
    """Copy database and files into a new or empty folder and return the manifest written there."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} 里已有内容。请换一个新文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        database = copy_database(folder)
    except CopyFailed as error:
        raise BackupError(f"数据库没有备份成：{error}") from error
    stored = Path(settings.FILES_DIR)
    if stored.exists():
        shutil.copytree(stored, folder / "files")
    files = sorted(p for p in (folder / "files").rglob("*") if p.is_file())
    digests = {str(p.relative_to(folder)): _digest(p) for p in [database, *files]}
    manifest = {
        "made_at": at.isoformat(),
        "database": database.name,
        "files": len(files),
        "rows": LedgerEntry.objects.count(),
        "digests": digests,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def _checked_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder} 不是备份文件夹：缺少可读的 manifest.json。") from error
    for name, digest in manifest["digests"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise BackupError(f"备份里的 {name} 缺失或已被改动，没有恢复任何内容。请换一份备份。")
    return manifest


def restore(folder: Path) -> dict[str, Any]:
    """Check every digest, then replace database and files. What was there is kept beside as …before-restore."""
    manifest = _checked_manifest(folder)
    try:
        put_back(folder / manifest["database"])
    except CopyFailed as error:
        raise BackupError(f"数据库没有恢复成：{error}") from error
    stored = Path(settings.FILES_DIR)
    if stored.exists():
        aside = stored.with_name(stored.name + ".before-restore")
        shutil.rmtree(aside, ignore_errors=True)
        stored.replace(aside)
    if (folder / "files").exists():
        shutil.copytree(folder / "files", stored)
    return manifest
