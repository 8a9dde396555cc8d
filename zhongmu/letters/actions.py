"""Everything that writes, sends or ticks off a letter."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.ledger.record import record
from zhongmu.letters.models import Letter, State
from zhongmu.letters.sms import gateway
from zhongmu.people.models import Person
from zhongmu.people.reporters import person_behind
from zhongmu.policies.rulings import Blocker

log = structlog.get_logger(__name__)
MOST_TRIES = 5


def _first_state(*, rehearsal: bool) -> State:
    if rehearsal:
        return State.PREVIEW
    return State.QUEUED if settings.EMAIL_HOST or settings.SMS_GATEWAY else State.BY_HAND


def queue_letter(
    bureau: Bureau,
    *,
    event: str,
    subject_line: str,
    body: str,
    at: datetime,
    rehearsal: bool,
    person: Person | None = None,
    pseudonym: str = "",
    about: str = "",
) -> Letter:
    """Queue one letter in the caller's transaction. A rehearsal's letter stays in the preview outbox for ever."""
    return Letter.objects.create(
        bureau=bureau,
        event=event,
        person=person,
        pseudonym=pseudonym,
        subject_line=subject_line,
        body=body,
        about=about,
        state=_first_state(rehearsal=rehearsal),
        created_at=at,
    )


def _send(letter: Letter) -> str:
    """Send by e-mail, else by SMS; return the channel used, "" when the person has neither."""
    person = letter.person or person_behind(letter.pseudonym)
    if person is None:
        return ""
    if settings.EMAIL_HOST and person.email:
        EmailMessage(letter.subject_line, letter.body, to=[person.email]).send()
        return "email"
    sms = gateway()
    if sms and person.phone:
        sms.send(person.phone, letter.subject_line)
        return "sms"
    return ""


def deliver(letter: Letter, *, at: datetime) -> None:
    """Try one queued letter. What cannot be sent waits in the officer's list; a gateway that fails is tried again."""
    try:
        channel = _send(letter)
    except OSError as error:
        log.warning("letter not sent", letter=letter.pk, error=type(error).__name__)
        state = State.BY_HAND if letter.tries + 1 >= MOST_TRIES else State.QUEUED
        Letter.objects.filter(pk=letter.pk, state=State.QUEUED).update(tries=letter.tries + 1, state=state)
        return
    state = State.SENT if channel else State.BY_HAND
    Letter.objects.filter(pk=letter.pk, state=State.QUEUED).update(
        state=state, channel=channel, done_at=at if channel else None
    )


@transaction.atomic
def tick_off(letter: Letter, *, how: str, by: Actor, at: datetime) -> None:
    """The officer has told the person by phone, post or face to face (CQ-12.3)."""
    if not how.strip():
        raise NotAllowed([Blocker(_("请写明怎样告知的。"), remedy=_("例如：11月21日电话告知本人。"))])
    changed = Letter.objects.filter(pk=letter.pk, state=State.BY_HAND).update(
        state=State.TOLD, told_how=how.strip()[:100], done_at=at
    )
    if not changed:
        raise NotAllowed([Blocker(_("这一条已经由别人办理。"), remedy=_("请刷新列表。"))])
    facts = {"event": letter.event}
    record(letter.bureau.code, "letter.tell", by=by, subject=f"letter:{letter.pk}", facts=facts, at=at)
