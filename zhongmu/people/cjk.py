"""Widths, numerals and dates as Chinese documents write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from django.utils.translation import gettext as _

from zhongmu.people.values import BadValue

_FULL_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DIGITS = "零一二三四五六七八九"
_READ = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_GROUPS = ((1000, "千"), (100, "百"), (10, "十"))
_MAX_NUMERAL = 99_999_999
_TEN_THOUSAND = 10_000
_NUMERIC_DATE = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_HAN_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def half_width(text: str) -> str:
    """Turn full-width letters, digits, signs and the ideographic space into their ASCII forms."""
    return text.translate(_FULL_TO_HALF)


def without_blanks(text: str) -> str:
    """Half-width, with every blank and invisible format character taken out, also inside."""
    return "".join(
        char for char in half_width(text) if not char.isspace() and unicodedata.category(char) != "Cf"
    )


def numeral(number: int) -> str:
    """Write 0–99,999,999 in Han numerals: 15 → 十五, 205 → 二百零五."""
    if not 0 <= number <= _MAX_NUMERAL:
        raise ValueError(number)
    high, low = divmod(number, _TEN_THOUSAND)
    if not high:
        written = _below_ten_thousand(low)
    else:
        gap = "零" if 0 < low < _TEN_THOUSAND // 10 else ""
        written = _below_ten_thousand(high) + "万" + gap + (_below_ten_thousand(low) if low else "")
    return written.removeprefix("一") if written.startswith("一十") else written


def _below_ten_thousand(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    written, rest, gap = "", number, False
    for size, word in _GROUPS:
        digit, rest = divmod(rest, size)
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + word
            gap = False
        elif written and rest:
            gap = True
    return written + (("零" if gap else "") + _DIGITS[rest] if rest else "")


def counted(number: int, measure: str) -> str:
    """Write a number before its measure word: (2, "年") → 两年, (12, "个月") → 十二个月."""
    return ("两" if number == 2 else numeral(number)) + measure  # noqa: PLR2004  the one irregular word


def chinese_date(day: date) -> str:
    """2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: datetime) -> str:
    """2026年11月21日 09:05, in the zone the moment carries."""
    return f"{chinese_date(moment)} {moment:%H:%M}"


def han_date(day: date) -> str:
    """二〇二六年十一月二十一日, for certificates."""
    year = "".join(_DIGITS[int(digit)] for digit in f"{day.year:04}").replace("零", "〇")
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


def parse_date(text: str) -> date:
    """Read 2026年11月21日, 2026-11-21, 2026/11/21, 2026.11.21, 20261121 or 二〇二六年十一月二十一日; else BadValue."""
    written = without_blanks(text)
    if numeric := _NUMERIC_DATE.fullmatch(written):
        year, month, day = (int(part) for part in numeric.groups() if part is not None)
    elif han := _HAN_DATE.fullmatch(written):
        year = int("".join(str(_READ[char]) for char in han[1]))
        month, day = _small(han[2]), _small(han[3])
    else:
        raise BadValue(_("看不出这是哪一天。请按“2026年11月21日”或“2026-11-21”的样子填写。"))
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue(
            _("日历上没有%(year)s年%(month)s月%(day)s日这一天，请核对后重填。")
            % {"year": year, "month": month, "day": day}
        ) from None


def _small(text: str) -> int:
    """Read 一 to 九十九; nonsense reads as 0, which no calendar has."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _READ[ones] if len(ones) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    return (_READ[tens] if tens else 1) * 10 + (_READ[ones] if ones else 0)
