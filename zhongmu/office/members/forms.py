from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Role


class MemberForm(forms.Form):
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{3,64}$",
        label=_("登录名"),
        help_text=_("三个以上字母、数字、点、横线，例如 chenjing。已有账号填原登录名。"),
        error_messages={"invalid": _("登录名只能用字母、数字、点、横线，至少三位。请改写。")},
    )
    display_name = forms.CharField(label=_("姓名"), max_length=50)
    role = forms.ChoiceField(label=_("职责"), choices=Role.choices, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=200, help_text=_("例如：岗位调整。"), widget=forms.Textarea({"rows": 2})
    )
