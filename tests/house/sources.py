"""The house's own code as the house tests read it: paths, dotted names, syntax trees, imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "zhongmu"
PAGES = ("portal", "field", "office", "api")


def modules(*folders: str) -> Iterator[Path]:
    """Every Python file of the house, or of these folders, without migrations."""
    roots = [HOUSE / folder for folder in folders] or [HOUSE]
    for root in roots:
        yield from (path for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _from(node: ast.ImportFrom, path: Path) -> list[str]:
    if not node.level:
        base = node.module or ""
    else:
        package = path.relative_to(ROOT).parent.parts
        base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
    return [base, *(f"{base}.{alias.name}" for alias in node.names)]


def imports(path: Path) -> set[str]:
    """Modules of the house this file imports, wherever in the file the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= set(_from(node, path))
    return {name for name in found if name.startswith("zhongmu.")} & known()


@cache
def known() -> set[str]:
    return {dotted(path) for path in modules()}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
