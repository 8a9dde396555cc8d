"""A batch of 江北 filed long ago, in which everything came to its end: yes, no, taken back, upheld, put right, filed."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from zhongmu.corps.certificates import issue_certificate, queue_print, void_certificate
from zhongmu.corps.tasks import print_certificates
from zhongmu.demo import arriving
from zhongmu.demo.answers import calls, from_the_pool
from zhongmu.demo.batches import APPLICANT, after_closing, apply_all, compare, conclude, noticed, pass_all
from zhongmu.demo.people import FORMER_NEIGHBOURS, NEXT_DOOR, OFFERED_NEXT_DOOR
from zhongmu.demo.recruiting import BEFORE_APPOINTMENT, appointed, closed, published, title
from zhongmu.demo.scoring import rules_locked
from zhongmu.demo.serving import sign
from zhongmu.demo.staff import JIANGBEI, World
from zhongmu.demo.story import Storyline
from zhongmu.demo.tries import SEATS, advised
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.actions.archiving import queue_archive
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.tasks import make_archive

WORDS = "首批选聘"


def former_batch(world: World) -> Storyline:
    batch = yield from noticed(
        world, JIANGBEI, title(world, -322, WORDS), headcount=SEATS, start=-330, opens=-322, closes=-300,
        gate=BEFORE_APPOINTMENT,
    )  # fmt: skip
    made = yield from apply_all(world, batch, FORMER_NEIGHBOURS, opens=-322, closes=-314)
    yield from from_the_pool(world, batch, start=-318)
    yield from calls(world, batch, start=-312)
    yield from arriving.mails(world, batch, start=-306)
    yield from arriving.lists(world, batch, start=-304)
    yield from checked(world, batch, made[-2:], start=-298)
    at = yield world.days.work(-288, 9)
    actions.begin_choosing(batch, by=world.act(JIANGBEI, "liaison"), at=at, on=localdate(at))
    yield from scoring_given_up(world, batch, start=-287)
    yield from chosen_with_advice(world, batch, start=-284)
    yield from made_public(world, batch, start=-274)
    yield from filed(world, batch)


def checked(world: World, batch: Batch, doubtful: list[Application], *, start: int) -> Storyline:
    """Two are refused and object: the one in vain, the other is checked again and passes."""
    reviewer, liaison = world.act(JIANGBEI, "reviewer"), world.act(JIANGBEI, "liaison")
    at = yield after_closing(world, batch, start, 10)
    pass_all(world, batch.applications.exclude(pk__in=[row.pk for row in doubtful]), at=at)
    for row in doubtful:
        conclude(world, row, at=at, fails="conduct")
        reason = "任职单位函复：正在接受纪律审查（示例）"
        actions.propose_refusal(row, reason=reason, by=liaison, at=at)
    at = yield world.days.work(start + 1, 15)
    for row in doubtful:
        actions.confirm_refusal(row, reason="函件属实，复核不通过（示例）", by=reviewer, at=at)
    at = yield from objected(world, doubtful, refused_at=at)
    at = yield world.days.after(at.date(), 10)
    pass_all(world, [Application.objects.get(pk=doubtful[1].pk)], at=at)


def objected(
    world: World, refused: list[Application], *, refused_at: datetime
) -> Generator[datetime, datetime, datetime]:
    """Settled by the clerk, who had no hand in the refusals, on the day this gives."""
    at = yield refused_at + timedelta(days=1, hours=5)
    grounds = "审查已经结束，我没有受过处分，请复查（示例）。"
    made = [actions.lodge_appeal(row, grounds=grounds, by=APPLICANT, at=at) for row in refused]
    at = yield world.days.after(at.date(), 15)
    by, on = world.act(JIANGBEI, "clerk"), localdate(at)
    found = "再次函询任职单位，审查仍在进行（示例）"
    answer = "经复查，审查尚未结束，维持原结论（示例）。"
    actions.dismiss_appeal(made[0], reason=found, answer=answer, by=by, at=at, on=on)
    found = "任职单位更正函件：把同名的人弄错了（示例）"
    answer = "经复查，原函件把同名的人弄错，已重新审查（示例）。"
    actions.uphold_appeal(made[1], reason=found, answer=answer, by=by, at=at, on=on)
    return at


def scoring_given_up(world: World, batch: Batch, *, start: int) -> Storyline:
    round_ = yield from rules_locked(world, batch, start=start)
    at = yield world.days.work(start + 2, 10)
    reason = "候选人不多，会上逐人讨论即可，不再打分（示例）"
    scoring.abandon_scoring(round_, reason=reason, by=world.act(JIANGBEI, "leader"), at=at, on=localdate(at))


def chosen_with_advice(world: World, batch: Batch, *, start: int) -> Storyline:
    """The slate that was adopted at last is what the meeting follows."""
    certain = batch.applications.get(name=OFFERED_NEXT_DOOR[0].name)
    run = yield from advised(world, batch, certain, start=start)
    at = yield world.days.work(start + 6, 14)
    rows = list(batch.applications.filter(state="eligible").order_by("pk"))
    compare(world, sorted(rows, key=lambda row: row.pk not in run.chosen), len(run.chosen), at=at)
    minutes = "比选会逐人讨论，对照参考名单形成意见，与会人员无异议（示例）。"
    actions.write_minutes(batch, minutes=minutes, by=world.act(JIANGBEI, "liaison"), at=at)
    at = yield world.days.work(start + 7, 15)
    actions.settle(batch, by=world.act(JIANGBEI, "leader"), at=at, on=localdate(at))


def made_public(world: World, batch: Batch, *, start: int) -> Storyline:
    """Taken down within hours, published again, and once more put right: each notice stays on file."""
    leader = world.act(JIANGBEI, "leader")
    first = yield from published(world, batch, start=start)
    at = yield world.days.work(start, 15)
    early = "公示栏里的张贴件盖章不清，先撤下，补好后再公示（示例）"
    actions.take_down_names(first, reason=early, by=leader, at=at, on=localdate(at))
    at = yield world.days.work(start + 2, 9)
    second = actions.publish_names(batch, by=world.act(JIANGBEI, "liaison"), at=at, on=localdate(at))
    at = yield world.days.work(start + 3, 10)
    wrong = "公示栏里的张贴件漏了一页，补齐后重发，公示期重新计算（示例）"
    actions.replace_names(second, reason=wrong, by=leader, at=at, on=localdate(at))


def filed(world: World, batch: Batch) -> Storyline:
    last = max(notice.ends_on for notice in batch.name_notices.all())
    after = (world.days.after(last).date() - world.days.today).days
    yield from appointed(world, batch, start=after)
    yield from printed(world, batch, start=after + 2)
    yield from closed(world, batch, start=after + 6)
    yield from packed(world, batch, start=after + 7)


def printed(world: World, batch: Batch, *, start: int) -> Storyline:
    """The first print found nothing left to print: its one certificate was voided while it waited."""
    at = yield world.days.work(start, 10)
    clerk, bureau = world.act(JIANGBEI, "clerk"), world.bureau(JIANGBEI)
    names = set(batch.applications.filter(state="appointed").values_list("person__name", flat=True))
    for citizen in NEXT_DOOR:
        if citizen.name in names:
            sign(world, JIANGBEI, citizen, at=at)
    made = actions.issue_certificates(batch, by=clerk, at=at, on=localdate(at)).certificates
    hasty = queue_print(bureau, made[:1], by=clerk, at=at)
    void_certificate(made[0], by=clerk, at=at, reason="姓名用字写错，作废重发（示例）")
    print_certificates.func(hasty.pk)
    at = yield world.days.work(start + 1, 10)
    again = issue_certificate(made[0].appointment, by=clerk, at=at, on=localdate(at))
    print_certificates.func(queue_print(bureau, [again, *made[1:]], by=clerk, at=at).pk)


def packed(world: World, batch: Batch, *, start: int) -> Storyline:
    """The first archive was cut off by a restart of the server, the second is whole."""
    clerk = world.act(JIANGBEI, "clerk")
    at = yield world.days.work(start, 10)
    queue_archive(batch, by=clerk, at=at)
    at = yield at + timedelta(hours=1)
    make_archive.func(queue_archive(batch, by=clerk, at=at).pk)


def storylines(world: World) -> list[Storyline]:
    return [former_batch(world), arriving.waiting_mail(world)]
