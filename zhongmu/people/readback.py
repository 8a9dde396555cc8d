"""An identity number read back by part, as far as it has been typed (`CQ-F6`): the page and its script say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhongmu.people.cjk import without_blanks
from zhongmu.people.identity import HMT, LENGTH, PROVINCES, check_digit

GOOD, WRONG, DOUBT, OPEN = "good", "wrong", "doubt", "open"
# "#" stands for what was read. The script of the page is handed these very sentences.
WORDS: dict[str, str | Promise] = {
    "region": _("第1至6位　地区"),
    "birth": _("第7至14位　出生日期"),
    "sex": _("第17位　性别"),
    "check": _("第18位　校验位"),
    "permit": _("#居民居住证"),
    "unknown": _("#，不在现行地区代码里，请对照证件核对"),
    "day": _("#年#月#日"),
    "no_day": _("日历上没有#年#月#日，请核对这几位"),
    "not_yet": _("#年#月#日还没有到，请核对这几位"),
    "1": _("男"),
    "2": _("女"),
    "fits": _("对得上"),
    "fails": _("与前17位对不上，多半有一位抄错了，请逐位核对"),
    "waiting": _("还没填到"),
    "digit": _("第#位不是数字"),
    "long": _("多了#位，应为18位"),
}


@dataclass(frozen=True)
class Part:
    """`kind` is good, wrong, doubt (asked about, never refused) or open (not typed so far)."""

    label: str
    said: str
    kind: str


def _say(word: str, *values: object) -> str:
    text = str(WORDS[word])
    for value in values:
        text = text.replace("#", str(value), 1)
    return text


def parts_of(typed: str, *, places: Mapping[str, str], on: date) -> list[Part]:
    """The four parts of what was typed; nothing for an empty box. `places` are names by six-digit code."""
    number = without_blanks(typed).upper()
    if not number:
        return []
    readers = {
        "region": _region(number, places),
        "birth": _birth(number, on),
        "sex": _sex(number),
        "check": _check(number),
    }
    return [Part(str(WORDS[name]), said, kind) for name, (said, kind) in readers.items()]


def _digits(number: str, first: int, last: int) -> tuple[str, str] | None:
    """What is to be said instead of reading these places (counted from 0): not typed so far, or no digit."""
    if len(number) < last:
        return _say("waiting"), OPEN
    wrong = next((at for at in range(first, last) if number[at] not in "0123456789"), None)
    return None if wrong is None else (_say("digit", wrong + 1), WRONG)


def _region(number: str, places: Mapping[str, str]) -> tuple[str, str]:
    code = number[:6]
    if instead := _digits(number, 0, 6):
        return instead
    if code[:2] in HMT:
        return _say("permit", HMT[code[:2]]), GOOD
    if code[:2] not in PROVINCES:
        return _say("unknown", code), DOUBT
    return PROVINCES[code[:2]] + places.get(code, ""), GOOD


def _birth(number: str, on: date) -> tuple[str, str]:
    if instead := _digits(number, 6, 14):
        return instead
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        late = date(year, month, day) > on
    except ValueError:
        return _say("no_day", year, month, day), WRONG
    return (_say("not_yet", year, month, day), WRONG) if late else (_say("day", year, month, day), GOOD)


def _sex(number: str) -> tuple[str, str]:
    return _digits(number, 16, 17) or (_say("1" if int(number[16]) % 2 else "2"), GOOD)


def _check(number: str) -> tuple[str, str]:
    if len(number) > LENGTH:
        return _say("long", len(number) - LENGTH), WRONG
    if len(number) < LENGTH:
        return _say("waiting"), OPEN
    if instead := _digits(number, 0, LENGTH - 1):
        return instead
    return (_say("fits"), GOOD) if number[-1] == check_digit(number) else (_say("fails"), WRONG)


def for_script(*, places: Mapping[str, str], on: date) -> dict[str, object]:
    """All a script needs to say the same."""
    return {
        "words": {name: str(text) for name, text in WORDS.items()},
        "provinces": PROVINCES,
        "permits": HMT,
        "places": dict(places),
        "today": on.isoformat(),
    }
