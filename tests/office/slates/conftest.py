"""The slate as staff see it; the fixtures are those of the noun."""

from __future__ import annotations

from tests.recruitment.conftest import (  # fixtures are shared by name
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
