"""Official documents after GB/T 9704: notices, lists of names, draft decisions, letters of answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from zhongmu.letters.documents.typst_engine import JSON, Draft, compile_pdf
from zhongmu.letters.documents.wording import long_date

_TITLE_LINE = 20  # characters of 22 pt in 156 mm
_TITLE_WORDS = re.compile("关于|医保基金|医疗保障|基金|社会监督员|名单|管理|情况|意见|公开|拟聘任")
_NEAR_MIDDLE = 6
_SENTENCE = 14  # characters; a column with a longer cell is read, not compared
MARGINS = (37.0, 35.0, 28.0, 26.0)  # top, bottom, left, right in millimetres


@dataclass(frozen=True)
class Heading:
    """`level` 1 is set in 黑体 (一、), 2 in 楷体 (（一）), 3 in bold body type (1．); the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Grid:
    """A ruled table; its head repeats on every page. `widths` are shares of the line, equal when left out."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""

    def shares(self) -> tuple[float, ...]:
        """One share per column. Raises ValueError when a row and the head differ in length."""
        if any(len(row) != len(self.head) for row in self.rows) or len(self.widths) not in {
            0,
            len(self.head),
        }:
            raise ValueError("every row of a grid has as many cells as its head")
        return self.widths or tuple(1.0 for _ in self.head)

    def read(self) -> tuple[bool, ...]:
        """Which columns hold sentences: they begin at the left, the others are centred."""
        return tuple(any(len(row[n]) > _SENTENCE for row in self.rows) for n in range(len(self.head)))


Block: TypeAlias = str | Heading | Grid


@dataclass(frozen=True, kw_only=True)
class OfficialFacts:
    """`body` is paragraphs (str), headings and grids in order; `dated_on` None leaves room for the day (a draft)."""

    title: str
    body: Sequence[Block]
    bureau: str
    dated_on: date | None = None
    doc_no: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    note: str = ""
    rehearsal: bool = False


def official_pdf(facts: OfficialFacts) -> bytes:
    """A4. Raises MissingGlyph."""
    return compile_pdf(
        Draft(
            template="official",
            facts={
                "title": "\n".join(title_lines(facts.title)),
                "doc_no": facts.doc_no,
                "addressee": facts.addressee,
                "body": [_block(block) for block in facts.body],
                "attachments": attachment_lines(facts),
                "bureau": facts.bureau,
                "dated_on": long_date(facts.dated_on),
                "note": facts.note,
                "rehearsal": facts.rehearsal,
            },
            on=facts.dated_on,
        )
    )


def attachment_lines(facts: OfficialFacts) -> list[str]:
    """附件：… as one line when single, numbered when several."""
    if len(facts.attachments) == 1:
        return list(facts.attachments)
    return [f"{number}．{name}" for number, name in enumerate(facts.attachments, start=1)]


def title_lines(title: str) -> list[str]:
    """The title as lines of at most 20 characters where it can be, broken before a word near the middle."""
    return [line for part in title.split("\n") for line in _halved(part)]


def _halved(title: str) -> list[str]:
    if len(title) <= _TITLE_LINE:
        return [title]
    middle = len(title) / 2
    starts = [m.start() for m in _TITLE_WORDS.finditer(title) if abs(m.start() - middle) <= _NEAR_MIDDLE]
    at = min(starts, key=lambda start: abs(start - middle), default=round(middle))
    return [*_halved(title[:at]), *_halved(title[at:])]


def _block(block: Block) -> dict[str, JSON]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Grid):
        return {
            "kind": "grid",
            "head": list(block.head),
            "rows": [list(row) for row in block.rows],
            "widths": list(block.shares()),
            "read": list(block.read()),
            "caption": block.caption,
        }
    return {"kind": "paragraph", "text": block}
