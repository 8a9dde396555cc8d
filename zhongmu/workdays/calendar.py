"""Which days are worked: Monday to Friday, less the holidays, plus the make-up days of the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import gettext as _

from zhongmu.workdays.tables import Table, read_table

SHIPPED = Path(__file__).parent / "tables"
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Calendar:
    """`days` holds what a table says about a day; a day it does not name is worked from Monday to Friday."""

    days: Mapping[date, bool]
    covered_years: frozenset[int]
    sample_years: frozenset[int] = frozenset()

    @cached_property
    def digest(self) -> str:
        """Changes when any day or year does; a deadline keeps it to tell what it was computed from."""
        lines = [f"{day}:{working:d}" for day, working in sorted(self.days.items())]
        years = f"{sorted(self.covered_years)}{sorted(self.sample_years)}"
        return hashlib.sha256("\n".join([*lines, years]).encode()).hexdigest()

    def covers(self, year: int) -> bool:
        return year in self.covered_years

    def is_working(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < _SATURDAY)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, start: date, length: int) -> date:
        """The day on which `length` working days have passed, `start` itself not counted; 0 gives `start`."""
        if length < 0:
            raise ValueError(length)
        day = start
        while length:
            day += _DAY
            length -= self.is_working(day)
        return day

    def working_days_left(self, today: date, due: date) -> int:
        """Working days after `today` up to and with `due`; negative counts those passed since `due`."""
        if today > due:
            return -self.working_days_left(due, today)
        return sum(self.is_working(today + _DAY * step) for step in range(1, (due - today).days + 1))

    def warning(self, years: Iterable[int]) -> str:
        """A sentence for pages that show a due date in one of `years`; empty when the tables are known and real."""
        wanted = set(years)
        sentences = []
        if missing := sorted(wanted - self.covered_years):
            sentences.append(
                _(
                    "%(years)s的放假安排尚未录入，期限暂按周一至周五为工作日推算。"
                    "国务院办公厅发布放假通知后，请系统管理员在“工作日历”中录入，期限会随之重算。"
                )
                % {"years": _listed(missing)}
            )
        if samples := sorted(wanted & self.sample_years):
            sentences.append(
                _("%(years)s用的是示例放假安排，只供演示，不能作为真实期限的依据。")
                % {"years": _listed(samples)}
            )
        return "".join(sentences)


def load(folder: Path = SHIPPED) -> Calendar:
    """The tables shipped with the program; sample tables in the folder are left alone."""
    return calendar_of(shipped_tables(folder))


def shipped_tables(folder: Path = SHIPPED) -> tuple[Table, ...]:
    return tuple(read_table(path.read_bytes()) for path in sorted(folder.glob("[0-9]*.toml")))


def calendar_of(tables: Iterable[Table]) -> Calendar:
    """Of two tables for one year the later replaces the earlier whole."""
    by_year = {table.year: table for table in tables}
    days = {day.date: day.working for table in by_year.values() for day in table.days}
    samples = frozenset(year for year, table in by_year.items() if table.sample)
    return Calendar(MappingProxyType(days), frozenset(by_year), samples)


def _listed(years: Iterable[int]) -> str:
    return "、".join(f"{year}年" for year in years)
