"""The rules of one scoring as a form, started from the measure's suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import role_label
from zhongmu.office.scoring.forms import Whole
from zhongmu.policies.schema import SCHEMA
from zhongmu.recruitment.fields import Words, pick
from zhongmu.recruitment.scoring.queries import Scorer
from zhongmu.recruitment.scoring.rubric import ALWAYS, EXTREME, WHOLE, Band, Dimension, Rubric, Seat
from zhongmu.recruitment.scoring.rulings import scored_dims

NOTHING_KNOWN = ("reason",)  # what is shown for a dimension the measure names no material for


class RulesForm(forms.Form):
    """Weights, words and reviewers of one scoring; the dimensions and what is shown of each come from the measure."""

    def __init__(self, *args: Any, policy: Policy, people: Sequence[Scorer], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.dims, self.bands = scored_dims(policy), list(policy["score.bands"])
        self.people = {person.account: person for person in people}
        self.materials = {row.code: row for row in policy["score.materials"]}
        self.fields["highest"] = self._number("score.highest", _("满分"))
        for place, band in enumerate(self.bands):
            most = SCHEMA["score.highest"].high or 0
            self.fields[f"low_{place}"] = Whole(_("“%s”从几分起") % band.label, 0, most)
        for code, label in self.dims:
            self.fields[f"weight_{code}"] = Whole(_("“%s”的权重") % label, 0, WHOLE)
            for place, band in enumerate(self.bands):
                name = _("%(dim)s·%(band)s") % {"dim": label, "band": band.label}
                self.fields[f"anchor_{code}_{place}"] = Words(name, 200, long=True, rows=2)
        self.fields["each"] = self._number("score.each", _("每名候选人由几名评委评"))
        self.fields["spread"] = self._number("score.spread", _("评委相差超过几分就标出来"))
        self.fields["extreme"] = self._number("score.extreme", _("离两端几分以内须写理由"))
        when = [(EXTREME, _("只有极端分写理由")), (ALWAYS, _("每一个分都写理由"))]
        self.fields["reasons"] = pick(_("理由"), when, cards=True)
        choices = list(SCHEMA["score.severity"].choices.items())
        self.fields["severity"] = pick(_("评委宽严"), choices, cards=True)
        offered = [(str(p.account), f"{p.name}（{role_label(p.role)}）") for p in people]
        sentences = {"required": _("请至少选一名评委。")}
        self.fields["panel"] = forms.MultipleChoiceField(
            label=_("评委"),
            choices=offered,
            widget=forms.CheckboxSelectMultiple,
            error_messages=sentences,
        )

    @staticmethod
    def _number(key: str, label: str) -> Whole:
        return Whole(label, SCHEMA[key].low or 0, SCHEMA[key].high or 0)

    def dim_rows(self) -> list[tuple[str, str, list[BoundField]]]:
        """(what is shown to the reviewer, label, the weight and the words of each band) of each dimension."""
        return [
            (
                "、".join(self._shown_words(code)),
                label,
                [self[f"weight_{code}"], *(self[f"anchor_{code}_{n}"] for n in range(len(self.bands)))],
            )
            for code, label in self.dims
        ]

    def low_rows(self) -> list[BoundField]:
        return [self["highest"], *(self[f"low_{place}"] for place in range(len(self.bands)))]

    def rest_rows(self) -> list[BoundField]:
        return [self[name] for name in ("each", "spread", "extreme", "reasons", "severity", "panel")]

    def shows(self, code: str) -> tuple[str, ...]:
        row = self.materials.get(code)
        if row is None:
            return NOTHING_KNOWN
        return tuple(name for name, wanted in row.columns.items() if wanted) or NOTHING_KNOWN

    def _shown_words(self, code: str) -> list[str]:
        titles = {column.name: column.title for column in SCHEMA["score.materials"].columns}
        return [titles[name] for name in self.shows(code)]

    def rubric(self) -> Rubric:
        said = self.cleaned_data
        places = range(len(self.bands))
        return Rubric(
            dims=tuple(
                Dimension(
                    code,
                    label,
                    said[f"weight_{code}"],
                    tuple(said[f"anchor_{code}_{n}"] for n in places),
                    self.shows(code),
                )
                for code, label in self.dims
            ),
            bands=tuple(Band(said[f"low_{n}"], self.bands[n].label) for n in places),
            panel=tuple(
                Seat(self.people[pk].account, self.people[pk].role) for pk in map(int, said["panel"])
            ),
            **{name: said[name] for name in ("highest", "each", "severity", "spread", "extreme", "reasons")},
        )


def initial_rules(policy: Policy) -> dict[str, Any]:
    """The measure's suggestions to start from; weights and reviewers are left to a person."""
    said: dict[str, Any] = {
        name: policy[f"score.{name}"] for name in ("highest", "each", "severity", "spread", "extreme")
    }
    for place, band in enumerate(policy["score.bands"]):
        said[f"low_{place}"] = band["low"]
        said |= {f"anchor_{code}_{place}": band["hint"] for code, _label in scored_dims(policy)}
    return said | {"reasons": EXTREME}


def rules_said(rubric: Rubric) -> dict[str, Any]:
    """A draft as the form shows it again."""
    names = ("highest", "each", "severity", "spread", "extreme", "reasons")
    said: dict[str, Any] = {name: getattr(rubric, name) for name in names}
    said |= {f"low_{place}": band.low for place, band in enumerate(rubric.bands)}
    for d in rubric.dims:
        said[f"weight_{d.code}"] = d.weight
        said |= {f"anchor_{d.code}_{place}": words for place, words in enumerate(d.anchors)}
    return said | {"panel": [str(seat.account) for seat in rubric.panel]}
