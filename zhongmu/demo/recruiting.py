"""Batches in every state, with applications and objections in every state."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from zhongmu.corps.actions import decide_review
from zhongmu.corps.models import Review
from zhongmu.demo.batches import (
    APPLICANT,
    after_closing,
    apply,
    apply_all,
    approved,
    compare,
    conclude,
    filled_by,
    noticed,
    pass_all,
    planned,
    settled,
)
from zhongmu.demo.headcounts import district
from zhongmu.demo.people import APPLYING, HARBIN, NEIGHBOURS, ON_NOTICE, SECOND, VETERANS
from zhongmu.demo.scoring import rules_drafted, rules_locked, scored_halfway, tell_of_work
from zhongmu.demo.serving import certify, open_account, sign
from zhongmu.demo.staff import HARBIN as HARBIN_CITY
from zhongmu.demo.staff import JIANGBEI, YUZHONG, World
from zhongmu.demo.story import BEGINNING, Storyline
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.objecting import Objecting
from zhongmu.recruitment.actions.posting import record_posting, strike_posting
from zhongmu.recruitment.actions.verifying import verify
from zhongmu.recruitment.models import Application, Batch, NameNotice, Objection
from zhongmu.recruitment.postings import Posted

OPEN = "公开选聘"  # the batch that takes people at this very moment
NONE, BEFORE_CERTIFICATE, BEFORE_APPOINTMENT = "none", "before_certificate", "before_appointment"


def title(world: World, n: int, words: str) -> str:
    return f"{world.days.on(n).year}年度医保基金社会监督员{words}"


def first_batch(world: World) -> Storyline:
    """The oldest batch: its people's terms end soon."""
    opens, closes = BEGINNING + 5, BEGINNING + 12
    batch = yield from noticed(
        world, YUZHONG, title(world, opens, "首批选聘"), headcount=6, start=BEGINNING + 1, opens=opens, closes=closes,
        gate=NONE,
    )  # fmt: skip
    made = yield from apply_all(world, batch, VETERANS, opens=opens, closes=closes)
    yield from settled(world, batch, made, 6, start=closes + 1)
    yield from appointed(world, batch, start=closes + 6)
    at = yield world.days.work(closes + 8, 10)
    for citizen in VETERANS[:6]:
        certify(world, YUZHONG, citizen, at=at)
    open_account(world, YUZHONG, VETERANS[0], "supervisor-zhao", at=at)
    yield from closed(world, batch, start=closes + 9)


def second_batch(world: World) -> Storyline:
    """A batch of a year ago, filed: an objection was upheld, the person suspended, reviewed and revoked."""
    batch = yield from noticed(
        world, YUZHONG, title(world, -424, "第二批选聘"), headcount=6, start=-432, opens=-424, closes=-404, gate=NONE
    )  # fmt: skip
    made = yield from apply_all(world, batch, SECOND, opens=-424, closes=-404)
    yield from settled(world, batch, made, 6, start=-402)
    yield from appointed(world, batch, start=-396)
    notice = yield from published(world, batch, start=-394)
    at = yield world.days.work(-393, 11)
    objection = object_to(world, notice, made[5], "他在一家定点药店任职，报名表上没有写。", at=at)
    at = yield world.days.work(-391, 16)
    upheld = "向市场监管部门核实，任职属实（示例）"
    answer = "您反映的任职情况属实，已暂停聘任并启动复核（示例）。"
    leader = world.act(YUZHONG, "leader")
    actions.uphold_objection(objection, reason=upheld, answer=answer, by=leader, at=at, on=localdate(at))
    at = yield world.days.work(-389, 10)
    for citizen in SECOND[:5]:
        sign(world, YUZHONG, citizen, at=at)
    actions.issue_certificates(batch, by=world.act(YUZHONG, "clerk"), at=at, on=localdate(at))
    open_account(world, YUZHONG, SECOND[0], "supervisor-li", at=at)
    at = yield world.days.work(-386, 15)
    review = Review.objects.get(origin=objection.ledger_subject)
    reason = "隐瞒任职情况，报名信息不实（示例）"
    decide_review(review, outcome="revoke", reason=reason, by=world.act(YUZHONG, "leader"), at=at)
    yield from closed(world, batch, start=-380)


def appointed(world: World, batch: Batch, *, start: int) -> Storyline:
    """The leader appoints everyone on the settled list from that very day."""
    at = yield world.days.work(start, 10)
    on = localdate(at)
    actions.appoint_chosen(batch, starts_on=on, by=world.act(batch.bureau.code, "leader"), at=at, on=on)


def published(world: World, batch: Batch, *, start: int) -> Generator[datetime, datetime, NameNotice]:
    """The notice of names; who did not consent stands on it without a name, as the leader approved."""
    code = batch.bureau.code
    at = yield world.days.work(start, 9)
    on = localdate(at)
    actions.tick_off_all(batch, how="逐人电话告知（示例）", by=world.act(code, "liaison"), at=at)
    for application in batch.applications.selected().filter(name_consent=False):
        how = "只公布人数和来源类别，不公布姓名"
        actions.approve_nameless(application, how=how, by=world.act(code, "leader"), at=at, on=on)
    return actions.publish_names(batch, by=world.act(code, "liaison"), at=at, on=on)


def object_to(
    world: World, notice: NameNotice, application: Application, grounds: str, *, at: datetime
) -> Objection:
    """Somebody phones; an officer writes it down."""
    said = Objecting(objector="匿示例", contact="13900009001", grounds=grounds)
    by = world.act(notice.bureau.code, "liaison")
    return actions.register_objection(
        notice, application.pk, said, by=by, at=at, channel="phone", arrived_on=localdate(at)
    ).objection


def closed(world: World, batch: Batch, *, start: int) -> Storyline:
    """Published if it was not, and filed once the notice has run its course."""
    if not batch.name_notices.exists():
        yield from published(world, batch, start=start)
    last = max(notice.ends_on for notice in batch.name_notices.all())
    at = yield max(world.days.work(start, 11), world.days.after(last, 11))
    actions.close_batch(batch, by=world.act(batch.bureau.code, "reviewer"), at=at, on=localdate(at))


def batch_on_notice(world: World) -> Storyline:
    """Settled, its notice of names on show: one objection open, one dismissed. The gate keeps the appointment shut."""
    batch = yield from noticed(
        world, YUZHONG, title(world, -60, "补充选聘"), headcount=3, start=-70, opens=-62, closes=-40,
        gate=BEFORE_APPOINTMENT,
    )  # fmt: skip
    made = yield from apply_all(world, batch, ON_NOTICE, opens=-62, closes=-40)
    yield from settled(world, batch, made, 3, start=-30)
    notice = yield from published(world, batch, start=-2)
    at = yield world.days.work(-2, 14)
    rumour = object_to(world, notice, made[1], "听说她不在本区居住，请核实。", at=at)
    object_to(
        world, notice, made[2], "他近年为一家定点医院做过收费顾问，请核实。", at=at + timedelta(minutes=20)
    )
    at = yield world.days.work(-1, 16)
    reason = "办法没有居住地要求，异议不影响聘任条件"
    answer = "经核实，现行办法不要求监督员居住在本区，异议不成立（示例）。"
    reviewer = world.act(YUZHONG, "reviewer")
    actions.dismiss_objection(rumour, reason=reason, answer=answer, by=reviewer, at=at, on=localdate(at))


def open_batch(world: World) -> Storyline:
    """Taking applications at this very moment, with every stage of the check among them."""
    batch = yield from noticed(
        world, YUZHONG, title(world, 0, OPEN), headcount=8, start=-20, opens=-13, closes=18, gate=NONE
    )
    receipts: list[actions.Receipt] = []
    for place, citizen in enumerate(APPLYING[:9]):
        at = yield world.days.day(-12 + place // 2, 9 + place, 10)
        receipts.append(apply(batch, citizen, at=at))
    rows = [receipt.application for receipt in receipts]
    at = yield world.days.work(-7, 10)
    _posted_elsewhere(world, batch, at=at)
    at = yield world.days.work(-6, 10)
    pass_all(world, rows[:3], at=at)
    unclear = "照片是侧面的，请换一张近期免冠正面照片"
    actions.send_back(rows[3], reason=unclear, by=world.act(YUZHONG, "clerk"), at=at)
    actions.send_back(rows[4], reason="工作单位没有写全称，请补正", by=world.act(YUZHONG, "clerk"), at=at)
    world.shown |= {"application": rows[3].number, "application_secret": receipts[3].secret}
    for row in rows[5:7]:
        conclude(world, row, at=at, fails="conduct")
        actions.propose_refusal(
            row, reason="正在接受纪律审查（示例）", by=world.act(YUZHONG, "liaison"), at=at
        )
    at = yield world.days.work(-5, 15)
    second = world.act(YUZHONG, "reviewer")
    actions.confirm_refusal(rows[5], reason="函件属实，复核不通过（示例）", by=second, at=at)
    yield from _late_changes(world, batch, rows)


def _posted_elsewhere(world: World, batch: Batch, *, at: datetime) -> None:
    """The notice also hung on a board and stood in a paper; one row was a slip and is struck (HL-2.2a)."""
    told: dict[str, Any] = {"by": world.act(YUZHONG, "clerk"), "at": at, "on": localdate(at)}
    day = localdate(at)
    record_posting(batch, Posted(medium="board", place="示范街道便民服务中心公告栏", posted_on=day), **told)
    wrong = record_posting(batch, Posted(medium="newspaper", place="样例日报第2版", posted_on=day), **told)
    strike_posting(wrong, reason="版面写错，另行登记", **told)
    record_posting(batch, Posted(medium="newspaper", place="样例日报第3版", posted_on=day), **told)


def _late_changes(world: World, batch: Batch, rows: list[Application]) -> Storyline:
    """A correction, an application on paper, a withdrawal."""
    at = yield world.days.day(-4, 20)
    corrected = filled_by(APPLYING[4], bureau_code=YUZHONG, at=at)
    actions.correct_application(rows[4], corrected, by=APPLICANT, at=at)
    at = yield world.days.work(-3, 10)
    clerk = world.act(YUZHONG, "clerk")
    arrived_on = world.days.work(-4, 9).date()
    paper = {"channel": "post", "arrived_on": arrived_on.isoformat(), "taken_by": "王芳"}
    filled = replace(filled_by(APPLYING[9], bureau_code=YUZHONG, at=at), signed_on=arrived_on)
    posted = actions.register_application(batch, filled, by=clerk, at=at, intake=paper).application
    doubt = "邮寄来的，没有见到本人，请带身份证到窗口核对（示例）"
    verify(posted, what="signature", outcome="doubt", how=doubt, checked_on=localdate(at), by=clerk, at=at)
    at = yield world.days.day(-3, 19)
    leaving = apply(batch, APPLYING[10], at=at)
    grounds = "单位的审查已经结束，没有处分，附单位出具的结论（示例）。"
    actions.lodge_appeal(rows[5], grounds=grounds, by=APPLICANT, at=at)
    at = yield world.days.day(-2, 8)
    actions.withdraw_application(leaving.application, by=APPLICANT, at=at, reason="工作调动，时间不允许")


def scored_batch(world: World) -> Storyline:
    """Candidates being scored at this very moment by three reviewers, each at another point."""
    batch = yield from noticed(
        world, YUZHONG, title(world, -30, "评委评分选聘"), headcount=3, start=-36, opens=-30, closes=-16, gate=NONE
    )  # fmt: skip
    made = yield from tell_of_work(world, batch, opens=-29)
    at = yield after_closing(world, batch, -14, 10)
    pass_all(world, made, at=at)
    at = yield world.days.work(-13, 9)
    actions.begin_choosing(batch, by=world.act(YUZHONG, "liaison"), at=at, on=localdate(at))
    yield from scored_halfway(world, batch, start=-12)


def planned_batch(world: World) -> Storyline:
    """Waits for the leader."""
    yield from planned(
        world, YUZHONG, title(world, 40, "选聘"), headcount=10, start=-1, gate=BEFORE_CERTIFICATE
    )  # fmt: skip


def aborted_batch(world: World) -> Storyline:
    batch = yield from noticed(
        world, YUZHONG, title(world, -150, "专项选聘"), headcount=2, start=-160, opens=-150, closes=-130, gate=NONE
    )  # fmt: skip
    at = yield after_closing(world, batch, -125, 10)
    reason = "报名期满无人报名，并入下一批次办理"
    actions.abort(batch, reason=reason, by=world.act(YUZHONG, "leader"), at=at, on=localdate(at))


def neighbours(world: World) -> Storyline:
    """江北: one batch being chosen from, rules of scoring in draft; one approved, its rules locked before its notice."""
    batch = yield from noticed(
        world, JIANGBEI, title(world, -50, "选聘"), headcount=2, start=-56, opens=-50, closes=-25, gate=NONE
    )
    made = yield from apply_all(world, batch, NEIGHBOURS, opens=-50, closes=-25)
    at = yield after_closing(world, batch, -20, 10)
    pass_all(world, made, at=at)
    at = yield world.days.work(-15, 9)
    actions.begin_choosing(batch, by=world.act(JIANGBEI, "liaison"), at=at, on=localdate(at))
    at = yield world.days.work(-12, 10)
    compare(world, made[:2], 1, at=at)
    coming = yield from approved(
        world, JIANGBEI, title(world, 10, "补充选聘"), headcount=4, start=-8, opens=5, closes=25, gate=NONE
    )
    yield from rules_locked(world, coming, start=-5)
    yield from rules_drafted(world, batch, start=-2)


def harbin(world: World) -> Storyline:
    """A rehearsal under the draft: five of six, three of them ordinary insured people, exactly 60 %."""
    batch = yield from noticed(
        world, HARBIN_CITY, title(world, -80, "选聘（演练）"), headcount=5, start=-90, opens=-82, closes=-62,
        gate=BEFORE_CERTIFICATE,
    )  # fmt: skip
    made = yield from apply_all(world, batch, HARBIN, opens=-82, closes=-62)
    yield from settled(world, batch, made, 5, start=-55)
    yield from appointed(world, batch, start=-48)
    notice = yield from published(world, batch, start=-45)
    at = yield world.days.after(notice.ends_on, 10)
    for citizen in HARBIN[:3]:
        sign(world, HARBIN_CITY, citizen, at=at)
    actions.issue_certificates(batch, by=world.act(HARBIN_CITY, "liaison"), at=at, on=localdate(at))
    open_account(world, HARBIN_CITY, HARBIN[0], "supervisor-xie", at=at)


def storylines(world: World) -> list[Storyline]:
    told = (
        first_batch,
        second_batch,
        batch_on_notice,
        open_batch,
        scored_batch,
        planned_batch,
        aborted_batch,
        neighbours,
        harbin,
        district,
    )
    return [story(world) for story in told]
