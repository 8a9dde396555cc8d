"""人员与权限: who may do what in this bureau. Administrators see no case and no applicant."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.bureaus.actions import end_membership, new_member
from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.members.forms import MemberForm, ReasonForm
from zhongmu.office.pages import page
from zhongmu.people.actions import reset_account
from zhongmu.people.values import BadValue
from zhongmu.policies.rulings import Ruling
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


@allow("system", "security")
def members(request: PageRequest) -> HttpResponse:
    rows = request.bureau.memberships.current(request.today).select_related("account").order_by("role", "id")
    return page(
        request, "members/members.html", {"rows": rows, "manages": request.membership.role == "system"}
    )


@allow("system")
def add(request: PageRequest) -> HttpResponse:
    form = MemberForm(request.POST or None)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            account, password = new_member(
                request.bureau, **form.cleaned_data, by=request.actor, at=request.now, on=request.today
            )
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            return page(request, "members/password.html", {"account": account, "password": password})
    status = 422 if request.method == "POST" else 200
    return page(request, "members/add.html", {"form": form, "rulings": rulings}, status=status)


@allow("system")
def end(request: PageRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(request.bureau.memberships.current(request.today), pk=pk)
    form = ReasonForm(request.POST or None)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(
                membership,
                by=request.actor,
                reason=form.cleaned_data["reason"],
                at=request.now,
                on=request.today,
            )
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("已结束该成员在本局的这项职责。"))
            return redirect("office:members")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "rulings": rulings, "member": membership, "ends": True}
    return page(request, "members/reason.html", context, status=status)


@allow("system")
def reset(request: PageRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(request.bureau.memberships.current(request.today), pk=pk)
    form = ReasonForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            password = reset_account(
                membership.account,
                chain=request.bureau.code,
                by=request.actor,
                reason=form.cleaned_data["reason"],
                at=request.now,
            )
        except BadValue as error:
            problem = error.sentence
        else:
            return page(
                request, "members/password.html", {"account": membership.account, "password": password}
            )
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "problem": problem, "rulings": (), "member": membership, "ends": False}
    return page(request, "members/reason.html", context, status=status)


@allow()
@require_POST
def switch(request: PageRequest) -> HttpResponse:
    """Work in another of one's own bureaus from now on."""
    own = {str(bureau.pk): bureau.pk for bureau in [request.bureau, *request.other_bureaus]}
    if chosen := own.get(request.POST.get("bureau", "")):
        request.session["bureau"] = chosen
    return redirect("office:today")
