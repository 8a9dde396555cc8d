"""自荐池: who offered themselves, drawing them into a batch, what came on paper (CQ-7.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.batches import may_read_forms, timeline
from zhongmu.office.recruitment.call_acts import Act, call_act_page, call_offers, in_the_way
from zhongmu.office.recruitment.paper import (
    answer_on_paper,
    context_of,
    form_of,
    how_of,
    intake_of,
    kept_of,
)
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment import channels
from zhongmu.recruitment.actions import Receipt
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.pooling import (
    draw,
    join_batch,
    kept_form,
    offer_oneself,
    offering,
    reissue_secret,
    renew,
    self_source,
    stay,
    withdraw_self,
)
from zhongmu.recruitment.called import batches_for_units, standing
from zhongmu.recruitment.calling import OFFICERS, answering, by_officer
from zhongmu.recruitment.fields import pick
from zhongmu.recruitment.models import SelfNomination
from zhongmu.recruitment.states import POOL_MOVES, PoolState
from zhongmu.recruitment.uploads import kept_file, token_of
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

ACTS: Mapping[str, Act] = {
    "stay": Act(do=stay, label=gettext_lazy("登记本人这次不参加")),
    "renew": Act(do=renew, label=gettext_lazy("登记本人续留")),
    "withdraw": Act(do=withdraw_self, danger=True),
}


class DrawForm(forms.Form):
    def __init__(self, *args: Any, request: PageRequest, **rest: Any) -> None:
        super().__init__(*args, **rest)
        rows = batches_for_units(request.bureau).values_list("pk", "title")
        self.fields["batch"] = pick(_("选入哪个批次"), [(str(pk), title) for pk, title in rows], cards=True)


@allow(*STAFF)
def pool(request: PageRequest) -> HttpResponse:
    """Those who wait; the other tab shows everybody who ever did."""
    everyone = request.GET.get("tab") == "all"
    rows, on = request.bureau.self_nominations.defer("content"), request.today
    waiting = request.bureau.self_nominations.waiting(on)
    found = keyset(rows if everyone else waiting.defer("content"), request)
    policy = request.policy
    context = {
        "rows": [
            (r, policy.label("categories", r.category) if r.category else "", standing(r, on))
            for r in found.rows
        ],
        "older": found.older,
        "tabs": [
            (_("在池等候"), "?", capped_count(waiting), not everyone),
            (_("全部"), "?tab=all", capped_count(rows), everyone),
        ],
        "why": offering(policy),
    }
    return page(request, "recruitment/pool.html", context)


def find_entry(request: PageRequest, pk: int) -> SelfNomination:
    rows = request.bureau.self_nominations.select_related(
        "bureau", "batch__bureau", "person", "photo", "scan", "application"
    )
    found = get_object_or_404(rows, pk=pk)
    if found.batch is not None:
        may_read_forms(request, found.batch)
    return found


@allow(*STAFF)
def self_nomination(request: PageRequest, pk: int) -> HttpResponse:
    found = find_entry(request, pk)
    policy = request.policy
    waits = found.state == PoolState.DRAWN and found.batch is not None
    why = answering(found, found.batch, policy, on=request.today) if waits and found.batch else []
    context = {
        "entry": found,
        "form": kept_form(found),
        "words": standing(found, request.today),
        "category": policy.label("categories", found.category) if found.category else "",
        "offers": call_offers(found, request, acts=ACTS, moves=POOL_MOVES, url="office:self_act"),
        "can_draw": found.state in POOL_MOVES["draw"].sources
        and not (waits and not found.is_over(request.today)),
        "waits": waits,
        "why_not_draw": in_the_way(request, POOL_MOVES["draw"]),
        "why": in_the_way(request, POOL_MOVES["join"], why),
        "moves": timeline(list(found.moves.order_by("-pk")), POOL_MOVES),
        "channels": dict(policy.choices("intake.channels")),
    }
    return page(request, "recruitment/self_nomination.html", context)


@allow(*STAFF)
def self_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    found = find_entry(request, pk)
    back = reverse("office:self_nomination", args=[found.pk])
    return call_act_page(request, found, name, acts=ACTS, moves=POOL_MOVES, back=back)


@allow(*STAFF)
def self_draw(request: PageRequest, pk: int) -> HttpResponse:
    """Draw somebody into a batch; the person is asked whether they are still willing."""
    found = find_entry(request, pk)
    form = DrawForm(request.POST if request.method == "POST" else None, request=request)
    rulings: tuple[Ruling, ...] = ()
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        batch = get_object_or_404(batches_for_units(request.bureau), pk=form.cleaned_data["batch"])
        try:
            draw(found, batch, by=actor_for(request, POOL_MOVES["draw"].who), at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("已选入%s，已通知本人确认。") % batch.title)
            return redirect("office:self_nomination", found.pk)
    back = reverse("office:self_nomination", args=[found.pk])
    context = {"title": _("选入批次"), "subject": found.name, "back": back, "form": form, "rulings": rulings}
    return page(
        request,
        "recruitment/act.html",
        {**context, "back_to": found.name, "stopped": False, "kind": "primary"},
        status=status,
    )


@allow(*STAFF)
def self_secret(request: PageRequest, pk: int) -> HttpResponse:
    """Somebody came in person and lost the receipt: a new secret, shown this once."""
    found = find_entry(request, pk)
    told: list[str] = []

    def do(said: dict[str, Any]) -> None:
        by = actor_for(request, OFFICERS)
        told.append(reissue_secret(found, reason=said["reason"], by=by, at=request.now))

    back = reverse("office:self_nomination", args=[found.pk])
    answer = act_page(request, title=_("补发查询码"), subject=found.name, back=back, asks=("reason",), do=do)
    if not told:
        return answer
    return page(request, "recruitment/self_registered.html", {"entry": found, "secret": told[0]})


@allow(*STAFF)
def self_new(request: PageRequest) -> HttpResponse:
    """A self-nomination on paper; it goes into the pool, not into a batch."""
    kept, row = kept_of(request), channels.into_pool(request.policy)
    form = form_of(request, kept, channel=row.code if row else "")
    how = how_of(request, kept)
    whose = by_officer(actor_for(request, OFFICERS), what=_("登记纸质自荐"))
    rulings: tuple[Ruling, ...] = (*whose, *offering(request.policy))
    if kept and not rulings and all([form.is_valid(), how.is_valid()]):
        try:
            made = offer_oneself(
                request.bureau,
                form.filled(arrived_on=how.cleaned_data["arrived_on"]),
                by=actor_for(request, OFFICERS),
                at=request.now,
                submission=form.cleaned_data["submission"],
                intake=intake_of(how.cleaned_data, request),
                scan=kept_file(how.cleaned_data["scan_token"], request.bureau),
            )
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            told = {"entry": made.entry, "secret": made.secret}
            return page(request, "recruitment/self_registered.html", told)
    context = {**context_of(request, form, rulings), "how": how, "correcting": False}
    context["submit"] = _("登记自荐")
    return page(request, "recruitment/self_paper.html", context, status=422 if kept else 200)


@allow(*STAFF)
def self_answer(request: PageRequest, pk: int) -> HttpResponse:
    """Still willing, on paper: the form signed anew by hand."""
    found = find_entry(request, pk)
    if found.batch is None:
        return redirect("office:self_nomination", found.pk)
    given = {**kept_form(found), **({"photo_token": token_of(found.photo)} if found.photo else {})}
    by = actor_for(request, POOL_MOVES["join"].who)

    def say_yes(answer: Answer) -> Receipt:
        return join_batch(found, answer, by=by, at=request.now)

    back = (found.name, reverse("office:self_nomination", args=[found.pk]))
    return answer_on_paper(request, found.batch, self_source(found), given, say_yes, back=back)
