"""A round of scoring as staff and reviewers see it; the fixtures are those of the noun."""

from __future__ import annotations

from tests.recruitment.conftest import nominated, unit, unit_words
from tests.recruitment.scoring.conftest import (  # fixtures are shared by name
    _files,
    apply,
    begun,
    choosing,
    drafted,
    filled,
    listed,
    locked,
    noticed,
    panel,
    passed,
    photo,
    planned,
    scored,
    signed,
)

__all__ = [
    "_files",
    "apply",
    "begun",
    "choosing",
    "drafted",
    "filled",
    "listed",
    "locked",
    "nominated",
    "noticed",
    "panel",
    "passed",
    "photo",
    "planned",
    "scored",
    "signed",
    "unit",
    "unit_words",
]
