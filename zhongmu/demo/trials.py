"""Scoring next door at steps that 渝中 has behind it or before it: begun anew, declared, and scores compared."""

from __future__ import annotations

from dataclasses import replace

from django.utils.timezone import localdate

from zhongmu.demo.batches import APPLICANT, after_closing, filled_by, noticed, pass_all
from zhongmu.demo.people import COMPARED, OFFERED_NEXT_DOOR, STOPPED
from zhongmu.demo.recruiting import NONE, title
from zhongmu.demo.scoring import (
    acting,
    give,
    numbered,
    rules_locked,
    scoring_begun,
    seats_of,
    tell_of_work,
)
from zhongmu.demo.staff import JIANGBEI, World
from zhongmu.demo.story import Storyline
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.pooling import draw, join_batch, offer_oneself
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.scoring.conflicts import Declared

POINTS = ((82, 74, 69), (76, 80, 71))  # of each reviewer for each candidate


def compared_batch(world: World) -> Storyline:
    """Both reviewers signed; the points are laid side by side and the leader has not yet closed the scoring."""
    batch = yield from noticed(
        world, JIANGBEI, title(world, -58, "专家评分选聘"), headcount=2, start=-62, opens=-58, closes=-46, gate=NONE
    )  # fmt: skip
    made = yield from tell_of_work(world, batch, opens=-57, citizens=COMPARED)
    yield from joined(world, batch, start=-54)
    rows = [*made, *batch.applications.exclude(pk__in=[row.pk for row in made])]
    at = yield after_closing(world, batch, -44, 10)
    pass_all(world, rows, at=at)
    at = yield world.days.work(-42, 9)
    actions.begin_choosing(batch, by=world.act(JIANGBEI, "liaison"), at=at, on=localdate(at))
    yield from scoring_begun(world, batch, start=-20)
    for seat, points in zip(seats_of(batch), POINTS, strict=True):
        at = yield world.days.work(-8, 15)
        give(seat, points, at=at)
        scoring.sign(seat, by=acting(seat), at=at)
    at = yield world.days.work(-5, 10)
    round_ = batch.scoring_rounds.get()
    scoring.compare(round_, by=world.act(JIANGBEI, "liaison"), at=at, on=localdate(at))


def joined(world: World, batch: Batch, *, start: int) -> Storyline:
    """Somebody from the pool says yes within the day."""
    citizen = OFFERED_NEXT_DOOR[2]
    at = yield world.days.day(start - 3, 20)
    form = replace(filled_by(citizen, bureau_code=JIANGBEI, at=at), channel="self")
    entry = offer_oneself(world.bureau(JIANGBEI), form, by=APPLICANT, at=at).entry
    at = yield world.days.work(start, 10)
    draw(entry, batch, by=world.act(JIANGBEI, "liaison"), at=at)
    at = yield world.days.day(start + 1, 19)
    form = replace(filled_by(citizen, bureau_code=JIANGBEI, at=at), channel="self")
    join_batch(entry, Answer(filled=form), by=APPLICANT, at=at)


def stopped_batch(world: World) -> Storyline:
    """Begun anew because a weight was wrong; then a reviewer dropped out, and the whole was stopped."""
    batch = yield from noticed(
        world, JIANGBEI, title(world, -196, "专家选聘"), headcount=1, start=-202, opens=-196, closes=-184, gate=NONE
    )  # fmt: skip
    made = yield from tell_of_work(world, batch, opens=-195, citizens=STOPPED)
    at = yield after_closing(world, batch, -182, 10)
    pass_all(world, made, at=at)
    at = yield world.days.work(-180, 9)
    actions.begin_choosing(batch, by=world.act(JIANGBEI, "liaison"), at=at, on=localdate(at))
    yield from _begun_anew(world, batch, start=-179)
    at = yield world.days.work(-168, 16)
    reason = "评审专家因病不能到场，评委凑不齐，并入下一批次办理（示例）"
    actions.abort(batch, reason=reason, by=world.act(JIANGBEI, "leader"), at=at, on=localdate(at))


def _begun_anew(world: World, batch: Batch, *, start: int) -> Storyline:
    first = yield from rules_locked(world, batch, start=start)
    at = yield world.days.work(start + 2, 10)
    leader, wrong = world.act(JIANGBEI, "leader"), "履职能力的评分说明写得不清楚，作废重评（示例）"
    second = scoring.restart_scoring(first, reason=wrong, by=leader, at=at, on=localdate(at))
    at = yield world.days.work(start + 4, 15)
    scoring.lock_rules(second, by=leader, at=at, on=localdate(at))
    yield from numbered(world, second, start=start + 5)
    at = yield world.days.work(start + 6, 14)
    seat = second.panel.order_by("pk")[0]
    scoring.declare(seat, Declared(("虚构大学",), (), ()), by=acting(seat), at=at)


def storylines(world: World) -> list[Storyline]:
    return [compared_batch(world), stopped_batch(world)]
