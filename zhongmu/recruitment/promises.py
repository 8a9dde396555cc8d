"""What the public was promised by a day, computed anew when the calendar or a leader's decision changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.recruitment.models import Appeal, NameNotice, Objection
from zhongmu.workdays.deadlines import Deadline, again, in_unit
from zhongmu.workdays.queries import current_calendar

SETTLE = "publicity.objection_days"


APPEAL = "eligibility.objection_days"
SETTLE_APPEAL = "eligibility.objection_settle_days"


def settled_by(arrived_on: date, policy: Policy, key: str = SETTLE) -> Deadline | None:
    """By when an objection should be settled; None while the measure has no such length or nobody confirmed it."""
    if key not in policy.pack or not policy.is_confirmed(key):
        return None
    return in_unit(current_calendar(), arrived_on, policy[key], policy.parameter(key).unit)


def lasting(told: date, basis: Mapping[str, Any]) -> date:
    """A day people were told, later where days of work became days off; never earlier."""
    return max(told, again(current_calendar(), basis).due_on)


def recompute_promises(bureau: Bureau, *, at: datetime) -> int:
    """Open objections and appeals and running notices of the bureau; returns how many days changed."""
    on = localdate(at)
    policy = bureau.policy(on)
    objections = bureau.objections.open().defer("objector", "contact", "grounds", "answer")
    changed = sum(_settle_anew(each, SETTLE, policy, at) for each in objections.select_related("bureau"))
    appeals = bureau.appeals.open().defer("grounds", "answer").select_related("bureau")
    changed += sum(_settle_anew(each, SETTLE_APPEAL, policy, at) for each in appeals)
    return changed + sum(_run_on(each, at) for each in bureau.name_notices.on_show(on))


@transaction.atomic
def _settle_anew(case: Objection | Appeal, key: str, policy: Policy, at: datetime) -> bool:
    due = settled_by(case.arrived_on, policy, key)
    if due is None or due.due_on == case.due_on:
        return False
    type(case).objects.filter(pk=case.pk).update(due_on=due.due_on, basis=due.basis)
    facts: dict[str, JSON] = {"due_on": due.due_on.isoformat()}
    action = f"{case._meta.label_lower}.recompute"  # noqa: SLF001  Django's documented name
    record(case.bureau.code, action, by=Actor.system(), subject=case.ledger_subject, facts=facts, at=at)
    return True


@transaction.atomic
def _run_on(notice: NameNotice, at: datetime) -> bool:
    """A notice whose days of work became days off runs longer; it never ends before the day the public was told."""
    due = again(current_calendar(), notice.basis)
    if due.due_on <= notice.ends_on:
        return False
    NameNotice.objects.standing().filter(pk=notice.pk).update(ends_on=due.due_on, basis=due.basis)
    facts: dict[str, JSON] = {"from": notice.ends_on.isoformat(), "to": due.due_on.isoformat()}
    chain, subject = notice.bureau.code, notice.ledger_subject
    record(chain, "recruitment.names.recompute", by=Actor.system(), subject=subject, facts=facts, at=at)
    return True
