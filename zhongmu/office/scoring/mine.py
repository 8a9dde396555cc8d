"""评分, for the reviewer: declare first, then the list under labels, then sign. No name is on any of these pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import actor_for
from zhongmu.office.scoring.forms import DeclarationForm, SignForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.scoring import declare, sign
from zhongmu.recruitment.models import Panelist, ScoringAssignment
from zhongmu.recruitment.scoring.blinding import MATERIALS
from zhongmu.recruitment.scoring.queries import candidates, in_own_order, seats_of
from zhongmu.recruitment.scoring.running import unfinished
from zhongmu.recruitment.states import SCORING_MOVES, ScoringState
from zhongmu.seals.digests import digest_algorithm
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.deadlines import words_left
from zhongmu.workdays.queries import current_calendar

SCORERS = ("reviewer", "expert")


def find_seat(request: PageRequest, pk: int) -> Panelist:
    """This person's own seat in a round that is being scored; anybody else's does not exist."""
    return get_object_or_404(seats_of(request.bureau, request.user.pk), round=pk)


def own_rows(seat: Panelist) -> list[ScoringAssignment]:
    rows = seat.assignments.counting().select_related("entry").prefetch_related("scores")
    return in_own_order(list(rows), seat)


@allow(*SCORERS)
def my_scoring(request: PageRequest) -> HttpResponse:
    calendar = current_calendar()
    rows = [
        (seat, words_left(calendar, request.today, seat.round.due_on) if seat.round.due_on else None)
        for seat in seats_of(request.bureau, request.user.pk)
    ]
    return page(request, "scoring/mine.html", {"rows": rows})


@allow(*SCORERS)
def my_round(request: PageRequest, pk: int) -> HttpResponse:
    seat = find_seat(request, pk)
    if seat.answered_at is None and seat.round.state == ScoringState.DECLARING:
        return redirect("office:scoring_declare", pk)
    rows, rubric = own_rows(seat), seat.round.rubric
    told = [(row, len(row.scores.all()), unfinished(rubric, [row], list(row.scores.all()))) for row in rows]
    context = {
        **_about(seat),
        "rows": told,
        "left": sum(bool(found) for _row, _filled, found in told),
        "unsigned": sum(row.signed_at is None for row in rows),
        "form": SignForm(),
    }
    return page(request, "scoring/list.html", context)


def _about(seat: Panelist) -> dict[str, object]:
    return {
        "seat": seat,
        "round": seat.round,
        "rubric": seat.round.rubric,
        "materials": MATERIALS,
        "algorithm": digest_algorithm(),
    }


@allow(*SCORERS)
def declaring(request: PageRequest, pk: int) -> HttpResponse:
    """Before anything is seen: own units, units of relatives, persons one is tied to."""
    seat = find_seat(request, pk)
    if seat.round.state != ScoringState.DECLARING:
        return redirect("office:my_round", pk)
    initial = {"own": request.bureau.name if seat.role == "reviewer" else ""}
    form = DeclarationForm(request.POST if request.method == "POST" else None, initial=initial)
    rulings: tuple[Ruling, ...] = ()
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        by = actor_for(request, (seat.role,))
        try:
            declare(seat, form.declared(), by=by, at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("已申报。开始评分后，“评分”里会列出分给您的候选人。"))
            return redirect("office:my_scoring")
    context = {**_about(seat), "form": form, "rulings": rulings, "people": candidates(seat.round).count()}
    return page(request, "scoring/declare.html", context, status=status)


@allow(*SCORERS)
def signing(request: PageRequest, pk: int) -> HttpResponse:
    seat = find_seat(request, pk)
    if request.method != "POST":
        return redirect("office:my_round", pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("签字前请勾选：与所评各人没有应当回避的关系。"))
        return redirect("office:my_round", pk)
    try:
        sheet = sign(seat, by=actor_for(request, SCORING_MOVES["sign"].who), at=request.now)
    except NotAllowed as refused:
        for ruling in refused.rulings:
            messages.error(request, str(ruling))
    else:
        messages.success(request, _("已签字。评分表校验值：%s") % sheet.digest)
    return redirect("office:my_round", pk)
