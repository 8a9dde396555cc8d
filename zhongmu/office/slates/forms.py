"""What is asked of a slate, as one page: seats, bounds by feature, people set in or out, pairs, the public draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.recruitment.fields import Words
from zhongmu.recruitment.models import Application, SlateDesign
from zhongmu.recruitment.slate import FEATURES, Bound, Design, Fixed, Pair

SPARE_PAIRS = 3
Values = Mapping[str, Sequence[tuple[str, int]]]


class ValueRow(NamedTuple):
    """One value of one feature: its words, how many `people` have it, and its four boxes."""

    title: str
    value: str
    people: int
    boxes: tuple[forms.BoundField, ...]


class FixedRow(NamedTuple):
    person: Application
    how: forms.BoundField
    reason: forms.BoundField


def number(label: str, most: int, *, needed: bool = False) -> forms.IntegerField:
    said = _("“%(label)s”请填0到%(most)s的整数。") % {"label": label, "most": most}
    wrong = {"invalid": said, "min_value": said, "max_value": said, "required": said}
    box = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=needed, min_value=0, max_value=most, error_messages=wrong, widget=box
    )


class DesignForm(forms.Form):
    """An empty box of a bound means no bound; an empty flexible box means the bound itself is not relaxed."""

    seed = Words(
        gettext_lazy("抽签用的公开字串"),
        200,
        help_text=gettext_lazy("同分时按它排出先后，谁都可以重算。请用事先说好、事后才知道的数"),
    )
    seed_source = Words(
        gettext_lazy("字串从哪里来"),
        200,
        long=True,
        rows=2,
        help_text=gettext_lazy("例如：2026年12月1日福彩双色球开奖号码"),
    )

    def __init__(
        self, *args: Any, people: Sequence[Application], values: Values, headcount: int, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.people = people
        self.values = {code: found for code, found in values.items() if self._parts(code, found)}
        self.fields["seats"] = number(_("席位"), headcount, needed=True)
        self.fields["unit_cap"] = number(_("同一单位最多入选几人"), headcount)
        for code, place, words in self._boxes():
            for end, title in (
                ("low", _("至少")),
                ("high", _("至多")),
                ("low_flex", _("最少可放宽到")),
                ("high_flex", _("最多可放宽到")),
            ):
                self.fields[f"{end}_{code}_{place}"] = number(f"{words}：{title}", headcount)
        self._people_fields()

    def _parts(self, code: str, found: Sequence[tuple[str, int]]) -> bool:
        """Whether a bound can part anybody from anybody: where all are alike, only one that stands already is shown."""
        return len(found) > 1 or any(f"low_{code}_{place}" in self.initial for place in range(len(found)))

    def _boxes(self) -> list[tuple[str, int, str]]:
        return [
            (code, place, f"{FEATURES[code][0]} {value}")
            for code, found in self.values.items()
            for place, (value, _count) in enumerate(found)
        ]

    def _people_fields(self) -> None:
        ways = [("", _("不指定")), ("in", _("必须入选")), ("out", _("不入选"))]
        everyone = [("", _("不选")), *((str(a.pk), f"{a.name} {a.number[-4:]}") for a in self.people)]
        for a in self.people:
            self.fields[f"how_{a.pk}"] = forms.ChoiceField(
                label=_("指定%s") % a.name, choices=ways, required=False
            )
            self.fields[f"why_{a.pk}"] = Words(_("指定%s的理由") % a.name, 200, required=False)
        for n in range(self._pairs()):
            for side, title in (("a", _("甲")), ("b", _("乙"))):
                label = _("第%(n)s对%(side)s") % {"n": n + 1, "side": title}
                self.fields[f"pair_{side}_{n}"] = forms.ChoiceField(
                    label=label, choices=everyone, required=False
                )
            self.fields[f"pair_why_{n}"] = Words(_("第%s对不能同选的理由") % (n + 1), 200, required=False)

    def _pairs(self) -> int:
        typed = sum(1 for name in self.data if name.startswith("pair_a_"))
        known = sum(1 for name in self.initial if name.startswith("pair_a_"))
        return max(typed, known + SPARE_PAIRS)

    def groups(self) -> list[tuple[str, list[ValueRow]]]:
        """The bounds by feature, for the page."""
        return [
            (
                str(FEATURES[code][0]),
                [
                    ValueRow(f"{FEATURES[code][0]} {value}", value, count, self._four(code, place))
                    for place, (value, count) in enumerate(found)
                ],
            )
            for code, found in self.values.items()
        ]

    def _four(self, code: str, place: int) -> tuple[forms.BoundField, ...]:
        return tuple(self[f"{end}_{code}_{place}"] for end in ("low", "high", "low_flex", "high_flex"))

    def unseen(self) -> list[forms.BoundField]:
        """Everything but the bounds, carried along where only those are tried."""
        return [bound for bound in self if not bound.name.startswith(("low_", "high_"))]

    def fixed_rows(self) -> list[FixedRow]:
        return [FixedRow(a, self[f"how_{a.pk}"], self[f"why_{a.pk}"]) for a in self.people]

    @property
    def fixed_open(self) -> bool:
        """Whether somebody is set in or out, so that the page does not fold it away."""
        return any(row.how.value() or row.how.errors or row.reason.errors for row in self.fixed_rows())

    @property
    def pairs_open(self) -> bool:
        return any(a.value() or b.value() or b.errors for a, b, _why in self.pair_rows())

    def pair_rows(self) -> list[tuple[forms.BoundField, ...]]:
        return [
            (self[f"pair_a_{n}"], self[f"pair_b_{n}"], self[f"pair_why_{n}"]) for n in range(self._pairs())
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in range(self._pairs()):
            if bool(said.get(f"pair_a_{n}")) != bool(said.get(f"pair_b_{n}")):
                self.add_error(f"pair_b_{n}", _("一对要选两个人；不需要的请都选“不选”。"))
        return said

    def design(self) -> Design:
        said = self.cleaned_data
        return Design(
            seats=said["seats"],
            unit_cap=said["unit_cap"] or None,
            seed=said["seed"],
            seed_source=said["seed_source"],
            bounds=tuple(self._bounds(said)),
            fixed=tuple(
                Fixed(application=a.pk, how=said[f"how_{a.pk}"], reason=said[f"why_{a.pk}"])
                for a in self.people
                if said[f"how_{a.pk}"]
            ),
            pairs=tuple(
                Pair(a=int(said[f"pair_a_{n}"]), b=int(said[f"pair_b_{n}"]), reason=said[f"pair_why_{n}"])
                for n in range(self._pairs())
                if said[f"pair_a_{n}"]
            ),
        )

    def _bounds(self, said: Mapping[str, Any]) -> list[Bound]:
        found = []
        for code, place, _words in self._boxes():
            low, high, low_flex, high_flex = (
                said[f"{end}_{code}_{place}"] for end in ("low", "high", "low_flex", "high_flex")
            )
            if low is None and high is None:
                continue
            low, high = low or 0, said["seats"] if high is None else high
            found.append(
                Bound(
                    feature=code,
                    value=self.values[code][place][0],
                    low=low,
                    high=high,
                    low_flex=low if low_flex is None else low_flex,
                    high_flex=high if high_flex is None else high_flex,
                )
            )
        return found


def initial_design(
    design: SlateDesign | None, values: Values, least: Mapping[tuple[str, str], int], headcount: int
) -> dict[str, Any]:
    """What was asked before; on a first visit all places that were approved and the bounds the measure itself sets."""
    bounds = {(b["feature"], b["value"]): b for b in design.bounds} if design else {}
    said: dict[str, Any] = {"seats": headcount}
    for code, found in values.items():
        for place, (value, _count) in enumerate(found):
            if (code, value) in bounds:
                said |= {
                    f"{end}_{code}_{place}": bounds[code, value][end]
                    for end in ("low", "high", "low_flex", "high_flex")
                }
            elif design is None and (code, value) in least:
                said[f"low_{code}_{place}"] = least[code, value]
    if design is None:
        return said
    said |= {name: getattr(design, name) for name in ("seats", "unit_cap", "seed", "seed_source")}
    for row in design.fixed:
        said |= {f"how_{row['application']}": row["how"], f"why_{row['application']}": row["reason"]}
    for n, pair in enumerate(design.pairs):
        said |= {f"pair_a_{n}": pair["a"], f"pair_b_{n}": pair["b"], f"pair_why_{n}": pair["reason"]}
    return said
