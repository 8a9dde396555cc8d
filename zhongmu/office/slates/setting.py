"""What the slate of a batch is asked for, and the button that starts a calculation."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import STAFF, Offer, actor_for
from zhongmu.office.recruitment.batches import find, may_read_forms
from zhongmu.office.slates.forms import DesignForm, Values, initial_design
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.slates import gone, start_run, write_design
from zhongmu.recruitment.models import Application, Batch, SlateDesign
from zhongmu.recruitment.queries import candidates_of, merits_of
from zhongmu.recruitment.slate import FEATURES, least_by_measure, values_of, why_not_run
from zhongmu.recruitment.states import BatchState
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

LONGEST_NUMBER, NOTHING = 10, 2**31


def design_of(batch: Batch) -> SlateDesign | None:
    return getattr(batch, "slate_design", None)


def offered_values(batch: Batch, people: list[Application], request: PageRequest) -> Values:
    """Every value that a candidate has, and those a bound names although nobody has them any more."""
    found = values_of(people, request.policy, request.today)
    design = design_of(batch)
    for bound in design.bounds if design else ():
        known = found[bound["feature"]]
        if bound["value"] not in dict(known):
            known.append((bound["value"], 0))
    return found


def design_form(batch: Batch, request: PageRequest, *, posted: bool = False) -> DesignForm:
    people = candidates_of(batch)[0]
    values = offered_values(batch, people, request)
    least = least_by_measure(request.policy, batch.headcount)
    return DesignForm(
        request.POST if posted else None,
        initial=relaxed(initial_design(design_of(batch), values, least, batch.headcount), values, request),
        people=people,
        values=values,
        headcount=batch.headcount,
    )


def relaxed(initial: dict[str, Any], values: Values, request: PageRequest) -> dict[str, Any]:
    """The bounds with one of a run's ways to relax them filled in, to be looked at and saved by a person."""
    if "run" not in request.GET:
        return initial
    run = request.bureau.slate_runs.filter(pk=whole(request.GET["run"])).first()
    record = json.loads(run.outputs.get("record.json", "{}")) if run else {}
    ways, chosen = record.get("relaxations", []), whole(request.GET.get("way"))
    titles = {str(title): code for code, (title, _read) in FEATURES.items()}
    for give in ways[chosen]["gives"] if chosen < len(ways) else []:
        rule = record["rules"][give["rule"]]
        code = titles[rule["feature"]]
        place = [value for value, _count in values[code]].index(rule["value"])
        for end in ("low", "low_flex") if give["side"] == "min" else ("high", "high_flex"):
            initial[f"{end}_{code}_{place}"] = give["bound"]
    return initial


def whole(text: str | None) -> int:
    """A number out of an address; one that nothing has where it is none."""
    return int(text) if text and text.isdecimal() and len(text) < LONGEST_NUMBER else NOTHING


def _offers(batch: Batch, request: PageRequest) -> list[Offer]:
    if batch.state != BatchState.CHOOSING:
        return []
    running = any(not gone(run, request.now) for run in batch.slate_runs.unfinished())
    return [
        Offer(
            name="start",
            label=_("开始测算"),
            url=reverse("office:slate_start", args=[batch.pk]),
            why=tuple(why_not_run(batch, request.policy, running=running)),
            notes=(),
            kind="primary",
            method="post",
        )
    ]


def _shown(
    batch: Batch, request: PageRequest, form: DesignForm, rulings: tuple[Ruling, ...], status: int
) -> HttpResponse:
    context = {
        "batch": batch,
        "people": form.people,
        "form": form,
        "design": design_of(batch),
        "features": FEATURES,
        "rulings": rulings,
        "policy": request.policy,
        "scored": bool(merits_of(batch)),
        "writing": batch.state == BatchState.CHOOSING,
        "offers": _offers(batch, request),
        "runs": list(batch.slate_runs.order_by("-pk")[:20]),
    }
    return page(request, "slates/design.html", context, status=status)


@allow(*STAFF)
def slate(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    return _shown(batch, request, design_form(batch, request), (), 200)


@allow(*STAFF)
@require_POST
def slate_design(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    form = design_form(batch, request, posted=True)
    if not form.is_valid():
        return _shown(batch, request, form, (), 422)
    try:
        write_design(batch, form.design(), by=actor_for(request, STAFF), at=request.now)
    except NotAllowed as refused:
        return _shown(batch, request, form, refused.rulings, 422)
    messages.success(request, _("测算要求已保存。"))
    return redirect("office:slate", batch.pk)


@allow(*STAFF)
@require_POST
def slate_start(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    try:
        run = start_run(batch, by=actor_for(request, STAFF), at=request.now, on=request.today)
    except NotAllowed as refused:
        return _shown(batch, request, design_form(batch, request), refused.rulings, status_of(refused))
    return redirect("office:slate_run", run.pk)
