"""One page for every act: what it asks for, what stands in the way, one button. A refusal loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.office.pages import page
from zhongmu.office.recruitment.forms import ActForm
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.web.requests import PageRequest

REFUSED, OVERTAKEN = 422, 409


def status_of(refused: NotAllowed) -> int:
    return OVERTAKEN if isinstance(refused, Overtaken) else REFUSED


def act_page(
    request: PageRequest,
    *,
    title: str | Promise,
    subject: str,
    back: str,
    asks: tuple[str, ...],
    do: Callable[[dict[str, Any]], object],
    notes: tuple[Ruling, ...] = (),
    danger: bool = False,
    labels: Mapping[str, str] | None = None,
    back_to: str | Promise = "",
) -> HttpResponse:
    """Ask, do, and go back; or say why not, with everything typed still there.

    `back_to`: what the page at `back` is called. A Blocker among `notes` is told before anything is typed.
    """
    posted = request.POST if request.method == "POST" else None
    form = ActForm(posted, asks=asks, on=request.today, labels=labels)
    rulings, status = notes, 200
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("已办理：%s。") % title)
            return redirect(back)
    elif request.method == "POST":
        status = REFUSED
    context = {
        "title": title,
        "subject": subject,
        "back": back,
        "form": form,
        "rulings": rulings,
        "kind": "danger" if danger else "primary",
        "back_to": back_to or _("返回"),
        "stopped": not form.is_bound and any(isinstance(each, Blocker) for each in notes),
    }
    return page(request, "recruitment/act.html", context, status=status)
