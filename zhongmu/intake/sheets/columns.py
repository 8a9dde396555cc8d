"""The columns of a list of people, in the measures' words; the field of the form each one fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.people import codes
from zhongmu.people.cjk import parse_date, without_blanks
from zhongmu.people.values import BadValue
from zhongmu.recruitment.channels import on_paper

TEXT, DIGITS, DAY = "text", "digits", "day"
YES_NO = {"1": "是", "0": "否"}
Read = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is how a cell may be stored: digits must be text from sixteen places on, a day may be a date.

    `options` are the words of the drop-down; `read` turns what was written into the form's value, else BadValue.
    """

    field: str
    title: str
    kind: str = TEXT
    required: bool = False
    options: tuple[str, ...] = ()
    read: Read = str
    hint: str | Promise = ""

    @property
    def head(self) -> str:
        return f"{self.title}*" if self.required else self.title


def columns_of(policy: Policy) -> tuple[Column, ...]:
    """What a list of filled paper forms has: Annex 2 in its order, and what the bureau asks beside it (CQ-F0–F21)."""
    channels = {row.code: row.label for row in on_paper(policy)}  # the others need the person's own answer
    categories = dict(policy.choices("categories"))
    return (
        _of_table("channel", "产生方式", channels, required=True),
        Column("name", "姓名", required=True, hint=gettext_lazy("照身份证，间隔号用“·”")),
        _of_codes("sex", "性别", {c: codes.SEX[c] for c in ("1", "2")}, codes.sex_code, required=True),
        _of_codes("political", "政治面貌", codes.POLITICAL, codes.political_code, required=True),
        _of_codes("ethnic", "民族", codes.ETHNIC, codes.ethnic_code, required=True),
        Column("resident_id", "身份证号", DIGITS, required=True, hint=gettext_lazy("18位，这一列须是文本")),
        _of_codes("health", "健康状况", codes.HEALTH, codes.health_code, required=True),
        Column("health_note", "健康状况说明"),
        Column("phone", "联系电话", DIGITS, required=True, hint=gettext_lazy("手机，或区号-座机号")),
        _of_table("employed", "是否在职", YES_NO, required=True),
        Column("email", "电子邮箱"),
        Column("employer", "工作单位", hint=gettext_lazy("不在职的可填退休前单位或“无”")),
        Column("post", "职务"),
        Column("address", "家庭住址", required=True),
        _of_codes("education", "学历", codes.EDUCATION, codes.education_code),
        Column("school", "毕业院校"),
        Column("major", "专业"),
        _of_table("category", "来源类别", categories, required=True),
        Column(
            "other_categories",
            "同时具有的其他身份",
            read=_several(categories),
            hint=gettext_lazy("几种用顿号隔开"),
        ),
        Column("reason", "聘任理由", required=True),
        Column("unit_name", "推荐、特邀单位"),
        Column("unit_opinion", "推荐、特邀单位意见", hint=gettext_lazy("公开报名、个人自荐的不填")),
        Column("remark", "备注"),
        Column("signed_on", "签字日期", DAY, required=True, read=_day, hint=gettext_lazy("如 2026-11-01")),
    )


def _of_codes(
    field: str, title: str, table: Mapping[str, str], read: Read, *, required: bool = False
) -> Column:
    def by_word(text: str) -> str:
        if without_blanks(text).isdecimal():
            raise BadValue(_("“%s”请写文字，不要写代码。") % title)
        return read(text)

    return Column(field, title, required=required, options=tuple(table.values()), read=by_word)


def _of_table(field: str, title: str, table: Mapping[str, str], *, required: bool = False) -> Column:
    return _of_codes(
        field, title, table, lambda text: codes.find_code(table, text, title=title), required=required
    )


def _several(table: Mapping[str, str]) -> Read:
    """Codes parted by commas: the form takes several."""

    def read(text: str) -> str:
        words = [word for word in text.replace("，", "、").replace(",", "、").split("、") if word.strip()]
        return ",".join(codes.find_code(table, word, title=_("同时具有的其他身份")) for word in words)

    return read


def _day(text: str) -> str:
    return parse_date(text).isoformat()
