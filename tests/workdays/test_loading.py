from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.record import record
from zhongmu.workdays.actions import load_table, set_day
from zhongmu.workdays.calendar import SHIPPED, load
from zhongmu.workdays.models import CalendarDay
from zhongmu.workdays.periods import BEIJING
from zhongmu.workdays.queries import current_calendar, loaded_tables
from zhongmu.workdays.tables import BadTable

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=BEIJING)
SHEET = "日期,安排,说明\n2027-01-01,放假,元旦\n2027-01-31,上班,调休\n".encode()


class Book:
    """Keeps what would be written to the ledger."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, str, Any]] = []

    def __call__(self, chain, action, *, by, subject, facts, at):
        assert (by, at) == ("系统管理员", NOW)
        self.entries.append((chain, action, subject, facts))


def loading(content=SHEET, **changes):
    book = Book()
    load_table(
        content,
        **{"by": "系统管理员", "at": NOW, "record": book, "source": "国办发明电〔2026〕8号"} | changes,
    )
    return book


def test_without_rows_the_shipped_tables_hold():
    assert current_calendar().digest == load().digest


def test_a_loaded_year_is_used_at_once_and_recorded():
    assert current_calendar().is_working(date(2027, 1, 1))
    book = loading()
    calendar = current_calendar()
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.covers(2027)
    assert calendar.warning([2027]) == ""
    assert book.entries == [
        (
            "platform",
            "workdays.load_table",
            "workdays:2027",
            {"source": "国办发明电〔2026〕8号", "days": 2, "sample": False},
        )
    ]


def test_loading_a_year_again_replaces_it_whole():
    loading()
    loading("日期,安排,说明\n2027-01-04,放假,\n".encode())
    assert [day.date for table in loaded_tables() for day in table.days] == [date(2027, 1, 4)]
    assert current_calendar().is_working(date(2027, 1, 1))


def test_a_loaded_year_replaces_the_shipped_one():
    loading("日期,安排,说明\n2026-12-31,放假,\n".encode())
    assert current_calendar().is_working(date(2026, 10, 1))
    assert not current_calendar().is_working(date(2026, 12, 31))


def test_a_table_that_cannot_be_read_changes_nothing():
    loading()
    with pytest.raises(BadTable, match="第3行"):
        loading("日期,安排,说明\n2027-05-01,放假,\n2027-05-32,放假,\n".encode())
    assert CalendarDay.objects.count() == 2


def test_a_record_that_fails_undoes_the_load():
    def refuse(chain, action, **entry):
        raise RuntimeError(action)

    with pytest.raises(RuntimeError):
        loading(record=refuse)
    assert not CalendarDay.objects.exists()


def test_the_ledger_s_own_record_fits():
    load_table(SHEET, by=Actor("system", account=1), at=NOW, record=record, source="国办发明电〔2026〕8号")
    entry = LedgerEntry.objects.get()
    assert (entry.chain, entry.action, entry.subject) == ("platform", "workdays.load_table", "workdays:2027")


def test_a_sample_table_is_taken_only_in_the_demo():
    sample = (SHIPPED / "sample-2027.toml").read_bytes()
    with pytest.raises(BadTable, match="示例数据"):
        loading(sample)
    loading(sample, samples=True)
    assert "示例" in current_calendar().warning([2027])
    assert all(row.sample for row in CalendarDay.objects.all())


def test_asking_again_costs_one_query(django_assert_num_queries):
    loading()
    first = current_calendar()
    with django_assert_num_queries(1):
        assert current_calendar() is first


def test_a_row_changed_by_hand_is_noticed():
    loading()
    row = CalendarDay.objects.get(date=date(2027, 1, 31))
    assert str(row) == "2027-01-31 上班"
    assert current_calendar().is_working(row.date)
    row.working = False
    row.save()
    assert not current_calendar().is_working(row.date)
    assert str(row) == "2027-01-31 放假"


def setting(day, **changes):
    book = Book()
    given = {
        "working": False,
        "note": "停课停工",
        "source": "市政府通告",
        "by": "系统管理员",
        "at": NOW,
        "record": book,
    }
    set_day(day, **given | changes)
    return book


def test_one_day_of_a_shipped_year_can_be_changed():
    book = setting(date(2026, 11, 23))
    setting(date(2026, 11, 24))
    calendar = current_calendar()
    assert calendar.next_working_day(date(2026, 11, 23)) == date(2026, 11, 25)
    assert not calendar.is_working(date(2026, 10, 1))
    assert book.entries[0][2] == "workdays:2026-11-23"


def test_a_day_without_its_year_or_its_notice_is_refused():
    with pytest.raises(BadTable, match="先录入全年"):
        setting(date(2031, 1, 1))
    with pytest.raises(BadTable, match="没有写明依据"):
        setting(date(2026, 11, 23), source=" ")
    assert not CalendarDay.objects.exists()
