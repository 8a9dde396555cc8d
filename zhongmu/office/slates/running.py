"""One calculation: how far it is, what it found and proved, and taking it as advice."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import STAFF, Offer, actor_for, whose_step
from zhongmu.office.recruitment.batches import may_read_forms, timeline
from zhongmu.office.slates.telling import (
    Line,
    Name,
    conclusion,
    in_our_words,
    listed,
    namer,
    rules_of,
    under_way,
)
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.slates import adopt_slate, ask_to_stop, digest_now, gone, set_slate_aside
from zhongmu.recruitment.models import Application, SlateRun
from zhongmu.recruitment.slate import why_not_adopt
from zhongmu.recruitment.slate_files import NUMBER, PEOPLE, SCORE
from zhongmu.recruitment.states import SLATE_MOVES, SlateState
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

LIVE = {SlateState.QUEUED, SlateState.RUNNING}
RESULTS = {SlateState.PROVED, SlateState.STOPPED, SlateState.ADOPTED, SlateState.SET_ASIDE}


def find_run(request: PageRequest, pk: int) -> SlateRun:
    found = get_object_or_404(request.bureau.slate_runs.select_related("batch", "bureau"), pk=pk)
    may_read_forms(request, found.batch)
    return found


def record_of(run: SlateRun) -> dict[str, Any]:
    """What the command wrote down, empty before it ended."""
    found: dict[str, Any] = json.loads(run.outputs.get("record.json", "{}"))
    return found


def scores_of(run: SlateRun) -> dict[str, int]:
    """Merit in 1/100 point by receipt number, as the run read it."""
    rows = csv.DictReader(io.StringIO(run.inputs["files"][PEOPLE]))
    return {row[NUMBER]: int(row[SCORE]) for row in rows}


def people_of(run: SlateRun) -> dict[str, Application]:
    """Everyone the run knew, by receipt number."""
    rows = run.batch.applications.select_related("person").order_by("pk")
    return {a.number: a for a in rows}


def told(record: dict[str, Any], name: Name) -> list[Line]:
    """The command ends with each way to relax and a line on its tables; the page lists the ways itself."""
    value, bound, seats = record["optimum"], record["bound"], record["seats"]
    words = record["words"][: -1 - len(record["relaxations"])]
    lines = conclusion(record["status"], seats, value=value, bound=bound, words=words, name=name)
    return listed(lines, record.get("conflict"), name)


def _offers(run: SlateRun, request: PageRequest) -> list[Offer]:
    if run.state in {SlateState.PROVED, SlateState.STOPPED}:
        return [_adopt_offer(run, request)]
    if run.state == SlateState.ADOPTED:
        return [_aside_offer(run, request)]
    return []


def _adopt_offer(run: SlateRun, request: PageRequest) -> Offer:
    by, move = actor_for(request, SLATE_MOVES["adopt"].who), SLATE_MOVES["adopt"]
    first: Ruling | None = whose_step(move, by)
    why = [first] if first else why_not_adopt(run, digest_now(run.batch, request.policy, request.today))
    link = reverse("office:slate_adopt", args=[run.pk])
    return Offer(
        name="adopt", label=move.label, url=link, why=tuple(why), notes=(), kind="primary", method="post"
    )


def _aside_offer(run: SlateRun, request: PageRequest) -> Offer:
    move = SLATE_MOVES["set_aside"]
    first = whose_step(move, actor_for(request, move.who))
    link = reverse("office:slate_aside", args=[run.pk])
    why = (first,) if first else ()
    return Offer(name="set_aside", label=move.label, url=link, why=why, notes=(), kind="plain", method="get")


@allow(*STAFF)
def slate_run(request: PageRequest, pk: int) -> HttpResponse:
    """Asks again by itself while it calculates; when that ends the page is loaded anew, result and all."""
    run = find_run(request, pk)
    response = _shown(request, run, ())
    if "HX-Request" in request.headers and run.state not in LIVE:
        response["HX-Refresh"] = "true"
    return response


def _shown(
    request: PageRequest, run: SlateRun, rulings: tuple[Ruling, ...], status: int = 200
) -> HttpResponse:
    record = record_of(run)
    people = people_of(run) if record else {}
    name = namer(people, run.inputs["files"][PEOPLE])
    context = {
        "run": run,
        "batch": run.batch,
        "policy": request.policy,
        "rulings": rulings,
        "record": record,
        "people": people,
        "conclusion": told(record, name) if record else [],
        "ways": [in_our_words(name(way["words"])) for way in record.get("relaxations", [])],
        "rules": rules_of(record, name),
        "scores": scores_of(run),
        "live": run.state in LIVE,
        "under_way": under_way(run.progress.get("words", "")),
        "gone": gone(run, request.now),
        "found": run.state in RESULTS,
        "departures": list(run.departures.select_related("application")),
        "offers": _offers(run, request),
        "moves": timeline(list(run.moves.order_by("-pk")), SLATE_MOVES),
    }
    return page(request, "slates/run.html", context, status=status)


@allow(*STAFF)
@require_POST
def slate_stop(request: PageRequest, pk: int) -> HttpResponse:
    run = find_run(request, pk)
    if run.state in LIVE:
        ask_to_stop(run, by=actor_for(request, STAFF), at=request.now)
        messages.info(request, _("已请它停下：会留下目前最好的名单和已证明的差距。"))
    return redirect("office:slate_run", run.pk)


@allow(*STAFF)
@require_POST
def slate_adopt(request: PageRequest, pk: int) -> HttpResponse:
    run = find_run(request, pk)
    by = actor_for(request, SLATE_MOVES["adopt"].who)
    try:
        adopt_slate(run, by=by, at=request.now, on=request.today)
    except NotAllowed as refused:
        return _shown(request, run, refused.rulings, status_of(refused))
    messages.success(request, _("已采用为参考名单。每人的意见先照它填好，可以逐人改；改动要写理由。"))
    return redirect("office:choose", run.batch_id)


@allow(*STAFF)
def slate_aside(request: PageRequest, pk: int) -> HttpResponse:
    run = find_run(request, pk)
    move = SLATE_MOVES["set_aside"]
    return act_page(
        request,
        title=move.label,
        subject=run.batch.title,
        back=reverse("office:choose", args=[run.batch_id]),
        asks=("reason",),
        do=lambda said: set_slate_aside(run, **said, by=actor_for(request, move.who), at=request.now),
    )


@allow(*STAFF)
def slate_files(request: PageRequest, pk: int) -> HttpResponse:
    """Inputs, results, record and the script that checks them: what an auditor takes along. No name is in it."""
    run = find_run(request, pk)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in run.outputs.items():
            archive.writestr(name, text)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="slate-{run.pk}.zip"'
    return response
