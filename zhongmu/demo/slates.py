"""Candidates scored to the end and a slate proved best among them; the leader has not yet taken it as advice."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.utils.timezone import localdate

from zhongmu.demo.batches import APPLICANT, after_closing, filled_by, noticed, pass_all
from zhongmu.demo.people import MERITED
from zhongmu.demo.recruiting import NONE, title
from zhongmu.demo.scoring import TOLD, acting, scoring_begun, seats_of
from zhongmu.demo.staff import YUZHONG, World
from zhongmu.demo.story import Storyline
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import scoring, slates
from zhongmu.recruitment.calculating import conclude_with, input_paths
from zhongmu.recruitment.models import Application, Batch, Panelist, SlateRun
from zhongmu.recruitment.slate import Bound, Design, Pair
from zhongmu.slates.engines import never
from zhongmu.slates.folder import inputs_of, write
from zhongmu.slates.reading import read_sheets
from zhongmu.slates.run import Watch, run

TITLE = "择优选聘"
SEATS = 4
GIVEN = (82, 76, 80, 71, 74, 78, 69, 73)  # for each of them, before a reviewer's own severity
SEVERITY = (0, -6, 4)
MOST_SECONDS = 60
ENDS = {"proved": "prove", "stopped": "stop", "infeasible": "find_none"}  # as the exit codes of the command


def batch_with_slate(world: World) -> Storyline:
    batch = yield from noticed(
        world, YUZHONG, title(world, -40, TITLE), headcount=SEATS, start=-50, opens=-44, closes=-34, gate=NONE
    )
    made = []
    for place, citizen in enumerate(MERITED):
        at = yield world.days.day(-43 + place, 12, 7 * place)
        major, reason = TOLD[place % len(TOLD)]
        filled = replace(filled_by(citizen, bureau_code=YUZHONG, at=at), major=major, reason=reason)
        made.append(actions.register_application(batch, filled, by=APPLICANT, at=at).application)
    at = yield after_closing(world, batch, -33, 10)
    pass_all(world, made, at=at)
    at = yield world.days.work(-32, 9)
    actions.begin_choosing(batch, by=world.act(YUZHONG, "liaison"), at=at, on=localdate(at))
    yield from _scored(world, batch, start=-31)
    at = yield world.days.work(-9, 10)
    for application in made:
        _discussed(world, application, at=at)
    yield from _calculated(world, batch, made, start=-8)


def _scored(world: World, batch: Batch, *, start: int) -> Storyline:
    yield from scoring_begun(world, batch, start=start)
    for place, seat in enumerate(seats_of(batch)):
        at = yield world.days.work(start + 8 + place, 15)
        _give(seat, SEVERITY[place], at=at)
        scoring.sign(seat, by=acting(seat), at=at)
    round_ = batch.scoring_rounds.get()
    at = yield world.days.work(start + 13, 10)
    scoring.compare(round_, by=world.act(YUZHONG, "liaison"), at=at, on=localdate(at))
    at = yield world.days.work(start + 15, 16)
    scoring.close_scoring(round_, by=world.act(YUZHONG, "leader"), at=at, on=localdate(at))


def _give(seat: Panelist, severity: int, *, at: datetime) -> None:
    rows = seat.assignments.select_related("entry__round__bureau", "panelist").order_by("entry__application")
    for row, given in zip(rows, GIVEN, strict=True):
        for shift, one in enumerate(seat.round.rubric.dims):
            points = given + severity + 2 * shift
            scoring.save_score(
                row, dimension=one.code, points=points, reason="", seen=0, by=acting(seat), at=at
            )


def _discussed(world: World, application: Application, *, at: datetime) -> None:
    """An opinion on every dimension, and nothing yet on who is to be appointed."""
    policy = application.bureau.policy(localdate(at))
    actions.write_opinion(
        application,
        dimensions={row.code: f"{row.label}符合要求（示例意见）" for row in policy["selection.dims"]},
        overall="条件符合，等名单测算后再定。",
        proposed=None,
        by=world.act(YUZHONG, "liaison"),
        at=at,
    )


def _calculated(world: World, batch: Batch, made: list[Application], *, start: int) -> Storyline:
    at = yield world.days.work(start, 10)
    liaison, on = world.act(YUZHONG, "liaison"), localdate(at)
    slates.write_design(batch, _asked(world, made, at=at), by=liaison, at=at)
    made_run = slates.start_run(batch, by=liaison, at=at, on=on)
    at = yield world.days.work(start, 10, 1)
    slates.begin(made_run, at=at)
    at = yield world.days.work(start, 10, 2)
    calculate(made_run, at=at)


def _asked(world: World, made: list[Application], *, at: datetime) -> Design:
    """Two women at least, half of all ordinary insured people, one from a workplace, and two who cannot serve together."""
    free = {"high": SEATS, "high_flex": SEATS}
    women = Bound(feature="sex", value=made[0].sex_label, low=2, low_flex=1, **free)
    category = world.bureau(YUZHONG).policy(localdate(at)).label("categories", "insured")
    insured = Bound(feature="category", value=category, low=2, low_flex=2, **free)
    return Design(
        seats=SEATS,
        unit_cap=1,
        bounds=(women, insured),
        pairs=(Pair(a=made[1].pk, b=made[5].pk, reason="两人是夫妻（示例）"),),
        seed="0719223031-12",
        seed_source=f"{at.year}年第88期双色球开奖号码（示例）",
    )


def calculate(made_run: SlateRun, *, at: datetime, stop: Callable[[], bool] = never) -> None:
    """What the worker does, without a process of its own and at the story's moment."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = inputs_of(input_paths(made_run, folder))
        sheets = read_sheets(inputs, made_run.inputs["seats"])
        result = run(sheets, made_run.inputs["seed"], Watch(MOST_SECONDS, stop))
        write(folder / "out", result, inputs)
        conclude_with(made_run, ENDS[result.status], folder / "out", at=at)
