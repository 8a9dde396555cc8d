"""The reviewers of a round as officers and leaders see them: how far, never what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import REFUSED, act_page, status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.scoring.finding import find_round
from zhongmu.office.scoring.forms import DecidedConflictForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.scoring import recuse, release, remind
from zhongmu.recruitment.models import Panelist, ScoringRound
from zhongmu.recruitment.scoring.queries import candidates
from zhongmu.recruitment.states import SCORING_MOVES
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


def _seat(round_: ScoringRound, pk: int) -> Panelist:
    return get_object_or_404(round_.panel.select_related("round__bureau", "account"), pk=pk)


@allow(*STAFF)
@require_POST
def reminding(request: PageRequest, pk: int, seat: int) -> HttpResponse:
    found = _seat(find_round(request, pk), seat)
    try:
        remind(found, by=actor_for(request, SCORING_MOVES["begin"].who), at=request.now)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已记下提醒，%s打开“评分”就能看到；急的请打电话。") % found.account)
    return redirect("office:scoring_round", pk)


@allow(*STAFF)
def releasing(request: PageRequest, pk: int, seat: int) -> HttpResponse:
    found, move = _seat(find_round(request, pk), seat), SCORING_MOVES["release"]

    def do(said: dict[str, Any]) -> None:
        release(found, **said, by=actor_for(request, move.who), at=request.now, on=request.today)

    return act_page(
        request,
        title=move.label,
        subject=_("%s：给过的分都不计入，由其他评委补评") % found.account,
        back=reverse("office:scoring_round", args=[pk]),
        asks=("reason",),
        do=do,
        danger=True,
    )


@allow("leader")
def recusing(request: PageRequest, pk: int, seat: int) -> HttpResponse:
    """The bureau decides that a reviewer does not score somebody; the label stays unknown here as elsewhere."""
    found = _seat(find_round(request, pk), seat)
    entries = {e.application_id: e for e in candidates(found.round).select_related("application")}
    people = sorted((e.application.name, str(e.application_id)) for e in entries.values())
    form = DecidedConflictForm(
        request.POST if request.method == "POST" else None,
        policy=request.policy,
        people=[(value, name) for name, value in people],
    )
    rulings: tuple[Ruling, ...] = ()
    status = REFUSED if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        entry = entries[int(said.pop("application"))]
        try:
            recuse(found, entry, **said, by=request.actor, at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("已决定回避，给过的分不再计入。"))
            return redirect("office:scoring_round", pk)
    context = {
        "round": found.round,
        "seat": found,
        "form": form,
        "rulings": rulings,
        "policy": request.policy,
    }
    return page(request, "scoring/recuse.html", context, status=status)
