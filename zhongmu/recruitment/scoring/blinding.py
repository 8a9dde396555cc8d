"""What a reviewer sees of a candidate: a few materials by dimension, their texts without what tells who it is.

Limit, said in the guide: program finds the candidate's own names, units and numbers and the plain words for sex,
people and party; a life told at length may still be recognised. A reviewer who recognises somebody steps aside.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.people import codes
from zhongmu.people.names import SEPARATOR
from zhongmu.people.units import LEAST_UNIT
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import age_band

# All that can ever be shown; no sex, people, party, name, unit or number is among them.
MATERIALS: dict[str, str | Promise] = {
    "education": gettext_lazy("学历"),
    "major": gettext_lazy("专业"),
    "post": gettext_lazy("职务"),
    "employed": gettext_lazy("是否在职"),
    "age_band": gettext_lazy("年龄段"),
    "reason": gettext_lazy("聘任理由"),
    "remark": gettext_lazy("备注"),
}
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: labels are read aloud
LABEL_LENGTH = 4
HIDDEN = gettext_lazy("〔隐去〕")
_DIGIT = "[0-9０-９]"
_PLACES = re.compile(r"(?<=[省市区县州盟旗])")
# The usual surnames of two characters: on their own they tell as much as a name.
_DOUBLE = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙"
    "|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延|东郭|南门|百里|轩辕|第五"
)
_CALLED = "某{1,2}|女士|先生|老师|医生|大夫|护士|同志|主任|书记|师傅|阿姨|大姐|大哥"
# Words that give away sex, party or age in anybody's text, whoever wrote it.
_TELLING = (
    r"女士|先生|[男女]性|[男女]同志|母亲|父亲|妈妈|爸爸|奶奶|爷爷|外婆|外公|妻子|丈夫"
    r"|(?<![子儿妇男])女(?!儿)|男(?!女)"
    r"|(?:中国共产党|中共|共产党)?(?:预备)?党员|入党|党龄|党支部(?:书记|委员)?|党小组长?|(?:共青)?团员"
)
_NUMBERS = (
    rf"{_DIGIT}(?:[-－\s]?{_DIGIT}){{6,}}[xXｘＸ]?"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:微信|QQ)号?[:：]?\s*[A-Za-z0-9_-]{4,}"
    rf"|{_DIGIT}{{4}}年(?:{_DIGIT}{{1,2}}月)?(?:{_DIGIT}{{1,2}}日)?出?生"
)
_AGE = rf"(?:{_DIGIT}{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*周?岁"


def draw_label(taken: Collection[str]) -> str:
    """A random label that no other candidate of the round has; nothing about the candidate goes into it."""
    while True:
        label = "".join(secrets.choice(LETTERS) for _place in range(LABEL_LENGTH))
        if label not in taken:
            return label


def _surname(name: str) -> str:
    return name[:2] if _DOUBLE.match(name) else name[:1]


def _names(name: str) -> Iterator[str]:
    """The name, each part of a name with a separator, a surname of two, and what is left without the surname."""
    yield name
    yield _surname(name)
    if SEPARATOR in name:
        yield from name.split(SEPARATOR)
    else:
        yield name.removeprefix(_surname(name))


def _units(unit: str) -> Iterator[str]:
    """The unit with and without the places in front of it."""
    yield unit
    parts = _PLACES.split(unit)
    yield from (rest for n in range(1, len(parts)) if len(rest := "".join(parts[n:])) >= LEAST_UNIT)


def _words(application: Application) -> Iterator[str]:
    a = application
    yield from (part for part in _names(a.name) if len(part) > 1)
    for unit in (a.employer, a.unit_name, a.school, a.address):
        yield from (each for each in _units(unit.strip()) if len(each) > 1)
    yield from (a.number, a.resident_id, a.phone)
    people = codes.ETHNIC.get(a.ethnic, "")
    if people.endswith("族"):
        yield from (each for each in (people, people.removesuffix("族")) if len(each) > 1)


def _spelled(word: str) -> str:
    """The word with blanks or dots between its characters, as people write names apart."""
    return r"[\s·•.]*".join(re.escape(char) for char in word if not char.isspace())


def _hiding(words: Iterable[str], surname: str, *, ages: bool) -> re.Pattern[str]:
    longest_first = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    family = re.escape(surname)
    called = f"{family}(?:{_CALLED})|[老小]{family}"
    patterns = [called, *map(_spelled, longest_first), _NUMBERS, _TELLING]
    return re.compile("|".join([*patterns, _AGE] if ages else patterns))


def blinded(text: str, application: Application, *, ages: bool = True) -> str:
    """The text without the candidate's own names, units and numbers, and without words for sex, party and (`ages`) age."""
    return _hiding(_words(application), _surname(application.name), ages=ages).sub(str(HIDDEN), text)


@dataclass(frozen=True)
class Material:
    """One thing shown: its name, its blinded text, the dimensions it is for."""

    label: str
    text: str
    dims: tuple[str, ...]


def materials(application: Application, shown: dict[str, tuple[str, ...]], on: date) -> list[Material]:
    """What is shown of this candidate; `shown` are the dimensions (in words) that need each material."""
    a, ages = application, "age_band" not in shown
    found = {
        "education": lambda: a.education_label,
        "major": lambda: blinded(a.major, a, ages=ages),
        "post": lambda: blinded(a.post, a, ages=ages),
        "employed": lambda: _("在职") if a.employed else _("不在职"),
        "age_band": lambda: age_band(a.identity.age(on)),
        "reason": lambda: blinded(a.reason, a, ages=ages),
        "remark": lambda: blinded(a.remark, a, ages=ages),
    }
    return [
        Material(str(label), found[code](), shown[code]) for code, label in MATERIALS.items() if code in shown
    ]
