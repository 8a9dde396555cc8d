"""One candidate under a label: what the dimensions need, a score and where due a reason for each, kept cell by cell."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import REFUSED, status_of
from zhongmu.office.recruitment.acts import actor_for
from zhongmu.office.scoring.forms import CardForm, CellForm, ConflictForm
from zhongmu.office.scoring.mine import SCORERS, find_seat, own_rows
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.scoring import recuse, save_score
from zhongmu.recruitment.models import Panelist, ScoringAssignment
from zhongmu.recruitment.scoring.blinding import materials
from zhongmu.recruitment.scoring.running import unfinished
from zhongmu.recruitment.states import ScoringState
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


def find_card(seat: Panelist, label: str) -> ScoringAssignment:
    rows = seat.assignments.counting().select_related(
        "entry__application", "entry__round__bureau", "panelist"
    )
    return get_object_or_404(rows.prefetch_related("scores"), entry__label=label)


def _beside(seat: Panelist, label: str) -> tuple[str, str, str]:
    """The label before and after this one in the reviewer's own order, and the next one that is not finished."""
    rows, rubric = own_rows(seat), seat.round.rubric
    labels = [row.entry.label for row in rows]
    place = labels.index(label)
    left = [row.entry.label for row in rows if unfinished(rubric, [row], list(row.scores.all()))]
    later = [each for each in left if labels.index(each) > place] + left
    return (
        labels[place - 1] if place else "",
        labels[place + 1] if place + 1 < len(labels) else "",
        next((each for each in later if each != label), ""),
    )


@allow(*SCORERS)
def card(request: PageRequest, pk: int, label: str) -> HttpResponse:
    """GET shows; POST keeps what can be kept of the whole card and says what cannot."""
    seat = find_seat(request, pk)
    row = find_card(seat, label)
    rubric = seat.round.rubric
    form = CardForm(request.POST if request.method == "POST" else None, rubric=rubric, row=row)
    status = 200
    if request.method == "POST":
        form.save(by=actor_for(request, (seat.role,)), at=request.now)
        before, after, unready = _beside(seat, label)
        if form.is_valid():
            messages.success(request, _("编号%s已保存。") % label)
            return redirect("office:card", pk, unready) if unready else redirect("office:my_round", pk)
        status = REFUSED
    before, after, _unready = _beside(seat, label)
    context = {
        "seat": seat,
        "round": seat.round,
        "rubric": rubric,
        "label": label,
        "materials": materials(row.entry.application, rubric.shown, request.today),
        "form": form,
        "before": before,
        "after": after,
        "writing": seat.round.state == ScoringState.SCORING and row.signed_at is None,
        "signed": row.signed_at,
    }
    return page(request, "scoring/card.html", context, status=status)


@allow(*SCORERS)
@require_POST
def cell(request: PageRequest, pk: int, label: str) -> HttpResponse:
    """Keep one cell as it is typed; answers with what to say beside it."""
    seat = find_seat(request, pk)
    row = find_card(seat, label)
    form = CellForm(request.POST, rubric=seat.round.rubric)
    if not form.is_valid():
        said = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
        return JsonResponse({"kept": False, "said": said}, status=REFUSED)
    try:
        kept = save_score(row, **form.cleaned_data, by=actor_for(request, (seat.role,)), at=request.now)
    except NotAllowed as refused:
        newest = row.scores.filter(dimension=form.cleaned_data["dimension"]).values_list("version", flat=True)
        told = {"kept": False, "said": str(refused), "version": newest.first()}
        return JsonResponse(told, status=status_of(refused))
    silent = seat.round.rubric.needs_reason(kept.points) and not kept.reason
    said = _("已保存；这个分数要写理由") if silent else _("已保存")
    return JsonResponse({"kept": True, "said": said, "version": kept.version})


@allow(*SCORERS)
def conflict(request: PageRequest, pk: int, label: str) -> HttpResponse:
    """I know who this is, or should not score them: the card is gone from then on."""
    seat = find_seat(request, pk)
    row = find_card(seat, label)
    form = ConflictForm(request.POST if request.method == "POST" else None, policy=request.policy)
    rulings: tuple[Ruling, ...] = ()
    status = REFUSED if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        by = actor_for(request, (seat.role,))
        try:
            recuse(seat, row.entry, **form.cleaned_data, by=by, at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("编号%s已回避，您给的分不再计入。") % label)
            return redirect("office:my_round", pk)
    context = {
        "round": seat.round,
        "label": label,
        "form": form,
        "rulings": rulings,
        "policy": request.policy,
    }
    return page(request, "scoring/conflict.html", context, status=status)
