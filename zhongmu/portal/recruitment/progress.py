"""What became of an application: for whoever has its number and its secret (issue: progress needs both)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import application_pdf
from zhongmu.policies.rulings import Cite, Ruling
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.recruitment.applying import APPLICANT, bound_form, fresh_form
from zhongmu.recruitment.actions import correct_application, withdraw_application, withdraw_name_consent
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import application_facts
from zhongmu.recruitment.filled import statement_for
from zhongmu.recruitment.forms import Words, initial_of
from zhongmu.recruitment.models import Application, ApplicationMove
from zhongmu.recruitment.queries import find_mine, opened
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import APPLICATION_MOVES, ApplicationState
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

KEY, SINCE, LASTS = "application", "application_since", 30 * 60  # seconds the page stays open
OWN = "Opens only after number and secret; a stranger is asked for both."
# The applicant reads these in plain words; what staff do among themselves is not told.
TOLD = {
    "send_back": gettext_lazy("请补正后重新提交"),
    "correct": gettext_lazy("您已补正"),
    "pass_check": gettext_lazy("已通过资格审查"),
    "confirm_refusal": gettext_lazy("没有通过资格审查"),
    "choose": gettext_lazy("已列为拟聘人选"),
    "pass_over": gettext_lazy("这次没有入选"),
    "strike": gettext_lazy("不予聘任"),
    "appoint": gettext_lazy("已聘任"),
    "withdraw": gettext_lazy("已撤回"),
}
WITH_REASON = frozenset({"send_back", "confirm_refusal", "strike"})
# What the applicant is told of a state that staff know more exactly.
SAID = {ApplicationState.REFUSING: ApplicationState.SUBMITTED}


class OpenForm(forms.Form):
    number = Words(
        gettext_lazy("回执号"), 40, help_text=gettext_lazy("形如 报〔2026〕0123，也可以只填 20260123")
    )
    secret = Words(gettext_lazy("查询码"), 40, help_text=gettext_lazy("回执上的12位字母和数字，不分大小写"))


def mine(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for the application opened in this session; otherwise back to the door."""

    @wraps(view)
    def wrapper(request: PageRequest, **rest: Any) -> HttpResponse:
        application = _opened(request)
        if application is None:
            return redirect("portal:progress")
        at_bureau(request, application.bureau.code)
        return view(request, application, **rest)

    return wrapper


def _opened(request: PageRequest) -> Application | None:
    since = request.session.get(SINCE, 0)
    if request.now.timestamp() - since > LASTS:
        return None
    return opened(request.session.get(KEY))


@allow_anyone(because=OWN)
def progress(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _open(request)
    application = _opened(request)
    if application is None:
        return page(request, "recruitment/progress_door.html", {"form": OpenForm(), "wrong": False})
    at_bureau(request, application.bureau.code)
    return page(request, "recruitment/progress.html", _shown(application, request.policy))


def _open(request: PageRequest) -> HttpResponse:
    form = OpenForm(request.POST)
    found = find_mine(**form.cleaned_data) if form.is_valid() else None
    if found is None:
        context = {"form": form, "wrong": form.is_valid()}
        return page(request, "recruitment/progress_door.html", context, status=422)
    request.session[KEY], request.session[SINCE] = found.pk, int(request.now.timestamp())
    return redirect("portal:progress")


def _line(move: ApplicationMove, policy: Policy) -> dict[str, object]:
    because: Cite | None = cite(policy, APPLICATION_MOVES[move.name].cite)
    text = move.reason if move.name in WITH_REASON else ""
    return {"label": TOLD[move.name], "who": "", "at": move.at, "text": text, "cite": because}


def _shown(application: Application, policy: Policy) -> dict[str, object]:
    moves = application.moves.filter(name__in=TOLD).order_by("-pk")
    state = SAID.get(ApplicationState(application.state), ApplicationState(application.state))
    notice = next((n for n in application.batch.name_notices.all() if n.covers(application.pk)), None)
    return {
        "application": application,
        "here": application.bureau,
        "state": state.label,
        "moves": [*(_line(m, policy) for m in moves), _arrival(application)],
        "can_correct": application.state == ApplicationState.SENT_BACK,
        "can_withdraw": application.state in APPLICATION_MOVES["withdraw"].sources,
        "notice": notice,
        "policy": policy,
    }


def _arrival(application: Application) -> dict[str, object]:
    return {"label": _("已收到报名"), "who": "", "at": application.submitted_at, "text": "", "cite": None}


@allow_anyone(because=OWN)
@mine
def correct(request: PageRequest, application: Application) -> HttpResponse:
    if application.state != ApplicationState.SENT_BACK:
        return redirect("portal:progress")
    if request.method == "POST":
        form = bound_form(request, application.bureau)
    else:
        form = fresh_form(request, application.bureau, initial=initial_of(application))
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            correct_application(application, form.filled(), by=APPLICANT, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("已重新提交，等待审查。"))
            return redirect("portal:progress")
    reason = application.moves.filter(name="send_back").order_by("-pk").first()
    context = {
        "here": application.bureau,
        "batch": application.batch,
        "form": form,
        "rulings": rulings,
        "statement": statement_for(application.bureau, request.policy),
        "policy": request.policy,
        "correcting": True,
        "asked": reason.reason if reason else "",
    }
    return page(request, "recruitment/apply.html", context, status=422 if request.method == "POST" else 200)


@allow_anyone(because=OWN)
@mine
def withdraw(request: PageRequest, application: Application) -> HttpResponse:
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST":
        try:
            withdraw_application(application, by=APPLICANT, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("已撤回。报名期内可以重新报名。"))
            return redirect("portal:progress")
    context = {"application": application, "here": application.bureau, "rulings": rulings}
    return page(request, "recruitment/withdraw.html", context, status=409 if rulings else 200)


@allow_anyone(because=OWN)
@require_POST
@mine
def withhold_name(request: PageRequest, application: Application) -> HttpResponse:
    withdraw_name_consent(application, by=APPLICANT, at=request.now)
    messages.success(request, _("已撤回公开姓名的同意；正在公示的名单即刻不再显示您的姓名。"))
    return redirect("portal:progress")


@allow_anyone(because=OWN)
@mine
def my_form(request: PageRequest, application: Application, form: str) -> HttpResponse:
    facts = application_facts(application, request.policy)
    return document(facts, form, {"pdf": application_pdf, "docx": application_docx}, name=facts.title)


@allow_anyone(because="Closes what was opened in this session.")
@require_POST
def leave(request: PageRequest) -> HttpResponse:
    request.session.pop(KEY, None)
    return redirect("portal:progress")
