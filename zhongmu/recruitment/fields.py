"""Fields of the forms of recruitment: they say what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.people.values import BadValue

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


def needed(label: Text) -> dict[str, Text]:
    return {"required": gettext_lazy("请填写%s。") % label}


class Words(forms.CharField):
    """A text whose limit is said with both numbers; `long` makes an area of so many `rows`."""

    def __init__(
        self, label: Text, most: int, *, long: bool = False, rows: int = 5, fills: str = "", **rest: Any
    ) -> None:
        attrs = {"autocomplete": fills or "off"}
        widget = forms.Textarea(attrs={"rows": rows}) if long else forms.TextInput(attrs=attrs)
        super().__init__(label=label, widget=widget, error_messages=needed(label), **rest)
        self.most = most

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace("\r\n", "\n")
        if len(text) > self.most:
            said = _("%(label)s最多%(most)s字，现有%(count)s字。请精简后再提交。")
            raise ValidationError(said % {"label": self.label, "most": self.most, "count": len(text)})
        return text


class Parsed(Words):
    """A text read by one of the parsers of `people`, whose sentence is shown when it cannot be read."""

    def __init__(self, label: Text, most: int, read: Callable[[str], str], **rest: Any) -> None:
        super().__init__(label, most, **rest)
        self.read = read

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return self.read(text) if text else ""
        except BadValue as wrong:
            raise ValidationError(wrong.sentence) from wrong


class KeptFile(forms.FileField):
    """Whether one is there is asked of the token beside it: the file itself is stored before the form is read."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data


def pick(
    label: Text, choices: list[tuple[str, str]], *, cards: bool = False, **rest: Any
) -> forms.ChoiceField:
    widget = forms.RadioSelect() if cards else forms.Select()
    offered = choices if cards else [("", gettext_lazy("请选择")), *choices]
    sentences = {
        "required": _("请选择%s。") % label,
        "invalid_choice": _("%s里没有这一项，请重新选择。") % label,
    }
    return forms.ChoiceField(label=label, choices=offered, widget=widget, error_messages=sentences, **rest)
