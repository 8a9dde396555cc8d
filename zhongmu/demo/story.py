"""How the demo's past is told: storylines that each wait for their next moment, run together in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zhongmu.workdays.calendar import Calendar

BEIJING = ZoneInfo("Asia/Shanghai")
BEGINNING = -685  # days before today on which the first bureaus start to work
_RECENT = -100
_FIRST_DAY = date(2025, 1, 2)  # Chongqing's measure is in force from the day before
_STEP = timedelta(minutes=1)

Storyline = Generator[datetime, datetime, None]


@dataclass(frozen=True)
class Days:
    """Moments relative to `today`; `n` counts calendar days, negative is past.

    The far past is drawn together where the measure would not yet have been in force.
    """

    today: date
    calendar: Calendar

    def on(self, n: int) -> date:
        room = (self.today - _FIRST_DAY).days + _RECENT
        if n < _RECENT and room < _RECENT - BEGINNING:
            n = _RECENT - (_RECENT - n) * room // (_RECENT - BEGINNING)
        return self.today + timedelta(days=n)

    def day(self, n: int, hour: int, minute: int = 0) -> datetime:
        """Any day: citizens write on Sundays too."""
        return datetime.combine(self.on(n), time(hour, minute), tzinfo=BEIJING)

    def work(self, n: int, hour: int, minute: int = 0) -> datetime:
        """That day or the working day before it: the office is closed at weekends."""
        on = self.on(n)
        while not self.calendar.is_working(on):
            on -= timedelta(days=1)
        return datetime.combine(on, time(hour, minute), tzinfo=BEIJING)

    def after(self, last: date, hour: int = 9) -> datetime:
        """The first working day after the last day of a period."""
        on = self.calendar.next_working_day(last + timedelta(days=1))
        return datetime.combine(on, time(hour), tzinfo=BEIJING)

    def before_due(self, due_on: date, working_days: int) -> int:
        """How many days ago a period of that many working days must have begun, to end on `due_on`."""
        start = due_on
        while self.calendar.add_working_days(start, working_days) > due_on or not self.calendar.is_working(
            start
        ):
            start -= timedelta(days=1)
        return (start - self.today).days


def tell(storylines: Iterable[Storyline]) -> None:
    """Run all storylines to their end. Each yields the moment it waits for and is sent the moment it gets:
    that one, or a minute after its last step where it asked for the past.
    """
    waiting: list[tuple[datetime, int, Storyline]] = []
    for order, line in enumerate(storylines):
        heapq.heappush(waiting, (next(line), order, line))
    while waiting:
        at, order, line = heapq.heappop(waiting)
        try:
            wanted = line.send(at)
        except StopIteration:
            continue
        heapq.heappush(waiting, (max(wanted, at + _STEP), order, line))
