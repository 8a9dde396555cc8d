"""Names of units as people write them, brought to one form so that two can be compared."""

from __future__ import annotations

import re

from zhongmu.people.cjk import without_blanks

LEAST_UNIT = 4  # characters of a unit's short name that are looked for on their own
_MARKS = re.compile(r"[（）()〔〕\[\]“”\"'·.,，。、\-—]")


def plain(text: str) -> str:
    """A name of a person or unit as it is compared: half width, capitals, no blanks and marks."""
    return _MARKS.sub("", without_blanks(text)).upper()


def same_unit(one: str, other: str) -> bool:
    """Equal, or one within the other, as 示范医院 is within 渝中区示范医院."""
    short, long = sorted((plain(one), plain(other)), key=len)
    return len(short) >= LEAST_UNIT and short in long
