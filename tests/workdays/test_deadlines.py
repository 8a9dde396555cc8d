from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.workdays.calendar import calendar_of, load, shipped_tables
from zhongmu.workdays.deadlines import again, calendar_days, in_unit, words_left, working_days
from zhongmu.workdays.periods import BEIJING, end_instant, term_end

CALENDAR = load()


@pytest.mark.clause("CQ-12.3")
def test_a_deadline_keeps_what_it_was_computed_from():
    deadline = working_days(CALENDAR, date(2026, 11, 2), 15)
    assert deadline.due_on == date(2026, 11, 23)
    assert json.loads(json.dumps(deadline.basis)) == {
        "start_on": "2026-11-02",
        "length": 15,
        "unit": "working_days",
        "calendar": CALENDAR.digest,
        "covered": True,
    }


def test_natural_days_that_end_on_a_holiday_move_to_the_next_working_day():
    assert calendar_days(CALENDAR, date(2026, 8, 4), 60).due_on == date(2026, 10, 8)
    assert calendar_days(CALENDAR, date(2026, 8, 11), 60).due_on == date(2026, 10, 10)


def test_a_deadline_that_reaches_an_unknown_year_says_so():
    assert working_days(CALENDAR, date(2026, 12, 28), 15).basis["covered"] is False


def test_a_stored_deadline_is_computed_anew_under_another_calendar():
    before = working_days(calendar_of(shipped_tables()[:2]), date(2026, 9, 28), 5)
    after = again(CALENDAR, before.basis)
    assert (before.due_on, after.due_on) == (date(2026, 10, 5), date(2026, 10, 10))
    assert before.basis["calendar"] != after.basis["calendar"]


def test_an_unknown_unit_or_negative_length_is_an_error():
    with pytest.raises(ValueError, match="weeks"):
        in_unit(CALENDAR, date(2026, 1, 5), 1, "weeks")
    with pytest.raises(ValueError, match="-1"):
        calendar_days(CALENDAR, date(2026, 1, 5), -1)


@pytest.mark.parametrize(
    ("today", "text", "kind"),
    [
        (date(2026, 11, 2), "还剩15个工作日", ""),
        (date(2026, 11, 18), "还剩3个工作日", "soon"),
        (date(2026, 11, 21), "还剩1个工作日", "soon"),
        (date(2026, 11, 23), "今天到期", "soon"),
        (date(2026, 11, 25), "已超期2个工作日", "late"),
    ],
)
def test_a_clock_is_told_in_words(today, text, kind):
    assert words_left(CALENDAR, today, date(2026, 11, 23)) == (text, kind)


def test_a_clock_on_days_off_does_not_claim_whole_days():
    assert words_left(CALENDAR, date(2026, 11, 21), date(2026, 11, 20)) == ("已超期不足1个工作日", "late")
    assert words_left(CALENDAR, date(2026, 11, 21), date(2026, 11, 22)) == ("还剩不足1个工作日", "soon")


@pytest.mark.clause("CQ-6.1")
@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2028, 2, 29), 2, date(2030, 2, 28)),
        (date(2026, 3, 1), 2, date(2028, 2, 29)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2026, 1, 1), 3, date(2028, 12, 31)),
    ],
)
def test_a_term_is_its_years_less_a_day(start, years, end):
    assert term_end(start, years) == end


def test_a_term_of_no_years_is_an_error():
    with pytest.raises(ValueError, match="0"):
        term_end(date(2026, 1, 1), 0)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 5))
def test_the_next_term_begins_the_day_after(start, years):
    following = term_end(start, years) + timedelta(days=1)
    assert following.year == start.year + years
    assert (following.month, following.day) in {(start.month, start.day), (3, 1)}


@pytest.mark.clause("CQ-6.1")
def test_a_day_is_over_at_midnight_in_beijing():
    end = end_instant(date(2028, 2, 29))
    assert end == datetime(2028, 3, 1, tzinfo=BEIJING)
    assert end.utcoffset() == timedelta(hours=8)
