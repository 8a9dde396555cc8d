"""推荐单位: who recommends, and the slip with which it opens its login (CQ-7.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.activation_slip import ActivationSlipFacts, activation_slip_pdf
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment import channels
from zhongmu.recruitment.actions.units import close_unit_login, edit_unit, enter_unit, issue_unit_slip
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.call_forms import UnitForm, card_of
from zhongmu.recruitment.called import standing
from zhongmu.recruitment.calling import OFFICERS, by_officer, is_open
from zhongmu.recruitment.models import Unit
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.periods import end_instant

PRINTED = 200


@allow(*STAFF)
def units(request: PageRequest) -> HttpResponse:
    rows = request.bureau.units.select_related("login__account").annotate(named=Count("nominations"))
    found = keyset(rows.defer("phone"), request)
    policy = request.policy
    context = {
        "rows": [(unit, policy.label("recommender.kinds", unit.kind)) for unit in found.rows],
        "older": found.older,
        "why": is_open(channels.by_unit(policy), policy, what=_("单位推荐")),
    }
    return page(request, "recruitment/units.html", context)


def find_unit(request: PageRequest, pk: int) -> Unit:
    return get_object_or_404(request.bureau.units.select_related("bureau", "login__account"), pk=pk)


@allow(*STAFF)
def unit_new(request: PageRequest) -> HttpResponse:
    def do(form: UnitForm, **fixed: Any) -> Unit:
        return enter_unit(request.bureau, form.card(), **fixed)

    return _card_page(request, do, unit=None)


@allow(*STAFF)
def unit_edit(request: PageRequest, pk: int) -> HttpResponse:
    found = find_unit(request, pk)

    def do(form: UnitForm, **fixed: Any) -> Unit:
        edit_unit(found, form.card(), **fixed)
        return found

    return _card_page(request, do, unit=found)


def _card_page(request: PageRequest, do: Any, *, unit: Unit | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = UnitForm(posted, policy=request.policy, initial=card_of(unit) if unit else None)
    rulings: tuple[Ruling, ...] = tuple(by_officer(actor_for(request, OFFICERS), what=_("登记推荐单位")))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = do(form, by=actor_for(request, OFFICERS), at=request.now, on=request.today)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("推荐单位已登记。"))
            return redirect("office:unit", made.pk)
    context = {"form": form, "rulings": rulings, "unit": unit}
    return page(request, "recruitment/unit_card.html", context, status=status)


@allow(*STAFF)
def unit(request: PageRequest, pk: int) -> HttpResponse:
    found = find_unit(request, pk)
    login = getattr(found, "login", None)
    named = found.nominations.select_related("batch").order_by("-pk")[:50]
    context = {
        "unit": found,
        "kind": request.policy.label("recommender.kinds", found.kind),
        "login": login if login and login.account.is_active else None,
        "nominations": [(row, standing(row, request.today)) for row in named],
    }
    return page(request, "recruitment/unit.html", context)


@allow(*STAFF)
def unit_slip(request: PageRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then answer with the slip itself: its code is shown nowhere else."""
    found = find_unit(request, pk)
    made: list[HttpResponse] = []

    def do(said: dict[str, Any]) -> None:
        made.append(_slip(request, found, said["reason"]))

    answer = act_page(
        request,
        title=_("打印激活单"),
        subject=found.name,
        back=reverse("office:unit", args=[found.pk]),
        back_to=found.name,
        asks=("reason",),
        do=do,
    )
    return made[0] if made else answer


def _slip(request: PageRequest, unit: Unit, reason: str) -> HttpResponse:
    """Issue and set in one transaction: a slip that could not be printed is not issued."""
    with transaction.atomic():
        by = actor_for(request, OFFICERS)
        code = issue_unit_slip(unit, reason=reason, by=by, at=request.now, on=request.today)
        last = unit.slips.latest("pk").expires_on
        facts = ActivationSlipFacts(
            holder=unit.name,
            bureau=unit.bureau.name,
            code=code,
            url=settings.PUBLIC_URL + reverse("portal:unit_activate"),
            printed_at=request.now,
            valid_until=end_instant(last) - timedelta(minutes=1),
            rehearsal=request.policy.rehearsal,
            of_unit=True,
        )
        answer = document(facts, "pdf", {"pdf": activation_slip_pdf}, name=_("激活单"))
        if answer.status_code != PRINTED:
            transaction.set_rollback(True)
        return answer


@allow(*STAFF)
def unit_close(request: PageRequest, pk: int) -> HttpResponse:
    found = find_unit(request, pk)

    def do(said: dict[str, Any]) -> None:
        close_unit_login(found, reason=said["reason"], by=actor_for(request, OFFICERS), at=request.now)

    return act_page(
        request,
        title=_("停用账号"),
        subject=found.name,
        back=reverse("office:unit", args=[found.pk]),
        back_to=found.name,
        asks=("reason",),
        do=do,
        danger=True,
    )
