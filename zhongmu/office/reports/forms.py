"""What an officer writes for one move; the form's answer is the action's argument."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.policy import Policy
from zhongmu.reports.forms import YuanField
from zhongmu.reports.models import Report
from zhongmu.reports.outcomes import OUTCOMES, ClueOutcome, Finding
from zhongmu.reports.rulings import Conclusion
from zhongmu.reports.states import Kind


class MoveForm(forms.Form):
    """Empty answers are let through to the action, which says why they will not do and cites the article."""

    asked: tuple[str, ...] = ()

    def __init__(self, *args: Any, report: Report, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.policy = report, policy
        self.use_required_attribute = False

    def full_clean(self) -> None:
        """The page marks these as asked for; an empty one still reaches the action."""
        for name in self.asked:
            self.fields[name].required = False
        super().full_clean()
        for name in self.asked:
            self.fields[name].required = True


class TextForm(MoveForm):
    asked = ("text",)
    text = forms.CharField(label=_("内容"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, label: Any, hint: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint


class ConclusionForm(MoveForm):
    asked = ("outcome", "reason")
    outcome = forms.ChoiceField(label=_("办理结果"), widget=forms.RadioSelect)
    finding = forms.ChoiceField(
        label=_("核查结论"),
        widget=forms.RadioSelect,
        choices=Finding.choices,
        required=False,
        help_text=_("移交其他单位的可以不选"),
    )
    found_amount = YuanField(label=_("查实金额（元）"), required=False)
    transferred_to = forms.CharField(
        label=_("移交给哪个单位"), required=False, max_length=100, help_text=_("选“移交”时填全称")
    )
    reason = forms.CharField(
        label=_("依据和理由"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("只在本局内部看得到；告诉反映人的话在“反馈”里写"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        if isinstance(outcome, forms.ChoiceField):
            outcome.choices = OUTCOMES[self.report.kind].choices
        if self.report.kind == Kind.SUGGESTION:
            for name in ("finding", "found_amount", "transferred_to"):
                del self.fields[name]

    def conclusion(self) -> Conclusion:
        told = self.cleaned_data
        transfer = told["outcome"] == ClueOutcome.TRANSFER
        return Conclusion(
            outcome=told["outcome"],
            reason=told["reason"],
            finding=told.get("finding", ""),
            transferred_to=told.get("transferred_to", "") if transfer else "",
            found_amount=told.get("found_amount"),
        )


class InterestForm(forms.Form):
    interest = forms.ChoiceField(
        label=_("您与本件有无利害关系？"),
        widget=forms.RadioSelect,
        choices=[("none", _("没有")), ("yes", _("有，我回避"))],
        error_messages={"required": _("请先选有或没有，再打开本件。"), "invalid_choice": _("请选有或没有。")},
    )
    reason = forms.CharField(
        label=_("是什么关系"),
        required=False,
        max_length=200,
        help_text=_("选“有”时填，例如：近亲属在该单位任职"),
    )


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("查看事由"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写明为什么必须知道是谁，不少于十个字，永久留痕"),
    )
