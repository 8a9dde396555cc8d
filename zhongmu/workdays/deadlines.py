"""Due dates as pure functions of a calendar; each keeps what it was computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zhongmu.workdays.calendar import Calendar

WORKING_DAYS = "working_days"
CALENDAR_DAYS = "calendar_days"
SOON = 3  # working days


@dataclass(frozen=True, slots=True)
class Deadline:
    """`basis` fits a JSON field: start_on, length, unit, calendar (digest), covered (no year was guessed)."""

    due_on: date
    basis: dict[str, str | int | bool]


def working_days(calendar: Calendar, start_on: date, length: int) -> Deadline:
    """The first day is not counted: 15 working days from 2026-11-02 end on 2026-11-23."""
    return _deadline(calendar, start_on, length, WORKING_DAYS, calendar.add_working_days(start_on, length))


def calendar_days(calendar: Calendar, start_on: date, length: int) -> Deadline:
    """The first day is not counted; an end on a day nobody works moves to the next working day."""
    if length < 0:
        raise ValueError(length)
    due_on = calendar.next_working_day(start_on + timedelta(days=length))
    return _deadline(calendar, start_on, length, CALENDAR_DAYS, due_on)


_BY_UNIT: dict[str, Callable[[Calendar, date, int], Deadline]] = {
    WORKING_DAYS: working_days,
    CALENDAR_DAYS: calendar_days,
}


def in_unit(calendar: Calendar, start_on: date, length: int, unit: str) -> Deadline:
    """For a length whose unit a policy names; ValueError for a unit that is no day."""
    if unit not in _BY_UNIT:
        raise ValueError(unit)
    return _BY_UNIT[unit](calendar, start_on, length)


def again(calendar: Calendar, basis: Mapping[str, Any]) -> Deadline:
    """Compute a stored deadline anew after the calendar changed; compare `basis["calendar"]` to skip the rest."""
    return in_unit(calendar, date.fromisoformat(basis["start_on"]), int(basis["length"]), str(basis["unit"]))


def _deadline(calendar: Calendar, start_on: date, length: int, unit: str, due_on: date) -> Deadline:
    covered = all(calendar.covers(year) for year in range(start_on.year, due_on.year + 1))
    return Deadline(
        due_on,
        {
            "start_on": start_on.isoformat(),
            "length": length,
            "unit": unit,
            "calendar": calendar.digest,
            "covered": covered,
        },
    )


class Words(NamedTuple):
    """`kind` is a CSS class: "late", "soon" or "" — the text alone says as much."""

    text: str
    kind: str


@lru_cache(maxsize=4096)  # a list says the same few days on every row, and again on every page
def words_left(calendar: Calendar, today: date, due: date) -> Words:
    """还剩3个工作日, 今天到期 or 已超期2个工作日."""
    left = calendar.working_days_left(today, due)
    if today == due:
        return Words(_("今天到期"), "soon")
    if today > due:
        late = _("已超期%(days)s个工作日") % {"days": -left} if left else _("已超期不足1个工作日")
        return Words(late, "late")
    words = _("还剩%(days)s个工作日") % {"days": left} if left else _("还剩不足1个工作日")
    return Words(words, "soon" if left <= SOON else "")
