"""Forms of those who name other people: a unit's card, its recommendation, the bureau's invitation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.base import File
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.people.cjk import without_blanks
from zhongmu.people.emails import normalise_email
from zhongmu.people.names import normalise_name
from zhongmu.people.phones import normalise_phone
from zhongmu.recruitment import calling, channels
from zhongmu.recruitment.actions.asking import Named
from zhongmu.recruitment.actions.units import UnitCard
from zhongmu.recruitment.fields import KeptFile, Parsed, Words, pick
from zhongmu.recruitment.filled import UnitWords
from zhongmu.recruitment.models import Invitation, Nomination, Unit
from zhongmu.recruitment.submissions import SentOnce
from zhongmu.recruitment.uploads import keep_uploads, kept_file, token_of

_DAY = {
    "invalid": gettext_lazy("请按 2026-11-21 的样子填写日期。"),
    "required": gettext_lazy("请填写盖章日期。"),
}


class UnitForm(forms.Form):
    name = Words(gettext_lazy("单位名称"), 100, help_text=gettext_lazy("照证照或公章填写全称"))
    credit_code = Words(
        gettext_lazy("统一社会信用代码"), 40, required=False, help_text=gettext_lazy("18位，照证照填写")
    )
    no_code_reason = Words(gettext_lazy("没有信用代码的原因"), 200, required=False)
    contact = Parsed(gettext_lazy("联系人"), 50, normalise_name)
    phone = Parsed(gettext_lazy("联系电话"), 40, normalise_phone)

    def __init__(self, *args: Any, policy: Policy, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.policy = policy
        self.fields["kind"] = pick(_("单位类型"), policy.choices("recommender.kinds"), cards=True)
        self.order_fields(["name", "kind", "credit_code", "no_code_reason", "contact", "phone"])
        waived = "、".join(
            policy.label("recommender.kinds", code) for code in policy["recommender.code_waivable"] or ()
        )
        if waived:
            self.fields["no_code_reason"].help_text = _("只有%s可以没有信用代码") % waived

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["credit_code"] = without_blanks(said.get("credit_code", "")).upper()
        wrong = channels.code_wrong(
            self.policy,
            kind=said.get("kind", ""),
            code=said["credit_code"],
            reason=said.get("no_code_reason", ""),
        )
        for name, sentence in wrong.items():
            self.add_error(name, sentence)
        return said

    def card(self) -> UnitCard:
        said = dict(self.cleaned_data)
        if said["credit_code"]:
            said["no_code_reason"] = ""
        return UnitCard(**said)


def card_of(unit: Unit) -> dict[str, str]:
    names = ("name", "kind", "credit_code", "no_code_reason", "contact", "phone")
    return {name: getattr(unit, name) for name in names}


class SealForm(forms.Form):
    """Under which seal a unit names people, when and by whose hand: the same for everybody on one letter or list.

    Bound to data that went through `uploads.keep_uploads` with the file `seal`.
    """

    seal = KeptFile(
        label=gettext_lazy("盖章的意见（扫描件或照片）"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    seal_token = forms.CharField(required=False, widget=forms.HiddenInput)
    sealed_on = forms.DateField(label=gettext_lazy("盖章日期"), widget=forms.DateInput, error_messages=_DAY)
    handled_by = Parsed(gettext_lazy("单位经办人"), 50, normalise_name)

    def __init__(
        self,
        *args: Any,
        bureau: Bureau,
        policy: Policy,
        today: date,
        reason_needed: bool = True,
        file_errors: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.bureau, self.policy, self.today = bureau, policy, today
        self.reason_needed = reason_needed
        self.file_errors = file_errors or {}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["seal"] = kept_file(said.get("seal_token", ""), self.bureau)
        if "seal" in self.file_errors:
            self.add_error("seal", self.file_errors["seal"])
        words = self.words(unit_name="", code="", said=said)
        wrong = calling.words_wrong(words, self.policy, on=self.today, reason_needed=self.reason_needed)
        for name, sentence in wrong.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        return said

    def kept(self) -> bool:
        """Whether a seal is there already, to say so on the page."""
        token = self.data.get("seal_token", "") or self.initial.get("seal_token", "")
        return kept_file(token, self.bureau) is not None

    def words(self, *, unit_name: str, code: str, said: dict[str, Any] | None = None) -> UnitWords:
        said = self.cleaned_data if said is None else said
        return UnitWords(
            name=unit_name,
            code=code,
            reason=said.get("reason", ""),
            opinion=said.get("opinion", ""),
            seal=said.get("seal"),
            sealed_on=said.get("sealed_on") or self.today,
            handled_by=said.get("handled_by", ""),
        )


class CallForm(SealForm, SentOnce):
    """Whom a unit names, why, its opinion and its seal: the cells of Annex 2 that are not the person's (CQ-F15, CQ-F20)."""

    field_order = ("name", "phone", "email", "address", "reason", "opinion")
    name = Parsed(
        gettext_lazy("姓名"),
        80,
        normalise_name,
        help_text=gettext_lazy("照身份证填写；本人填表时不能改"),
    )
    phone = Parsed(
        gettext_lazy("本人电话"),
        40,
        normalise_phone,
        help_text=gettext_lazy("编号和查询码发到这里，请勿填写他人的号码"),
    )
    email = Parsed(gettext_lazy("本人电子邮箱"), 254, normalise_email, required=False)
    address = Words(gettext_lazy("通信地址"), 200, required=False)
    reason = Words(gettext_lazy("聘任理由"), 5000, long=True)
    opinion = Words(gettext_lazy("单位意见"), calling.MOST_OPINION, long=True)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["reason"].required = self.reason_needed
        limits = {"least": self.policy["reason.min_length"], "most": self.policy["reason.max_length"]}
        self.fields["reason"].help_text = (
            _("由单位写明其适合承担社会监督员工作的具体理由，%(least)s至%(most)s字") % limits
        )

    def named(self) -> Named:
        said = self.cleaned_data
        return Named(name=said["name"], phone=said["phone"], email=said["email"], address=said["address"])


def call_form(
    posted: QueryDict | None,
    files: Mapping[str, File[bytes]],
    *,
    bureau: Bureau,
    policy: Policy,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    reason_needed: bool = True,
) -> CallForm:
    """The form bound to what was sent, its seal kept first, or filled with what is given."""
    same: dict[str, Any] = {"bureau": bureau, "policy": policy, "today": localdate(at)}
    same["reason_needed"] = reason_needed
    if posted is None:
        return CallForm(initial=dict(given or {}), **same)
    kept = keep_uploads(posted, files, bureau=bureau, policy=policy, at=at)
    return CallForm(kept.data, file_errors=kept.errors, initial=dict(given or {}), **same)


def call_initial(call: Nomination | Invitation) -> dict[str, Any]:
    """What a call was written with, for a correction."""
    same = {name: getattr(call, name) for name in ("name", "phone", "email", "address", "reason")}
    return {
        **same,
        "opinion": call.unit_opinion,
        "sealed_on": call.unit_sealed_on,
        "handled_by": call.handled_by,
        "seal_token": token_of(call.unit_seal),
    }
