"""One batch, five calculations of a slate: cut off, impossible, stopped, set aside, adopted."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from zhongmu.demo.slates import calculate
from zhongmu.demo.staff import JIANGBEI, World
from zhongmu.demo.story import Storyline
from zhongmu.recruitment.actions import slates
from zhongmu.recruitment.models import Application, Batch, SlateRun
from zhongmu.recruitment.slate import Bound, Design, Fixed

SEATS = 4


def advised(
    world: World, batch: Batch, certain: Application, *, start: int
) -> Generator[datetime, datetime, SlateRun]:
    """Every way a calculation can end, and the one that was followed."""
    yield from _in_vain(world, batch, certain, start=start)
    yield from _stopped(world, batch, start=start + 1)
    yield from _adopted(world, batch, _design(batch, women=1), start=start + 2)
    followed = _design(batch, women=2, certain=certain)
    return (yield from _adopted(world, batch, followed, start=start + 4))


def _design(batch: Batch, *, women: int, certain: Application | None = None) -> Design:
    """So many women at least; somebody from the pool is certain, by a reason that the meeting gave."""
    woman = next(row for row in batch.applications.order_by("pk") if row.sex == "2")
    flex = {"high": SEATS, "low_flex": 1, "high_flex": SEATS}
    why = "会上一致同意留一席给自荐的退休职工（示例）"
    return Design(
        seats=SEATS,
        bounds=(Bound(feature="sex", value=woman.sex_label, low=women, **flex),),
        fixed=(Fixed(application=certain.pk, how="in", reason=why),) if certain else (),
        seed="0512172629-07",
        seed_source=f"{batch.created_at.year}年第21期双色球开奖号码（示例）",
    )


def _started(world: World, batch: Batch, design: Design | None, *, at: datetime) -> SlateRun:
    by, on = world.act(JIANGBEI, "liaison"), localdate(at)
    if design:
        slates.write_design(batch, design, by=by, at=at)
    made = slates.start_run(batch, by=by, at=at, on=on)
    slates.begin(made, at=at)
    return made


def _in_vain(world: World, batch: Batch, certain: Application, *, start: int) -> Storyline:
    """The server was restarted in the middle of it, which the next start finds out; and then it cannot be done at all:
    all seats for women, and one of them for a man.
    """
    at = yield world.days.work(start, 9)
    _started(world, batch, _design(batch, women=SEATS, certain=certain), at=at)
    at = yield at + timedelta(hours=1)
    made = _started(world, batch, None, at=at)
    at = yield at + timedelta(minutes=1)
    calculate(made, at=at)


def _stopped(world: World, batch: Batch, *, start: int) -> Storyline:
    """The officer pressed stop: she had forgotten something."""
    at = yield world.days.work(start, 9)
    made = _started(world, batch, _design(batch, women=2), at=at)
    at = yield at + timedelta(minutes=1)
    slates.ask_to_stop(made, by=world.act(JIANGBEI, "liaison"), at=at)
    calculate(made, at=at, stop=lambda: made.stop_asked)


def _adopted(
    world: World, batch: Batch, design: Design, *, start: int
) -> Generator[datetime, datetime, SlateRun]:
    """Proved, and taken as advice by the leader; whatever was adopted before is set aside by that."""
    at = yield world.days.work(start, 10)
    made = _started(world, batch, design, at=at)
    at = yield at + timedelta(minutes=1)
    calculate(made, at=at)
    at = yield at + timedelta(hours=2)
    slates.adopt_slate(made, by=world.act(JIANGBEI, "leader"), at=at, on=localdate(at))
    return made
