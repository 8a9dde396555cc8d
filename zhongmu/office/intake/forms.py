"""What an officer writes down for somebody who came in person, wrote, phoned or mailed (HL-2.3e)."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.corps.models import Appointment
from zhongmu.reports.access import READERS
from zhongmu.reports.filing import WEB, Filing, Outsider
from zhongmu.reports.forms import FilingForm, day_field
from zhongmu.reports.intake import Reporter

SUPERVISOR, OTHER, NOBODY = "supervisor", "other", "nobody"


def _choose(sentence: Any) -> dict[str, Any]:
    return {"required": sentence, "invalid_choice": sentence}


class IntakeForm(FilingForm):
    """The same form as on the phone, with the day it arrived, how, and from whom; whom is sealed at once."""

    channel = forms.ChoiceField(
        label=gettext_lazy("怎样来的"), error_messages=_choose(gettext_lazy("请从列出的来件渠道里选一种。"))
    )
    arrived_on = day_field(
        gettext_lazy("来件日期"), required=True, hint=gettext_lazy("实际收到的那一天，期限从这天起算")
    )
    taken_by = forms.ChoiceField(
        label=gettext_lazy("经手人"), error_messages=_choose(gettext_lazy("请选择收到来件的同事。"))
    )
    who = forms.ChoiceField(
        label=gettext_lazy("反映人"),
        widget=forms.RadioSelect,
        error_messages=_choose(gettext_lazy("请选反映人是哪一种。")),
        choices=[
            (SUPERVISOR, gettext_lazy("本局在聘的社会监督员")),
            (OTHER, gettext_lazy("其他人，留了姓名")),
            (NOBODY, gettext_lazy("没有具名")),
        ],
    )
    supervisor = forms.CharField(
        label=gettext_lazy("监督员的证书编号或姓名"),
        required=False,
        help_text=gettext_lazy("登记后立即封存，办理的人看不到"),
    )
    reporter_name = forms.CharField(label=gettext_lazy("姓名"), required=False, max_length=50)
    reporter_contact = forms.CharField(label=gettext_lazy("联系方式"), required=False, max_length=200)

    field_order = (
        "channel", "arrived_on", "taken_by", "who", "supervisor", "reporter_name", "reporter_contact",
    )  # fmt: skip

    OFFERED = (*FilingForm.OFFERED, ("channel", "intake.channels"))

    def __init__(self, *args: Any, bureau: Bureau, account: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bureau = bureau
        self.reporter: Reporter = None
        taken_by = copy.deepcopy(self.fields["taken_by"])
        if isinstance(taken_by, forms.ChoiceField):
            taken_by.choices = self._colleagues()
        self.fields["taken_by"] = taken_by
        self.initial.setdefault("taken_by", str(account))
        self.initial.setdefault("arrived_on", self.on)

    @classmethod
    def dress(cls, fields: dict[str, Any], kind: str) -> None:
        """The desk's words, and lists to pick from."""
        super().dress(fields, kind)
        words = {
            "scene": gettext_lazy("情形"),
            "target_kind": gettext_lazy("对象类别"),
            "target_name": gettext_lazy("对象名称"),
            "happened_on": gettext_lazy("发生日期"),
            "place": gettext_lazy("地点"),
            "facts": gettext_lazy("来件内容"),
            "attachments": gettext_lazy("原件扫描或照片"),
            "interested": gettext_lazy("来件写明与对象有利害关系"),
            "suggestion_kind": gettext_lazy("建议类型"),
        }
        for name in words.keys() & fields.keys():
            fields[name].label = words[name]
        fields["facts"].help_text = gettext_lazy(
            "照来件原话录入；其中写明反映人是谁的地方请略去，扫描件请遮住姓名和号码"
        )
        fields["attachments"].help_text = gettext_lazy("最多9个，每个不超过10兆；反映人信息那一联不要扫进来")
        for name in fields.keys() & {"scene", "target_kind", "suggestion_kind"}:
            field = fields[name]
            field.widget = forms.Select(choices=[("", gettext_lazy("请选择")), *field.choices])
        channel = fields["channel"]
        channel.choices = [each for each in channel.choices if each[0] != WEB]

    def _colleagues(self) -> list[tuple[str, str]]:
        rows = self.bureau.memberships.current(self.on).filter(role__in=READERS).select_related("account")
        return sorted({(str(row.account_id), str(row.account)) for row in rows}, key=lambda each: each[1])

    def arrived_on_of(self, cleaned: dict[str, Any]) -> date:
        return cleaned.get("arrived_on") or self.on

    def filing_of(self, cleaned: dict[str, Any]) -> Filing:
        filing = super().filing_of(cleaned)
        return Filing(
            **{
                **{name: getattr(filing, name) for name in filing.__dataclass_fields__},
                "arrived_on": self.arrived_on_of(cleaned),
                "named": cleaned.get("who") != NOBODY,
            }
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        who = cleaned.get("who")
        if who == SUPERVISOR:
            self.reporter = self._supervisor(cleaned)
        elif who == OTHER:
            self.reporter = self._outsider(cleaned)
        return cleaned

    def _supervisor(self, cleaned: dict[str, Any]) -> Reporter:
        text = (cleaned.get("supervisor") or "").strip()
        found = self._active(text, self.arrived_on_of(cleaned)) if text else []
        if len({each.person_id for each in found}) == 1:
            return found[0].person
        if not text:
            self.refuse("supervisor", _("没有写是哪一位监督员。请填证书编号或姓名；不愿具名的选“没有具名”。"))
        elif not found:
            self.refuse(
                "supervisor",
                _("来件那天，本局在聘的监督员里没有这个编号或姓名。请核对；不在聘的按“其他人”登记。"),
            )
        else:
            numbers = "、".join(sorted(each.number for each in found))
            self.refuse("supervisor", _("有同名的监督员，请改填聘任编号或证书编号：%s。") % numbers)
        return None

    def _active(self, text: str, on: date) -> list[Appointment]:
        rows = self.bureau.appointments.active(on).select_related("person")
        by = Q(number=text) | Q(certificates__number=text) | Q(person__name=text)
        return list(rows.filter(by).distinct()[:10])

    def _outsider(self, cleaned: dict[str, Any]) -> Reporter:
        name = (cleaned.get("reporter_name") or "").strip()
        contact = (cleaned.get("reporter_contact") or "").strip()
        if not name:
            self.refuse("reporter_name", _("没有写姓名。请照来件填写；没有具名的选“没有具名”。"))
        return Outsider(name, contact) if name else None
