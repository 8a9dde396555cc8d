"""Headcounts a superior sets: what goes up from the bureau, what comes in from the bureaus below (HL-2.4b)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import (
    DANGER,
    DO_HEADCOUNT,
    HEADCOUNT_ASKS,
    STAFF,
    actor_for,
    headcount_offers,
)
from zhongmu.office.recruitment.batches import find, timeline
from zhongmu.office.recruitment.plan_forms import FiguresForm, initial_plan
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import send_up, send_up_again
from zhongmu.recruitment.documents import plan_rows
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.rulings import superior_for, why_not_send_up
from zhongmu.recruitment.states import BATCH_MOVES, BatchState
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest

SENDERS = BATCH_MOVES["send_up"].who


@allow(*STAFF)
def figures_new(request: PageRequest) -> HttpResponse:
    """The area's figures, for the superior to set the headcount from."""
    return _figures(request, None)


@allow(*STAFF)
def figures_again(request: PageRequest, pk: int) -> HttpResponse:
    """The same, put right after they came back."""
    batch = find(request, pk)
    if batch.state != BatchState.RETURNED:
        return redirect("office:batch", batch.pk)
    return _figures(request, batch)


def _figures(request: PageRequest, batch: Batch | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    policy, initial = request.policy, initial_plan(batch) if batch else {}
    form = FiguresForm(posted, policy=policy, initial=initial)
    rulings: tuple[Ruling, ...] = () if batch else tuple(why_not_send_up(request.bureau, policy))
    status = 422 if posted is not None else 200
    if posted is not None and form.is_valid():
        try:
            return _sent(request, batch, form)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
    above = batch.authority if batch else superior_for(request.bureau, policy)
    asked = batch.moves.filter(name="return_figures").order_by("-pk").first() if batch else None
    context = {"form": form, "rulings": rulings, "batch": batch, "above": above, "asked": asked}
    return page(request, "recruitment/figures.html", {**context, "policy": policy}, status=status)


def _sent(request: PageRequest, batch: Batch | None, form: FiguresForm) -> HttpResponse:
    by, at, on = actor_for(request, SENDERS), request.now, request.today
    if batch is None:
        batch = send_up(request.bureau, form.figures(), by=by, at=at, on=on)
    else:
        send_up_again(batch, form.figures(), by=by, at=at, on=on)
    messages.success(request, _("辖区情况已报送%s，核定后即可发布公告。") % batch.decider.name)
    return redirect("office:batch", batch.pk)


@allow(*STAFF)
def headcounts(request: PageRequest) -> HttpResponse:
    found = keyset(request.bureau.headcounts.select_related("bureau"), request)
    return page(request, "recruitment/headcounts.html", {"rows": found.rows, "older": found.older})


def _below(request: PageRequest, pk: int) -> Batch:
    return get_object_or_404(request.bureau.headcounts.select_related("bureau", "authority"), pk=pk)


@allow(*STAFF)
def headcount(request: PageRequest, pk: int) -> HttpResponse:
    batch = _below(request, pk)
    policy = batch.bureau.policy(request.today)
    context = {
        "batch": batch,
        "policy": policy,
        "plan": plan_rows(batch, policy),
        "offers": headcount_offers(batch, request),
        "moves": timeline(list(batch.moves.filter(name__in=HEADCOUNT_MOVES).order_by("-pk")), BATCH_MOVES),
    }
    return page(request, "recruitment/headcount.html", context)


HEADCOUNT_MOVES = {*HEADCOUNT_ASKS, "send_up"}


@allow(*STAFF)
def headcount_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in DO_HEADCOUNT:
        raise Http404
    batch, move = _below(request, pk), BATCH_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        by = actor_for(request, move.who)
        DO_HEADCOUNT[name](batch, **said, by=by, at=request.now, on=request.today)

    return act_page(
        request,
        title=move.label,
        subject=f"{batch.bureau.name}　{batch.title}",
        back=reverse("office:headcount", args=[batch.pk]),
        asks=HEADCOUNT_ASKS[name],
        do=do,
        danger=name in DANGER,
    )
