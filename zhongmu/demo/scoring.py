"""A scoring in play: rules locked, everybody declared, one sheet signed, one half filled in, one untouched."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from zhongmu.demo.batches import APPLICANT, filled_by
from zhongmu.demo.people import SCORED, Citizen
from zhongmu.demo.staff import JIANGBEI, YUZHONG, World, login_name
from zhongmu.demo.story import Storyline
from zhongmu.ledger.actors import Actor
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import Application, Batch, Panelist, ScoringRound
from zhongmu.recruitment.scoring.conflicts import Declared
from zhongmu.recruitment.scoring.rubric import EXTREME, Band, Dimension, Rubric, Seat
from zhongmu.recruitment.scoring.rulings import scored_dims

# bureau → (role, suffix of the login name) of its reviewers
PANELS = {
    YUZHONG: (("reviewer", ""), ("reviewer", "-2"), ("expert", "")),
    JIANGBEI: (("reviewer", ""), ("expert", "")),
}
WEIGHTS = {"ability": 40, "profession": 30, "experience": 30}
TOLD = (
    (
        "护理学",
        "在社区卫生服务站做了十五年护理，常陪老人看病取药，遇到重复开药会当面提醒，也写过三次书面建议。",
    ),
    ("会计学", "长期审核医院账目，能看懂收费明细，曾发现并纠正按次重复计费，愿意把这些经验用到监督上。"),
    ("社会工作", "组织过四十多场居民议事，熟悉怎样把大家零散的意见理成能办的事，走访有耐心。"),
    ("新闻学", "写过多篇看病报销的报道，会核对事实，懂得保护说话的人，周末有时间走访药店。"),
    ("公共管理", "退休前在街道负责民生服务，处理过上百件医保咨询，知道问题卡在哪里。"),
)


def tell_of_work(
    world: World, batch: Batch, *, opens: int, citizens: Sequence[Citizen] = SCORED
) -> Generator[datetime, datetime, list[Application]]:
    """Each candidate tells something of their own work, for scores to rest on."""
    made = []
    for place, (citizen, (major, reason)) in enumerate(zip(citizens, TOLD, strict=False)):
        at = yield world.days.day(opens + place, 11)
        filled = replace(filled_by(citizen, bureau_code=batch.bureau.code, at=at), major=major, reason=reason)
        made.append(actions.register_application(batch, filled, by=APPLICANT, at=at).application)
    return made


def _rules(world: World, code: str, at: datetime) -> Rubric:
    policy = world.bureau(code).policy(localdate(at))
    bands = [(row["low"], row.label, row["hint"]) for row in policy["score.bands"]]
    anchors = tuple(hint for _low, _label, hint in bands)
    shown = {
        row.code: tuple(name for name, wanted in row.columns.items() if wanted)
        for row in policy["score.materials"]
    }
    accounts = [(world.accounts[login_name(code, role, suffix)].pk, role) for role, suffix in PANELS[code]]
    return Rubric(
        dims=tuple(
            Dimension(code, label, WEIGHTS[code], anchors, shown[code]) for code, label in scored_dims(policy)
        ),
        highest=policy["score.highest"],
        bands=tuple(Band(low, label) for low, label, _hint in bands),
        each=min(policy["score.each"], len(accounts)),
        severity=policy["score.severity"],
        spread=policy["score.spread"],
        extreme=policy["score.extreme"],
        reasons=EXTREME,
        panel=tuple(Seat(account, role) for account, role in accounts),
    )


def rules_drafted(world: World, batch: Batch, *, start: int) -> Generator[datetime, datetime, ScoringRound]:
    at = yield world.days.work(start, 10)
    code = batch.bureau.code
    rules, by = _rules(world, code, at), world.act(code, "liaison")
    return scoring.draft_rules(batch, rules, by=by, at=at, on=localdate(at))


def rules_locked(world: World, batch: Batch, *, start: int) -> Generator[datetime, datetime, ScoringRound]:
    round_ = yield from rules_drafted(world, batch, start=start)
    at = yield world.days.work(start + 1, 15)
    scoring.lock_rules(round_, by=world.act(batch.bureau.code, "leader"), at=at, on=localdate(at))
    return round_


def numbered(world: World, round_: ScoringRound, *, start: int) -> Storyline:
    """Candidates get their labels, reviewers are asked what they are tied to."""
    at = yield world.days.work(start, 9)
    due_on, by = (at + timedelta(days=20)).date(), world.act(round_.bureau.code, "liaison")
    scoring.open_list(round_, due_on=due_on, by=by, at=at, on=localdate(at))


def scoring_begun(world: World, batch: Batch, *, start: int) -> Storyline:
    """From the draft of the rules to three reviewers who have declared and may score, five days after `start`."""
    liaison = world.act(batch.bureau.code, "liaison")
    round_ = yield from rules_locked(world, batch, start=start)
    yield from numbered(world, round_, start=start + 2)
    at = yield world.days.work(start + 4, 14)
    for seat in seats_of(batch):
        scoring.declare(seat, Declared(("示例大学",), (), ()), by=acting(seat), at=at)
    at = yield world.days.work(start + 5, 9)
    round_.refresh_from_db()
    scoring.begin_scoring(round_, by=liaison, at=at, on=localdate(at))


def scored_halfway(world: World, batch: Batch, *, start: int) -> Storyline:
    """From the draft of the rules to the middle of the scoring."""
    yield from scoring_begun(world, batch, start=start)
    at = yield world.days.work(start + 7, 16)
    first, second, _third = seats_of(batch)
    give(first, (84, 72, 90, 66, 78), at=at)
    scoring.sign(first, by=acting(first), at=at)
    give(second, (70, 75), at=at)


def seats_of(batch: Batch) -> list[Panelist]:
    rows = Panelist.objects.filter(round__batch=batch).select_related("round__bureau", "round__batch__bureau")
    return list(rows.order_by("pk"))


def acting(seat: Panelist) -> Actor:
    return Actor(seat.role, account=seat.account_id)


def give(seat: Panelist, points: tuple[int, ...], *, at: datetime) -> None:
    rows = seat.assignments.select_related("entry__round__bureau", "panelist").order_by("entry__label")
    for row, given in zip(rows, points, strict=False):
        for shift, d in enumerate(seat.round.rubric.dims):
            scoring.save_score(
                row, dimension=d.code, points=given + 2 * shift, reason="", seen=0, by=acting(seat), at=at
            )
