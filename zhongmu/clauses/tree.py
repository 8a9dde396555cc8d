"""One digest for everything a test's outcome depends on, so that an old record cannot pass for a new one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("zhongmu", "tests")
ALONE = ("conftest.py", "pyproject.toml")
SUFFIXES = {".py", ".toml", ".html", ".txt", ".css", ".js", ".svg", ".json", ".typ", ".po"}
NEVER = {"__pycache__", "var", "node_modules", ".venv", "vendor"}


def sources(root: Path) -> Iterator[Path]:
    """Files that count, sorted; found by walking, so that an unpacked tarball gives the same answer as a clone.

    clauses.toml is left out: it says what is claimed, and the record is held against it.
    """
    for name in ALONE:
        if (root / name).is_file():
            yield root / name
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and not NEVER & set(path.relative_to(root).parts) and path.is_file():
                yield path


def tree_digest(root: Path) -> str:
    total = hashlib.sha256()
    for path in sources(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()
