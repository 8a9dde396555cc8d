"""Whoever is recommended, invited or drawn from the pool answers here, with a number and a one-time secret (CQ-2, CQ-7.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.recruitment.applying import APPLICANT
from zhongmu.portal.recruitment.progress import OpenForm
from zhongmu.portal.recruitment.receipts import to_receipt
from zhongmu.portal.recruitment.ways import Way, fill_in
from zhongmu.recruitment.actions import Receipt
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.inviting import accept_invitation, decline_invitation, invited_by
from zhongmu.recruitment.actions.nominating import confirm_nomination, decline_nomination, source_of
from zhongmu.recruitment.actions.pooling import (
    join_batch,
    kept_form,
    renew,
    self_source,
    stay,
    withdraw_self,
)
from zhongmu.recruitment.answers import document, stored
from zhongmu.recruitment.call_documents import invitation_facts
from zhongmu.recruitment.called import Asked, find_asked, opened_asked, standing
from zhongmu.recruitment.calling import answering
from zhongmu.recruitment.fields import Words
from zhongmu.recruitment.filled import Filled, Source
from zhongmu.recruitment.models import Invitation, Nomination, SelfNomination
from zhongmu.recruitment.states import POOL_MOVES, InvitationState, NominationState, PoolState
from zhongmu.recruitment.uploads import token_of
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

KEY, SINCE, LASTS = "reply_opened", "reply_since", 30 * 60  # seconds the page stays open
OWN = "Opens only after number and secret; a stranger is asked for both."


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a nomination and an invitation differ in, for the one who answers."""

    waits: str
    source: Callable[..., Source]
    yes: Callable[..., Receipt]
    no: Callable[..., None]
    given: Callable[..., dict[str, Any]]
    says_yes: str | Promise
    submit: str | Promise


def _reached(call: Nomination | Invitation) -> dict[str, Any]:
    return {"phone": call.phone, "email": call.email, "address": call.address}


def _kept(entry: SelfNomination) -> dict[str, Any]:
    return {**kept_form(entry), **({"photo_token": token_of(entry.photo)} if entry.photo else {})}


KINDS: Mapping[str, Kind] = {
    "nomination": Kind(
        waits=NominationState.PROPOSED,
        source=source_of,
        yes=confirm_nomination,
        no=decline_nomination,
        given=_reached,
        says_yes=gettext_lazy("同意，填写报名表"),
        submit=gettext_lazy("同意并提交"),
    ),
    "invitation": Kind(
        waits=InvitationState.SENT,
        source=invited_by,
        yes=accept_invitation,
        no=decline_invitation,
        given=_reached,
        says_yes=gettext_lazy("接受，填写报名表"),
        submit=gettext_lazy("接受并提交"),
    ),
    "self": Kind(
        waits=PoolState.DRAWN,
        source=self_source,
        yes=join_batch,
        no=stay,
        given=_kept,
        says_yes=gettext_lazy("仍愿意，核对并签名"),
        submit=gettext_lazy("确认并提交"),
    ),
}


class ReplyForm(OpenForm):
    """The number and the secret of the letter."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["number"].label = _("编号")
        self.fields["number"].help_text = _("通知上的编号，形如 荐〔2026〕0012")
        self.fields["secret"].help_text = _("通知上的12位字母和数字，不分大小写")


def asked_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for what was opened in this session; otherwise back to the door."""

    @wraps(view)
    def wrapper(request: PageRequest, **rest: Any) -> HttpResponse:
        opened = _opened(request)
        if opened is None:
            return redirect("portal:reply")
        at_bureau(request, opened[1].bureau.code)
        return view(request, *opened, **rest)

    return wrapper


def remember(request: PageRequest, kind: str, asked: Asked) -> None:
    """Open it in this session, for as long as its secret stays the same."""
    request.session[KEY] = (kind, asked.pk, asked.secret_index)
    request.session[SINCE] = int(request.now.timestamp())


def _opened(request: PageRequest) -> tuple[str, Asked] | None:
    if request.now.timestamp() - request.session.get(SINCE, 0) > LASTS:
        return None
    kind, pk, secret_index = request.session.get(KEY, ("", None, ""))
    found = opened_asked(kind, pk, secret_index)
    return (kind, found) if found else None


@allow_anyone(because=OWN)
def reply(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _open(request)
    opened = _opened(request)
    if opened is None:
        return page(request, "recruitment/reply_door.html", {"form": ReplyForm(), "wrong": False})
    at_bureau(request, opened[1].bureau.code)
    template = "recruitment/reply_self.html" if opened[0] == "self" else "recruitment/reply.html"
    return page(request, template, _shown(request, *opened))


def _open(request: PageRequest) -> HttpResponse:
    form = ReplyForm(request.POST)
    found = find_asked(**form.cleaned_data) if form.is_valid() else None
    if found is None:
        context = {"form": form, "wrong": form.is_valid()}
        return page(request, "recruitment/reply_door.html", context, status=422)
    kind, asked = found
    remember(request, kind, asked)
    return redirect("portal:reply")


def _shown(request: PageRequest, kind: str, found: Asked) -> dict[str, Any]:
    waits = found.state == KINDS[kind].waits
    batch = found.batch
    why = answering(found, batch, request.policy, on=request.today) if waits and batch else []
    return {
        **(_shown_self(request, found) if isinstance(found, SelfNomination) else {}),
        "here": found.bureau,
        "call": found,
        "kind": kind,
        "says_yes": KINDS[kind].says_yes,
        "waits": waits,
        "why": why,
        "words": standing(found, request.today),
    }


def _shown_self(request: PageRequest, entry: SelfNomination) -> dict[str, Any]:
    return {
        "over": entry.ends_on < request.today,
        "can_renew": entry.state in POOL_MOVES["renew"].sources and entry.content is not None,
        "can_withdraw": entry.state in POOL_MOVES["withdraw"].sources,
    }


@allow_anyone(because=OWN)
@asked_only
def reply_form(request: PageRequest, kind: str, found: Asked) -> HttpResponse:
    """The rest of Annex 2, signed: that is the consent."""
    return fill_in(request, _way(request, KINDS[kind], found))


def _way(request: PageRequest, kind: Kind, found: Asked) -> Way:
    def take_in(filled: Filled, submission: str) -> HttpResponse:
        answer = Answer(filled=filled, submission=submission)
        return to_receipt(kind.yes(found, answer, by=APPLICANT, at=request.now))

    source, batch = kind.source(found), found.batch
    if batch is None:  # the pool: no batch has drawn this person
        raise Http404
    return Way(
        bureau=found.bureau,
        title=_("%(batch)s　%(number)s") % {"batch": batch.title, "number": found.number},
        heading=_("填写报名表"),
        submit=str(kind.submit),
        back=(_("推荐、邀请"), reverse("portal:reply")),
        take_in=take_in,
        rulings=tuple(answering(found, batch, request.policy, on=request.today)),
        channel=source.channel,
        given=kind.given(found),
        fixed=source.settled(),
        subject=found.ledger_subject,
    )


class DeclineForm(forms.Form):
    reason = Words(gettext_lazy("想说的话"), 500, long=True, required=False)


@allow_anyone(because=OWN)
@asked_only
def decline(request: PageRequest, kind: str, found: Asked) -> HttpResponse:
    rulings: tuple[Ruling, ...] = ()
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            KINDS[kind].no(found, by=APPLICANT, at=request.now, **form.cleaned_data)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("已记下您的答复，谢谢。"))
            return redirect("portal:reply")
    context = {"call": found, "kind": kind, "here": found.bureau, "form": form, "rulings": rulings}
    status = 409 if rulings else 422 if form.errors else 200
    return page(request, "recruitment/reply_decline.html", context, status=status)


@allow_anyone(because=OWN)
@asked_only
def reply_letter(request: PageRequest, _kind: str, found: Asked, form: str) -> HttpResponse:
    """The letter of invitation, to print."""
    if not isinstance(found, Invitation):
        raise Http404
    facts = invitation_facts(found, request.policy)
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)


@allow_anyone(because=OWN)
@asked_only
def reply_seal(request: PageRequest, _kind: str, found: Asked) -> HttpResponse:
    """The unit's opinion under its seal, for the one it is about."""
    if isinstance(found, SelfNomination):
        raise Http404
    return stored(found.unit_seal)


@allow_anyone(because=OWN)
@require_POST
@asked_only
def self_renew(request: PageRequest, _kind: str, found: Asked) -> HttpResponse:
    return _self_act(request, found, renew, _("已续留。"))


@allow_anyone(because=OWN)
@require_POST
@asked_only
def self_withdraw(request: PageRequest, _kind: str, found: Asked) -> HttpResponse:
    return _self_act(request, found, withdraw_self, _("已撤回，填写的内容已经删去。"))


def _self_act(request: PageRequest, found: Asked, act: Callable[..., None], said: str) -> HttpResponse:
    if not isinstance(found, SelfNomination):
        raise Http404
    try:
        act(found, by=APPLICANT, at=request.now)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("portal:reply")


@allow_anyone(because="Closes what was opened in this session.")
@require_POST
def leave(request: PageRequest) -> HttpResponse:
    request.session.pop(KEY, None)
    return redirect("portal:reply")
