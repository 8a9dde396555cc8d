"""The applicant confirms the telephone in the form by a code sent to it; a land line is confirmed by an officer (CQ-F8)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.codes import ask_code, can_send, use_code
from zhongmu.people.phones import is_mobile, mask_phone
from zhongmu.people.values import BadValue
from zhongmu.portal.pages import page
from zhongmu.portal.recruitment.applying import APPLICANT
from zhongmu.portal.recruitment.progress import OWN, mine
from zhongmu.recruitment.actions.verifying import confirm_phone
from zhongmu.recruitment.fields import Words
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.verifying import closed, phone_confirmed
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest, address_of

WORDS = gettext_lazy(
    "%(bureau)s：确认报名表上联系电话的验证码是%(code)s，%(minutes)s分钟内有效。不是您本人在办的，不用理会，也不要告诉别人。"
)


class CodeForm(forms.Form):
    code = Words(
        gettext_lazy("短信里的验证码"),
        20,
        fills="one-time-code",
        help_text=gettext_lazy("6位数字，10分钟内有效，只能用一次"),
    )


@allow_anyone(because=OWN)
@mine
def phone(request: PageRequest, application: Application) -> HttpResponse:
    """Ask for a code, then type it; wrong or late, it may be asked for again."""
    if closed(application) or phone_confirmed(application):
        return redirect("portal:progress")
    act = {"ask": _ask, "code": _code}.get(request.POST.get("act", ""))
    if act is None or not (can_send() and is_mobile(application.phone)):
        return _show(request, application)
    try:
        return act(request, application)
    except NotAllowed as refused:  # withdrawn or decided since this page was opened
        messages.error(request, refused.rulings[0].sentence)
        return redirect("portal:progress")
    except BadValue as refused:  # too many, from this address or to this phone
        messages.error(request, refused.sentence)
        return _show(request, application, status=429)


def _show(
    request: PageRequest, application: Application, form: CodeForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "application": application,
        "here": application.bureau,
        "form": form,
        "phone": mask_phone(application.phone),
        "by_phone": can_send() and is_mobile(application.phone),
    }
    return page(request, "recruitment/phone.html", context, status=status)


def _purpose(application: Application) -> str:
    return f"phone:{application.pk}"


def _ask(request: PageRequest, application: Application) -> HttpResponse:
    words = str(WORDS).replace("%(bureau)s", application.bureau.name)
    source = address_of(request)
    ask_code(
        _purpose(application), application.phone, wanted=True, words=words, source=source, at=request.now
    )
    return _show(request, application, CodeForm())


def _code(request: PageRequest, application: Application) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        typed = "".join(char for char in form.cleaned_data["code"] if char.isalnum())
        source = address_of(request)
        if use_code(_purpose(application), application.phone, typed, source=source, at=request.now):
            confirm_phone(application, by=APPLICANT, at=request.now)
            messages.success(request, _("联系电话已确认。"))
            return redirect("portal:progress")
        form.add_error("code", _("验证码不对，或已经过期、用过。请核对短信；超过10分钟的请重新要一个。"))
    return _show(request, application, form, status=422)
