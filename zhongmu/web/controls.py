"""A bound form field as plain values, so that our macros draw it and Django's own form templates are not needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

# What the browser would refuse in its own words (or cut off without a word) is left to the form's sentence.
LEFT_OUT = {
    "class",
    "style",
    "required",
    "maxlength",
    "minlength",
    "pattern",
    "type",
    "id",
    "name",
    "aria-describedby",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str
    id: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """`kind` is one of line, area, pick, cards, ticks, tick, file, hidden; `type` that of an input element.

    `doubt` says why a value that was filled in by reading has to be looked at; a page sets it on the form's field.
    """

    kind: str
    type: str
    id: str
    name: str
    label: str
    hint: str
    value: str
    required: bool
    chosen: bool = False
    doubt: str = ""
    errors: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    attrs: dict[str, Any] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(choice for _group, choices in self.groups for choice in choices)

    @property
    def focus_id(self) -> str:
        """The element a link in the error summary lands on."""
        return self.choices[0].id if self.kind in {"cards", "ticks"} and self.choices else self.id


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxSelectMultiple, "ticks"),
        (forms.RadioSelect, "cards"),
        (forms.Select, "pick"),
        (forms.CheckboxInput, "tick"),
        (forms.FileInput, "file"),
        (forms.Textarea, "area"),
        (forms.widgets.Input, "line"),
    )
    for cls, kind in kinds:
        if isinstance(widget, cls):
            return kind
    raise TypeError(f"{type(widget).__name__} has no control; use a plain widget")


def _type(bound: BoundField, widget: forms.Widget) -> str:
    if isinstance(widget, forms.DateInput):
        return "date"
    if isinstance(bound.field, forms.DateTimeField):
        return "datetime-local"
    return str(widget.attrs.get("type", getattr(widget, "input_type", "text")))


def _text(bound: BoundField, widget: forms.Widget) -> str:
    """A date box needs 2026-11-21 whatever the locale's way of writing dates."""
    value = bound.value()
    if value is None or isinstance(widget, forms.FileInput | forms.PasswordInput):
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:16]
    return str(widget.format_value(value) or "")


def _groups(bound: BoundField, widget: forms.Widget) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    if not isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ()
    values: Sequence[str] = widget.format_value(bound.value())
    attrs = {"id": bound.auto_id} if bound.auto_id else {}
    return tuple(
        (
            str(name or ""),
            tuple(
                Choice(
                    value=str(option["value"]),
                    label=str(option["label"]),
                    id=str(option["attrs"].get("id", "")),
                    chosen=bool(option["selected"]),
                )
                for option in options
            ),
        )
        for name, options, _index in widget.optgroups(bound.html_name, list(values), attrs)
    )


def _errors(bound: BoundField) -> tuple[str, ...]:
    """The field's sentences; Django's own 这个字段是必填项 is told with the field's name instead."""
    plain = bound.field.error_messages["required"] == forms.Field.default_error_messages["required"]
    verb = {
        "file": _("请上传"),
        "pick": _("请选择"),
        "cards": _("请选择"),
        "ticks": _("请选择"),
        "tick": _("请勾选"),
    }
    return tuple(
        f"{verb.get(_kind(bound.field.widget), _('请填写'))}：{bound.label}"
        if error.code == "required" and plain
        else "".join(str(sentence) for sentence in error.messages)
        for error in bound.errors.as_data()
    )


def control(bound: BoundField) -> Control:
    """Raises TypeError for a widget made of several (they have no place in our pages)."""
    widget = bound.field.widget
    return Control(
        kind=_kind(widget),
        type=_type(bound, widget),
        id=bound.auto_id,
        name=bound.html_name,
        label=str(bound.label),
        hint=str(bound.help_text),
        value="" if isinstance(widget, forms.CheckboxInput) else _text(bound, widget),
        required=bound.field.required,
        chosen=isinstance(widget, forms.CheckboxInput) and bool(bound.value()),
        doubt=str(getattr(bound.field, "doubt", "")),
        errors=_errors(bound),
        groups=_groups(bound, widget),
        attrs={name: value for name, value in widget.attrs.items() if name not in LEFT_OUT},
    )


def wrong_fields(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(element id, sentence) for each error, in the order of the page; the id is empty for the whole form."""
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        if bound.errors:
            drawn = control(bound)
            found += [(drawn.focus_id, sentence) for sentence in drawn.errors]
    return found
