from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.policy import Policy
from zhongmu.corps.forms import YES, WillingForm, words
from zhongmu.corps.models import Renewal, Review
from zhongmu.corps.renewals import WEB, Advice, Answer


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        min_length=4,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("请写明理由，不少于四个字。"),
            "min_length": _("请写明理由，不少于四个字。"),
            "max_length": _("理由最多200个字，请写得简短些。"),
        },
    )


class DecideForm(ReasonForm):
    outcome = forms.ChoiceField(
        label=_("复核结论"),
        choices=Review.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选择恢复聘任或撤销聘任。"),
            "invalid_choice": _("请选择恢复聘任或撤销聘任。"),
        },
    )
    field_order = ["outcome", "reason"]


class PledgeForm(forms.Form):
    """A pledge signed on paper: which items it confirms is read off the sheet."""

    items = forms.MultipleChoiceField(
        label=_("纸上逐条确认的纪律"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请对照纸上的承诺书逐条勾选。")},
    )
    signed_on = forms.DateField(
        label=_("签署日期"),
        widget=forms.DateInput,
        error_messages={"required": _("请填写纸上写的签署日期。"), "invalid": _("日期请写成 2026-11-21。")},
    )
    scan = forms.FileField(
        label=_("承诺书扫描件"),
        help_text=_("JPG、PNG 或 PDF，10兆字节以内"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        error_messages={
            "required": _("请上传有本人签名的扫描件。"),
            "empty": _("上传的文件是空的，请重新选择。"),
        },
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = policy.choices("discipline.items")  # type: ignore[attr-defined]  # a choice field


class AnswerForm(WillingForm):
    """What a supervisor said on paper, by post, telephone or in person; who takes it down says how and when."""

    channel = forms.ChoiceField(
        label=_("本人怎样表示的"),
        error_messages={"required": _("请选本人表示的方式。"), "invalid_choice": _("请选本人表示的方式。")},
    )
    said_on = forms.DateField(
        label=_("本人表示的日期"),
        widget=forms.DateInput,
        error_messages={"required": _("请填写日期。"), "invalid": _("日期请写成 2026-11-21。")},
    )
    scan = forms.FileField(
        label=_("纸质意愿的扫描件"),
        required=False,
        help_text=_("JPG、PNG 或 PDF，10兆字节以内"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        error_messages={"empty": _("上传的文件是空的，请重新选择。")},
    )
    field_order = ["willing", "channel", "said_on", "summary", "changes", "scan"]

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, label) for code, label in policy.choices("intake.channels") if code != WEB]
        self.fields["channel"].choices = offered  # type: ignore[attr-defined]  # a choice field

    def answer(self, most: int) -> Answer:
        """The scan is read to `most` bytes and one more."""
        told = self.cleaned_data
        scan = told["scan"].read(most + 1) if told["scan"] else None
        texts = {name: told[name] for name in ("said_on", "channel", "summary", "changes")}
        return Answer(willing=told["willing"] == YES, scan=scan, **texts)


class ProposeForm(forms.Form):
    """What an officer checked again and advises; what is missing for the advice the ruling says."""

    checked = forms.MultipleChoiceField(
        label=_("资格复核：仍然符合的，逐项勾选"),
        required=False,
        help_text=_("建议续聘的，每一项都要勾选"),
        widget=forms.CheckboxSelectMultiple,
    )
    recusal = words(
        _("回避复核"),
        _("请写明回避复核的结果。"),
        help_text=_("核对工作单位和利害关系，写明有无变化、是否须回避"),
    )
    category = forms.ChoiceField(label=_("下一届的来源类别"))
    opinion = words(_("履职情况和意见"), _("请写明本届履职情况和意见。"))
    advice = forms.ChoiceField(
        label=_("建议"),
        choices=Renewal.Advice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择建议续聘或不续聘。")},
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked"].choices = policy.choices("eligibility")  # type: ignore[attr-defined]  # a choice field
        self.fields["category"].choices = policy.choices("categories")  # type: ignore[attr-defined]  # a choice field

    def found(self) -> Advice:
        told = self.cleaned_data
        return Advice(**{**told, "checked": tuple(told["checked"])})


class RenewForm(forms.Form):
    """A leader's decision on one renewal; a reason is asked where the action says so, years where they may differ."""

    outcome = forms.ChoiceField(
        label=_("决定"),
        choices=[("renew", _("续聘")), ("end", _("不续聘")), ("send_back", _("退回重审"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择续聘、不续聘或退回重审。")},
    )
    reason = words(_("理由"), help_text=_("不续聘的、退回的须写明；不续聘的理由本人看得到"))
    years = forms.IntegerField(
        label=_("聘期（年）"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("不填就按办法规定；另定的须写明理由"),
        error_messages={"invalid": _("请填整数，如 2。")},
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if policy["term.min_years"] == policy["term.max_years"]:
            del self.fields["years"]
