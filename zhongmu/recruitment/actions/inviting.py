"""The bureau invites a person: drafted by one, signed by another, answered by the person alone (CQ-7.3, CQ-F20, CQ-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment import calling, channels, rulings
from zhongmu.recruitment.actions.applying import Receipt
from zhongmu.recruitment.actions.asking import (
    Answer,
    Named,
    ask,
    call_columns,
    fresh_secret,
    numbered,
    said_by,
    say_yes,
    tell_person,
    to_answer_by,
)
from zhongmu.recruitment.actions.moving import move, reasoned, refuse
from zhongmu.recruitment.filled import Source, UnitWords
from zhongmu.recruitment.models import Batch, Invitation
from zhongmu.recruitment.submissions import same_words

DAYS = "invite.reply_days"


def _policy(invitation: Invitation, at: datetime) -> Policy:
    return invitation.bureau.policy(localdate(at))


def _words(words: UnitWords, policy: Policy, at: datetime) -> list[Ruling]:
    needed = bool(policy["invite.reason_required"])
    wrong = calling.words_wrong(words, policy, on=localdate(at), reason_needed=needed)
    return calling.as_blockers(wrong, policy)


@transaction.atomic
def draft_invitation(
    batch: Batch, named: Named, words: UnitWords, *, by: Actor, at: datetime, submission: str = ""
) -> Invitation:
    """An officer writes down whom to invite and why, with the unit's opinion under its seal. Nobody is told yet.

    The same `submission` sent again gives the same draft again.
    """
    on = localdate(at)
    batch.refresh_from_db(fields=["state"], from_queryset=Batch.objects.select_for_update())
    index = same_words(submission, by.account, *said_by(named, words))
    if index and (made := batch.invitations.filter(submission_index=index).first()):
        return made
    policy = batch.bureau.policy(on)
    found = [*calling.by_officer(by, what=_("起草邀请")), *calling.inviting(batch, policy)]
    refuse([*found, *_words(words, policy, at)])
    row = channels.by_bureau(policy)
    invitation = Invitation.objects.create(
        bureau=batch.bureau,
        batch=batch,
        submission_index=index,
        number=numbered(batch.bureau, "邀", "invitation", on, rehearsal=batch.rehearsal),
        rehearsal=batch.rehearsal,
        channel=row.code if row else "",
        drafted_by=by.account or 0,
        created_at=at,
        **call_columns(named, words),
    )
    facts: dict[str, JSON] = {"number": invitation.number, "batch": batch.pk}
    chain, subject = batch.bureau.code, invitation.ledger_subject
    record(chain, "recruitment.invitation.draft", by=by, subject=subject, facts=facts, at=at)
    return invitation


@transaction.atomic
def edit_invitation(
    invitation: Invitation, named: Named, words: UnitWords, *, by: Actor, at: datetime
) -> None:
    """Change a draft; whoever changes it is now the one who drafted it."""
    policy = _policy(invitation, at)
    changes: dict[str, Any] = {**call_columns(named, words), "drafted_by": by.account or 0}
    found = _words(words, policy, at)
    move(invitation, "edit", policy=policy, rulings=found, by=by, at=at, changes=changes)


@transaction.atomic
def return_invitation(invitation: Invitation, *, reason: str, by: Actor, at: datetime) -> None:
    found, policy = reasoned(reason, what=_("退回")), _policy(invitation, at)
    move(invitation, "return_draft", policy=policy, rulings=found, by=by, at=at, reason=reason)


def signing(invitation: Invitation, policy: Policy, by: Actor) -> list[Ruling]:
    """What stands before the signature: the batch takes people, and another hand wrote the draft."""
    return [
        *calling.inviting(invitation.batch, policy),
        *rulings.four_eyes(invitation.drafted_by, by, what=_("邀请")),
    ]


@transaction.atomic
def sign_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """A leader other than the drafter signs; from now on the person is asked, with a day to answer by."""
    policy = _policy(invitation, at)
    secret, index = fresh_secret()
    changes = {**to_answer_by(policy, DAYS, localdate(at)), "secret_index": index, "signed_at": at}
    found = signing(invitation, policy, by)
    move(invitation, "sign", policy=policy, rulings=found, by=by, at=at, changes=changes)
    _ask(invitation, secret, at=at)


def _ask(invitation: Invitation, secret: str, *, at: datetime) -> None:
    body = _(
        "%(name)s：%(bureau)s邀请您担任社会监督员。是否接受由您自己决定：请凭编号和查询码看邀请函，接受的填表确认，"
        "不接受的可以谢绝。接受邀请不免除资格审查和公示；逾期没有答复的，邀请失效。"
    )
    ask(
        invitation,
        secret,
        event="invitation.ask",
        subject=_("邀请您担任社会监督员，请答复"),
        body=body % {"name": invitation.name, "bureau": invitation.bureau.name},
        at=at,
    )


@transaction.atomic
def send_invitation_anew(invitation: Invitation, *, reason: str, by: Actor, at: datetime) -> None:
    """Ask once more, with a new secret and a new period; what was sent before opens nothing."""
    policy = _policy(invitation, at)
    found = [*calling.taking(invitation.batch, policy), *reasoned(reason, what=_("重新送达"))]
    secret, index = fresh_secret()
    changes = {**to_answer_by(policy, DAYS, localdate(at)), "secret_index": index}
    move(invitation, "send_anew", policy=policy, rulings=found, by=by, at=at, reason=reason, changes=changes)
    _ask(invitation, secret, at=at)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, reason: str, by: Actor, at: datetime) -> None:
    """Take it back; who had been asked is told."""
    asked = invitation.signed_at is not None
    found, policy = reasoned(reason, what=_("撤回")), _policy(invitation, at)
    move(invitation, "withdraw", policy=policy, rulings=found, by=by, at=at, reason=reason)
    if asked:
        tell_person(invitation, "invitation.withdraw", _("这项邀请已经撤回，不必再答复。"), at=at)


def invited_by(invitation: Invitation) -> Source:
    """What an invitation settles of the form."""
    words = UnitWords(
        name=invitation.unit_name,
        code="",
        reason=invitation.reason,
        opinion=invitation.unit_opinion,
        seal=invitation.unit_seal,
        sealed_on=invitation.unit_sealed_on,
        handled_by=invitation.handled_by,
    )
    return Source(number=invitation.number, channel=invitation.channel, name=invitation.name, unit=words)


@transaction.atomic
def accept_invitation(invitation: Invitation, answer: Answer, *, by: Actor, at: datetime) -> Receipt:
    """The person accepts by filling in and signing the rest of Annex 2; what holds for all holds for them too."""
    policy, source = _policy(invitation, at), invited_by(invitation)
    return say_yes(invitation, "accept", source, answer, policy=policy, by=by, at=at)


@transaction.atomic
def decline_invitation(invitation: Invitation, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The person declines; a reason may be given."""
    move(invitation, "decline", policy=_policy(invitation, at), by=by, at=at, reason=reason)
