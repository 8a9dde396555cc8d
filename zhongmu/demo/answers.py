"""How people next door answered when they were called: appointed, accepted, declined, taken back."""

from __future__ import annotations

from dataclasses import replace

from django.utils.timezone import localdate

from zhongmu.demo.batches import APPLICANT, filled_by
from zhongmu.demo.channels import named, words
from zhongmu.demo.people import CALLED_NEXT_DOOR, OFFERED_NEXT_DOOR
from zhongmu.demo.staff import JIANGBEI, World
from zhongmu.demo.story import Storyline
from zhongmu.people.credit import credit_check_character
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.inviting import (
    accept_invitation,
    decline_invitation,
    draft_invitation,
    sign_invitation,
    withdraw_invitation,
)
from zhongmu.recruitment.actions.nominating import nominate, withdraw_nomination
from zhongmu.recruitment.actions.pooling import draw, join_batch, offer_oneself, withdraw_self
from zhongmu.recruitment.actions.units import UnitCard, enter_unit
from zhongmu.recruitment.models import Batch

_CODE = "81500105MB1930101"
CARD = UnitCard(
    name="江北区示例工商联",
    kind="association",
    credit_code=_CODE + credit_check_character(_CODE),
    no_code_reason="",
    contact="侯联示",
    phone="13900008102",
)


def from_the_pool(world: World, batch: Batch, *, start: int) -> Storyline:
    """One is drawn and says yes; the other takes back what she wrote, and it is forgotten."""
    entries = []
    for place, citizen in enumerate(OFFERED_NEXT_DOOR[:2]):
        at = yield world.days.day(start + place, 20)
        form = replace(filled_by(citizen, bureau_code=JIANGBEI, at=at), channel="self")
        entries.append(offer_oneself(world.bureau(JIANGBEI), form, by=APPLICANT, at=at).entry)
    at = yield world.days.work(start + 3, 15)
    draw(entries[0], batch, by=world.act(JIANGBEI, "liaison"), at=at)
    at = yield world.days.day(start + 4, 19)
    form = replace(filled_by(OFFERED_NEXT_DOOR[0], bureau_code=JIANGBEI, at=at), channel="self")
    join_batch(entries[0], Answer(filled=form), by=APPLICANT, at=at)
    at = yield world.days.day(start + 5, 8)
    withdraw_self(entries[1], reason="家里有老人要照看，没有时间（示例）", by=APPLICANT, at=at)


def calls(world: World, batch: Batch, *, start: int) -> Storyline:
    yield from _recommended(world, batch, start=start)
    yield from _invited(world, batch, start=start + 2)


def _recommended(world: World, batch: Batch, *, start: int) -> Storyline:
    """By letter; the association takes it back by another letter before he answered."""
    clerk = world.act(JIANGBEI, "clerk")
    at = yield world.days.work(start, 10)
    on = localdate(at)
    unit = enter_unit(world.bureau(JIANGBEI), CARD, by=clerk, at=at, on=on)
    said = words(unit.name, unit.credit_code, "同意推荐（示例）。", at=at, bureau_code=JIANGBEI)
    letter = {"channel": "post", "arrived_on": on.isoformat(), "taken_by": "唐办示"}
    made = nominate(batch, unit, named(CALLED_NEXT_DOOR[0]), said, by=clerk, at=at, intake=letter)
    at = yield world.days.work(start + 1, 16)
    reason = "推荐单位来函：人选即将外出挂职，撤回推荐（示例）"
    withdraw_nomination(made, reason=reason, by=clerk, at=at)


def _invited(world: World, batch: Batch, *, start: int) -> Storyline:
    """Three letters: yes, no, and taken back."""
    liaison, leader = world.act(JIANGBEI, "liaison"), world.act(JIANGBEI, "leader")
    at = yield world.days.work(start, 9)
    name, asked = world.bureau(JIANGBEI).name, CALLED_NEXT_DOOR[1:]
    made = []
    for citizen in asked:
        said = words(name, "", "同意特邀（示例）。", at=at, bureau_code=JIANGBEI)
        made.append(draft_invitation(batch, named(citizen), said, by=liaison, at=at))
    at = yield world.days.work(start, 16)
    for invitation in made:
        sign_invitation(invitation, by=leader, at=at)
    at = yield world.days.day(start + 1, 20)
    form = replace(filled_by(asked[0], bureau_code=JIANGBEI, at=at), channel="invite")
    accept_invitation(made[0], Answer(filled=form), by=APPLICANT, at=at)
    at = yield world.days.day(start + 2, 9)
    decline_invitation(made[1], reason="教学任务重（示例）", by=APPLICANT, at=at)
    at = yield world.days.work(start + 3, 11)
    reason = "本人即将调离本市，撤回邀请（示例）"
    withdraw_invitation(made[2], reason=reason, by=leader, at=at)
