"""Everything that writes, sends or ticks off a letter."""

from __future__ import annotations

from dataclasses import dataclass
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
RETRY_MINUTES = (5, 60, 360, 1440)  # after it was written, a letter that failed is tried again; then by hand
SUBJECT_LENGTH = 120
MOST_TRIES = 1 + len(RETRY_MINUTES)


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Somebody to write to of whom there is no file: a person recommended or invited, a unit's contact, a sender."""

    name: str = ""
    phone: str = ""
    email: str = ""


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
    to: Addressee | None = None,
    private: str = "",
    about: str = "",
) -> Letter:
    """Queue one letter in the caller's transaction. A rehearsal's letter stays in the preview outbox for ever.

    It goes to a person on file, to a report's pseudonym, or `to` somebody there is no file of.
    """
    to = to or Addressee()
    letter = Letter.objects.create(
        bureau=bureau,
        event=event,
        person=person,
        pseudonym=pseudonym,
        to_name=to.name,
        to_phone=to.phone or None,
        email=to.email or None,
        private=private or None,
        subject_line=" ".join(subject_line.split())[:SUBJECT_LENGTH],
        body=body,
        about=about,
        state=_first_state(rehearsal=rehearsal),
        created_at=at,
    )
    if letter.state == State.QUEUED:
        transaction.on_commit(_wake_the_queue)
    return letter


def _wake_the_queue() -> None:
    from zhongmu.letters.tasks import deliver_queued  # it calls deliver, below

    deliver_queued.enqueue()


def _addresses(letter: Letter) -> tuple[str, str]:
    """Where this letter can go: e-mail, phone; either may be empty."""
    person = letter.person or person_behind(letter.pseudonym)
    kept = (person.email, person.phone) if person else (letter.email, letter.to_phone)
    return kept[0] or "", kept[1] or ""


def _send(letter: Letter) -> str:
    """Send by e-mail, else by SMS; return the channel used, "" when the person has neither."""
    email, phone = _addresses(letter)
    private = letter.private or ""
    if settings.EMAIL_HOST and email:
        EmailMessage(letter.subject_line, "\n".join(filter(None, [letter.body, private])), to=[email]).send()
        return "email"
    sms = gateway()
    if sms and phone:
        sms.send(phone, " ".join(filter(None, [letter.subject_line, private])))
        return "sms"
    return ""


def deliver(letter: Letter, *, at: datetime) -> None:
    """Try one queued letter. A gateway that fails is tried again; what cannot be sent waits in the officer's list.

    The try is counted before sending, so that of two workers with the same letter only one sends it.
    """
    waiting = Letter.objects.filter(pk=letter.pk, state=State.QUEUED)
    if not waiting.filter(tries=letter.tries).update(tries=letter.tries + 1):
        return
    letter.tries += 1
    try:
        channel = _send(letter)
    except Exception as error:  # noqa: BLE001  an operator's gateway may raise anything; the other letters must go on
        log.warning("letter not sent", letter=letter.pk, error=type(error).__name__)
        if letter.tries >= MOST_TRIES or not isinstance(error, OSError):
            waiting.update(state=State.BY_HAND)
        return
    if channel:
        waiting.update(state=State.SENT, channel=channel, done_at=at, private=None)
    else:
        waiting.update(state=State.BY_HAND)


@transaction.atomic
def tick_off(letter: Letter, *, how: str, by: Actor, at: datetime) -> None:
    """The officer has told the person by phone, post or face to face (CQ-12.3)."""
    if not how.strip() or "\0" in how:
        raise NotAllowed([Blocker(_("请写明怎样告知的。"), remedy=_("例如：11月21日电话告知本人。"))])
    changed = Letter.objects.filter(pk=letter.pk, state=State.BY_HAND).update(
        state=State.TOLD, told_how=how.strip()[:100], done_at=at, private=None
    )
    if not changed:
        raise NotAllowed([Blocker(_("这一条已经由别人办理。"), remedy=_("请刷新列表。"))])
    facts = {"event": letter.event}
    record(letter.bureau.code, "letter.tell", by=by, subject=f"letter:{letter.pk}", facts=facts, at=at)


@transaction.atomic
def note_print(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Record that a letter with a one-time secret was put on paper."""
    facts = {"event": letter.event}
    record(letter.bureau.code, "letter.print", by=by, subject=f"letter:{letter.pk}", facts=facts, at=at)
