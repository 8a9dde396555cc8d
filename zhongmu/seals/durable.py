"""Files that are either wholly on the disk or not there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Write `path` (mode 0600) through a temporary file in the same folder; a crash leaves the old one."""
    waiting = _written_beside(path, text)
    waiting.replace(path)
    _sync_folder(path.parent)


def create_file(path: Path, text: str) -> None:
    """Like `replace_file`, but FileExistsError, with nothing touched, when `path` is already there."""
    waiting = _written_beside(path, text)
    try:
        os.link(waiting, path)  # unlike a rename, a link never overwrites
    finally:
        waiting.unlink()
    _sync_folder(path.parent)


def _written_beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def create_anchor(folder: Path, stem: str, text: str) -> Path:
    """Write a new file `stem.json` (`stem-2.json`, … when taken); any folder will do, even one without hard links."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 1
    while True:
        path = folder / (f"{stem}.json" if count == 1 else f"{stem}-{count}.json")
        try:
            with path.open("x", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
        except FileExistsError:
            count += 1
            continue
        _sync_folder(folder)
        return path
