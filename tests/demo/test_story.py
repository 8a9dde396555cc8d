from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.demo.story import BEGINNING, Days, Storyline, tell
from zhongmu.demo.world import build
from zhongmu.workdays.calendar import load

CALENDAR = load()
TODAYS = st.dates(date(2025, 9, 1), date(2029, 12, 31))


def _story(days: Days, steps: list[int], heard: list[datetime]) -> Storyline:
    for n in steps:
        at = yield days.day(n, 9)
        heard.append(at)


def test_storylines_are_told_together_in_the_order_of_time() -> None:
    days, heard = Days(date(2026, 11, 2), CALENDAR), []
    tell([_story(days, [-30, -10, -12], heard), _story(days, [-20, -5], heard)])
    assert heard == sorted(heard)
    assert len(heard) == 5


def test_a_step_that_asks_for_the_past_comes_a_minute_after_the_last() -> None:
    days, heard = Days(date(2026, 11, 2), CALENDAR), []
    tell([_story(days, [-10, -12], heard)])
    assert heard[1] - heard[0] == timedelta(minutes=1)


@given(TODAYS, st.integers(BEGINNING, 30), st.integers(BEGINNING, 30))
def test_days_keep_their_order_and_never_go_before_the_measure(today: date, one: int, other: int) -> None:
    days = Days(today, CALENDAR)
    assert (days.on(one) <= days.on(other)) == (one <= other) or days.on(one) == days.on(other)
    assert days.on(BEGINNING) >= date(2025, 1, 2)


@given(TODAYS, st.integers(-60, 0))
def test_the_office_acts_on_working_days_that_are_not_later(today: date, n: int) -> None:
    days = Days(today, CALENDAR)
    at = days.work(n, 10)
    assert CALENDAR.is_working(at.date())
    assert at.date() <= days.on(n)
    assert days.after(at.date()).date() > at.date()


@given(st.dates(date(2026, 1, 5), date(2026, 11, 30)))
def test_a_period_that_must_end_on_a_day_begins_on_a_working_day(day: date) -> None:
    due = CALENDAR.next_working_day(day)
    days = Days(due, CALENDAR)
    start = due + timedelta(days=days.before_due(due, 15))
    assert CALENDAR.is_working(start)
    assert CALENDAR.add_working_days(start, 15) == due


@pytest.mark.django_db
def test_the_world_can_be_made_on_a_day_whose_beginning_falls_on_a_holiday() -> None:
    assert build(date(2026, 12, 18)).made_on == date(2026, 12, 18)  # the second of its days is a Sunday
