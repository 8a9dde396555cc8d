"""Forms of those who score: a declaration, a card, a signature, a conflict."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.people.cjk import without_blanks
from zhongmu.recruitment.actions.scoring import save_score
from zhongmu.recruitment.fields import Words, pick
from zhongmu.recruitment.models import Score, ScoringAssignment
from zhongmu.recruitment.scoring.conflicts import Declared
from zhongmu.recruitment.scoring.rubric import Dimension, Rubric
from zhongmu.recruitment.scoring.running import MOST_REASON


class Whole(forms.CharField):
    """A whole number from `low` to `high`, however wide it was typed; the sentence names both ends."""

    def __init__(self, label: str, low: int, high: int, **rest: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, widget=widget, **rest)
        self.low, self.high = low, high

    def clean(self, value: Any) -> int:
        typed = without_blanks(str(super().clean(value)))
        if typed.isdecimal() and len(typed) < 7 and self.low <= int(typed) <= self.high:  # noqa: PLR2004  fits any limit here
            return int(typed)
        said = _("%(label)s要填%(low)s到%(high)s之间的整数，不带小数。")
        raise ValidationError(said % {"label": self.label, "low": self.low, "high": self.high})


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class DeclarationForm(forms.Form):
    """What a reviewer is tied to, one each line. It is matched by program and shown to nobody."""

    own = Words(
        gettext_lazy("我现在和近三年的工作单位"),
        1000,
        long=True,
        help_text=gettext_lazy("每行一个，写全称；有统一社会信用代码的另起一行写上"),
    )
    units = Words(
        gettext_lazy("近亲属的工作单位"),
        1000,
        long=True,
        required=False,
        help_text=gettext_lazy("每行一个；没有的不填"),
    )
    persons = Words(
        gettext_lazy("可能报名的近亲属和其他应当回避的人"),
        1000,
        long=True,
        required=False,
        help_text=gettext_lazy("每行一个姓名；只用来比对，任何人都看不到"),
    )
    truthful = forms.BooleanField(
        label=gettext_lazy("以上属实；评分中发现应当回避的，立即申报"),
        error_messages={"required": gettext_lazy("请勾选：以上属实。")},
    )

    def declared(self) -> Declared:
        said = self.cleaned_data
        return Declared(*(_lines(said[name]) for name in ("own", "units", "persons")))


class SignForm(forms.Form):
    free = forms.BooleanField(label=gettext_lazy("我与所评的每一名都没有应当回避的关系，分数是我独立给的"))


class CellForm(forms.Form):
    """One cell as the page sends it while it is typed."""

    dimension = forms.CharField()
    seen = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, rubric: Rubric, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["points"] = Whole(_("分数"), 0, rubric.highest)
        self.fields["reason"] = Words(_("理由"), MOST_REASON, required=False)


class CardForm(forms.Form):
    """A whole card: a score, a reason and the version seen, for each dimension."""

    def __init__(self, said: QueryDict | None, *, rubric: Rubric, row: ScoringAssignment) -> None:
        cells = {cell.dimension: cell for cell in row.scores.all()}
        initial: dict[str, Any] = {f"seen_{d.code}": 0 for d in rubric.dims}
        for code, cell in cells.items():
            initial |= {
                f"points_{code}": cell.points,
                f"reason_{code}": cell.reason,
                f"seen_{code}": cell.version,
            }
        super().__init__(said.copy() if said is not None else None, initial=initial)
        self.rubric, self.row = rubric, row
        for d in rubric.dims:
            self.fields[f"points_{d.code}"] = Whole(_("%s的分数") % d.label, 0, rubric.highest)
            label = _("%s的理由") % d.label
            self.fields[f"reason_{d.code}"] = Words(label, MOST_REASON, long=True, rows=2, required=False)
            self.fields[f"seen_{d.code}"] = forms.IntegerField(
                required=False, min_value=0, widget=forms.HiddenInput
            )

    def dim_rows(self) -> list[tuple[Dimension, BoundField, BoundField, BoundField]]:
        return [
            (d, self[f"points_{d.code}"], self[f"reason_{d.code}"], self[f"seen_{d.code}"])
            for d in self.rubric.dims
        ]

    def said(self) -> list[tuple[str, str]]:
        """What was given, once nothing can be written any more."""
        cells = {cell.dimension: cell for cell in self.row.scores.all()}
        return [
            (d.label, f"{cells[d.code].points}　{cells[d.code].reason}" if d.code in cells else "")
            for d in self.rubric.dims
        ]

    def save(self, *, by: Actor, at: datetime) -> None:
        """Keep every cell that can be kept; what cannot is an error of its field."""
        self.full_clean()
        for d in self.rubric.dims:
            if f"points_{d.code}" in self.cleaned_data:
                self._save_cell(d.code, by=by, at=at)

    def _save_cell(self, code: str, *, by: Actor, at: datetime) -> None:
        said = self.cleaned_data
        points, reason = said[f"points_{code}"], said.get(f"reason_{code}", "")
        told = {"dimension": code, "points": points, "reason": reason, "seen": said.get(f"seen_{code}") or 0}
        try:
            kept = save_score(self.row, **told, by=by, at=at)
        except NotAllowed as refused:
            self.add_error(f"points_{code}", str(refused))
            self._see(code, self.row.scores.filter(dimension=code).first())
            return
        self._see(code, kept)
        if self.rubric.needs_reason(points) and not reason:
            self.add_error(f"reason_{code}", _("%s分要写理由：依据哪些事实。") % points)

    def _see(self, code: str, cell: Score | None) -> None:
        """The page that comes back has seen this version."""
        cast("QueryDict", self.data)[f"seen_{code}"] = str(cell.version if cell else 0)


class ConflictForm(forms.Form):
    def __init__(self, *args: Any, policy: Policy, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["kind"] = pick(_("回避的情形"), policy.choices("score.conflicts"), cards=True)
        self.fields["note"] = Words(
            _("说明"), 300, long=True, help_text=_("不少于四个字；封存保存，其他人看不到")
        )


class DecidedConflictForm(ConflictForm):
    """By the leader, of a candidate named, for nobody here knows a label."""

    def __init__(self, *args: Any, people: list[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["application"] = pick(_("候选人"), people)
        self.order_fields(["application", "kind", "note"])


class NoteForm(forms.Form):
    text = Words(gettext_lazy("讨论了什么"), 1000, long=True)


class RescoreForm(forms.Form):
    def __init__(self, *args: Any, rubric: Rubric, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["points"] = Whole(_("改为几分"), 0, rubric.highest)
        self.fields["reason"] = Words(_("改分的理由"), MOST_REASON, long=True)
