"""Sets a document: a template from templates/ and facts, to PDF/A-2b bytes.

Whatever comes from people travels as JSON and is placed as text; it is never read as typst markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import typst

from zhongmu.letters.documents.fonts import Shelf, require_glyphs, shelf
from zhongmu.letters.documents.wording import breakable, plain

JSON: TypeAlias = "str | int | float | bool | Sequence[JSON] | Mapping[str, JSON] | None"

TEMPLATES = Path(__file__).resolve().parent / "templates"
UNDATED = date(2025, 1, 1)  # a blank form bears no day, but its bytes must come out the same each time
_BEIJING_OFFSET = timedelta(hours=8)


@dataclass(frozen=True)
class Draft:
    """What one document is made from. `facts` is text to print; `pictures` are SVG texts by name."""

    template: str
    facts: Mapping[str, JSON]
    pictures: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None

    @property
    def main(self) -> Path:
        return TEMPLATES / f"{self.template}.typ"

    @property
    def timestamp(self) -> int:
        """Seconds since 1970 of midnight in Beijing on the document's own day: same facts, same bytes."""
        day = self.on or UNDATED
        return int((datetime(day.year, day.month, day.day, tzinfo=UTC) - _BEIJING_OFFSET).timestamp())


def sys_inputs(draft: Draft, fonts: Shelf) -> dict[str, str]:
    """The three JSON texts a template reads. Raises MissingGlyph."""
    facts = _printable(dict(draft.facts))
    require_glyphs("".join(_texts(facts)))
    return {
        "facts": json.dumps(facts, ensure_ascii=False),
        "pictures": json.dumps(dict(draft.pictures)),
        "fonts": json.dumps(fonts.roles(), ensure_ascii=False),
    }


def compile_pdf(draft: Draft) -> bytes:
    """The document as PDF/A-2b. Raises MissingGlyph when a character is in no font."""
    fonts = shelf()
    inputs = sys_inputs(draft, fonts)
    return typst.compile(
        draft.main,
        root=TEMPLATES,
        font_paths=fonts.fonts,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards="a-2b",
        timestamp=draft.timestamp,
    )


def _printable(value: JSON) -> JSON:
    if isinstance(value, str):
        return breakable(plain(value))
    if isinstance(value, Sequence):
        return [_printable(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _printable(v) for k, v in value.items()}
    return value


def _texts(value: JSON) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        for v in value:
            yield from _texts(v)
    elif isinstance(value, Mapping):
        for v in value.values():
            yield from _texts(v)
