"""名单公示 and 异议 at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for, whose_step
from zhongmu.office.recruitment.applications import find_application
from zhongmu.office.recruitment.batches import find, timeline
from zhongmu.office.recruitment.forms import ObjectionForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import (
    approve_nameless,
    dismiss_objection,
    publish_names,
    register_objection,
    uphold_objection,
)
from zhongmu.recruitment.actions.names import PUBLISHERS, Objecting, entries_of
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import names_facts
from zhongmu.recruitment.gates import publishing
from zhongmu.recruitment.models import Objection
from zhongmu.recruitment.queries import nameless_approvals, to_publish
from zhongmu.recruitment.states import OBJECTION_MOVES
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest

DECIDE = {"dismiss": dismiss_objection, "uphold": uphold_objection}


@allow(*STAFF)
def name_notice(request: PageRequest, pk: int) -> HttpResponse:
    """What would be published, and what was; POST publishes."""
    batch = find(request, pk)
    rulings: tuple[Ruling, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            by = actor_for(request, PUBLISHERS)
            made = publish_names(batch, by=by, at=request.now, on=request.today)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("名单已公示，%s期满后自动撤下。") % made.ends_on)
            return redirect("office:name_notice", batch.pk)
    people = to_publish(batch)
    approved = nameless_approvals(people)
    entries = entries_of(people, request.policy)
    context = {
        "batch": batch,
        "rows": [(a, e["cells"], approved.get(a.pk, "")) for a, e in zip(people, entries, strict=True)],
        "heads": [row.label for row in request.policy["publicity.fields"]],
        "why": rulings or tuple(publishing(batch, people, request.policy)),
        "notices": list(batch.name_notices.order_by("-pk")),
        "days": request.policy["publicity.days"],
        "parameter": request.policy.parameter("publicity.days"),
        "policy": request.policy,
        "on": request.today,
    }
    return page(request, "recruitment/names.html", context, status=status)


@allow(*STAFF)
def name_notice_print(request: PageRequest, pk: int, form: str) -> HttpResponse:
    found = get_object_or_404(request.bureau.name_notices.select_related("bureau"), pk=pk)
    facts = names_facts(found)
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)


@allow(*STAFF)
def nameless(request: PageRequest, pk: int) -> HttpResponse:
    found = find_application(request, pk)

    def do(said: dict[str, Any]) -> None:
        by = actor_for(request, {"leader"})
        approve_nameless(found, **said, by=by, at=request.now, on=request.today)

    back = reverse("office:name_notice", args=[found.batch_id])
    title = _("批准不公开姓名的公示方式")
    return act_page(request, title=title, subject=found.name, back=back, asks=("how",), do=do)


@allow(*STAFF)
def objections(request: PageRequest) -> HttpResponse:
    rows = request.bureau.objections.select_related("notice", "application")
    rows = rows.defer("objector", "contact", "grounds").only(
        "number", "state", "arrived_on", "notice__title", "application__name", "bureau"
    )
    found = keyset(rows, request)
    return page(request, "recruitment/objections.html", {"rows": found.rows, "older": found.older})


@allow(*STAFF)
def objection_new(request: PageRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(request.bureau.name_notices.select_related("bureau", "batch"), pk=pk)
    names = dict(notice.batch.applications.values_list("pk", "name"))
    posted = request.POST if request.method == "POST" else None
    form = ObjectionForm(posted, notice=notice, names=names, policy=request.policy)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        target, channel, arrived_on = (
            int(said.pop("application")),
            said.pop("channel"),
            said.pop("arrived_on"),
        )
        try:
            made = register_objection(
                notice,
                target,
                Objecting(**said),
                by=request.actor,
                at=request.now,
                channel=channel,
                arrived_on=arrived_on,
            )
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("异议已登记，编号%s。") % made.number)
            return redirect("office:objection", made.pk)
    context = {"notice": notice, "form": form, "rulings": rulings}
    return page(
        request, "recruitment/objection_new.html", context, status=422 if request.method == "POST" else 200
    )


def _find(request: PageRequest, pk: int) -> Objection:
    rows = request.bureau.objections.select_related("notice__batch__bureau", "application", "bureau")
    return get_object_or_404(rows, pk=pk)


@allow(*STAFF)
def objection(request: PageRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    offers = []
    for name, move in OBJECTION_MOVES.items():
        if found.state in move.sources:
            by: Actor = actor_for(request, move.who)
            url = reverse("office:objection_act", args=[found.pk, name])
            offers.append((move.label, url, whose_step(move, by), name))
    context = {
        "objection": found,
        "offers": offers,
        "moves": timeline(list(found.moves.order_by("-pk")), OBJECTION_MOVES),
        "channels": dict(request.policy.choices("intake.channels")),
        "policy": request.policy,
    }
    return page(request, "recruitment/objection_file.html", context)


@allow(*STAFF)
def objection_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in DECIDE:
        raise Http404
    found, move = _find(request, pk), OBJECTION_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        by = actor_for(request, move.who)
        DECIDE[name](found, **said, by=by, at=request.now, on=request.today)

    back = reverse("office:objection", args=[found.pk])
    return act_page(
        request,
        title=move.label,
        subject=found.number,
        back=back,
        asks=("reason",),
        do=do,
        danger=name == "uphold",
    )
