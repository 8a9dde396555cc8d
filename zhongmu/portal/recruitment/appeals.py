"""Who did not pass objects, once, from the page that number and secret opened."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.ledger.moves import NotAllowed
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import page
from zhongmu.portal.recruitment.applying import APPLICANT
from zhongmu.portal.recruitment.progress import OWN, mine
from zhongmu.recruitment.actions import lodge_appeal
from zhongmu.recruitment.appeals import standing, why_not_appeal
from zhongmu.recruitment.fields import Words
from zhongmu.recruitment.models import Application
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest


class AppealForm(forms.Form):
    grounds = Words(
        gettext_lazy("事实和理由"),
        2000,
        long=True,
        help_text=gettext_lazy("哪一项认定不对，有什么事实和材料"),
    )


@allow_anyone(because=OWN)
@mine
def appeal(request: PageRequest, application: Application) -> HttpResponse:
    """What is refused comes back with everything written."""
    form = AppealForm(request.POST if request.method == "POST" else None)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            lodge_appeal(application, **form.cleaned_data, by=APPLICANT, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("异议已收到，由没有办过这份审查的人复查。"))
            return redirect("portal:progress")
    elif request.method == "GET":
        rulings = tuple(why_not_appeal(application, arrived_on=request.today, policy=request.policy))
    context = {"application": application, "here": application.bureau, "form": form, "rulings": rulings}
    context["standing"] = standing(application, request.policy, request.today)
    return page(request, "recruitment/appeal.html", context, status=422 if request.method == "POST" else 200)
