"""One of several printed options marked with a tick: which one, or that it cannot be told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhongmu.people.cjk import without_blanks

_ON, _OFF, _EITHER = "☑■✓✔√✅", "□☐○◯", "☒×✗✘●"
_MARK = re.compile(f"([{_ON}{_OFF}{_EITHER}])")
_BETWEEN = re.compile(r"[\s/／、，,;；|]+")


def has_marks(text: str) -> bool:
    return bool(_MARK.search(text))


def ticked(text: str, labels: Iterable[str]) -> str | None:
    """The one label that carries a tick, as printed; None when none or several do, or a mark may belong to either side.

    A crossed box is no answer: some programs draw a tick so, some people a refusal.
    """
    known = {without_blanks(label): label for label in labels}
    parts = [part for part in _MARK.split(text) if part.strip()]
    if not parts or any(part in _EITHER for part in parts):
        return None
    before, after = _is_mark(parts[0]), _is_mark(parts[-1])
    if before == after:
        return None
    pairs = _paired(parts if before else parts[::-1], known, backwards=after)
    if pairs is None:
        return None
    chosen = [label for mark, label in pairs if mark and mark in _ON]
    return known[chosen[0]] if len(chosen) == 1 else None


def _is_mark(part: str) -> bool:
    return bool(_MARK.fullmatch(part))


def _paired(parts: list[str], known: dict[str, str], *, backwards: bool) -> list[tuple[str, str]] | None:
    """Each label with the mark beside it; None when a word is none of the labels or two marks stand together."""
    pairs: list[tuple[str, str]] = []
    mark = ""
    for part in parts:
        if _is_mark(part):
            if mark:
                return None
            mark = part
            continue
        words = [without_blanks(word) for word in _BETWEEN.split(part) if word.strip()]
        if not words or any(word not in known for word in words):
            return None
        for word in reversed(words) if backwards else words:
            pairs.append((mark, word))
            mark = ""
    return None if mark or len({label for _mark, label in pairs}) != len(pairs) else pairs
