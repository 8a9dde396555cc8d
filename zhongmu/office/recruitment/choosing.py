"""比选: candidates side by side on the pack's dimensions. Nothing is scored; a person writes and decides (CQ-5.2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for, batch_offers
from zhongmu.office.recruitment.applications import find_application
from zhongmu.office.recruitment.batches import find, may_read_forms
from zhongmu.office.recruitment.filled_forms import more_rows
from zhongmu.office.recruitment.forms import MinutesForm, OpinionForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import write_minutes, write_opinion
from zhongmu.recruitment.departures import adopted, departure_of
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.queries import candidates_of, merits_of, structure
from zhongmu.recruitment.selection import headcount, least_ordinary, ordinary_codes, quota_of, register_share
from zhongmu.recruitment.states import BatchState
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


def _candidates(batch: Batch) -> list[Application]:
    """Those being compared, or, once settled, those who were."""
    if batch.state == BatchState.CHOOSING:
        return candidates_of(batch)[0]
    rows = batch.applications.exclude(opinion=None).select_related("opinion", "bureau", "person")
    return list(rows.order_by("pk"))


@allow(*STAFF)
def choose(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    policy, on = request.policy, request.today
    people = _candidates(batch)
    opinions = {a.pk: a.opinion for a in people if hasattr(a, "opinion")}
    chosen = [a for a in people if a.pk in opinions and opinions[a.pk].proposed]
    ordinary_of = ordinary_codes(policy)
    percent = policy["quota.ordinary_insured.min_percent"]
    slate = adopted(batch)
    context = {
        "batch": batch,
        "policy": policy,
        "people": people,
        "opinions": opinions,
        "dims": policy.choices("selection.dims"),
        "merits": merits_of(batch),
        "chosen": chosen,
        "ordinary": sum(a.category in ordinary_of for a in chosen),
        "least": least_ordinary(len(chosen), percent) if percent else None,
        "percent": percent,
        "share": register_share(batch, chosen, policy, on) if percent else None,
        "found": [*headcount(batch, len(chosen), policy), *quota_of(batch, chosen, policy, on)],
        "of_all": structure(people, policy, on),
        "of_chosen": structure(chosen, policy, on),
        "writing": batch.state == BatchState.CHOOSING,
        "form": MinutesForm(initial={"minutes": batch.minutes}),
        "offers": [o for o in batch_offers(batch, request) if o.name in {"settle", "reopen"}],
        "on": on,
        "slate": slate,
        "departures": dict(slate.departures.values_list("application_id", "reason")) if slate else {},
    }
    return page(request, "recruitment/choose.html", context)


@allow(*STAFF)
def opinion(request: PageRequest, pk: int) -> HttpResponse:
    found = find_application(request, pk)
    said = getattr(found, "opinion", None)
    initial = {}
    if said:
        initial = {f"dim_{code}": text for code, text in said.dimensions.items()}
        initial |= {
            "overall": said.overall,
            "told": said.told,
            "proposed": {True: "yes", False: "no", None: "later"}[said.proposed],
        }
    run = adopted(found.batch)
    advice = None if run is None else found.pk in run.chosen
    if run is not None:
        initial["departure"] = departure_of(run, found)
    posted = request.POST if request.method == "POST" else None
    form = OpinionForm(posted, policy=request.policy, initial=initial, advice=advice)
    rulings: tuple[Ruling, ...] = ()
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            write_opinion(found, **form.opinion(), by=actor_for(request, STAFF), at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("比选意见已记下。"))
            return redirect("office:choose", found.batch_id)
    context = {
        "application": found,
        "more": more_rows(found, request.policy),
        "form": form,
        "rulings": rulings,
        "policy": request.policy,
        "scored": found.pk in merits_of(found.batch),
    }
    return page(request, "recruitment/opinion.html", context, status=status)


@allow(*STAFF)
def minutes(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)
    form = MinutesForm(request.POST if request.method == "POST" else None, initial={"minutes": batch.minutes})
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            write_minutes(batch, minutes=form.cleaned_data["minutes"], by=request.actor, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("比选纪要已保存。"))
            return redirect("office:choose", batch.pk)
    context = {"batch": batch, "form": form, "rulings": rulings}
    return page(request, "recruitment/minutes.html", context, status=422 if request.method == "POST" else 200)
