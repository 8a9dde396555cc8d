"""The round of recruitment as the public sees it; the fixtures are those of the noun."""

from __future__ import annotations

from tests.recruitment.conftest import (  # fixtures are shared by name
    _files,
    agreed,
    apply,
    appointed,
    choosing,
    chosen,
    drafted,
    filled,
    invited,
    nominated,
    noticed,
    offered,
    passed,
    photo,
    planned,
    unit,
    unit_words,
)

__all__ = [
    "_files",
    "agreed",
    "apply",
    "appointed",
    "choosing",
    "chosen",
    "drafted",
    "filled",
    "invited",
    "nominated",
    "noticed",
    "offered",
    "passed",
    "photo",
    "planned",
    "unit",
    "unit_words",
]
