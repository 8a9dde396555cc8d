"""Starting, finishing and recomputing the stored clocks. `Report.due_on` repeats the next open one for lists."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.reports.clocks import LENGTH, deadline
from zhongmu.reports.models import Clock, ClockKind, Report
from zhongmu.reports.states import ClueState, Kind
from zhongmu.workdays.queries import current_calendar


def first_clocks(kind: str, arrived_on: date, *, policy: Policy, on: date) -> list[Clock]:
    """The clocks of a report just filed, not yet saved. The receipt is given in the same moment; a suggestion's
    answer runs from the day of arrival.
    """
    kinds = [ClockKind.RECEIPT, *([ClockKind.SUGGESTION] if kind == Kind.SUGGESTION else [])]
    clocks = []
    for each in kinds:
        if policy.is_confirmed(LENGTH[each]):
            due = deadline(each, arrived_on, policy=policy, calendar=current_calendar())
            done_on = on if each == ClockKind.RECEIPT else None
            clocks.append(
                Clock(kind=each, starts_on=arrived_on, due_on=due.due_on, basis=due.basis, done_on=done_on)
            )
    return clocks


def start_clock(report: Report, kind: str, starts_on: date, *, policy: Policy) -> None:
    """No clock while the bureau has not confirmed its length; `recompute` stores it once it has."""
    if policy.unconfirmed(LENGTH[kind]):
        return
    due = deadline(
        kind, starts_on, policy=policy, calendar=current_calendar(), extensions=_extensions(report, kind)
    )
    Clock.objects.update_or_create(
        report=report,
        kind=kind,
        defaults={"starts_on": starts_on, "due_on": due.due_on, "basis": due.basis, "done_on": None},
    )
    show_next(report)


def finish_clock(report: Report, kind: str, on: date) -> None:
    Clock.objects.running().filter(report=report, kind=kind).update(done_on=on)
    show_next(report)


def show_next(report: Report) -> None:
    """Repeat the earliest open clock on the report's own row."""
    clock = Clock.objects.running().filter(report=report).order_by("due_on").first()
    report.due_on, report.due_kind = (clock.due_on, clock.kind) if clock else (None, "")
    Report.objects.filter(pk=report.pk).update(due_on=report.due_on, due_kind=report.due_kind)


def _extensions(report: Report, kind: str) -> int:
    return report.extensions if kind == ClockKind.VERIFY else 0


def _missing(report: Report) -> list[tuple[str, date]]:
    """Clocks that should run but were not stored, because their length was not confirmed at the time."""
    stored = set(report.clocks.values_list("kind", flat=True))
    wanted = [(str(ClockKind.RECEIPT), report.arrived_on)]
    if report.kind == Kind.SUGGESTION:
        wanted.append((str(ClockKind.SUGGESTION), report.arrived_on))
    return [(kind, starts_on) for kind, starts_on in wanted if kind not in stored]


def recompute(report: Report, *, policy: Policy, at: datetime) -> bool:
    """Compute the open clocks of one report anew; True when a due day changed, which the ledger then tells."""
    on = timezone.localtime(at).date()
    before = dict(report.clocks.values_list("kind", "due_on"))
    for kind, starts_on in _missing(report):
        start_clock(report, kind, starts_on, policy=policy)
        if kind == ClockKind.RECEIPT:
            finish_clock(report, kind, timezone.localtime(report.received_at).date())
        elif report.state in {ClueState.ANSWERED, ClueState.CLOSED}:
            finish_clock(report, kind, on)
    for clock in report.clocks.filter(done_on=None):
        start_clock(report, clock.kind, clock.starts_on, policy=policy)
    after = dict(report.clocks.values_list("kind", "due_on"))
    if before == after:
        return False
    facts = {kind: due.isoformat() for kind, due in after.items()}
    record(
        report.bureau.code,
        "reports.report.recompute",
        by=Actor.system(),
        subject=report.ledger_subject,
        facts=facts,
        at=at,
    )
    return True


def recompute_clocks(bureau: Bureau, *, at: datetime) -> int:
    """After a change of calendar or a leader's decision: every open report of the bureau; returns how many changed."""
    policy = bureau.policy(timezone.localtime(at).date())
    changed = 0
    for report in bureau.reports.open().defer("facts").iterator(chunk_size=500):
        with transaction.atomic():
            changed += recompute(report, policy=policy, at=at)
    return changed
