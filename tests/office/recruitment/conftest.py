"""The round of recruitment as staff see it; the fixtures are those of the noun."""

from __future__ import annotations

from tests.recruitment.conftest import (  # fixtures are shared by name
    _files,
    agreed,
    apply,
    appointed,
    choosing,
    chosen,
    daoli,
    drafted,
    filled,
    invited,
    nominated,
    noticed,
    offered,
    passed,
    photo,
    planned,
    refused,
    sent_up,
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
    "daoli",
    "drafted",
    "filled",
    "invited",
    "nominated",
    "noticed",
    "offered",
    "passed",
    "photo",
    "planned",
    "refused",
    "sent_up",
    "unit",
    "unit_words",
]
