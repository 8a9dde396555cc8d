"""The demo door: enter as anybody, without a password. Outside the demo these pages do not exist."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhongmu.demo.models import DemoWorld
from zhongmu.demo.personas import GROUPS, PERSONAS
from zhongmu.people.models import Account
from zhongmu.portal.recruitment import progress, replying
from zhongmu.recruitment.called import KINDS, find_asked
from zhongmu.recruitment.queries import find_mine
from zhongmu.web.access import only_in_demo
from zhongmu.web.requests import PageRequest


@only_in_demo
def door(request: PageRequest) -> HttpResponse:
    world = DemoWorld.objects.first()
    shown = world.shown if world else {}
    context = {"groups": GROUPS, "shown": shown, "made_on": world.made_on if world else None}
    return render(request, "demo/door.html", context)


@only_in_demo
@require_POST
def enter(request: PageRequest, key: str) -> HttpResponse:
    """Be that persona, second factor included, and land on its first page."""
    persona = PERSONAS.get(key)
    if persona is None:
        raise Http404
    logout(request)
    if not persona.username:
        if key == "applicant":
            _open_application(request)
        elif key in KINDS:
            _open_call(request, key)
        return redirect(*persona.page)
    account = get_object_or_404(Account, username=persona.username)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["persona"] = True
    return redirect("home")


def _open_application(request: PageRequest) -> None:
    """As if the receipt's number and secret had been typed."""
    world = DemoWorld.objects.first()
    shown = world.shown if world else {}
    found = find_mine(number=shown.get("application", ""), secret=shown.get("application_secret", ""))
    if found:
        progress.remember(request, found)


def _open_call(request: PageRequest, kind: str) -> None:
    """As if the number and the secret of the letter had been typed."""
    world = DemoWorld.objects.first()
    shown = world.shown if world else {}
    found = find_asked(shown.get(kind, ""), shown.get(f"{kind}_secret", ""))
    if found:
        replying.remember(request, *found)
