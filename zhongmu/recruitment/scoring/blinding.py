"""What a reviewer sees of a candidate: a few materials by dimension, their texts without what tells who it is.

Limit, said in the guide: program finds the candidate's own names, units and numbers, the units a career names, and
the plain words for sex, people and party; a life told at length may still be recognised. A reviewer who recognises somebody steps aside.
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
from zhongmu.people.units import LEAST_UNIT, plain
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import age_band

# All that can ever be shown; no sex, people, party, name, unit or number is among them.
MATERIALS: dict[str, str | Promise] = {
    "education": gettext_lazy("学历"),
    "major": gettext_lazy("专业"),
    "post": gettext_lazy("职务"),
    "history": gettext_lazy("工作经历"),
    "employed": gettext_lazy("是否在职"),
    "age_band": gettext_lazy("年龄段"),
    "reason": gettext_lazy("聘任理由"),
    "remark": gettext_lazy("备注"),
}
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: labels are read aloud
LABEL_LENGTH = 4
HIDDEN = gettext_lazy("〔隐去〕")
LEAST_CODE = 4  # characters of a certificate's number that are looked for on their own
_CODE = re.compile(r"[A-Za-z0-9０-９-]*[0-9０-９][A-Za-z0-9０-９-]*")
_DIGIT = "[0-9０-９]"
_PLACES = re.compile(r"(?<=[省市区县州盟旗])")
_BRACKETS = re.compile(r"[（(〔\[【）)〕\]】]")
_CLOSING = tuple("）)〕]】")
_MARK = r"[\s·•.（）()〔〕\[\]【】“”\"\-—]"
_TO_FULL = 0xFEE0  # from a character of ASCII to its full width
_SHORT = {"维吾尔": ("维族",), "蒙古": ("蒙族",), "朝鲜": ("鲜族",), "哈萨克": ("哈族",)}
# The usual surnames of two characters: on their own they tell as much as a name.
_DOUBLE = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙"
    "|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延|东郭|南门|百里|轩辕|第五"
)
_CALLED = "某{1,2}|女士|先生|老师|医生|大夫|护士|同志|主任|书记|师傅|阿姨|大姐|大哥"
# Words that give away sex, people, party or age in anybody's text, whoever wrote it.
_SEXES = (
    r"女士|先生|[男女]性|[男女]同志|母亲|父亲|[妈爸]{2}|奶奶|爷爷|外婆|外公|妻子|丈夫|老公|老婆|太太|岳父|岳母"
    r"|[宝奶][妈爸]|老太太?|老太婆|大[妈娘婶爷叔]|阿姨|小伙子?|姑娘|怀孕|孕期|产假|哺乳期|三八红旗手|巾帼|妇联"
    r"|妇女(?!儿)|(?<![子儿妇男])女(?!儿)|男(?!女)|她们?|(?<![其吉维])他(?![人们乡日])"
)
_PEOPLES = f"(?:{'|'.join(label for label in codes.ETHNIC.values() if label.endswith('族'))})|少数民族"
# 民建, 民进 and 民革 also stand across two words, as in 居民建档; so only with what shows that a party is meant.
_PARTIES = (
    r"(?:民盟|农工(?:民主)?党|致公党|台盟|九三(?:学社|(?=社员))|民主同盟|民主建国会|民主促进会|国民党革命委员会"
    r"|民[革建进](?=党员|[会盟社成]员|[省市区县]委|支部|总支|组织)|(?<=[是系入加])民[革建进]|(?<!\w)民[革建进])"
    r"(?:党员|[会盟社成]员)?"
    r"|无党派(?:民主)?(?:人士)?|民主党派|政治面貌\s*[是为:：]?\s*群众"
    r"|(?:中国共产党|中共|共产党)?(?:预备)?党员|入党|党龄|党支部(?:书记|委员)?|党小组长?|(?:共青)?团员"
)
_TELLING = f"{_SEXES}|{_PEOPLES}|{_PARTIES}"
_NUMBERS = (
    rf"{_DIGIT}(?:[-－\s]?{_DIGIT}){{6,}}[xXｘＸ]?"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:微信|QQ)号?[:：]?\s*[A-Za-z0-9_-]{4,}"
    rf"|{_DIGIT}{{4}}年(?:{_DIGIT}{{1,2}}月)?(?:{_DIGIT}{{1,2}}日)?出?生"
)
# Units of a career, which stand nowhere else in the form. A word before a name, as 在 or 任, does not belong to it.
_UNIT = re.compile(
    r"(?:(?![在于到至从任做当兼及和与])[一-鿿A-Za-z（）()·]){1,30}?"
    r"(?:公司|集团|医院|卫生[院室所]|诊所|门诊部|药[店房厂]|大学|学院|学校|[中小]学|幼儿园|中心|委员会|[居村]委会"
    r"|办事处|街道|社区|政府|法院|检察院|银行|[支分]行|工厂|协会|学会|联合会|工会|研究[院所]|事务所"
    r"|报社|电视台|出版社|部队|合作社|超市|商[店场]|酒店|[站厂局])"
)
_SINCE = re.compile(r"[年月日起后今]*")
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
    """The unit, and what stands before and within its brackets, each with and without the places in front of it."""
    yield unit
    for part in _BRACKETS.split(unit):
        if len(part) >= LEAST_UNIT:
            yield part
        places = _PLACES.split(part)
        yield from (rest for n in range(1, len(places)) if len(rest := "".join(places[n:])) >= LEAST_UNIT)


def _words(application: Application) -> Iterator[str]:
    a = application
    yield from (part for part in _names(a.name) if len(part) > 1)
    for unit in (a.employer, a.unit_name, a.school, a.address, a.community or ""):
        yield from (each for each in _units(unit.strip()) if len(each) > 1)
    yield from (a.number, a.resident_id, a.phone)
    yield from (each for each in (a.deputy_number, *_CODE.findall(a.credential)) if len(each) >= LEAST_CODE)
    yield from _own_people(codes.ETHNIC.get(a.ethnic, ""))


def _own_people(label: str) -> Iterator[str]:
    """土家族, 土家, 回民, 维族: what people say of themselves."""
    people = label.removesuffix("族")
    if people != label:
        yield label
        yield f"{people}民" if len(people) == 1 else people
        yield from _SHORT.get(people, ())


def _char(char: str) -> str:
    """The character in full and half width, small and capital."""
    if not (char.isascii() and char.isalnum()):
        return re.escape(char)
    both = {char.lower(), char.upper()}
    return f"[{''.join(sorted(both | {chr(ord(each) + _TO_FULL) for each in both}))}]"


def _spelled(word: str) -> str:
    """The word with blanks, dots, dashes or brackets of any kind between its characters, as people write them."""
    end = rf"{_MARK}?" if word.endswith(_CLOSING) else ""
    return rf"{_MARK}*".join(map(_char, plain(word))) + end


def _hiding(words: Iterable[str], surname: str, *, ages: bool) -> re.Pattern[str]:
    longest_first = sorted({word for word in words if plain(word)}, key=lambda word: (-len(word), word))
    family = re.escape(surname)
    called = f"{family}(?:{_CALLED})|[老小]{family}"
    patterns = [called, *map(_spelled, longest_first), _NUMBERS, _TELLING]
    return re.compile("|".join([*patterns, _AGE] if ages else patterns))


def blinded(text: str, application: Application, *, ages: bool = True) -> str:
    """The text without the candidate's own names, units and numbers, and without words for sex, party and (`ages`) age."""
    return _hiding(_words(application), _surname(application.name), ages=ages).sub(str(HIDDEN), text)


def career(text: str, application: Application, *, ages: bool = True) -> str:
    """A career as `blinded`, and without the units it was made at: it is a list of them by its nature."""
    return _UNIT.sub(_without_unit, blinded(text, application, ages=ages))


def _without_unit(found: re.Match[str]) -> str:
    since = _SINCE.match(found[0])
    return f"{since[0] if since else ''}{HIDDEN}"


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
        "history": lambda: career(a.history, a, ages=ages),
        "employed": lambda: _("在职") if a.employed else _("不在职"),
        "age_band": lambda: age_band(a.identity.age(on)),
        "reason": lambda: blinded(a.reason, a, ages=ages),
        "remark": lambda: blinded(a.remark, a, ages=ages),
    }
    return [
        Material(str(label), found[code](), shown[code]) for code, label in MATERIALS.items() if code in shown
    ]
