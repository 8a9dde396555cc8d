"""How documents write days, moments and text that came from people."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

REHEARSAL = "演练·征求意见稿"
BEIJING = ZoneInfo("Asia/Shanghai")
_LONGEST_UNBROKEN = 64


def long_date(day: date | None) -> str:
    """2026年11月21日; an unknown day leaves room to write it by hand."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　年　　月　　日"


def long_moment(moment: datetime) -> str:
    """2026年11月21日 09:05, Beijing time; `moment` is aware."""
    local = moment.astimezone(BEIJING)
    return f"{long_date(local.date())} {local:%H:%M}"


def plain(text: str) -> str:
    """Drop what no paper can show: control and invisible formatting characters; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F", "A"}


def breakable(text: str) -> str:
    """Let a run of letters or digits longer than any column break, by zero-width spaces every 64 characters."""
    out: list[str] = []
    run = 0
    for character in text:
        run = 0 if is_wide(character) or character.isspace() else run + 1
        if run > _LONGEST_UNBROKEN:
            out.append("\u200b")
            run = 1
        out.append(character)
    return "".join(out)
