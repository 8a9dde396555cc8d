"""How large a text may be set in a box, by estimate: Word has no other way to be told, and both forms then agree."""

from __future__ import annotations

from math import ceil

from zhongmu.letters.documents.wording import is_wide

LEADING = 1.35  # line height in ems, as both the DOCX and the PDF set it
SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_NARROW, _CAPITAL = 0.56, 0.8  # ems; letters and digits of the serif faces stay below
_POINTS = 72 / 25.4


def fitted_size(text: str, *, width: float, height: float) -> float:
    """The largest size in points at which `text` stays within width × height millimetres; the smallest when none does."""
    return next((size for size in SIZES if _fits(text, size, width, height)), SIZES[-1])


def fitted_text(text: str, *, width: float, height: float, more: str) -> str:
    """`text`, or as much of it as the box holds at the smallest size followed by `more`, which says where the rest is."""
    if _fits(text, SIZES[-1], width, height):
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if _fits(text[:middle] + more, SIZES[-1], width, height) else (low, middle - 1)
        )
    return text[:low] + more


def room_left(text: str, size: float, *, width: float, height: float) -> float:
    """Points left in a box of width × height millimetres under `text`, at least 0."""
    return max(0.0, height * _POINTS - _lines(text, size, width) * size * LEADING)


def _fits(text: str, size: float, width: float, height: float) -> bool:
    return _lines(text, size, width) * size * LEADING <= height * _POINTS


def _lines(text: str, size: float, width: float) -> int:
    measure = width * _POINTS / size  # ems
    # A line that breaks loses up to one em where it may not begin or end with a mark.
    return sum(
        1 if _ems(line) <= measure else ceil(_ems(line) / max(1, int(measure) - 1))
        for line in text.split("\n")
    )


def _ems(line: str) -> float:
    return sum(1 if is_wide(c) else _CAPITAL if c.isupper() or c in "@%—" else _NARROW for c in line)
