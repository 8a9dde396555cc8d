"""The only writers of the calendar. The ledger stands below this folder, so its `record` is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.workdays.calendar import shipped_tables
from zhongmu.workdays.models import CalendarDay
from zhongmu.workdays.queries import loaded_tables
from zhongmu.workdays.tables import BadTable, Day, Table, read_table

Who = TypeVar("Who")
Who_contra = TypeVar("Who_contra", contravariant=True)


class Recorder(Protocol[Who_contra]):
    """The shape of `zhongmu.ledger.record.record`."""

    def __call__(
        self, chain: str, action: str, *, by: Who_contra, subject: str, facts: Mapping[str, Any], at: datetime
    ) -> object: ...


@transaction.atomic
def load_table(
    content: bytes, *, by: Who, at: datetime, record: Recorder[Who], source: str = "", samples: bool = False
) -> Table:
    """Replace a year by a TOML or CSV table and write it to the ledger; BadTable changes nothing.

    `samples` is for the demo: elsewhere a table marked as sample is refused. Open clocks are recomputed by
    their own nouns, which compare `Deadline.basis["calendar"]`.
    """
    table = read_table(content, source=source)
    if table.sample and not samples:
        raise BadTable(_("这是示例数据，只能用于演示。请录入国务院办公厅正式发布的放假安排。"))
    _replace(table)
    facts = {"source": table.source, "days": len(table.days), "sample": table.sample}
    record("platform", "workdays.load_table", by=by, subject=f"workdays:{table.year}", facts=facts, at=at)
    return table


@transaction.atomic
def set_day(
    day: date, *, working: bool, note: str, source: str, by: Who, at: datetime, record: Recorder[Who]
) -> None:
    """Change one day of a year already known, as when a city gives an extra day off; BadTable otherwise."""
    table = {table.year: table for table in [*shipped_tables(), *loaded_tables()]}.get(day.year)
    if table is None:
        raise BadTable(
            _("%(year)s年的放假安排尚未录入。请先录入全年安排，再调整某一天。") % {"year": day.year}
        )
    if not source.strip():
        raise BadTable(_("没有写明依据。请填写通知的名称和文号。"))
    if not CalendarDay.objects.filter(date__year=day.year).exists():
        _replace(table)
    CalendarDay.objects.filter(date=day).delete()
    CalendarDay.objects.create(
        date=day, working=working, note=note[:100], source=source[:200], sample=table.sample
    )
    facts = {"working": working, "note": note[:100], "source": source[:200]}
    record("platform", "workdays.set_day", by=by, subject=f"workdays:{day}", facts=facts, at=at)


def _replace(table: Table) -> None:
    CalendarDay.objects.filter(date__year=table.year).delete()
    CalendarDay.objects.bulk_create(_row(table, day) for day in table.days)


def _row(table: Table, day: Day) -> CalendarDay:
    return CalendarDay(
        date=day.date, working=day.working, note=day.note, source=table.source[:200], sample=table.sample
    )
