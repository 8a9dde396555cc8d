"""审查异议 at the desk: what an applicant who did not pass objects, and the answer of a person who had no part in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page
from zhongmu.office.recruitment.acts import STAFF, actor_for, offer_of
from zhongmu.office.recruitment.applications import find_application
from zhongmu.office.recruitment.batches import may_read_forms, timeline
from zhongmu.office.recruitment.forms import AppealForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import dismiss_appeal, lodge_appeal, uphold_appeal
from zhongmu.recruitment.actions.appealing import WHO
from zhongmu.recruitment.appeals import another_hand, refusal_of, why_not_appeal
from zhongmu.recruitment.models import Appeal
from zhongmu.recruitment.queries import latest_findings
from zhongmu.recruitment.states import APPEAL_MOVES
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.deadlines import words_left
from zhongmu.workdays.queries import current_calendar

DECIDE = {"uphold": uphold_appeal, "dismiss": dismiss_appeal}


@allow(*STAFF)
def appeal_new(request: PageRequest, pk: int) -> HttpResponse:
    """What came on paper, by phone or in person; it counts from the day it arrived."""
    application = find_application(request, pk)
    policy = request.policy
    form = AppealForm(request.POST if request.method == "POST" else None, policy=policy)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = lodge_appeal(application, **form.cleaned_data, by=actor_for(request, WHO), at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("审查异议已登记。"))
            return redirect("office:appeal", made.pk)
    elif request.method == "GET":
        rulings = tuple(why_not_appeal(application, arrived_on=request.today, policy=policy))
    context = {"application": application, "form": form, "rulings": rulings}
    status = 422 if request.method == "POST" else 200
    return page(request, "recruitment/appeal_new.html", context, status=status)


def _find(request: PageRequest, pk: int) -> Appeal:
    rows = request.bureau.appeals.select_related("application__batch", "application__bureau", "bureau")
    found = get_object_or_404(rows.select_related("application__person"), pk=pk)
    may_read_forms(request, found.application.batch)
    return found


@allow(*STAFF)
def appeal(request: PageRequest, pk: int) -> HttpResponse:
    found, policy = _find(request, pk), request.policy
    labels = dict(policy.choices("eligibility"))
    failed = [f for f in latest_findings(found.application).values() if f.conclusion == "fails"]
    left = words_left(current_calendar(), request.today, found.due_on) if found.due_on else None
    context = {
        "appeal": found,
        "application": found.application,
        "left": left if found.state == "open" else None,
        "refusal": refusal_of(found.application),
        "failed": [(labels.get(f.item, f.item), f) for f in failed],
        "offers": _offers(found, request),
        "moves": timeline(list(found.moves.order_by("-pk")), APPEAL_MOVES),
        "channels": dict(policy.choices("intake.channels")),
        "policy": policy,
    }
    return page(request, "recruitment/appeal_file.html", context)


def _offers(found: Appeal, request: PageRequest) -> list[object]:
    offers: list[object] = []
    for name in DECIDE:
        move = APPEAL_MOVES[name]
        if found.state in move.sources:
            by = actor_for(request, move.who)
            barred = another_hand(found.application, by, request.policy)
            url = reverse("office:appeal_act", args=[found.pk, name])
            offers.append(offer_of(found, move, request, url=url, by=by, found=barred, asks=True))
    return offers


@allow(*STAFF)
def appeal_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in DECIDE:
        raise Http404
    found, move = _find(request, pk), APPEAL_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        by = actor_for(request, move.who)
        DECIDE[name](found, **said, by=by, at=request.now, on=request.today)

    return act_page(
        request,
        title=move.label,
        subject=f"{found.application.name}（{found.application.number}）",
        back=reverse("office:appeal", args=[found.pk]),
        asks=("reason", "answer"),
        do=do,
        labels={"answer": _("给报名人的答复（报名人在“报名进度”里看到）")},
    )
