"""Terms in every standing: in office, ending soon, not yet begun, suspended under review, expired, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from zhongmu.corps.actions import appoint, lift, open_review, suspend
from zhongmu.corps.certificates import issue_certificate, void_certificate
from zhongmu.corps.queries import PHOTO, ROSTER
from zhongmu.demo.people import SECOND, VETERANS, Citizen, silhouette
from zhongmu.demo.serving import certify, slip_for, term_of
from zhongmu.demo.staff import YUZHONG, World
from zhongmu.demo.story import BEGINNING, Storyline
from zhongmu.people.actions import give_consent

CONSENT_VERSION = "2026-1"


def invited(world: World, citizen: Citizen, *, starts: int, origin: str, at: datetime) -> None:
    """The leader appoints someone on file outside any batch."""
    appoint(
        world.bureau(YUZHONG),
        citizen.person,
        category=citizen.category,
        channel="invite",
        starts_on=world.days.today + timedelta(days=starts),
        by=world.act(YUZHONG, "leader"),
        at=at,
        on=localdate(at),
        origin=origin,
        rehearsal=False,
        consented_at=at,
        photo=silhouette(citizen.number),
    )


def expired_and_renewed(world: World) -> Storyline:
    """A term begun before the platform, entered later, that ended by itself eight days ago; the next begins in twelve."""
    former = VETERANS[2]
    at = yield world.days.work(BEGINNING + 40, 10)
    invited(world, former, starts=-738, origin="history", at=at)
    certify(world, YUZHONG, former, at=at)
    at = yield world.days.work(-2, 15)
    invited(world, former, starts=12, origin="invitation", at=at)


def newly_invited(world: World) -> Storyline:
    """In office since last week; pledge, certificate and account are still to come: the slip lies at the door."""
    citizen = SECOND[6]
    at = yield world.days.work(-4, 11)
    invited(world, citizen, starts=-3, origin="invitation", at=at)
    at = yield world.days.work(-1, 10)
    world.shown["slip"] = slip_for(world, YUZHONG, citizen, at=at)


def suspended(world: World) -> Storyline:
    """One suspension lifted, another under a review that waits for the leader."""
    at = yield world.days.work(-62, 10)
    reason = "收到书面反映，先行暂停核实"
    reviewer, leader = world.act(YUZHONG, "reviewer"), world.act(YUZHONG, "leader")
    suspend(term_of(world, YUZHONG, SECOND[3]), by=reviewer, at=at, reason=reason)
    at = yield world.days.work(-55, 16)
    lift(term_of(world, YUZHONG, SECOND[3]), by=leader, at=at, reason="核实无误，恢复聘任")
    at = yield world.days.work(-6, 9)
    grounds = "有群众反映其以监督员名义推销药品，需要复核（示例）"
    open_review(term_of(world, YUZHONG, SECOND[4]), grounds=grounds, origin="office", by=reviewer, at=at)


def reprinted(world: World) -> Storyline:
    """A misprint: the first certificate void, the second in hand. Photo and register by consent."""
    at = yield world.days.work(-200, 10)
    term = term_of(world, YUZHONG, SECOND[2])
    first = term.certificates.issued().get()
    by, on = world.act(YUZHONG, "clerk"), localdate(at)
    void_certificate(first, by=by, at=at, reason="照片印反，作废重发")
    issue_certificate(term, by=by, at=at, on=on)
    for citizen in (*VETERANS[:1], *SECOND[:3]):
        for purpose in (PHOTO, ROSTER):
            give_consent(citizen.person, purpose=purpose, version=CONSENT_VERSION, channel="web", at=at)
    shown = term_of(world, YUZHONG, SECOND[0]).certificates.issued().get()
    world.shown |= {
        "certificate": shown.number,
        "certificate_holder": shown.holder,
        "certificate_token": shown.token,
    }


def storylines(world: World) -> list[Storyline]:
    return [story(world) for story in (expired_and_renewed, newly_invited, suspended, reprinted)]
