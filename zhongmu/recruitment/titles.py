"""How the title of a batch and the measure's words for a document read as one title, no word said twice."""

from __future__ import annotations

import re

_NAMED = "监督员"
_WHOM = "医疗保障基金社会监督员"
_KIND = re.compile(r"(公告|公示|通知|通告)$")


def title_of(batch_title: str, words: str) -> str:
    """“2026年公开选聘” and “选聘公告” are “2026年医疗保障基金社会监督员公开选聘公告”, never “…选聘选聘公告”."""
    stem = _KIND.sub("", batch_title.strip())
    if _NAMED in stem + words:
        return _joined(stem, words)
    ways = re.search(r"(公开|补充|增补)?选聘$", stem)
    at = ways.start() if ways else len(stem)
    return _joined(stem[:at] + _WHOM + stem[at:], words)


def _joined(stem: str, words: str) -> str:
    """What ends the one and begins the other is written once."""
    most = min(len(stem), len(words))
    shared = next((n for n in range(most, 1, -1) if stem.endswith(words[:n])), 0)
    return stem + words[shared:]
