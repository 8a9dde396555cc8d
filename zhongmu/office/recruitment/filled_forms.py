"""What a filled form says, row by row, and what a second one of the same person said beside it (CQ-7.0)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.bureaus.queries import place_words
from zhongmu.people.cjk import chinese_date
from zhongmu.recruitment.models import AlsoCame, Application

Rows = list[tuple[str, str]]
# What came with the second form, as the address calls it → the field that keeps it.
ALSO_FILES: Mapping[str, str] = MappingProxyType(
    {"photo": "photo", "signature": "signed_scan", "seal": "unit_seal", "intake": "scan"}
)
_FILE_WORDS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "photo": gettext_lazy("照片"),
        "signature": gettext_lazy("手写签名的扫描件"),
        "seal": gettext_lazy("盖章的单位意见"),
        "intake": gettext_lazy("来件扫描件"),
    }
)
_NO_COLUMNS = frozenset({"privacy_consent", "health_consent", "signed_on"})


def form_rows(application: Application, policy: Policy, on: date) -> list[tuple[str, Rows]]:
    """The form as it was filled, in the order of Annex 2, then what the system asks beside it."""
    return [(_("报名表"), _annex(application)), (_("另行登记"), _beside(application, policy, on))]


def _annex(a: Application) -> Rows:
    return [
        (_("姓名"), a.name),
        (_("性别"), a.sex_label),
        (_("政治面貌"), a.political_label),
        (_("民族"), a.ethnic_label),
        (_("身份证号"), a.resident_id),
        (_("健康状况"), a.health_label),
        (_("联系电话"), a.phone),
        (_("是否在职"), a.employed_label),
        (_("电子邮箱"), a.email),
        (_("工作单位及职务"), " ".join(filter(None, [a.employer, a.post]))),
        (_("家庭住址"), a.address),
        (_("学历"), a.education_label),
        (_("毕业院校及专业"), " ".join(filter(None, [a.school, a.major]))),
        (_("聘任理由"), a.reason),
        *([(_("推荐、特邀单位意见"), f"{a.unit_name}：{a.unit_opinion}")] if a.unit_opinion else []),
        (_("备注"), a.remark),
    ]


def _beside(a: Application, policy: Policy, on: date) -> Rows:
    others = "、".join(policy.label("categories", code) for code in a.other_categories)
    sealed = [(_("单位信用代码"), a.unit_code), (_("单位盖章日期"), chinese_date(a.unit_sealed_on))] if a.unit_sealed_on else []  # fmt: skip
    return [
        (_("产生方式"), policy.label("channels", a.channel)),
        (_("理由填写人"), a.get_reason_by_display()),
        *sealed,
        *([(_("住址所在区县"), place_words(a.region_code, on))] if a.region_code else []),
        (_("来源类别"), policy.label("categories", a.category) + (f"（{others}）" if others else "")),
        *more_rows(a, policy),
        (_("年龄"), _("%s周岁") % a.identity.age(a.arrived_on)),
        (_("公示姓名"), _("同意") if a.name_consent else _("不同意")),
    ]


def more_rows(a: Application, policy: Policy) -> Rows:
    """What was told beside Annex 2: only what was filled in, for those who check and compare (CQ-4.0–4.3, CQ-5.2)."""
    until = a.credential_ends_on
    credential = f"{a.credential}{_('（有效期至%s）') % chinese_date(until) if until else ''}"
    told = [
        (_("专业技能"), "、".join(policy.label("skills", code) for code in a.skills)),
        (_("资格证书"), credential),
        (_("工作经历"), a.history),
        (_("代表证、委员证号"), a.deputy_number),
        (_("所在街镇、社区"), a.community or ""),
        (_("所代表的群体"), a.stands_for),
    ]
    return [(label, text) for label, text in told if text]


def as_picture(png: bytes | None) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""


@dataclass(frozen=True)
class SecondWay:
    """`differs` is what this form says otherwise than the application; `files` are (label, address)."""

    came: AlsoCame
    label: str
    differs: Rows
    signature: str
    files: list[tuple[str, str]]
    signed_on: date


def second_ways(application: Application, policy: Policy, on: date) -> list[SecondWay]:
    """Every other way by which this person came into this batch, oldest first, whole as it came."""
    return [_second(application, came, policy, on) for came in application.also_came.order_by("pk")]


def _second(application: Application, came: AlsoCame, policy: Policy, on: date) -> SecondWay:
    said = json.loads(came.content)
    columns = {name: value for name, value in said.items() if name not in _NO_COLUMNS}
    if until := columns.get("credential_ends_on"):
        columns["credential_ends_on"] = date.fromisoformat(until)
    unit = {"unit_name": came.unit_name, "unit_opinion": came.unit_opinion} if came.unit_opinion else {}
    second = Application(**{**columns, **unit}, arrived_on=application.arrived_on)
    first = {*_annex(application), *_beside(application, policy, on)}
    rows = [row for row in (*_annex(second), *_beside(second, policy, on)) if row not in first]
    return SecondWay(
        came=came,
        label=policy.label("channels", came.channel),
        differs=[row for row in rows if row[0] not in {_("产生方式"), _("理由填写人")}],
        signature=as_picture(came.signature),
        files=[
            (
                str(_FILE_WORDS[which]),
                reverse("office:application_also_scan", args=[application.pk, came.pk, which]),
            )
            for which, field in ALSO_FILES.items()
            if getattr(came, f"{field}_id")
        ],
        signed_on=date.fromisoformat(said["signed_on"]),
    )
