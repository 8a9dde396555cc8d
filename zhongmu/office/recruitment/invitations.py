"""特邀: drafts with reason and opinion, the leader's signature, the letter, the answer (CQ-7.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.interests.queries import institutions_named
from zhongmu.interests.rulings import recommender_notices
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.batches import find, may_read_forms, timeline
from zhongmu.office.recruitment.call_acts import Act, call_act_page, call_form_of, call_offers, in_the_way
from zhongmu.office.recruitment.paper import answer_on_paper
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import Receipt
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.inviting import (
    accept_invitation,
    decline_invitation,
    draft_invitation,
    edit_invitation,
    invited_by,
    return_invitation,
    send_invitation_anew,
    sign_invitation,
    signing,
    withdraw_invitation,
)
from zhongmu.recruitment.answers import document, stored
from zhongmu.recruitment.call_documents import invitation_facts
from zhongmu.recruitment.call_forms import CallForm, call_initial
from zhongmu.recruitment.called import same_phone, standing
from zhongmu.recruitment.calling import OFFICERS, answering, by_officer, inviting, taking
from zhongmu.recruitment.models import Batch, Invitation
from zhongmu.recruitment.states import INVITATION_MOVES, InvitationState
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest


def _signing(call: Invitation, request: PageRequest) -> list[Ruling]:
    return signing(call, request.policy, actor_for(request, INVITATION_MOVES["sign"].who))


def _open(call: Invitation, request: PageRequest) -> list[Ruling]:
    return taking(call.batch, request.policy)


ACTS: Mapping[str, Act] = {
    "sign": Act(do=sign_invitation, asks=(), found=_signing),
    "return_draft": Act(do=return_invitation),
    "send_anew": Act(do=send_invitation_anew, found=_open),
    "decline": Act(do=decline_invitation, label=gettext_lazy("登记本人谢绝")),
    "withdraw": Act(do=withdraw_invitation, danger=True),
}


@allow(*STAFF)
def invitations(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    rows = batch.invitations.defer("unit_opinion", "reason", "email", "address", "phone")
    found = keyset(rows, request)
    context = {
        "batch": batch,
        "rows": [(row, standing(row, request.today)) for row in found.rows],
        "older": found.older,
        "why": inviting(batch, request.policy),
    }
    return page(request, "recruitment/invitations.html", context)


def find_invitation(request: PageRequest, pk: int) -> Invitation:
    rows = request.bureau.invitations.select_related("batch__bureau", "bureau", "unit_seal", "application")
    found = get_object_or_404(rows, pk=pk)
    may_read_forms(request, found.batch)
    return found


@allow(*STAFF)
def invitation_new(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)

    def do(form: CallForm) -> Invitation:
        words = form.words(unit_name=request.bureau.name, code="")
        by = actor_for(request, OFFICERS)
        sent = form.cleaned_data["submission"]
        return draft_invitation(batch, form.named(), words, by=by, at=request.now, submission=sent)

    back = reverse("office:invitations", args=[batch.pk])
    return _draft_page(request, batch, do, given={}, title=_("起草邀请"), back=back)


@allow(*STAFF)
def invitation_edit(request: PageRequest, pk: int) -> HttpResponse:
    found = find_invitation(request, pk)

    def do(form: CallForm) -> Invitation:
        words = form.words(unit_name=found.unit_name, code="")
        by = actor_for(request, INVITATION_MOVES["edit"].who)
        edit_invitation(found, form.named(), words, by=by, at=request.now)
        return found

    back = reverse("office:invitation", args=[found.pk])
    return _draft_page(request, found.batch, do, given=call_initial(found), title=_("修改邀请"), back=back)


def _draft_page(
    request: PageRequest,
    batch: Batch,
    do: Callable[[CallForm], Invitation],
    *,
    given: Mapping[str, Any],
    title: str,
    back: str,
) -> HttpResponse:
    form = call_form_of(request, given, reason_needed=bool(request.policy["invite.reason_required"]))
    rulings: tuple[Ruling, ...] = tuple(by_officer(actor_for(request, OFFICERS), what=title))
    if form.is_bound and form.is_valid():
        try:
            made = do(form)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("邀请稿已保存（%s），等待负责人签发。") % made.number)
            return redirect("office:invitation", made.pk)
    context = {"batch": batch, "form": form, "how": None, "rulings": rulings, "title": title, "back": back}
    context["submit"] = _("保存邀请稿")
    return page(request, "recruitment/call_form.html", context, status=422 if form.is_bound else 200)


@allow(*STAFF)
def invitation(request: PageRequest, pk: int) -> HttpResponse:
    found = find_invitation(request, pk)
    offers = call_offers(found, request, acts=ACTS, moves=INVITATION_MOVES, url="office:invitation_act")
    why = answering(found, found.batch, request.policy, on=request.today)
    context = {
        "call": found,
        "batch": found.batch,
        "words": standing(found, request.today),
        "offers": offers,
        "waits": found.state == InvitationState.SENT,
        "why": in_the_way(request, INVITATION_MOVES["accept"], why),
        "can_edit": found.state == InvitationState.DRAFTED,
        "why_not_edit": in_the_way(request, INVITATION_MOVES["edit"]),
        "same": same_phone(found),
        "supervised": recommender_notices(
            found.unit_name,
            institutions_named(found.unit_name, near=request.bureau, on=request.today),
            request.policy,
        ),
        "drafter": names_of([found.drafted_by]).get(found.drafted_by, ""),
        "moves": timeline(list(found.moves.order_by("-pk")), INVITATION_MOVES),
    }
    return page(request, "recruitment/invitation.html", context)


@allow(*STAFF)
def invitation_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    found = find_invitation(request, pk)
    back = reverse("office:invitation", args=[found.pk])
    return call_act_page(request, found, name, acts=ACTS, moves=INVITATION_MOVES, back=back)


@allow(*STAFF)
def invitation_seal(request: PageRequest, pk: int) -> HttpResponse:
    return stored(find_invitation(request, pk).unit_seal)


@allow(*STAFF)
def invitation_letter(request: PageRequest, pk: int, form: str) -> HttpResponse:
    facts = invitation_facts(find_invitation(request, pk), request.policy)
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)


@allow(*STAFF)
def invitation_answer(request: PageRequest, pk: int) -> HttpResponse:
    """The person's acceptance on paper."""
    found = find_invitation(request, pk)
    given = {"phone": found.phone, "email": found.email, "address": found.address}
    by = actor_for(request, INVITATION_MOVES["accept"].who)

    def say_yes(answer: Answer) -> Receipt:
        return accept_invitation(found, answer, by=by, at=request.now)

    back = (found.name, reverse("office:invitation", args=[found.pk]))
    return answer_on_paper(request, found.batch, invited_by(found), given, say_yes, back=back)
