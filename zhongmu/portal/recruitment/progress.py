"""What became of an application: for whoever has its number and its secret (issue: progress needs both)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.codes import can_send
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import application_pdf
from zhongmu.people.phones import is_mobile
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.recruitment.applying import APPLICANT
from zhongmu.portal.recruitment.ways import Way, fill_in
from zhongmu.recruitment.actions import correct_application, withdraw_application, withdraw_name_consent
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.appeals import standing
from zhongmu.recruitment.documents import application_facts
from zhongmu.recruitment.fields import Words
from zhongmu.recruitment.filled import Filled
from zhongmu.recruitment.forms import initial_of, settled_of
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import find_mine, opened
from zhongmu.recruitment.states import APPLICATION_MOVES, ApplicationState
from zhongmu.recruitment.timeline import letters_to, timeline_of
from zhongmu.recruitment.verifying import closed, phone_confirmed
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

KEY, SINCE, LASTS = "application_opened", "application_since", 30 * 60  # seconds the page stays open
OWN = "Opens only after number and secret; a stranger is asked for both."
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


def remember(request: PageRequest, found: Application) -> None:
    """Open it in this session, for as long as its secret stays the same."""
    request.session[KEY] = (found.pk, found.secret_index)
    request.session[SINCE] = int(request.now.timestamp())


def _opened(request: PageRequest) -> Application | None:
    since = request.session.get(SINCE, 0)
    if request.now.timestamp() - since > LASTS:
        return None
    return opened(*request.session.get(KEY, (None, "")))


@allow_anyone(because=OWN)
def progress(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _open(request)
    application = _opened(request)
    if application is None:
        return page(request, "recruitment/progress_door.html", {"form": OpenForm(), "wrong": False})
    at_bureau(request, application.bureau.code)
    return page(request, "recruitment/progress.html", _shown(application, request.policy, request.today))


def _open(request: PageRequest) -> HttpResponse:
    form = OpenForm(request.POST)
    found = find_mine(**form.cleaned_data) if form.is_valid() else None
    if found is None:
        context = {"form": form, "wrong": form.is_valid()}
        return page(request, "recruitment/progress_door.html", context, status=422)
    remember(request, found)
    return redirect("portal:progress")


def _shown(application: Application, policy: Policy, on: date) -> dict[str, object]:
    state = SAID.get(ApplicationState(application.state), ApplicationState(application.state))
    notice = next((n for n in application.batch.name_notices.standing() if n.covers(application.pk)), None)
    return {
        "application": application,
        "here": application.bureau,
        "state": state.label,
        "lines": timeline_of(application, policy),
        "letters": letters_to(application),
        "can_correct": application.state == ApplicationState.SENT_BACK,
        "can_withdraw": application.state in APPLICATION_MOVES["withdraw"].sources,
        "can_confirm_phone": _confirms(application),
        "notice": notice,
        "policy": policy,
        "standing": standing(application, policy, on),
        "appeal": getattr(application, "appeal", None),
    }


def _confirms(application: Application) -> bool:
    """Whether a code can be sent to the telephone in the form, and none came back yet."""
    if closed(application) or not (can_send() and is_mobile(application.phone)):
        return False
    return not phone_confirmed(application)


@allow_anyone(because=OWN)
@mine
def correct(request: PageRequest, application: Application) -> HttpResponse:
    if application.state != ApplicationState.SENT_BACK:
        return redirect("portal:progress")
    return fill_in(request, _correcting(request, application))


def _correcting(request: PageRequest, application: Application) -> Way:
    def take_in(filled: Filled, _submission: str) -> HttpResponse:
        correct_application(application, filled, by=APPLICANT, at=request.now)
        messages.success(request, _("已重新提交，等待审查。"))
        return redirect("portal:progress")

    asked = application.moves.filter(name="send_back").order_by("-pk").first()
    return Way(
        bureau=application.bureau,
        title=application.batch.title,
        heading=_("补正报名表"),
        submit=_("重新提交"),
        back=(_("报名进度"), reverse("portal:progress")),
        take_in=take_in,
        channel=application.channel,
        given=initial_of(application),
        fixed=settled_of(application),
        asked=asked.reason if asked else "",
        subject=application.ledger_subject,
    )


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
