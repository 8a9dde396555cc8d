"""The form page, whichever way somebody came to it: a notice, a nomination, an invitation, the open pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.store import remove
from zhongmu.ledger.moves import NotAllowed
from zhongmu.people.tries import note_try
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.portal.pages import page
from zhongmu.portal.recruitment import drafting
from zhongmu.portal.recruitment.receipts import to_receipt
from zhongmu.recruitment.actions import receipt_again
from zhongmu.recruitment.actions.drafting import NotKept
from zhongmu.recruitment.drafts import initial_of_draft
from zhongmu.recruitment.filled import Filled, statement_for
from zhongmu.recruitment.forms import ApplicationForm
from zhongmu.recruitment.uploads import keep_uploads, kept_file, token_of
from zhongmu.web.requests import PageRequest, address_of

FILES = ("photo", "signed_scan")
HOUR = 3600
MOST_FILES = 300  # an hour from one address: a whole quarter may share that of its telephone company


@dataclass(frozen=True, kw_only=True)
class Way:
    """What one way to the form fixes, fills in and does.

    `take_in` gets the filled form and its submission key, raises NotAllowed, and answers the same for the same key.
    `back` is (label, address). `channel`: the only one on offer, "" for what the pack offers on line. `given` is
    filled in and may be changed; `fixed` are texts others wrote, shown and never taken from what was sent. `asked` is
    what has to be put right, where this is a correction. `subject` keeps drafts of one page apart, where it needs to.
    """

    bureau: Bureau
    title: str
    heading: str
    submit: str
    back: tuple[str, str]
    take_in: Callable[[Filled, str], HttpResponse]
    rulings: tuple[Ruling, ...] = ()
    channel: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    subject: str = ""


def fill_in(request: PageRequest, way: Way) -> HttpResponse:
    """Show the form of this way, keep it while it is filled in, take it in, and answer as the way does.

    Refused or wrong, it comes back with all that was typed, and that is kept too.
    """
    keys = drafting.keeping(request, way.bureau, way.subject)
    if request.method == "POST":
        return _sent(request, way, keys)
    receipt = None if keys.draft else receipt_again(way.bureau, keys.submission, at=request.now)
    if receipt:  # its answer was lost on the way
        return drafting.forget_key(to_receipt(receipt), keys.address)
    shown = _page(request, way, keys, _form(request, way, keys))
    return drafting.set_key(shown, keys, request.policy["draft.keep_days"])


def _sent(request: PageRequest, way: Way, keys: drafting.Keeping) -> HttpResponse:
    if "throw_away" in request.POST:
        return drafting.throw_away(request, keys)
    if "another" in request.POST:
        return drafting.begin_another(keys)
    form = _form(request, way, keys)
    for name, act in (("keep", drafting.keep), ("carry", drafting.carry)):
        if name in request.POST:
            try:
                return act(request, keys, form)
            except NotKept as refused:
                messages.error(request, drafting.SAID[refused.why])
                return _page(request, way, keys, form)
    return _take_in(request, way, keys, form)


def _take_in(request: PageRequest, way: Way, keys: drafting.Keeping, form: ApplicationForm) -> HttpResponse:
    rulings = way.rulings
    if form.is_valid():
        try:
            filled = form.filled()
            with transaction.atomic():
                left = drafting.shut(request, keys)
                response = way.take_in(filled, form.cleaned_data["submission"])
            for file in set(left) - {filled.photo, filled.signed_scan}:
                remove(file)
            return drafting.forget_key(response, keys.address)
        except NotAllowed as refused:
            rulings = refused.rulings
    if not keys.off:
        with suppress(NotKept):
            keys = replace(keys, draft=drafting.save(request, keys, form))
    return drafting.set_key(_page(request, way, keys, form, rulings), keys, request.policy["draft.keep_days"])


def _page(
    request: PageRequest,
    way: Way,
    keys: drafting.Keeping,
    form: ApplicationForm,
    rulings: tuple[Ruling, ...] | None = None,
) -> HttpResponse:
    context = {
        "here": way.bureau,
        "way": way,
        "keys": keys,
        "form": form,
        "rulings": way.rulings if rulings is None else rulings,
        "statement": statement_for(way.bureau, request.policy),
        "policy": request.policy,
        "correcting": bool(way.asked),
        "submit": way.submit,
    }
    return page(request, "recruitment/apply.html", context, status=422 if form.is_bound else 200)


def _form(request: PageRequest, way: Way, keys: drafting.Keeping) -> ApplicationForm:
    """Filled with what is given and what was kept; or bound to what was sent, its uploads kept first."""
    same: dict[str, Any] = {"bureau": way.bureau, "policy": request.policy, "today": request.today}
    same |= {"channel": way.channel, "fixed": way.fixed}
    if request.method != "POST":
        kept = initial_of_draft(keys.draft) if keys.draft else {"submission": keys.submission}
        return ApplicationForm(initial={**way.given, **kept}, **same)
    sent = keep_uploads(
        request.POST,
        request.FILES,
        bureau=way.bureau,
        policy=request.policy,
        at=request.now,
        names=FILES,
        why_not=partial(_why_no_file, request, way, keys),
    )
    for name in FILES:  # a page left open for long holds a token that has gone stale
        file = getattr(keys.draft, name, None)
        if file and not kept_file(sent.data.get(f"{name}_token", ""), way.bureau):
            sent.data[f"{name}_token"] = token_of(file)
    return ApplicationForm(sent.data, file_errors=sent.errors, photo_cut=sent.photo_cut, **same)


def _why_no_file(request: PageRequest, way: Way, keys: drafting.Keeping) -> str:
    """Why a file is not kept now: the way is shut, and this is no form taken in before; or too many from one address."""
    shut = any(isinstance(ruling, Blocker) for ruling in way.rulings)
    if shut and not receipt_again(way.bureau, keys.submission, at=request.now):
        return _("现在不受理，没有保存这个文件。")
    if note_try("upload", address_of(request), seconds=HOUR) > MOST_FILES:
        return _("这个网络地址一小时内传的文件太多，没有保存这一个。请过一小时再试，或到窗口办理。")
    return ""
