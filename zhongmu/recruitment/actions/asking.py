"""How a person is asked: the number and a one-time secret by the outbox, a day to answer by, the answer taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.ledger.actors import Actor
from zhongmu.letters.actions import Addressee, queue_letter
from zhongmu.people.actions import code_index, secret_code
from zhongmu.people.cjk import chinese_date
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment import calling
from zhongmu.recruitment.actions.applying import Receipt, sent_before, take_in
from zhongmu.recruitment.actions.moving import move
from zhongmu.recruitment.called import REPLY, Asked
from zhongmu.recruitment.filled import Filled, Source, UnitWords
from zhongmu.recruitment.models import Batch, Invitation, Nomination
from zhongmu.seals.index import blind_index
from zhongmu.workdays.deadlines import in_unit
from zhongmu.workdays.queries import current_calendar


@dataclass(frozen=True, kw_only=True)
class Named:
    """Whom a unit or the bureau names, and how to reach them."""

    name: str
    phone: str
    email: str = ""
    address: str = ""

    def columns(self) -> dict[str, str]:
        return {
            "name": self.name,
            "phone": self.phone,
            "phone_index": blind_index("phone", self.phone),
            "email": self.email,
            "address": self.address,
        }


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A filled form as an answer: on line, or on paper with how and when it came, as `register_application` has it."""

    filled: Filled
    submission: str = ""
    intake: dict[str, str] | None = None
    scan: StoredFile | None = None

    def day(self, at: datetime) -> date:
        """The day that counts: the one on which paper arrived."""
        return date.fromisoformat(self.intake["arrived_on"]) if self.intake else localdate(at)


def call_columns(named: Named, words: UnitWords) -> dict[str, Any]:
    """Whom a call names, in whose words."""
    return {
        **named.columns(),
        "reason": words.reason.strip(),
        "unit_name": words.name,
        "unit_opinion": words.opinion.strip(),
        "unit_seal": words.seal,
        "unit_sealed_on": words.sealed_on,
        "handled_by": words.handled_by.strip(),
    }


def said_by(named: Named, words: UnitWords) -> tuple[object, ...]:
    """What was typed of a person and about them; the file of the seal is kept anew each time it is sent."""
    return (named, words.reason, words.opinion, words.sealed_on, words.handled_by)


def numbered(bureau: Bureau, mark: str, series: str, on: date, *, rehearsal: bool) -> str:
    """荐〔2026〕0001; a rehearsal counts in a series of its own, marked 演."""
    own = f"{series}.rehearsal" if rehearsal else series
    return f"{'演' if rehearsal else ''}{mark}〔{on.year}〕{next_number(bureau, own, on.year):04d}"


def to_answer_by(policy: Policy, key: str, on: date) -> dict[str, Any]:
    """The last day for an answer. It is told to the person, so it stands however the calendar changes."""
    deadline = in_unit(current_calendar(), on, policy[key], policy.parameter(key).unit)
    return {"due_on": deadline.due_on, "basis": deadline.basis}


def fresh_secret() -> tuple[str, str]:
    """A secret to be told once, and its blind index to be kept."""
    secret = secret_code()
    return secret, code_index(REPLY, secret)


def ask(
    call: Nomination | Invitation, secret: str, *, event: str, subject: str, body: str, at: datetime
) -> None:
    """Queue the letter with the number and the secret; the secret is forgotten once it is told."""
    due = chinese_date(call.due_on) if call.due_on else ""
    private = _("编号%(number)s，查询码%(secret)s，请于%(due)s前到 %(site)s 点“答复推荐、邀请”。")
    queue_letter(
        call.bureau,
        event=event,
        subject_line=subject,
        body=body,
        private=private % {"number": call.number, "secret": secret, "due": due, "site": settings.PUBLIC_URL},
        at=at,
        rehearsal=call.rehearsal,
        to=Addressee(name=call.name, phone=call.phone, email=call.email),
        about=call.ledger_subject,
    )


def tell_person(call: Nomination | Invitation, event: str, sentence: str, *, at: datetime) -> None:
    """A letter without a secret to whoever was named."""
    queue_letter(
        call.bureau,
        event=event,
        subject_line=_("社会监督员推荐、邀请办理情况"),
        body=_("%(name)s：%(number)s %(said)s如有疑问请联系%(bureau)s。")
        % {"name": call.name, "number": call.number, "said": sentence, "bureau": call.bureau.name},
        at=at,
        rehearsal=call.rehearsal,
        to=Addressee(name=call.name, phone=call.phone, email=call.email),
        about=call.ledger_subject,
    )


def given_before(call: Asked, answer: Answer) -> Receipt | None:
    """The receipt once given for this very form, when it is sent again."""
    return sent_before(call.application, answer.submission) if call.application else None


def say_yes(
    call: Asked,
    name: str,
    source: Source,
    answer: Answer,
    *,
    policy: Policy,
    by: Actor,
    at: datetime,
) -> Receipt:
    """Take the form in and move the call, in the caller's transaction. Nobody but the person's own form does this (CQ-2)."""
    if before := given_before(call, answer):
        return before
    batch = Batch.objects.select_for_update().select_related("bureau").get(pk=call.batch_id or 0)
    found: list[Ruling] = calling.answering(call, batch, policy, on=answer.day(at))
    receipt = take_in(
        batch,
        answer.filled,
        found=found,
        by=by,
        at=at,
        submission=answer.submission,
        source=source,
        intake=answer.intake,
        scan=answer.scan,
    )
    move(call, name, policy=policy, by=by, at=at, changes={"application": receipt.application})
    return receipt
