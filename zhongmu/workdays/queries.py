from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from django.db.models import BigIntegerField, Func

from zhongmu.statements.prepared import Prepared
from zhongmu.workdays.calendar import Calendar, calendar_of, shipped_tables
from zhongmu.workdays.models import CalendarDay
from zhongmu.workdays.tables import Day, Table

Version = tuple[int, int]
# Plain functions over the whole table: Django's aggregates would group a queryset by its rows.
_stamp = Prepared(
    lambda: CalendarDay.objects.order_by().values_list(
        Func("pk", function="COUNT", output_field=BigIntegerField()),
        Func("mark", function="SUM", output_field=BigIntegerField()),
    )
)


def current_calendar() -> Calendar:
    """Shipped tables, each year replaced by what was loaded for it. One query while nothing has changed."""
    return _calendar(_version())


def loaded_tables() -> tuple[Table, ...]:
    """What was loaded in the office, a table per year."""
    rows = CalendarDay.objects.order_by("date")
    return tuple(_table(year, list(days)) for year, days in groupby(rows, key=lambda row: row.date.year))


def _version() -> Version:
    rows, marks = _stamp()[0]
    return rows, marks or 0


@lru_cache(maxsize=4)
def _calendar(version: Version) -> Calendar:
    return calendar_of([*shipped_tables(), *loaded_tables()])


def _table(year: int, rows: list[CalendarDay]) -> Table:
    days = tuple(Day(row.date, row.working, row.note) for row in rows)
    return Table(year, rows[0].source, any(row.sample for row in rows), days)
