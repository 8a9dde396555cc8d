"""A recommending unit's own few pages: the batches that call for people, and what became of those it named (CQ-7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.ledger.moves import NotAllowed, why_not
from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.corps.forms import AccountForm
from zhongmu.portal.pages import page
from zhongmu.recruitment.actions.nominating import nominate, resubmit_nomination, withdraw_nomination
from zhongmu.recruitment.actions.units import activate_unit
from zhongmu.recruitment.answers import stored
from zhongmu.recruitment.call_forms import CallForm, call_form, call_initial
from zhongmu.recruitment.called import batches_for_units, open_unit_slip, outcome, standing
from zhongmu.recruitment.calling import nominating
from zhongmu.recruitment.fields import Words
from zhongmu.recruitment.models import Nomination, UnitSlip
from zhongmu.recruitment.states import NOMINATION_MOVES, NominationState
from zhongmu.web.access import allow_anyone, unit_only
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest

OUTCOMES = {
    "in_progress": gettext_lazy("本人已确认，正在办理"),
    "appointed": gettext_lazy("已聘任"),
    "not_appointed": gettext_lazy("本次没有聘任"),
}


class OpenLoginForm(AccountForm):
    field_order = ("holder",)
    holder = forms.CharField(
        label=gettext_lazy("单位名称"),
        max_length=100,
        error_messages={"required": gettext_lazy("请填写激活单上的单位名称。")},
    )


class WithdrawForm(forms.Form):
    reason = Words(gettext_lazy("撤回的理由"), 500, long=True)


def _slip(form: OpenLoginForm, request: PageRequest) -> UnitSlip | None:
    """A wrong name, a wrong code, a used and an expired slip all give None and are answered alike."""
    slip = open_unit_slip(form.cleaned_data["code"], request.today)
    same = slip and without_blanks(slip.unit.name) == without_blanks(form.cleaned_data["holder"])
    return slip if same else None


@allow_anyone(because="Opens a unit's login with the one-time slip; every wrong slip is answered alike.")
def activate(request: PageRequest) -> HttpResponse:
    form = OpenLoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slip = _slip(form, request)
        told = {name: form.cleaned_data[name] for name in ("username", "password")}
        if slip is None:
            said = _(
                "单位名称和激活码对不上，或者激活单已经用过、过期。请核对后再输；还不行的，请联系医疗保障局重新打印。"
            )
            form.add_error(None, said)
        else:
            try:
                activate_unit(slip, **told, at=request.now)
            except BadValue as wrong:
                form.add_error("username", wrong.sentence)
            else:
                messages.success(request, _("账号已开通。请用刚才的登录名和密码登录。"))
                return redirect("account_login")
    status = 422 if request.method == "POST" else 200
    return page(request, "units/activate.html", {"form": form}, status=status)


def words_of(nomination: Nomination, request: PageRequest) -> str:
    """What the unit learns: its own step and the outcome, never how the person is judged."""
    if nomination.state == NominationState.CONFIRMED:
        return str(OUTCOMES[outcome(nomination)])
    return standing(nomination, request.today)


@unit_only
def home(request: PageRequest) -> HttpResponse:
    rows = request.unit.nominations.select_related("batch", "application")
    found = keyset(rows.defer("unit_opinion", "reason", "email", "address"), request)
    calls = batches_for_units(request.bureau).filter(rehearsal=request.policy.rehearsal)
    batches = [(batch, nominating(batch, request.policy, at=request.now)) for batch in calls]
    context = {
        "unit": request.unit,
        "here": request.bureau,
        "batches": batches,
        "rows": [(row, words_of(row, request)) for row in found.rows],
        "older": found.older,
    }
    return page(request, "units/home.html", context)


@unit_only
def nominate_one(request: PageRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(batches_for_units(request.bureau).select_related("bureau"), pk=pk)
    form = _form(request)
    rulings: tuple[Ruling, ...] = tuple(nominating(batch, request.policy, at=request.now))
    if form.is_bound and not rulings and form.is_valid():
        words = form.words(unit_name=request.unit.name, code=request.unit.credit_code)
        how: dict[str, Any] = {"by": request.actor, "at": request.now}
        try:
            made = nominate(
                batch, request.unit, form.named(), words, submission=form.cleaned_data["submission"], **how
            )
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("推荐已提交（%s），已通知本人答复。") % made.number)
            return redirect("portal:unit_nomination", made.pk)
    return _form_page(request, form, rulings, title=batch.title, nomination=None)


def _form(request: PageRequest, given: Mapping[str, Any] | None = None) -> CallForm:
    posted = request.POST if request.method == "POST" else None
    same: dict[str, Any] = {"bureau": request.bureau, "policy": request.policy, "at": request.now}
    return call_form(posted, request.FILES, given=given, **same)


def _form_page(
    request: PageRequest,
    form: CallForm,
    rulings: tuple[Ruling, ...],
    *,
    title: str,
    nomination: Nomination | None,
) -> HttpResponse:
    context = {
        "unit": request.unit,
        "here": request.bureau,
        "form": form,
        "rulings": rulings,
        "title": title,
        "nomination": nomination,
    }
    return page(request, "units/nominate.html", context, status=422 if form.is_bound else 200)


def own(request: PageRequest, pk: int) -> Nomination:
    rows = request.unit.nominations.select_related(
        "batch__bureau", "bureau", "unit", "unit_seal", "application"
    )
    return get_object_or_404(rows, pk=pk)


@unit_only
def nomination(request: PageRequest, pk: int) -> HttpResponse:
    found = own(request, pk)
    asked = found.moves.filter(name="send_back").order_by("-pk").first()
    context = {
        "unit": request.unit,
        "here": request.bureau,
        "nomination": found,
        "words": words_of(found, request),
        "asked": asked.reason if asked and found.state == NominationState.RETURNED else "",
        "can_correct": found.state == NominationState.RETURNED,
        "can_withdraw": found.state in NOMINATION_MOVES["withdraw"].sources,
    }
    return page(request, "units/nomination.html", context)


@unit_only
def correct(request: PageRequest, pk: int) -> HttpResponse:
    found = own(request, pk)
    form = _form(request, call_initial(found))
    wrong = why_not(found, NOMINATION_MOVES["resubmit"], by=request.actor)
    rulings: tuple[Ruling, ...] = (wrong,) if wrong else ()
    if form.is_bound and not rulings and form.is_valid():
        words = form.words(unit_name=request.unit.name, code=request.unit.credit_code)
        try:
            resubmit_nomination(found, form.named(), words, by=request.actor, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("已重新提交，已通知本人答复。"))
            return redirect("portal:unit_nomination", found.pk)
    return _form_page(request, form, rulings, title=found.batch.title, nomination=found)


@unit_only
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    found = own(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    rulings: tuple[Ruling, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            withdraw_nomination(found, **form.cleaned_data, by=request.actor, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("推荐已撤回，已告知本人。"))
            return redirect("portal:unit_nomination", found.pk)
    context = {
        "unit": request.unit,
        "here": request.bureau,
        "nomination": found,
        "form": form,
        "rulings": rulings,
    }
    return page(request, "units/withdraw.html", context, status=422 if form.is_bound else 200)


@unit_only
def seal(request: PageRequest, pk: int) -> HttpResponse:
    """The scan the unit itself sent."""
    return stored(own(request, pk).unit_seal)
