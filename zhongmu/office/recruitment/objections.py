"""异议 at the desk: the list, one case, an objection that came on paper or by phone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page
from zhongmu.office.recruitment.acts import STAFF, actor_for, whose_step
from zhongmu.office.recruitment.batches import timeline
from zhongmu.office.recruitment.forms import ObjectionForm
from zhongmu.office.recruitment.names import find_notice
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import dismiss_objection, register_objection, uphold_objection
from zhongmu.recruitment.actions.objecting import Lodged, Objecting
from zhongmu.recruitment.documents import objection_receipt
from zhongmu.recruitment.models import NameNotice, Objection
from zhongmu.recruitment.states import OBJECTION_MOVES
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.calendar import Calendar
from zhongmu.workdays.deadlines import Words, words_left
from zhongmu.workdays.queries import current_calendar

DECIDE = {"dismiss": dismiss_objection, "uphold": uphold_objection}


def _left(objection: Objection, calendar: Calendar, on: date) -> Words | None:
    """The clock of one that is open."""
    if objection.due_on is None or objection.state != "open":
        return None
    return words_left(calendar, on, objection.due_on)


@allow(*STAFF)
def objections(request: PageRequest) -> HttpResponse:
    rows = request.bureau.objections.select_related("notice", "application")
    rows = rows.defer("objector", "contact", "grounds", "answer").only(
        "number", "state", "arrived_on", "due_on", "notice__title", "application__name", "bureau"
    )
    found, calendar = keyset(rows, request), current_calendar()
    context = {
        "rows": [(each, _left(each, calendar, request.today)) for each in found.rows],
        "older": found.older,
    }
    return page(request, "recruitment/objections.html", context)


@allow(*STAFF)
def objection_new(request: PageRequest, pk: int) -> HttpResponse:
    """What came on paper or by phone; number and secret are handed over on paper or read out."""
    notice = find_notice(request, pk)
    names = dict(notice.batch.applications.values_list("pk", "name"))
    posted = request.POST if request.method == "POST" else None
    form = ObjectionForm(posted, notice=notice, names=names, policy=request.policy)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            lodged = _lodge(request, notice, dict(form.cleaned_data))
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            link = settings.PUBLIC_URL + reverse("portal:objection_told")
            receipt = objection_receipt(lodged.objection, lodged.secret, check_url=link)
            context = {"objection": lodged.objection, "receipt": receipt, "notice": notice}
            return page(request, "recruitment/objection_taken.html", context)
    context = {"notice": notice, "form": form, "rulings": rulings}
    status = 422 if request.method == "POST" else 200
    return page(request, "recruitment/objection_new.html", context, status=status)


def _lodge(request: PageRequest, notice: NameNotice, said: dict[str, Any]) -> Lodged:
    target = int(said.pop("application"))
    how = {name: said.pop(name) for name in ("channel", "arrived_on", "submission")}
    return register_objection(notice, target, Objecting(**said), by=request.actor, at=request.now, **how)


def _find(request: PageRequest, pk: int) -> Objection:
    rows = request.bureau.objections.select_related("notice__batch__bureau", "application", "bureau")
    return get_object_or_404(rows, pk=pk)


@allow(*STAFF)
def objection(request: PageRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    offers = []
    for name, move in OBJECTION_MOVES.items():
        if found.state in move.sources:
            by = actor_for(request, move.who)
            url = reverse("office:objection_act", args=[found.pk, name])
            offers.append((move.label, url, whose_step(move, by), name))
    context = {
        "objection": found,
        "left": _left(found, current_calendar(), request.today),
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
        asks=("reason", "answer"),
        do=do,
        danger=name == "uphold",
    )
