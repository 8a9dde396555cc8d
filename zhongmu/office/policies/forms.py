from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhongmu.policies.schema import SCHEMA


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        help_text=_("例如：局长办公会2026年第3次会议确定。"),
        widget=forms.Textarea({"rows": 2}),
    )


class DecisionForm(ReasonForm):
    """One parameter: confirm the suggested value or write the bureau's own."""

    value = forms.CharField(label=_("采用的数值"), required=False)
    field_order = ["value", "reason"]

    def __init__(self, *args: object, key: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.key = SCHEMA[key]
        if self.key.kind == "choice":
            self.fields["value"] = forms.ChoiceField(
                label=_("采用的做法"), choices=list(self.key.choices.items())
            )
        elif self.key.kind == "bool":
            yes, no = self.key.yes_no
            self.fields["value"] = forms.ChoiceField(
                label=_("采用的做法"), choices=[("true", yes), ("false", no)]
            )
        elif self.key.kind in {"codes", "list"}:
            del self.fields["value"]

    def clean_value(self) -> object:
        """The typed value; a number is read here, its range by the schema."""
        text = self.cleaned_data["value"]
        if self.key.kind == "bool":
            return text == "true"
        if self.key.kind == "int":
            if not text.strip().lstrip("-").isdecimal():
                raise forms.ValidationError(_("请填整数，例如 15。"))
            return int(text)
        return text
