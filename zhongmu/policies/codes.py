"""One entry of a list a measure defines for itself: a category, a channel, a ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Code:
    """A code, its Chinese label, the article that names it, and the columns the schema gives its table.

    `code["ordinary"]` reads a column; every column the schema declares is present, by default if unwritten.
    """

    code: str
    label: str
    article: str = ""
    columns: Mapping[str, Any] = field(default_factory=lambda: NOTHING, hash=False)

    def __getitem__(self, column: str) -> Any:
        return self.columns[column]

    def __str__(self) -> str:
        return self.label
