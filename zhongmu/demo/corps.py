"""Terms in every standing: in office, ending soon, not yet begun, suspended under review, expired, revoked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from zhongmu.corps.actions import appoint, lift, open_review, suspend
from zhongmu.corps.certificates import issue_certificate, void_certificate
from zhongmu.corps.models import Appointment, Renewal
from zhongmu.corps.queries import PHOTO, ROSTER
from zhongmu.corps.renewals import WEB, Advice, Answer, ask, end, propose, renew, take_answer
from zhongmu.demo.people import HARBIN as HARBIN_PEOPLE
from zhongmu.demo.people import SECOND, VETERANS, Citizen, silhouette
from zhongmu.demo.serving import SUPERVISOR, certify, slip_for, term_of
from zhongmu.demo.staff import HARBIN, YUZHONG, World
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
    former = VETERANS[-1]
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


def _checked(term: Appointment, on: date, *, advice: str, opinion: str) -> Advice:
    """What the officer looked at again; who is not to be renewed is not ticked through."""
    items = [code for code, _label in term.bureau.policy(on).choices("eligibility")]
    return Advice(
        advice=advice,
        opinion=opinion,
        recusal="核对工作单位和近亲属任职情况，没有变化（示例）",
        checked=tuple(items if advice == "renew" else items[:-1]),
        category=term.category,
    )


def renewing(world: World) -> Storyline:
    """Terms that end soon: asked, willing, no more, proposed, renewed, and not to be renewed."""
    asked, ready, willing, no_more, renewed, ended = VETERANS[:6]
    at = yield world.days.work(-9, 9)
    liaison, leader = world.act(YUZHONG, "liaison"), world.act(YUZHONG, "leader")
    ask(term_of(world, YUZHONG, asked), by=liaison, at=at)

    def said(citizen: Citizen, at: datetime, *, yes: bool = True, **words: Any) -> Renewal:
        answer = Answer(willing=yes, said_on=localdate(at), **words)
        by = SUPERVISOR if answer.channel == WEB else liaison
        return take_answer(term_of(world, YUZHONG, citizen), answer, by=by, at=at)

    at = yield world.days.work(-8, 10)
    summary = "参加两次集中培训，走访了六家药店，向邻里讲解医保政策（示例）"
    decided = [said(renewed, at, summary=summary), said(ended, at, channel="visit")]
    at = yield world.days.work(-7, 15)
    said(no_more, at, yes=False, channel="phone")
    waiting = said(ready, at, channel="paper", summary="按时参加培训（示例）")
    at = yield world.days.work(-6, 10)
    for renewal, advice, opinion in (
        (decided[0], "renew", "履职认真，群众反映好，建议续聘（示例）"),
        (decided[1], "end", "两年未参加培训和活动，本人工作繁忙（示例）"),
        (waiting, "renew", "能按要求参加活动，建议续聘（示例）"),
    ):
        found = _checked(renewal.appointment, localdate(at), advice=advice, opinion=opinion)
        propose(renewal, found, by=liaison, at=at)
    at = yield world.days.work(-4, 16)
    renew(decided[0], by=leader, at=at)
    end(decided[1], reason="本届未参加培训和活动，难以保证履职时间（示例）", by=leader, at=at)
    at = yield world.days.work(-2, 20)
    said(willing, at, summary="愿意继续尽一份力（示例）", changes="今年调到示例建筑有限公司工作")


def renewing_in_rehearsal(world: World) -> Storyline:
    """One rehearsed term of before, entered later, whose holder would go on (HL-2.2d)."""
    citizen = HARBIN_PEOPLE[-1]
    at = yield world.days.work(-20, 10)
    appoint(
        world.bureau(HARBIN),
        citizen.person,
        category=citizen.category,
        channel="invite",
        starts_on=world.days.today - timedelta(days=690),
        by=world.act(HARBIN, "leader"),
        at=at,
        on=localdate(at),
        origin="history",
        rehearsal=True,
        consented_at=at,
        photo=silhouette(citizen.number),
    )
    at = yield world.days.work(-10, 10)
    answer = Answer(willing=True, said_on=localdate(at), channel="visit")
    take_answer(term_of(world, HARBIN, citizen), answer, by=world.act(HARBIN, "liaison"), at=at)


def storylines(world: World) -> list[Storyline]:
    told = (expired_and_renewed, newly_invited, suspended, reprinted, renewing, renewing_in_rehearsal)
    return [story(world) for story in told]
