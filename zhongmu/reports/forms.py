"""The one form a report is written in, on the phone and at the counter; `filing.problems` judges both."""

from __future__ import annotations

import copy
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.people.amounts import parse_yuan
from zhongmu.people.values import BadValue
from zhongmu.reports.filing import WEB, Filing, problems
from zhongmu.reports.intake import new_token
from zhongmu.reports.states import Kind
from zhongmu.reports.substance import has_resident_id


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []


class FilesField(forms.Field):
    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, value: Any) -> tuple[File[bytes], ...]:
        return tuple(value or ())


class YuanField(forms.CharField):
    """Typed in 元, kept in 分; empty when not known."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except BadValue as refused:
            raise forms.ValidationError(refused.sentence) from refused


def day_field(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(),
        error_messages={
            "invalid": gettext_lazy("日期没有看懂。请写成 2026-11-21 的样子。"),
            "required": gettext_lazy("没有填日期。请写成 2026-11-21 的样子。"),
        },
    )


class _Shared(dict[str, Any]):
    """Fields one form hands to the next. Django copies what it is given; a form changing a field copies that one."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> dict[str, Any]:
        return dict(self)


@lru_cache(maxsize=256)
def _fields_of(
    form: type[FilingForm], kind: str, offered: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
) -> _Shared:
    """The fields of one kind under one measure: built once, not for every request."""
    others = ("suggestion_kind",) if kind == Kind.CLUE else form.CLUE_ONLY
    fields: dict[str, Any] = {
        name: copy.deepcopy(each) for name, each in form.declared_fields.items() if name not in others
    }
    for name, choices in offered:
        if name in fields:
            fields[name].choices = choices
    form.dress(fields, kind)
    return _Shared(fields)


class FilingForm(forms.Form):
    """One form for a clue and a suggestion; what the other kind asks is taken out."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    scene = forms.ChoiceField(label=gettext_lazy("您看到的是哪一种情形？"), widget=forms.RadioSelect)
    suggestion_kind = forms.ChoiceField(label=gettext_lazy("是哪一类建议？"), widget=forms.RadioSelect)
    target_kind = forms.ChoiceField(label=gettext_lazy("反映的是谁？"), widget=forms.RadioSelect)
    target_name = forms.CharField(
        label=gettext_lazy("叫什么名字？"),
        help_text=gettext_lazy("单位写招牌上的名字；个人写您知道的称呼"),
    )
    happened_on = day_field(gettext_lazy("哪一天发生的？"))
    happened = forms.CharField(
        label=gettext_lazy("大约什么时间"),
        required=False,
        help_text=gettext_lazy("记不清是哪一天时填，例如：10月下旬，连续三个周末"),
    )
    place = forms.CharField(label=gettext_lazy("在哪里？"), required=False)
    facts = forms.CharField(label=gettext_lazy("请把事情写下来"), widget=forms.Textarea(attrs={"rows": 8}))
    amount = YuanField(
        label=gettext_lazy("涉及多少钱（元）"),
        required=False,
        help_text=gettext_lazy("知道才填；说不准的写到事情经过里"),
    )
    interested = forms.BooleanField(
        label=gettext_lazy("我或近亲属与被反映的对象有利害关系（照样可以反映，我们会如实标注）"),
        required=False,
    )
    attachments = FilesField(
        label=gettext_lazy("照片和材料"),
        required=False,
        help_text=gettext_lazy("最多9个，每个不超过10兆；文件名不会保存。请不要拍到病人和别人的病历"),
    )
    keep_numbers = forms.BooleanField(label=gettext_lazy("身份证号确有必要保留"), required=False)

    CLUE_ONLY = ("scene", "happened_on", "happened", "place", "amount", "interested")
    OFFERED: tuple[tuple[str, str], ...] = (
        ("scene", "clue.scenes"),
        ("suggestion_kind", "suggestion.kinds"),
        ("target_kind", "supervised.targets"),
    )

    def __init__(self, *args: Any, policy: Policy, kind: str, on: date, **kwargs: Any) -> None:
        offered = tuple((name, tuple(policy.choices(key))) for name, key in self.OFFERED)
        self.base_fields = _fields_of(type(self), kind, offered)  # type: ignore[misc]  # Django reads it from self
        super().__init__(*args, **kwargs)
        self.policy, self.kind, self.on = policy, kind, on
        self.filing: Filing | None = None
        if not self.is_bound:
            self.initial.setdefault("token", new_token())

    @classmethod
    def dress(cls, fields: dict[str, Any], kind: str) -> None:
        """Words that differ from one kind, or one audience, to another."""
        if kind == Kind.SUGGESTION:
            fields["facts"].label = gettext_lazy("请把现状和建议写下来")
            fields["target_kind"].label = gettext_lazy("建议是关于谁的？")
            fields["target_kind"].required = fields["target_name"].required = False

    @property
    def hints(self) -> dict[str, str]:
        """What stands under each scene."""
        return {row.code: row["hint"] for row in self.policy["clue.scenes"] if row["hint"]}

    def filing_of(self, cleaned: dict[str, Any]) -> Filing:
        return Filing(
            kind=self.kind,
            facts=cleaned.get("facts") or "",
            arrived_on=self.on,
            channel=cleaned.get("channel") or WEB,
            target_kind=cleaned.get("target_kind") or "",
            target_name=cleaned.get("target_name") or "",
            scene=cleaned.get("scene") or "",
            suggestion_kind=cleaned.get("suggestion_kind") or "",
            happened=cleaned.get("happened") or "",
            happened_on=cleaned.get("happened_on"),
            place=cleaned.get("place") or "",
            amount=cleaned.get("amount"),
            interested=bool(cleaned.get("interested")),
            attachments=cleaned.get("attachments") or (),
        )

    def clean(self) -> dict[str, Any]:
        """Our sentence in place of Django's wherever both speak."""
        cleaned = super().clean() or {}
        self.filing = self.filing_of(cleaned)
        for name, sentence in problems(self.filing, policy=self.policy, on=self.on).items():
            self.refuse(name, sentence)
        if has_resident_id(self.filing.facts) and not cleaned.get("keep_numbers"):
            self.add_error(
                "facts",
                _(
                    "正文里有像身份证号的数字，会泄露别人的信息。请删去；确有必要的，勾选下面的“身份证号确有必要保留”。"
                ),
            )
        return cleaned

    def refuse(self, name: str, sentence: str) -> None:
        """One sentence for one field, in place of any other; a field the form lacks speaks for the whole form."""
        if name == "amount" and name in self.errors:
            return
        self.errors.pop(name, None)
        self.add_error(name if name in self.fields else None, sentence)

    @property
    def asks_about_numbers(self) -> bool:
        return self.is_bound and has_resident_id(str(self.data.get(self.add_prefix("facts"), "")))
