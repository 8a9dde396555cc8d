"""What each cell of Annex 2 may say: the words as found → values for the form, or a doubt with its reason.

A value without a doubt is what the document says, read by the very parsers of the form; nothing is guessed. A value
with a doubt is only a proposal, shown to the officer with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.intake.annex.ticks import has_marks, ticked
from zhongmu.letters.documents.application_form import OPINION_HINT, REASON_HINT
from zhongmu.letters.documents.wording import plain
from zhongmu.people import codes
from zhongmu.people.cjk import half_width, parse_date, without_blanks
from zhongmu.people.emails import normalise_email
from zhongmu.people.identity import check_resident_id
from zhongmu.people.names import name_notices, normalise_name
from zhongmu.people.phones import normalise_phone
from zhongmu.people.values import BadValue

NOTHING = {"无", "没有", "/", "-", "—", "——", "无。"}
_CUT_OFF = re.compile(r"……（全文见系统记录）$")
_SIGNED = re.compile(r"本人签字[:：]?")
_DAY = re.compile(
    r"[0-9〇○零一二三四五六七八九十]{2,4}[年./-][0-9一二三四五六七八九十]{1,2}[月./-][0-9一二三四五六七八九十]{1,3}日?$"
)
_NO_DAY = re.compile(r"_*年_*月_*日?$")
_LEVEL = re.compile(r"愿意接受.{1,3}?医疗保障")
_OF_A_DAY = re.compile(r"[0-9年月日./-]")
_BLANK_LINE = re.compile(r"[_＿\s]+")
_PARTS = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell gives: values by field of the form, and why a person has to look (empty: no need)."""

    values: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""


Rule = Callable[[str], Said]


def parsed(name: str, read: Callable[[str], str]) -> Rule:
    def rule(found: str) -> Said:
        try:
            return Said({name: read(found)})
        except BadValue as wrong:
            return Said({name: found}, wrong.sentence)

    return rule


def person_name(found: str) -> Said:
    try:
        name = normalise_name(found)
    except BadValue as wrong:
        return Said({"name": found}, wrong.sentence)
    return Said({"name": name}, "".join(name_notices(name)))


def coded(name: str, table: Mapping[str, str], read: Callable[[str], str]) -> Rule:
    """A word of a standard table, or one of several printed words with a tick."""

    def rule(found: str) -> Said:
        word: str | None = found
        if has_marks(found):
            word = ticked(found, table.values())
            if word is None:
                return Said(doubt=_("看不出勾的是哪一项。请对照原件选定。"))
        if without_blanks(word or "").isdecimal():
            return Said(doubt=_("这一格只写了数字，不能断定是哪一项。请对照原件选定。"))
        try:
            return Said({name: read(word or "")})
        except BadValue as wrong:
            return Said(doubt=wrong.sentence)

    return rule


def _yes_or_no(text: str) -> str:
    return codes.find_code(
        {"1": "是", "0": "否"}, text, title=_("是否在职"), also={"在职": "1", "退休": "0", "不在职": "0"}
    )


def email(found: str) -> Said:
    """Two words run together may still look like one address: they are asked about."""
    if without_blanks(found) in NOTHING:
        return Said({"email": ""})
    said = parsed("email", normalise_email)(found)
    if not said.doubt and len(found.split()) > 1:
        return Said(said.values, _("电子邮箱中间有空格或换行，可能连着别的字。请核对。"))
    return said


def line(name: str, *, required: bool = False) -> Rule:
    """A text on one line, as it stands."""

    def rule(found: str) -> Said:
        text = " ".join(plain(found).split())
        if required and (not text or text in NOTHING):
            return Said(doubt=_("这一格是空的。请向本人问清后填写。"))
        return Said({name: text}, _cut_off(text))

    return rule


def _cut_off(text: str) -> str:
    return _("这一格印不下全文，请打开原来的记录补全。") if _CUT_OFF.search(text) else ""


def two_parts(first: str, second: str, what: str | Promise) -> Rule:
    """One printed cell for two fields of the form: taken apart at a single blank, and always asked about."""

    def rule(found: str) -> Said:
        text = " ".join(plain(half_width(found)).split())
        if not text or text in NOTHING:
            return Said({first: text if first == "employer" else "", second: ""})
        parts = re.split(r"[ 、，,/;；]+", text)
        if len(parts) == _PARTS:
            said = _("表上%s写在一格，按中间的空格分成两项。请核对。") % what
            return Said({first: parts[0], second: parts[1]}, said)
        return Said({first: text, second: ""}, _("表上%s写在一格，没有分开。请核对后分填两项。") % what)

    return rule


def long_text(name: str, hint: str) -> Rule:
    """A text of several lines, without the form's own printed hint."""

    def rule(found: str) -> Said:
        text = plain(found).strip()
        head = text[: len(hint)]
        if head == hint:
            text = text[len(hint) :].strip()
        elif hint and hint[:6] in text:
            return Said({name: text}, _("格子里还留着表上印的说明。请删去说明，只留本人写的。"))
        return Said({name: text}, _cut_off(text))

    return rule


def education(found: str) -> Said:
    if not without_blanks(found) or without_blanks(found) in NOTHING:
        return Said({"education": ""})
    said = coded("education", codes.EDUCATION, codes.education_code)(found)
    if without_blanks(found) == "研究生":
        return Said(said.values, _("“研究生”没有写明是硕士还是博士。请向本人问清后选定。"))
    return said


def health(found: str) -> Said:
    """A word of the list; a note in brackets goes to its own field. No illness is asked for (CQ-F7)."""
    noted = re.fullmatch(r"\s*([^（(]+)[（(](.+)[）)]\s*", found, re.DOTALL)
    if noted is None or has_marks(found):
        return coded("health", codes.HEALTH, codes.health_code)(found)
    said = coded("health", codes.HEALTH, codes.health_code)(noted[1])
    return Said({**said.values, "health_note": " ".join(noted[2].split())}, said.doubt)


def opinion(found: str) -> Said:
    said = long_text("unit_opinion", OPINION_HINT)(found)
    if said.values["unit_opinion"] and not said.doubt:
        return Said(said.values, _("表上没有单位名称一栏，公章也认不出来。请对照原件填写单位、核对盖章。"))
    return said


def declaration(found: str, statement: tuple[str, ...], on: date) -> tuple[dict[str, str], dict[str, str]]:
    """Values and doubts of the declaration's cell: its words, the line for signing, the day (CQ-F16–F19)."""
    text = without_blanks(found)
    split = _SIGNED.search(text)
    words, tail = (text[: split.start()], text[split.end() :]) if split else (text, "")
    doubts: dict[str, str] = {}
    if _letters(words) not in {_letters("".join(lines)) for lines in _printed(statement)}:
        doubts["declared"] = _("诚信声明的文字和公布的不一样，可能缺了或改过。请对照原件。")
    day, signed = _day_and_name(_BLANK_LINE.sub("", tail))
    doubts["signed_scan"] = (
        _("签字处是打出来的字，不能算签名。请让本人手写签名后拍照或扫描传来。")
        if signed
        else _("签字处没有签名。请让本人手写签名后拍照或扫描传来。")
    )
    if day is None or day > on:
        doubts["signed_on"] = (
            _("签字日期在今天以后，请核对。") if day else _("没有写签字日期，或看不清是哪一天。")
        )
        return {}, doubts
    return {"signed_on": day.isoformat()}, doubts


def _printed(statement: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """As this bureau prints it, and as the measure does (CQ-F18)."""
    measure = tuple(_LEVEL.sub("愿意接受区医疗保障", each) for each in statement)
    return statement, measure


def _letters(text: str) -> str:
    return "".join(char for char in without_blanks(text) if char.isalnum())


def _day_and_name(tail: str) -> tuple[date | None, str]:
    """The day after the line for signing, and whatever letters stand where a hand should have signed."""
    day = _DAY.search(tail)
    blank = _NO_DAY.search(tail)
    end = day or blank
    name = _OF_A_DAY.sub("", tail[: end.start()] if end else tail)
    try:
        return (parse_date(day[0]) if day else None), name
    except BadValue:
        return None, name


def person_is_consistent(values: Mapping[str, str], on: date) -> dict[str, str]:
    """Doubts that only two cells together raise, by field: the number tells the sex and a day of birth."""
    try:
        number = check_resident_id(values.get("resident_id", ""), on=on)
    except BadValue as wrong:
        return {} if "resident_id" not in values else {"resident_id": wrong.sentence}
    said = "".join(number.warnings)
    found = {"resident_id": said} if said else {}
    if values.get("sex") not in {None, number.sex}:
        differs = _("性别和身份证号第17位不一致，请核对。")
        found |= {"sex": differs, "resident_id": said + differs}
    if values.get("employed") == "1" and not values.get("employer"):
        found["employer"] = _("填了在职，却没有填单位。")
    return found


# How the form prints its labels, blanks taken out → the rule of the cell to the right of it.
RULES: dict[str, Rule] = {
    "姓名": person_name,
    "性别": coded("sex", {c: codes.SEX[c] for c in ("1", "2")}, codes.sex_code),
    "政治面貌": coded("political", codes.POLITICAL, codes.political_code),
    "民族": coded("ethnic", codes.ETHNIC, codes.ethnic_code),
    "身份证号": parsed("resident_id", lambda text: check_resident_id(text).number),
    "健康状况": health,
    "联系电话": parsed("phone", normalise_phone),
    "是否在职": coded("employed", {"1": "是", "0": "否"}, _yes_or_no),
    "电子邮箱": email,
    "工作单位及职务": two_parts("employer", "post", gettext_lazy("单位和职务")),
    "家庭住址": line("address", required=True),
    "学历": education,
    "毕业院校及专业": two_parts("school", "major", gettext_lazy("院校和专业")),
    "聘任理由": long_text("reason", REASON_HINT),
    "推荐、特邀单位意见": opinion,
    "备注": long_text("remark", ""),
}
# Two labels the form prints in one row: where one is missing, the cells may have moved up.
MATES = (
    ("姓名", "性别"),
    ("政治面貌", "民族"),
    ("身份证号", "健康状况"),
    ("联系电话", "是否在职"),
    ("学历", "毕业院校及专业"),
)
# Labels whose rule takes any words: what has moved there from another label does not show by itself.
FREE = {"姓名", "工作单位及职务", "家庭住址", "毕业院校及专业", "聘任理由", "推荐、特邀单位意见", "备注"}
NAME = "姓名"
DECLARATION = "应聘人员诚信声明"
# Labels whose words are known wherever they stand.
PLAIN = (
    *("性别", "政治面貌", "民族", "身份证号", "健康状况", "联系电话", "是否在职", "电子邮箱", "学历"),
    DECLARATION,
)
PHOTO = "照片"
# The same label as other hands have typed it.
ALSO = {
    "身份证号码": "身份证号",
    "公民身份号码": "身份证号",
    "推荐特邀单位意见": "推荐、特邀单位意见",
    "推荐,特邀单位意见": "推荐、特邀单位意见",
    "应聘人员诚信申明": DECLARATION,
    "E-mail": "电子邮箱",
    "手机": "联系电话",
}
# What a cell asks of the form; the fields of a cell that is missing are all in doubt.
FIELDS = {
    "姓名": ("name",),
    "性别": ("sex",),
    "政治面貌": ("political",),
    "民族": ("ethnic",),
    "身份证号": ("resident_id",),
    "健康状况": ("health",),
    "联系电话": ("phone",),
    "是否在职": ("employed",),
    "电子邮箱": ("email",),
    "工作单位及职务": ("employer", "post"),
    "家庭住址": ("address",),
    "学历": ("education",),
    "毕业院校及专业": ("school", "major"),
    "聘任理由": ("reason",),
    DECLARATION: ("declared", "signed_scan", "signed_on"),
    "推荐、特邀单位意见": ("unit_opinion", "unit_name"),
    "备注": ("remark",),
    PHOTO: ("photo",),
}


def label_of(text: str) -> str | None:
    """The printed label a box holds, however it was spaced or widened."""
    typed = without_blanks(text).rstrip(":")
    typed = ALSO.get(typed, typed)
    return typed if typed in RULES or typed in {DECLARATION, PHOTO} else None


def is_plainly(label: str, text: str) -> bool:
    """Whether words are what one of PLAIN asks for, wherever they stand; of the declaration, its line for signing."""
    if label == DECLARATION:
        return bool(_SIGNED.search(without_blanks(text)))
    said = RULES[label](text)
    return not said.doubt and any(said.values.values())
