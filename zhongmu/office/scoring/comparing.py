"""议分 and 定分: scores under labels side by side, then names beside merits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page, roles_of
from zhongmu.office.recruitment.acting import REFUSED, status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.scoring.finding import find_round
from zhongmu.office.scoring.forms import NoteForm, RescoreForm
from zhongmu.office.scoring.mine import SCORERS, find_seat
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.scoring import rescore, write_note
from zhongmu.recruitment.models import ScoringRound
from zhongmu.recruitment.scoring.comparison import compared
from zhongmu.recruitment.scoring.queries import own_scores
from zhongmu.recruitment.scoring.results import Row, Severity, read_result
from zhongmu.recruitment.states import ScoringState
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

SORTS = {"merit": True, "plain": True, "label": False, "name": False}  # by default from the highest


def _open_to(request: PageRequest, pk: int) -> ScoringRound:
    """The round, for staff of the bureau and for an expert who has a seat in it."""
    if roles_of(request) <= {"expert"}:
        find_seat(request, pk)
    return find_round(request, pk)


def _not_yet(request: PageRequest, round_: ScoringRound) -> HttpResponse:
    """Say why there is nothing to see, on the page that says where the round stands."""
    messages.info(request, _("收齐以前谁也看不到别人给的分，定分以前谁也不能把姓名和分数放在一起看。"))
    if roles_of(request) <= {"expert"}:
        return redirect("office:my_scoring")
    return redirect("office:scoring_round", round_.pk)


@allow(*STAFF, "expert")
def comparing(request: PageRequest, pk: int) -> HttpResponse:
    """Every candidate's scores, highest first and nobody's in particular; those far apart are marked."""
    round_ = _open_to(request, pk)
    if round_.state != ScoringState.COMPARING:
        return _not_yet(request, round_)
    rows = compared(round_)
    own = own_scores(round_, request.user.pk)
    flagged = sum(cell.flagged for _label, cells in rows for cell in cells)
    only = request.GET.get("only") == "flagged"
    shown = [(label, cells) for label, cells in rows if not only or any(c.flagged for c in cells)]
    context = {
        "round": round_,
        "rubric": round_.rubric,
        "rows": shown,
        "own": own,
        "flagged": flagged,
        "only": only,
    }
    context["bureau_staff"] = not roles_of(request) <= {"expert"}
    return page(request, "scoring/compare.html", context)


@allow(*STAFF, "expert")
def discussing(request: PageRequest, pk: int, label: str, dimension: str) -> HttpResponse:
    """One candidate in one dimension: what was said, and one's own score to change."""
    round_ = _open_to(request, pk)
    if round_.state != ScoringState.COMPARING:
        return _not_yet(request, round_)
    entry = get_object_or_404(round_.entries.select_related("round__bureau"), label=label)
    cell = next((c for c in dict(compared(round_)).get(label, []) if c.dimension.code == dimension), None)
    if cell is None:
        raise Http404
    own = own_scores(round_, request.user.pk).get((label, dimension))
    which = request.POST.get("act", "")
    note = NoteForm(request.POST if which == "note" else None)
    again = RescoreForm(request.POST if which == "rescore" else None, rubric=round_.rubric)
    rulings: tuple[Ruling, ...] = ()
    status = REFUSED if request.method == "POST" else 200
    try:
        if which == "note" and note.is_valid():
            by = actor_for(request, (m.role for m in request.memberships))
            write_note(entry, dimension=dimension, text=note.cleaned_data["text"], by=by, at=request.now)
            messages.success(request, _("议分记录已写下。"))
            return redirect("office:scoring_discuss", pk, label, dimension)
        if which == "rescore" and own is not None and again.is_valid():
            rescore(own, **again.cleaned_data, by=actor_for(request, SCORERS), at=request.now)
            messages.success(request, _("已改分，原来的分留有记录。"))
            return redirect("office:scoring_compare", pk)
    except NotAllowed as refused:
        rulings, status = refused.rulings, status_of(refused)
    context = {
        "round": round_,
        "label": label,
        "cell": cell,
        "own": own,
        "note": note,
        "again": again,
        "rulings": rulings,
        "names": names_of(each.account for each in cell.notes),
    }
    return page(request, "scoring/discuss.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the result: its link sorts by it, or the other way round where it already does."""

    label: str
    link: str
    sorted: str
    number: bool


def _heads(words: dict[str, str], by: str, *, falling: bool) -> list[Head]:
    heads = []
    for code, label in words.items():
        first = SORTS.get(code, True)
        turned = not falling if code == by else first
        order = ("descending" if falling else "ascending") if code == by else ""
        link = f"?sort={code}&order={'falling' if turned else 'rising'}"
        heads.append(Head(label, link, order, number=code not in {"label", "name"}))
    return heads


def _severity_words(found: Severity) -> str:
    """多给 5.00 分（20名共同候选人)."""
    way = _("多给") if found.rounded >= 0 else _("少给")
    facts = {"way": way, "whole": abs(found.rounded) // 100, "rest": abs(found.rounded) % 100}
    return _("%(way)s %(whole)d.%(rest)02d 分（依据%(common)d名共同候选人）") % {
        **facts,
        "common": found.common,
    }


@allow(*STAFF)
def result(request: PageRequest, pk: int) -> HttpResponse:
    """Names, merits, plain means and the means of each dimension; sorted by any column without scripts."""
    round_ = find_round(request, pk)
    if round_.state != ScoringState.CLOSED:
        return _not_yet(request, round_)
    found = read_result(round_)
    words = {"merit": _("校正后"), "plain": _("平均分"), "label": _("编号"), "name": _("姓名")}
    words |= {d.code: d.label for d in round_.rubric.dims}
    by = request.GET.get("sort", "merit")
    by = by if by in words else "merit"
    falling = request.GET.get("order", "falling" if SORTS.get(by, True) else "rising") == "falling"
    rows: list[Row] = sorted(found.rows, key=lambda row: (row.column(by), row.label), reverse=falling)
    severity: list[Severity] = found.severity
    names = names_of(each.reviewer for each in severity)
    context: dict[str, Any] = {
        "round": round_,
        "batch": round_.batch,
        "rubric": round_.rubric,
        "found": found,
        "heads": _heads(words, by, falling=falling),
        "rows": rows,
        "severity": severity,
        "severity_rows": [(names.get(each.reviewer, ""), _severity_words(each)) for each in severity],
    }
    return page(request, "scoring/result.html", context)


@allow(*STAFF)
def result_text(request: PageRequest, pk: int, which: str) -> HttpResponse:
    """The frozen inputs or the outcome: the very bytes that were digested."""
    round_ = find_round(request, pk)
    if round_.state != ScoringState.CLOSED:
        return _not_yet(request, round_)
    if which not in {"inputs", "outcome"}:
        raise Http404
    texts = {"inputs": round_.result.inputs, "outcome": round_.result.outcome}
    response = HttpResponse(texts[which].encode(), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="{which}-{round_.batch_id}-{round_.version}.json"'
    )
    return response
