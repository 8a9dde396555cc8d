from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.policy import Policy

_DRAWN = "data:image/png;base64,"
_MOST = 400_000  # characters of a drawn signature


class PledgeForm(forms.Form):
    """Each discipline ticked by itself; a signature drawn on screen or a photo of one by hand."""

    items = forms.MultipleChoiceField(
        label=_("逐条看过，逐条勾选"), required=False, widget=forms.CheckboxSelectMultiple
    )
    drawn = forms.CharField(label=_("在这里签名"), required=False, widget=forms.HiddenInput)
    photo = forms.FileField(
        label=_("或上传手写签名的照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"empty": _("上传的文件是空的，请重新选择。")},
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = policy.choices("discipline.items")  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        drawn, photo = told.get("drawn", ""), told.get("photo")
        if photo is None and not drawn and "photo" not in self.errors:
            raise ValidationError(_("还没有签名。请在框内签名，或上传手写签名的照片。"))
        return told

    def signature(self, most: int) -> bytes:
        """PNG or JPEG bytes as they came, at most `most` and one more; unreadable drawing gives none."""
        if photo := self.cleaned_data.get("photo"):
            content: bytes = photo.read(most + 1)
            return content
        drawn: str = self.cleaned_data["drawn"]
        if not drawn.startswith(_DRAWN) or len(drawn) > _MOST:
            return b""
        try:
            return base64.b64decode(drawn.removeprefix(_DRAWN), validate=True)
        except binascii.Error:
            return b""
