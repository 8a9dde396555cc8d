"""The promises on a report as pure functions: which clock, from which day, how long, by which parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from zhongmu.policies.pack import Parameter
from zhongmu.policies.rulings import Blocker, Cite
from zhongmu.reports.models import Clock, ClockKind
from zhongmu.reports.states import Kind
from zhongmu.workdays.calendar import Calendar
from zhongmu.workdays.deadlines import Deadline, Words, in_unit, words_left

LENGTH: dict[str, str] = {
    ClockKind.RECEIPT: "clock.receipt_days",
    ClockKind.VERIFY: "clock.verify_days",
    ClockKind.TOLD: "clock.told_after_decision_days",
    ClockKind.SUGGESTION: "clock.suggestion_days",
}
EXTENSION = "clock.verify_extension_days"
EXTENSIONS = "clock.verify_extensions"
# What an officer needs confirmed before taking a report on: its first promise starts with that act.
NEEDED: dict[str, tuple[str, ...]] = {
    Kind.CLUE: ("clock.receipt_days", "clock.verify_days"),
    Kind.SUGGESTION: ("clock.receipt_days", "clock.suggestion_days"),
}


class Lengths(Protocol):
    """What of `bureaus.policy.Policy` a clock needs."""

    def __getitem__(self, key: str) -> object: ...
    def parameter(self, key: str) -> Parameter: ...
    def cite(self, key: str) -> Cite: ...
    def unconfirmed(self, *keys: str) -> Blocker | None: ...


def deadline(
    kind: str, starts_on: date, *, policy: Lengths, calendar: Calendar, extensions: int = 0
) -> Deadline:
    """The day by which, the first day not counted. Each extension runs on from the day before it ended.

    Accepted on 2026-11-02, 15 working days end on 2026-11-23.
    """
    key = LENGTH[kind]
    due = in_unit(calendar, starts_on, _length(policy, key), policy.parameter(key).unit)
    for _time in range(extensions):
        more = in_unit(calendar, due.due_on, _length(policy, EXTENSION), policy.parameter(EXTENSION).unit)
        due = Deadline(more.due_on, {**due.basis, "covered": _both(due, more)})
    return Deadline(due.due_on, {**due.basis, "key": key, "extensions": extensions})


def _length(policy: Lengths, key: str) -> int:
    return int(str(policy[key]))


def _both(first: Deadline, second: Deadline) -> bool:
    return bool(first.basis["covered"]) and bool(second.basis["covered"])


@dataclass(frozen=True, slots=True)
class Remaining:
    """A clock as a page says it."""

    label: str
    words: Words
    due_on: date
    cite: Cite
    starts_on: date
    length: str


def remaining(clock: Clock, *, on: date, policy: Lengths, calendar: Calendar) -> Remaining:
    """Raises nothing: what is stored is said, with the words of the parameter it came from."""
    key = LENGTH[clock.kind]
    words = words_left(calendar, on, clock.due_on)
    return Remaining(
        label=str(ClockKind(clock.kind).label),
        words=words,
        due_on=clock.due_on,
        cite=policy.cite(key),
        starts_on=clock.starts_on,
        length=f"{clock.basis.get('length', '')}{_UNIT.get(str(clock.basis.get('unit')), '')}",
    )


_UNIT = {"working_days": "个工作日", "calendar_days": "日"}
