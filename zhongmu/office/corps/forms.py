from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.policy import Policy
from zhongmu.corps.models import Review


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
