"""The rounds of recruitment told elsewhere, so that the stranger meets rows the actions themselves made."""

from __future__ import annotations

from tests.recruitment.conftest import (
    _files,
    apply,
    appointed,
    choosing,
    chosen,
    filled,
    noticed,
    passed,
    photo,
    planned,
)

__all__ = [
    "_files",
    "apply",
    "appointed",
    "choosing",
    "chosen",
    "filled",
    "noticed",
    "passed",
    "photo",
    "planned",
]
