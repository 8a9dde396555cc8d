"""Take an applicant's objection to the check in, and settle it (CQ-4.0)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.following import move_application
from zhongmu.recruitment.actions.moving import move, reasoned, refuse, tell
from zhongmu.recruitment.appeals import another_hand, why_not_appeal
from zhongmu.recruitment.models import Appeal, Application, Batch
from zhongmu.recruitment.promises import SETTLE_APPEAL, settled_by
from zhongmu.recruitment.states import APPEAL_MOVES

WHO = frozenset({"applicant", "liaison", "clerk"})


@transaction.atomic
def lodge_appeal(
    application: Application,
    *,
    grounds: str,
    by: Actor,
    at: datetime,
    channel: str = "web",
    arrived_on: date | None = None,
) -> Appeal:
    """From the applicant's own page, or written down by an officer; it counts from the day it arrived."""
    Batch.objects.select_for_update().get(pk=application.batch_id)  # before choosing begins, or after
    on = localdate(at)
    arrived_on, policy = arrived_on or on, application.bureau.policy(on)
    found = why_not_appeal(application, arrived_on=arrived_on, policy=policy)
    if arrived_on > on:
        found.append(Blocker(_("来件日期在今天以后。"), remedy=_("请填写实际收到的日期。")))
    if by.role not in WHO:
        found.append(Blocker(_("审查异议由联络员或经办登记。"), remedy=_("请交由有权限的人员办理。")))
    refuse([*found, *reasoned(grounds, what=_("异议"))])
    due = settled_by(arrived_on, policy, SETTLE_APPEAL)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                bureau=application.bureau,
                application=application,
                grounds=grounds.strip(),
                channel=channel,
                arrived_on=arrived_on,
                due_on=due.due_on if due else None,
                basis=due.basis if due else {},
                taken_by=by.account,
                created_at=at,
            )
    except IntegrityError:  # somebody pressed twice, or an officer registered it in the same moment
        refuse(why_not_appeal(application, arrived_on=arrived_on, policy=policy))
        raise
    facts: dict[str, JSON] = {"number": application.number, "channel": channel}
    chain, subject = application.bureau.code, appeal.ledger_subject
    record(chain, "recruitment.appeal.open", by=by, subject=subject, facts=facts, at=at)
    tell(application, "appeal", _("对审查的异议已经收到。"), at=at)
    return appeal


def _decide(
    appeal: Appeal, name: str, *, reason: str, answer: str, by: Actor, at: datetime, on: date
) -> None:
    application = appeal.application
    policy = appeal.bureau.policy(on)
    move(
        appeal,
        name,
        policy=policy,
        rulings=[
            *rulings.rehearsal(application.batch, policy),
            *another_hand(application, by, policy),
            *reasoned(reason, what=str(APPEAL_MOVES[name].label)),
            *reasoned(answer, what=_("答复报名人")),
        ],
        by=by,
        at=at,
        reason=reason,
        changes={"answer": answer.strip()},
    )


@transaction.atomic
def dismiss_appeal(appeal: Appeal, *, reason: str, answer: str, by: Actor, at: datetime, on: date) -> None:
    """`reason` stays with the case; `answer` is what the applicant reads."""
    _decide(appeal, "dismiss", reason=reason, answer=answer, by=by, at=at, on=on)
    tell(appeal.application, "appeal_settle", _("对审查的异议已有结果。"), at=at)


@transaction.atomic
def uphold_appeal(appeal: Appeal, *, reason: str, answer: str, by: Actor, at: datetime, on: date) -> None:
    """Uphold it, and in the same transaction send the application back to the check."""
    _decide(appeal, "uphold", reason=reason, answer=answer, by=by, at=at, on=on)
    application = Application.objects.select_related("bureau", "person", "batch").get(
        pk=appeal.application_id
    )
    cause = _("审查异议成立，重新审查")
    policy = appeal.bureau.policy(on)
    move_application(application, "check_again", policy=policy, by=by, at=at, reason=cause)
    tell(application, "appeal_settle", _("对审查的异议已有结果。"), at=at)
