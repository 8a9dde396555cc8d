"""The other ways into the open batch: a unit that recommends, an invitation on its way, people waiting in the pool."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from zhongmu.demo.batches import APPLICANT, filled_by
from zhongmu.demo.people import INVITED, NAMED, OFFERED, Citizen, sealed_opinion
from zhongmu.demo.recruiting import OPEN, title
from zhongmu.demo.staff import YUZHONG, World
from zhongmu.demo.story import Storyline
from zhongmu.files.store import save
from zhongmu.ledger.actors import Actor
from zhongmu.letters.models import Letter
from zhongmu.people.actions import secret_code
from zhongmu.recruitment.actions.asking import Answer, Named
from zhongmu.recruitment.actions.inviting import draft_invitation, sign_invitation
from zhongmu.recruitment.actions.nominating import (
    confirm_nomination,
    decline_nomination,
    nominate,
    send_back_nomination,
)
from zhongmu.recruitment.actions.pooling import PoolReceipt, draw, offer_oneself
from zhongmu.recruitment.actions.units import UnitCard, activate_unit, enter_unit, issue_unit_slip
from zhongmu.recruitment.called import open_unit_slip
from zhongmu.recruitment.filled import UnitWords
from zhongmu.recruitment.models import Batch, Invitation, Nomination, Unit

UNION, UNION_LOGIN = "渝中区示例总工会", "unit-500103"
_CARD = UnitCard(
    name=UNION,
    kind="association",
    credit_code="81500103MB19301019",
    no_code_reason="",
    contact="丁联示",
    phone="13900008101",
)
_WHY = "在职工医疗互助岗位工作多年，熟悉报销单据，群众信任，愿意走访定点医药机构（示例）。"


def open_batch(world: World) -> Batch:
    return world.bureau(YUZHONG).batches.get(title=title(world, 0, OPEN))


def entered(world: World, *, at: datetime) -> tuple[Unit, Actor]:
    """The union with its login, opened by the slip it was handed."""
    by, on = world.act(YUZHONG, "liaison"), localdate(at)
    unit = enter_unit(world.bureau(YUZHONG), _CARD, by=by, at=at, on=on)
    slip = open_unit_slip(issue_unit_slip(unit, reason="首次开通", by=by, at=at, on=on), on)
    assert slip is not None  # noqa: S101  issued a line above
    account = activate_unit(slip, username=UNION_LOGIN, password=secret_code(20), at=at)
    world.accounts[UNION_LOGIN] = account
    return unit, Actor("unit", account=account.pk)


def named(citizen: Citizen) -> Named:
    return Named(name=citizen.name, phone=citizen.phone)


def words(name: str, code: str, opinion: str, *, at: datetime, bureau_code: str = YUZHONG) -> UnitWords:
    seal = save(ContentFile(sealed_opinion(), name="意见.png"), bureau_code=bureau_code, at=at)
    return UnitWords(
        name=name,
        code=code,
        reason=_WHY,
        opinion=opinion,
        seal=seal,
        sealed_on=localdate(at),
        handled_by="丁联示",
    )


def show(world: World, kind: str, call: Nomination | Invitation) -> None:
    """What the letter to the person says, for visitors who want to answer it."""
    letters = Letter.objects.filter(about=call.ledger_subject, private__isnull=False)
    private = letters.latest("pk").private or ""
    secret = private.split("查询码")[1].split("，")[0]
    world.shown |= {kind: call.number, f"{kind}_secret": secret}


def recommended(world: World) -> Storyline:
    """Four people in four places: agreed, sent back to the unit, declined, and asked the day before yesterday."""
    at = yield world.days.work(-15, 10)
    unit, by = entered(world, at=at)
    clerk = world.act(YUZHONG, "clerk")
    made = []
    for place, citizen in enumerate(NAMED[:3]):
        at = yield world.days.work(-7 + place, 10 + place)
        said = words(unit.name, unit.credit_code, "同意推荐（示例）。", at=at)
        letter = {"channel": "post", "arrived_on": localdate(at).isoformat(), "taken_by": "王芳"}
        how = {"by": clerk, "intake": letter} if place == 2 else {"by": by}  # noqa: PLR2004  the last by letter
        made.append(nominate(open_batch(world), unit, named(citizen), said, at=at, **how))
    at = yield world.days.day(-5, 20)
    form = replace(filled_by(NAMED[0], bureau_code=YUZHONG, at=at), channel="recommend")
    confirm_nomination(made[0], Answer(filled=form), by=APPLICANT, at=at)
    at = yield world.days.work(-4, 15)
    send_back_nomination(made[1], reason="公章看不清，请重新扫描（示例）", by=clerk, at=at)
    at = yield world.days.day(-3, 9)
    decline_nomination(made[2], by=APPLICANT, at=at)
    at = yield world.days.work(-2, 11)
    said = words(unit.name, unit.credit_code, "该同志办事公道，同意推荐（示例）。", at=at)
    show(world, "nomination", nominate(open_batch(world), unit, named(NAMED[3]), said, by=by, at=at))


def drafted(world: World, citizen: Citizen, *, at: datetime) -> Invitation:
    said = words(world.bureau(YUZHONG).name, "", "同意特邀（示例）。", at=at)
    by = world.act(YUZHONG, "liaison")
    return draft_invitation(open_batch(world), named(citizen), said, by=by, at=at)


def invited(world: World) -> Storyline:
    """One signed and waiting for an answer, one drafted and waiting for the signature."""
    at = yield world.days.work(-4, 9)
    asked = drafted(world, INVITED[0], at=at)
    at = yield world.days.work(-3, 16)
    sign_invitation(asked, by=world.act(YUZHONG, "leader"), at=at)
    show(world, "invitation", asked)
    at = yield world.days.work(-1, 9)
    drafted(world, INVITED[1], at=at)


def offered(world: World) -> Storyline:
    """Three in the pool: one waits, one came by post, one is drawn and asked whether still willing."""
    receipts: list[PoolReceipt] = []
    for n, citizen in zip((-45, -24, -11), OFFERED, strict=True):
        at = yield world.days.work(n, 14)
        form = replace(filled_by(citizen, bureau_code=YUZHONG, at=at), channel="self")
        letter = {"channel": "post", "arrived_on": localdate(at).isoformat(), "taken_by": "王芳"}
        by, intake = (world.act(YUZHONG, "clerk"), letter) if citizen is OFFERED[1] else (APPLICANT, None)
        receipts.append(offer_oneself(world.bureau(YUZHONG), form, by=by, at=at, intake=intake))
    at = yield world.days.work(-2, 15)
    entry = receipts[0].entry
    draw(entry, open_batch(world), by=world.act(YUZHONG, "liaison"), at=at)
    world.shown |= {"self": entry.number, "self_secret": receipts[0].secret}


def storylines(world: World) -> list[Storyline]:
    return [recommended(world), invited(world), offered(world)]
