"""The whole demo world, made in one transaction through the actions everybody uses."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from zhongmu.demo import channels, corps, endings, recruiting, reporting, slates, staff, trials
from zhongmu.demo.models import DemoWorld
from zhongmu.demo.story import BEGINNING, Days, tell
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.workdays.actions import load_table
from zhongmu.workdays.calendar import SHIPPED
from zhongmu.workdays.queries import current_calendar

VERSION = 7  # raise it when the world should be made anew


@transaction.atomic
def build(today: date) -> DemoWorld:
    """Make the world as of the morning of `today` in an empty database. All or nothing."""
    days = Days(today, current_calendar())
    beginning = days.work(BEGINNING, 8)
    for table in sorted(Path(SHIPPED).glob("sample-*.toml")):
        load_samples(table, at=beginning)
    world = staff.World(Days(today, current_calendar()))
    staff.load_bureaus(world, at=beginning)
    lines = [staff.take_office(world, code) for code in staff.MEMBERS]
    lines += [*recruiting.storylines(world), slates.batch_with_slate(world), *channels.storylines(world)]
    lines += [*endings.storylines(world), *trials.storylines(world)]
    tell([*lines, *corps.storylines(world), *reporting.storylines(world)])
    return DemoWorld.objects.create(made_on=today, version=VERSION, shown=world.shown)


def load_samples(table: Path, *, at: datetime) -> None:
    """A year of working days that is invented and says so."""
    load_table(table.read_bytes(), by=Actor.system(), at=at, record=record, samples=True)
