from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.workdays.calendar import SHIPPED, calendar_of, load, shipped_tables
from zhongmu.workdays.tables import read_table

CALENDAR = load()
DAYS = st.dates(date(2023, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2026, 11, 21), False),
        (date(2025, 10, 8), False),
        (date(2025, 1, 26), True),
        (date(2024, 2, 9), True),
        (date(2024, 5, 11), True),
        (date(2027, 10, 1), True),
    ],
)
def test_holidays_and_make_up_days_follow_the_notices(day, working):
    assert CALENDAR.is_working(day) is working


@pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_published_number_of_working_days(year, worked):
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    assert sum(CALENDAR.is_working(day) for day in days) == worked


def test_shipped_tables_cite_the_notice_and_are_no_samples():
    for table in shipped_tables():
        assert f"国务院办公厅关于{table.year}年部分节假日安排的通知" in table.source
        assert not table.sample
        assert all(day.date.year == table.year for day in table.days)


def test_the_sample_year_is_marked_and_left_out():
    sample = read_table((SHIPPED / "sample-2027.toml").read_bytes())
    assert sample.sample
    assert "示例" in sample.source
    assert not CALENDAR.covers(2027)
    shown = calendar_of([*shipped_tables(), sample])
    assert shown.covers(2027)
    assert "示例放假安排" in shown.warning([2027])


def test_every_make_up_day_is_a_weekend_and_every_table_changes_something():
    for table in [*shipped_tables(), read_table((SHIPPED / "sample-2027.toml").read_bytes())]:
        assert all(day.date.weekday() >= 5 for day in table.days if day.working)
        assert any(day.date.weekday() < 5 for day in table.days if not day.working)


@pytest.mark.clause("CQ-12.3")
def test_fifteen_working_days_from_the_second_of_november_end_on_the_twenty_third():
    assert CALENDAR.add_working_days(date(2026, 11, 2), 15) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 14), 5, date(2026, 2, 28)),
        (date(2025, 1, 27), 1, date(2025, 2, 5)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 2, 20), 1, date(2026, 2, 24)),
        (date(2026, 2, 20), 0, date(2026, 2, 20)),
    ],
)
def test_working_days_cross_the_festivals(start, length, due):
    assert CALENDAR.add_working_days(start, length) == due


def test_a_negative_length_is_an_error():
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(date(2026, 1, 5), -1)


def test_an_uncovered_year_is_said_to_be_guessed():
    assert CALENDAR.warning([2025, 2026]) == ""
    assert "2027年、2028年的放假安排尚未录入" in CALENDAR.warning([2028, 2026, 2027])


def test_the_digest_tells_one_calendar_from_another():
    assert CALENDAR.digest == load().digest
    assert CALENDAR.digest != calendar_of(shipped_tables()[:2]).digest


@given(DAYS, st.integers(1, 60))
def test_a_due_day_is_worked_and_counts_back_to_its_length(start, length):
    due = CALENDAR.add_working_days(start, length)
    assert CALENDAR.is_working(due)
    assert CALENDAR.working_days_left(start, due) == length
    assert CALENDAR.working_days_left(due, start) == -length


@given(DAYS)
def test_the_next_working_day_is_the_first_one_not_before(day):
    following = CALENDAR.next_working_day(day)
    assert CALENDAR.is_working(following)
    assert not any(CALENDAR.is_working(day + timedelta(days=n)) for n in range((following - day).days))
