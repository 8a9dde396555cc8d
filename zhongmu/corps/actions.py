"""Everything that changes an appointment: appoint, suspend, lift, revoke, review, consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.corps import rulings
from zhongmu.corps.models import Appointment, AppointmentMove, Portrait, Review
from zhongmu.corps.renewing import why_not_again
from zhongmu.corps.states import MOVES, Standing, State
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed, Overtaken, make_move, why_not
from zhongmu.ledger.record import PLATFORM, record
from zhongmu.letters.actions import queue_letter
from zhongmu.letters.documents.pictures import photo_jpeg
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Blocker, Ruling, blockers
from zhongmu.workdays.periods import term_end


def refuse(*found: Ruling | None) -> None:
    """Raise NotAllowed with every blocker among what was found."""
    if stop := blockers(ruling for ruling in found if ruling):
        raise NotAllowed(stop)


def line_of(bureau: Bureau, *, by: Actor, at: datetime) -> tuple[str, datetime]:
    """The chain and the moment under which an act is kept. A supervisor's own on line stands among everybody's, with
    its day alone: its minute, or its place beside a report in the bureau's chain, would say whose that was (ADR 0008).
    """
    if by.role != "supervisor":
        return bureau.code, at
    return PLATFORM, timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


@transaction.atomic
def appoint(
    bureau: Bureau,
    person: Person,
    *,
    category: str,
    channel: str,
    starts_on: date,
    by: Actor,
    at: datetime,
    on: date,
    origin: str,
    rehearsal: bool,
    consented_at: datetime | None,
    batch_ref: str = "",
    gates: Sequence[Ruling] = (),
    years: int | None = None,
    reason: str = "",
    photo: bytes | None = None,
    after: Appointment | None = None,
) -> Appointment:
    """Appoint for one term (CQ-2, CQ-6.1): a leader's decision of day `on`, in force from `starts_on`.

    `gates` is what stands in the way elsewhere, such as a notice of names that runs; `years` departs from the
    measure's term and then needs `reason`. `photo` is JPEG or PNG for the certificate; a term `after` another is a
    renewal and keeps its photo (CQ-6.2). Raises NotAllowed.
    """
    policy = bureau.policy(on)
    refuse(rulings.why_not_start(starts_on, on, policy))
    term = years or policy["term.years"]
    ends_on = term_end(starts_on, term)
    Person.objects.select_for_update().get(pk=person.pk)  # two leaders appointing one person take turns
    said = rulings.appointing(
        bureau, policy, years=term, reason=reason, consented_at=consented_at, rehearsal=rehearsal
    )
    overlap = rulings.why_not_overlap(
        bureau, person, starts_on=starts_on, ends_on=ends_on, rehearsal=rehearsal
    )
    again = why_not_again(bureau, person, policy, ended_on=starts_on - timedelta(days=1), rehearsal=rehearsal)
    refuse(_why_not_leader(by), *gates, *said, overlap, again)
    before = bureau.appointments.filter(person=person, rehearsal=rehearsal).exclude(state=State.REVOKED)
    appointment = Appointment.objects.create(
        bureau=bureau,
        person=person,
        number=_number(bureau, on, rehearsal=rehearsal),
        category=category,
        channel=channel,
        origin=origin,
        batch_ref=batch_ref,
        pack_id=policy.pack.id,
        rehearsal=rehearsal,
        term_number=before.count() + 1,
        consented_at=consented_at,
        decided_on=on,
        starts_on=starts_on,
        ends_on=ends_on,
        state=State.APPOINTED,
    )
    _keep_portrait(appointment, photo, after)
    _record_appointing(appointment, policy, by=by, at=at, reason=reason)
    _tell_appointed(appointment, renewed=after is not None, at=at)
    return appointment


def _tell_appointed(appointment: Appointment, *, renewed: bool, at: datetime) -> None:
    title, said = _("聘任通知"), _("您已被聘任为医疗保障基金社会监督员。")
    if renewed:
        title = _("续聘通知")
        said = _("您已被续聘为医疗保障基金社会监督员，请签新一届的纪律承诺书。")
    tell(appointment, "appointment.appoint", title, said, at=at)


def _keep_portrait(appointment: Appointment, photo: bytes | None, after: Appointment | None) -> None:
    """The photo given, else the very bytes of the term before: a photo renewed ten times is not re-encoded ten times."""
    before = Portrait.objects.filter(appointment=after).first() if after else None
    if photo is not None:
        Portrait.objects.create(appointment=appointment, jpeg=photo_jpeg(photo))
    elif before is not None:
        Portrait.objects.create(appointment=appointment, jpeg=before.jpeg)


def _why_not_leader(by: Actor) -> Blocker | None:
    if by.role in MOVES["appoint"].who:
        return None
    return Blocker(_("聘任由本局负责人决定。"), remedy=_("请提请负责人办理。"))


def _number(bureau: Bureau, on: date, *, rehearsal: bool) -> str:
    if rehearsal:
        return f"演练聘{on.year}-{next_number(bureau, 'rehearsed-term', on.year):04d}"
    return f"聘{on.year}-{next_number(bureau, 'appointment', on.year):04d}"


def _record_appointing(
    appointment: Appointment, policy: Policy, *, by: Actor, at: datetime, reason: str
) -> None:
    cite = policy.cite("appoint.by")
    AppointmentMove.objects.create(
        appointment=appointment,
        name="appoint",
        source="",
        target=State.APPOINTED,
        role=by.role,
        account=by.account,
        at=at,
        reason=reason,
        cite=f"{cite.pack_id} {cite.label}",
    )
    facts: dict[str, JSON] = {
        "number": appointment.number,
        "person": appointment.person.token,
        "origin": appointment.origin,
        "starts_on": appointment.starts_on.isoformat(),
        "ends_on": appointment.ends_on.isoformat(),
        "pack": appointment.pack_id,
        "rehearsal": appointment.rehearsal,
    }
    subject = appointment.ledger_subject
    record(appointment.bureau.code, "corps.appointment.appoint", by=by, subject=subject, facts=facts, at=at)


def tell(appointment: Appointment, event: str, title: str, sentence: str, *, at: datetime) -> None:
    """A letter says that something happened and where to read it, no more."""
    queue_letter(
        appointment.bureau,
        event=event,
        subject_line=title,
        body=sentence + _("详情请登录“我的”查看，或联系%s。") % appointment.bureau.name,
        at=at,
        rehearsal=appointment.rehearsal,
        person=appointment.person,
        about=appointment.ledger_subject,
    )


def _move(
    appointment: Appointment, name: str, *, by: Actor, at: datetime, reason: str, stop: Blocker | None
) -> None:
    policy = appointment.bureau.policy(timezone.localdate(at))
    said = [ruling for ruling in (stop, rulings.why_not_without_reason(policy, reason)) if ruling]
    make_move(
        appointment,
        name,
        moves=MOVES,
        rulings=said,
        by=by,
        at=at,
        chain=appointment.bureau.code,
        reason=reason.strip(),
        facts={"rehearsal": appointment.rehearsal},
        cite=rulings.cited(policy, MOVES[name].cite),
    )


def _renewed_as(appointment: Appointment) -> Appointment | None:
    """The term that renews this one and rests on it: what stops this one stops it too (CQ-6.2)."""
    following = Appointment.objects.select_for_update(of=("self",)).filter(renews__appointment=appointment)
    return following.exclude(state=State.REVOKED).select_related("bureau").first()


@transaction.atomic
def suspend(appointment: Appointment, *, by: Actor, at: datetime, reason: str) -> None:
    """Access, certificate and public page stop at once; open reports go on.

    A next term already decided is suspended with it, or the suspension would end by itself when that begins.
    """
    _move(appointment, "suspend", by=by, at=at, reason=reason, stop=None)
    following = None if timezone.localdate(at) > appointment.ends_on else _renewed_as(appointment)
    if following is not None and following.state == State.APPOINTED:
        _move(following, "suspend", by=by, at=at, reason=reason, stop=None)
    tell(appointment, "appointment.suspend", _("聘任暂停通知"), _("您的聘任自即日起暂停，等待复核。"), at=at)


@transaction.atomic
def lift(appointment: Appointment, *, by: Actor, at: datetime, reason: str) -> None:
    """What was suspended serves again, and with it the term that renews it, unless that is under a review of its own."""
    _move(appointment, "lift", by=by, at=at, reason=reason, stop=rulings.why_not_lift(appointment))
    following = _renewed_as(appointment)
    if following is not None and following.state == State.SUSPENDED and not rulings.why_not_lift(following):
        _move(following, "lift", by=by, at=at, reason=reason, stop=None)
    tell(appointment, "appointment.lift", _("聘任恢复通知"), _("您的聘任已经恢复。"), at=at)


@transaction.atomic
def revoke(appointment: Appointment, *, by: Actor, at: datetime, reason: str) -> None:
    """Undo a mistaken appointment; its certificate fails at once and stays on record.

    The term that renews it falls with it, unless that already runs and is decided about by itself (CQ-6.2).
    """
    _move(appointment, "revoke", by=by, at=at, reason=reason, stop=rulings.why_not_lift(appointment))
    following, said = _renewed_as(appointment), _("您的聘任已经撤销。")
    if following is not None and following.status(timezone.localdate(at)) is not Standing.ACTIVE:
        _move(following, "revoke", by=by, at=at, reason=reason, stop=rulings.why_not_fall(following))
        said = _("您的聘任已经撤销，已决定的续聘一并撤销。")
    tell(appointment, "appointment.revoke", _("聘任撤销通知"), said, at=at)


@transaction.atomic
def open_review(appointment: Appointment, *, grounds: str, origin: str, by: Actor, at: datetime) -> Review:
    """Open a review, for instance of an upheld objection; whoever still stands appointed is suspended with it."""
    policy = appointment.bureau.policy(timezone.localdate(at))
    refuse(rulings.why_not_without_reason(policy, grounds))
    if appointment.state == State.APPOINTED:
        suspend(appointment, by=by, at=at, reason=grounds)
    else:
        refuse(why_not_open(appointment, by=by))
    review, created = Review.objects.get_or_create(
        appointment=appointment,
        decided_at=None,
        defaults={"origin": origin, "grounds": grounds.strip(), "opened_at": at, "opened_by": by.account},
    )
    if not created:
        raise NotAllowed([Blocker(_("这项聘任已有一件复核没有办结。"), remedy=_("请先办结已有的复核。"))])
    record(
        appointment.bureau.code,
        "corps.review.open",
        by=by,
        subject=appointment.ledger_subject,
        facts={"review": review.pk, "origin": origin},
        at=at,
    )
    return review


def why_not_open(appointment: Appointment, *, by: Actor) -> Blocker | None:
    """A suspended appointment may be reviewed by those who could have suspended it; a revoked one no more."""
    if appointment.state == State.SUSPENDED and by.role in MOVES["suspend"].who:
        return None
    return why_not(appointment, MOVES["suspend"], by=by)


@transaction.atomic
def decide_review(review: Review, *, outcome: str, reason: str, by: Actor, at: datetime) -> None:
    """A leader lifts or revokes, with a reason; of two deciding at once one is told so."""
    appointment = review.appointment
    if outcome not in Review.Outcome.values:
        raise NotAllowed([Blocker(_("没有选择复核结论。"), remedy=_("请选择恢复聘任或撤销聘任。"))])
    fresh = {"outcome": outcome, "reason": reason.strip(), "decided_at": at, "decided_by": by.account}
    if not Review.objects.filter(pk=review.pk, decided_at=None).update(**fresh):
        raise Overtaken([Blocker(_("这件复核刚刚被别人办结。"), remedy=_("请刷新页面。"))])
    if outcome == Review.Outcome.LIFT:
        lift(appointment, by=by, at=at, reason=reason)
    else:
        revoke(appointment, by=by, at=at, reason=reason)
    facts: dict[str, JSON] = {"review": review.pk, "outcome": outcome}
    record(
        appointment.bureau.code,
        "corps.review.decide",
        by=by,
        subject=appointment.ledger_subject,
        facts=facts,
        at=at,
    )
    for field, value in fresh.items():
        setattr(review, field, value)


@transaction.atomic
def withdraw_consent(person: Person, purpose: str, *, by: Actor, at: datetime) -> None:
    """Take a consent back; the page that rested on it stops at once and the row is kept (PIPL 15)."""
    if person.consents.filter(purpose=purpose, withdrawn_at=None).update(withdrawn_at=at):
        record(
            "platform",
            "consent.withdraw",
            by=by,
            subject=f"person:{person.token}",
            facts={"purpose": purpose},
            at=at,
        )


@transaction.atomic
def reveal_person(appointment: Appointment, *, by: Actor, reason: str, at: datetime) -> Person:
    """Open a supervisor's sealed particulars to a named member of staff; who, when and why stay in the ledger."""
    if by.role not in {"liaison", "clerk", "reviewer", "leader"}:
        raise NotAllowed(
            [Blocker(_("您的角色不能查看监督员的证件号和联系方式。"), remedy=_("请由经办人员办理。"))]
        )
    refuse(rulings.why_not_without_reason(appointment.bureau.policy(timezone.localdate(at)), reason))
    facts = {"reason": reason.strip()}
    record(
        appointment.bureau.code,
        "person.reveal",
        by=by,
        subject=appointment.ledger_subject,
        facts=facts,
        at=at,
    )
    return appointment.person
