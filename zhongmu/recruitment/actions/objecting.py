"""Take objections to a notice of names in, and settle them (CQ-5.4, HL-2.2c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.numbers import next_number
from zhongmu.corps.actions import open_review
from zhongmu.corps.states import State
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.letters.actions import queue_letter
from zhongmu.people.actions import code_index, derived_code, secret_code
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.following import move_application
from zhongmu.recruitment.actions.moving import move, reasoned, refuse, tell
from zhongmu.recruitment.gates import objecting
from zhongmu.recruitment.models import Application, Batch, NameNotice, Objection
from zhongmu.recruitment.promises import settled_by
from zhongmu.recruitment.states import ApplicationState
from zhongmu.recruitment.submissions import same_words


@dataclass(frozen=True, kw_only=True)
class Objecting:
    """What somebody objects, to whom, and how to reach them."""

    objector: str
    contact: str
    grounds: str


@dataclass(frozen=True)
class Lodged:
    """What the objector takes home. The secret is told once; only its blind index is kept."""

    objection: Objection
    secret: str


@transaction.atomic
def register_objection(
    notice: NameNotice,
    application_id: int,
    said: Objecting,
    *,
    by: Actor,
    at: datetime,
    channel: str,
    arrived_on: date,
    submission: str = "",
) -> Lodged:
    """Take an objection in, from the public page or written down by an officer; it counts from the day it arrived.

    The same `submission` sent again gives the same number and secret again.
    """
    Batch.objects.select_for_update().get(pk=notice.batch_id)  # an act the notice gates waits for it
    index = same_words(submission, application_id, said, channel, arrived_on)
    secret = derived_code("recruitment.objection", f"{submission}:{index}") if index else secret_code()
    if index and (made := notice.objections.filter(submission_index=index).first()):
        return Lodged(made, secret)
    notice.refresh_from_db(fields=["state", "ends_on", "off_at"])
    policy = notice.bureau.policy(localdate(at))
    found = objecting(notice, arrived_on, policy)
    if arrived_on > localdate(at):
        found.append(Blocker(_("来件日期在今天以后。"), remedy=_("请填写实际收到的日期。")))
    if not notice.covers(application_id):
        found.append(Blocker(_("这个人不在这份公示名单上。"), remedy=_("请从名单里选择。")))
    found += reasoned(said.grounds, what=_("异议"))
    refuse(found)
    due = settled_by(arrived_on, policy)
    objection = Objection.objects.create(
        bureau=notice.bureau,
        notice=notice,
        application_id=application_id,
        number=_number(notice, arrived_on.year),
        secret_index=code_index("objection", secret),
        submission_index=index,
        objector=said.objector,
        contact=said.contact,
        grounds=said.grounds.strip(),
        channel=channel,
        arrived_on=arrived_on,
        due_on=due.due_on if due else None,
        basis=due.basis if due else {},
        taken_by=by.account,
        created_at=at,
    )
    facts: dict[str, JSON] = {"number": objection.number, "notice": notice.pk, "channel": channel}
    chain, subject = notice.bureau.code, objection.ledger_subject
    record(chain, "recruitment.objection.open", by=by, subject=subject, facts=facts, at=at)
    return Lodged(objection, secret)


def _number(notice: NameNotice, year: int) -> str:
    series, mark = ("objection.rehearsal", "演异") if notice.rehearsal else ("objection", "异")
    return f"{mark}〔{year}〕{next_number(notice.bureau, series, year):04d}"


def _tell_objector(objection: Objection, *, at: datetime) -> None:
    """The objector is no person on file: an officer phones or writes to the contact kept with the objection."""
    queue_letter(
        objection.bureau,
        event="objection.decide",
        subject_line=_("名单公示异议办理结果"),
        body=_("异议%s已经办结，请按登记的联系方式告知异议人。") % objection.number,
        at=at,
        rehearsal=objection.notice.rehearsal,
        about=objection.ledger_subject,
    )


@transaction.atomic
def dismiss_objection(
    objection: Objection, *, reason: str, answer: str, by: Actor, at: datetime, on: date
) -> None:
    """`reason` stays with the case; `answer` is what the objector reads."""
    policy = objection.bureau.policy(on)
    found = [*reasoned(reason, what=_("不成立")), *reasoned(answer, what=_("答复异议人"))]
    changes = {"answer": answer.strip()}
    move(objection, "dismiss", policy=policy, rulings=found, by=by, at=at, reason=reason, changes=changes)
    _tell_objector(objection, at=at)


@transaction.atomic
def uphold_objection(
    objection: Objection, *, reason: str, answer: str, by: Actor, at: datetime, on: date
) -> None:
    """Uphold it, and in the same transaction: who is only chosen is struck off, who is appointed is suspended and reviewed."""
    policy = objection.bureau.policy(on)
    Batch.objects.select_for_update().get(
        pk=objection.notice.batch_id
    )  # a list is settled before or after it
    found = [
        *rulings.rehearsal(objection.notice.batch, policy),
        *reasoned(reason, what=_("成立")),
        *reasoned(answer, what=_("答复异议人")),
    ]
    changes = {"answer": answer.strip()}
    move(objection, "uphold", policy=policy, rulings=found, by=by, at=at, reason=reason, changes=changes)
    application = Application.objects.select_related("bureau", "person").get(pk=objection.application_id)
    cause = _("名单公示异议%s成立") % objection.number
    if application.state == ApplicationState.CHOSEN:
        move_application(application, "strike", policy=policy, by=by, at=at, reason=cause)
        tell(application, "strike", _("公示期内的异议已有结论。"), at=at)
    elif application.state == ApplicationState.APPOINTED:
        _review(objection, application, cause, by=by, at=at)
    _tell_objector(objection, at=at)


def _review(objection: Objection, application: Application, cause: str, *, by: Actor, at: datetime) -> None:
    """Nothing more is opened where an earlier objection already has the appointment under review, or revoked."""
    appointment = objection.bureau.appointments.get(origin=application.ledger_subject)
    if appointment.state == State.REVOKED or appointment.reviews.filter(decided_at=None).exists():
        return
    open_review(appointment, grounds=cause, origin=objection.ledger_subject, by=by, at=at)
