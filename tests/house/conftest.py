"""The rounds of recruitment told elsewhere, so that the stranger meets rows the actions themselves made."""

from __future__ import annotations

from tests.recruitment.conftest import (
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
