"""推荐: a batch's nominations, one registered from a paper letter, what can be done with one (CQ-7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.interests.queries import institutions_named
from zhongmu.interests.rulings import recommender_notices
from zhongmu.ledger.moves import NotAllowed, why_not
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.batches import find, may_read_forms, timeline
from zhongmu.office.recruitment.call_acts import Act, call_act_page, call_form_of, call_offers, in_the_way
from zhongmu.office.recruitment.forms import DAY
from zhongmu.office.recruitment.paper import answer_on_paper, intake_of
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import Receipt
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.nominating import (
    confirm_nomination,
    decline_nomination,
    nominate,
    resubmit_nomination,
    send_back_nomination,
    send_nomination_anew,
    source_of,
    withdraw_nomination,
)
from zhongmu.recruitment.answers import stored
from zhongmu.recruitment.call_forms import CallForm, call_initial
from zhongmu.recruitment.called import same_phone, standing
from zhongmu.recruitment.calling import OFFICERS, answering, by_officer, nominating, taking
from zhongmu.recruitment.fields import pick
from zhongmu.recruitment.models import Batch, Nomination
from zhongmu.recruitment.states import NOMINATION_MOVES, NominationState
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest


def _open(call: Nomination, request: PageRequest) -> list[Ruling]:
    return taking(call.batch, request.policy)


ACTS: Mapping[str, Act] = {
    "send_back": Act(do=send_back_nomination),
    "send_anew": Act(do=send_nomination_anew, found=_open),
    "decline": Act(do=decline_nomination, label=gettext_lazy("登记本人谢绝")),
    "withdraw": Act(do=withdraw_nomination, danger=True),
}


class LetterForm(forms.Form):
    """Whose letter it is and when it came."""

    intake_channel = forms.ChoiceField()
    arrived_on = forms.DateField(label=gettext_lazy("来件日"), widget=forms.DateInput, error_messages=DAY)

    def __init__(self, *args: Any, request: PageRequest, **rest: Any) -> None:
        super().__init__(*args, **rest)
        rows = request.bureau.units.order_by("name").values_list("pk", "name")
        self.fields["unit"] = pick(_("推荐单位"), [(str(pk), name) for pk, name in rows])
        channels = [(c, label) for c, label in request.policy.choices("intake.channels") if c != "web"]
        self.fields["intake_channel"] = pick(_("来件渠道"), channels, cards=True)


@allow(*STAFF)
def nominations(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    rows = batch.nominations.defer("unit_opinion", "reason", "email", "address", "phone")
    found = keyset(rows, request)
    context = {
        "batch": batch,
        "rows": [(row, standing(row, request.today)) for row in found.rows],
        "older": found.older,
        "why": nominating(batch, request.policy, at=request.now, arrived_on=_in_time(batch, request.today)),
        "on": request.today,
    }
    return page(request, "recruitment/nominations.html", context)


def _in_time(batch: Batch, today: date) -> date:
    """The latest day a letter registered now may have arrived on."""
    closes = batch.apply_closes_at
    return min(today, localdate(closes)) if closes else today


@allow(*STAFF)
def nomination_new(request: PageRequest, pk: int) -> HttpResponse:
    """A letter on paper: who recommends, whom, with what words; its scan is the seal's."""
    batch = find(request, pk)
    form = call_form_of(request)
    how = LetterForm(request.POST if form.is_bound else None, request=request)
    rulings: tuple[Ruling, ...] = tuple(by_officer(actor_for(request, OFFICERS), what=_("登记推荐函")))
    if form.is_bound and all([form.is_valid(), how.is_valid()]):
        try:
            made = _register(request, batch, form, how)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("推荐已登记（%s），本人的通知在“告知与发件”里。") % made.number)
            return redirect("office:nomination", made.pk)
    context = {
        "batch": batch,
        "form": form,
        "how": how,
        "rulings": rulings,
        "title": _("登记推荐函"),
        "submit": _("登记推荐"),
        "back": reverse("office:nominations", args=[batch.pk]),
    }
    return page(request, "recruitment/call_form.html", context, status=422 if form.is_bound else 200)


def _register(request: PageRequest, batch: Batch, form: CallForm, how: LetterForm) -> Nomination:
    unit = get_object_or_404(request.bureau.units, pk=how.cleaned_data["unit"])
    words = form.words(unit_name=unit.name, code=unit.credit_code)
    intake = intake_of(how.cleaned_data, request)
    by, sent = actor_for(request, OFFICERS), form.cleaned_data["submission"]
    return nominate(batch, unit, form.named(), words, by=by, at=request.now, intake=intake, submission=sent)


def find_nomination(request: PageRequest, pk: int) -> Nomination:
    rows = request.bureau.nominations.select_related(
        "batch__bureau", "bureau", "unit", "unit_seal", "application"
    )
    found = get_object_or_404(rows, pk=pk)
    may_read_forms(request, found.batch)
    return found


@allow(*STAFF)
def nomination(request: PageRequest, pk: int) -> HttpResponse:
    found = find_nomination(request, pk)
    policy = request.policy
    why = answering(found, found.batch, policy, on=request.today)
    context = {
        "call": found,
        "batch": found.batch,
        "words": standing(found, request.today),
        "kind": policy.label("recommender.kinds", found.unit.kind),
        "offers": call_offers(found, request, acts=ACTS, moves=NOMINATION_MOVES, url="office:nomination_act"),
        "waits": found.state == NominationState.PROPOSED,
        "why": in_the_way(request, NOMINATION_MOVES["confirm"], why),
        "can_correct": found.state == NominationState.RETURNED,
        "why_not_correct": in_the_way(request, NOMINATION_MOVES["resubmit"]),
        "same": same_phone(found),
        "supervised": recommender_notices(
            found.unit_name,
            institutions_named(found.unit_name, near=request.bureau, on=request.today),
            policy,
        ),
        "moves": timeline(list(found.moves.order_by("-pk")), NOMINATION_MOVES),
        "channels": dict(policy.choices("intake.channels")),
        "arrived_on": date.fromisoformat(found.intake["arrived_on"]) if found.intake else None,
    }
    return page(request, "recruitment/nomination.html", context)


@allow(*STAFF)
def nomination_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    found = find_nomination(request, pk)
    back = reverse("office:nomination", args=[found.pk])
    return call_act_page(request, found, name, acts=ACTS, moves=NOMINATION_MOVES, back=back)


@allow(*STAFF)
def nomination_correct(request: PageRequest, pk: int) -> HttpResponse:
    """The unit's correction on paper."""
    found = find_nomination(request, pk)
    form = call_form_of(request, call_initial(found))
    by = actor_for(request, OFFICERS)
    wrong = why_not(found, NOMINATION_MOVES["resubmit"], by=by)
    rulings: tuple[Ruling, ...] = (wrong,) if wrong else ()
    if form.is_bound and not rulings and form.is_valid():
        words = form.words(unit_name=found.unit.name, code=found.unit.credit_code)
        try:
            resubmit_nomination(found, form.named(), words, by=by, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("补正已登记，已重新通知本人。"))
            return redirect("office:nomination", found.pk)
    back = reverse("office:nomination", args=[found.pk])
    context = {
        "batch": found.batch,
        "form": form,
        "how": None,
        "rulings": rulings,
        "title": _("登记推荐的补正"),
        "submit": _("登记补正"),
        "back": back,
    }
    return page(request, "recruitment/call_form.html", context, status=422 if form.is_bound else 200)


@allow(*STAFF)
def nomination_seal(request: PageRequest, pk: int) -> HttpResponse:
    return stored(find_nomination(request, pk).unit_seal)


@allow(*STAFF)
def nomination_answer(request: PageRequest, pk: int) -> HttpResponse:
    """The person's consent on paper."""
    found = find_nomination(request, pk)
    given = {"phone": found.phone, "email": found.email, "address": found.address}
    by = actor_for(request, NOMINATION_MOVES["confirm"].who)

    def say_yes(answer: Answer) -> Receipt:
        return confirm_nomination(found, answer, by=by, at=request.now)

    back = (found.name, reverse("office:nomination", args=[found.pk]))
    return answer_on_paper(request, found.batch, source_of(found), given, say_yes, back=back)
