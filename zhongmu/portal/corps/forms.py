from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

_USERNAME = RegexValidator(
    r"^[A-Za-z0-9_.@-]{4,32}$", _("登录名用4至32个字母、数字，可以有 . _ - @，不能有空格和汉字。")
)


class CheckForm(forms.Form):
    """What stands on the certificate somebody shows at the door."""

    number = forms.CharField(
        label=_("证书编号"),
        max_length=60,
        help_text=_("照证书左下角填写，空格和括号写法不影响"),
        error_messages={"required": _("请填写证书上的编号。"), "max_length": _("编号太长，请照证书核对。")},
    )
    holder = forms.CharField(
        label=_("持证人姓名"),
        max_length=50,
        error_messages={"required": _("请填写证书上的姓名。"), "max_length": _("姓名太长，请照证书核对。")},
    )


class AccountForm(forms.Form):
    """The code of a slip, and the login its bearer chooses."""

    code = forms.CharField(
        label=_("激活码"),
        max_length=40,
        help_text=_("激活单上的12个字，大小写和横线不影响"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("请填写激活单上的激活码。")},
    )
    username = forms.CharField(
        label=_("登录名"),
        max_length=32,
        help_text=_("自己起一个，4个字以上，例如 lixiuying58"),
        validators=[_USERNAME],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": _("请起一个登录名。")},
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        help_text=_("至少10个字，不能全是数字，也不要用常见的密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("请设置密码。")},
    )
    again = forms.CharField(
        label=_("再输一次密码"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("请再输一次密码。")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if "password" in told and told.get("again") not in {None, told["password"]}:
            self.add_error("again", ValidationError(_("两次输入的密码不一样，请重新输入。")))
        return told


class ActivateForm(AccountForm):
    field_order = ("holder",)
    holder = forms.CharField(
        label=_("姓名"), max_length=50, error_messages={"required": _("请填写激活单上的姓名。")}
    )
