"""The steps every batch of the demo takes, each through the real action."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from zhongmu.demo.people import Citizen, photo_of, stroke
from zhongmu.demo.staff import World
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.recruitment import actions
from zhongmu.recruitment.filled import Filled
from zhongmu.recruitment.models import Application, Batch

APPLICANT = Actor("applicant")
PHONE = "023-60000123"
REQUIREMENTS = (
    "一、拥护宪法和法律，品行端正，公道正派。\n二、热心医疗保障事业，有时间和精力参加监督活动。\n"
    "三、年满18周岁，身体健康，具有完全民事行为能力。\n（演示内容，不是真实公告）"
)
_WHY = "长期在社区做志愿服务，熟悉居民看病买药的情况，愿意利用空余时间走访医院和药店，把大家反映的问题及时告诉医保部门。"
_INPUTS: dict[str, JSON] = {
    "institutions": 412,
    "fund_budget": {"fen": 186_000_000_000, "typed": "186000", "unit": "万元"},
    "management_level": "近两年检查中轻微问题居多，基层医疗机构和药店管理水平不齐（示例）。",
    "needs": "覆盖各区县，普通参保群众占多数（示例）。",
}


def planned(
    world: World, code: str, title: str, *, headcount: int, start: int, gate: str
) -> Generator[datetime, datetime, Batch]:
    """An officer proposes a headcount with its reason."""
    at = yield world.days.work(start, 9)
    bureau, on = world.bureau(code), localdate(at)
    wanted = {row.code for row in bureau.policy(on)["plan.inputs"]}
    plan = actions.Plan(
        title=title,
        inputs={key: said for key, said in _INPUTS.items() if key in wanted},
        headcount=headcount,
        headcount_reason=f"按每百家定点机构约一名配备，另留机动，核定{headcount}名（示例）",
        gate=gate,
    )
    return actions.plan_batch(bureau, plan, by=world.act(code, "liaison"), at=at, on=on)


def approved(
    world: World, code: str, title: str, *, headcount: int, start: int, opens: int, closes: int, gate: str
) -> Generator[datetime, datetime, Batch]:
    """Planned, approved by the leader, its notice written and not yet public."""
    batch = yield from planned(world, code, title, headcount=headcount, start=start, gate=gate)
    at = yield world.days.work(start + 1, 15)
    actions.approve_plan(batch, by=world.act(code, "leader"), at=at, on=localdate(at))
    at = yield world.days.work(start + 2, 10)
    actions.write_notice(
        batch,
        requirements=REQUIREMENTS,
        ways=["online", "post", "counter"],
        phone=PHONE,
        opens_at=world.days.day(opens, 9),
        closes_at=world.days.day(closes, 18),
        by=world.act(code, "liaison"),
        at=at,
    )
    return batch


def noticed(
    world: World, code: str, title: str, *, headcount: int, start: int, opens: int, closes: int, gate: str
) -> Generator[datetime, datetime, Batch]:
    """The same with its notice published; applications come in from day `opens` to day `closes`."""
    batch = yield from approved(
        world, code, title, headcount=headcount, start=start, opens=opens, closes=closes, gate=gate
    )
    at = yield world.days.work(start + 3, 9)
    actions.publish_notice(batch, by=world.act(code, "liaison"), at=at, on=localdate(at))
    return batch


def filled_by(citizen: Citizen, *, bureau_code: str, at: datetime, name_consent: bool = True) -> Filled:
    """What this person writes on the form."""
    return Filled(
        name=citizen.name,
        sex=citizen.sex,
        resident=citizen.resident,
        political=citizen.political,
        ethnic=citizen.ethnic,
        health="10",
        health_note="",
        phone=citizen.phone,
        employed=citizen.birth_on.year > 1965,  # noqa: PLR2004  those of retirement age are retired
        email="",
        employer=citizen.employer,
        post="",
        address=citizen.address,
        education=citizen.education,
        school="示范大学",
        major="公共管理",
        channel="public",
        category=citizen.category,
        other_categories=(),
        reason=_WHY,
        unit_name="",
        unit_opinion="",
        remark="",
        photo=photo_of(citizen, bureau_code=bureau_code, at=at),
        signature=stroke(citizen.number),
        signed_scan=None,
        signed_on=localdate(at),
        privacy_consent=True,
        health_consent=True,
        name_consent=name_consent,
    )


def apply(batch: Batch, citizen: Citizen, *, at: datetime, name_consent: bool = True) -> actions.Receipt:
    """This person applies on line."""
    filled = filled_by(citizen, bureau_code=batch.bureau.code, at=at, name_consent=name_consent)
    return actions.register_application(batch, filled, by=APPLICANT, at=at)


def apply_all(
    world: World, batch: Batch, citizens: Sequence[Citizen], *, opens: int, closes: int
) -> Generator[datetime, datetime, list[Application]]:
    """One after the other within the window; the last one does not consent to the name being published."""
    made = []
    for place, citizen in enumerate(citizens):
        n = opens + 1 + place * (closes - opens - 2) // max(1, len(citizens))
        at = yield world.days.day(n, 10 + place % 9, 7 * place % 60)
        made.append(apply(batch, citizen, at=at, name_consent=place + 1 < len(citizens)).application)
    return made


def conclude(world: World, application: Application, *, at: datetime, fails: str = "") -> None:
    """An officer concludes on every item; `fails` names the one that does not conform."""
    code = application.bureau.code
    items = [row.code for row in application.bureau.policy(localdate(at))["eligibility"]]
    said: dict[str, tuple[str, ...]] = dict.fromkeys(items, ("conforms", "核对报名表和证件"))
    if fails:
        said[fails] = ("fails", "任职单位函复：正在接受纪律审查（示例）", "任职单位复函〔示例〕1号")
    actions.record_findings(application, said, by=world.act(code, "liaison"), at=at)


def pass_all(world: World, applications: Iterable[Application], *, at: datetime) -> None:
    for application in applications:
        conclude(world, application, at=at)
        actions.pass_check(application, by=world.act(application.bureau.code, "liaison"), at=at)


def after_closing(world: World, batch: Batch, n: int, hour: int) -> datetime:
    """A working moment on day `n` that is not before applications closed."""
    closes = batch.apply_closes_at
    assert closes is not None  # noqa: S101  every batch here has a notice
    return max(world.days.work(n, hour), closes + timedelta(hours=1))


def compare(world: World, applications: Iterable[Application], chosen: int, *, at: datetime) -> None:
    """Opinions on every candidate; the first `chosen` are proposed."""
    for place, application in enumerate(applications):
        policy = application.bureau.policy(localdate(at))
        dims = {row.code: f"{row.label}符合要求（示例意见）" for row in policy["selection.dims"]}
        proposed = place < chosen
        overall = "综合比较，建议拟聘。" if proposed else "条件符合，本次名额有限，列为候补。"
        actions.write_opinion(
            application,
            dimensions=dims,
            overall=overall,
            proposed=proposed,
            by=world.act(application.bureau.code, "liaison"),
            at=at,
        )


def settled(
    world: World, batch: Batch, applications: Sequence[Application], chosen: int, *, start: int
) -> Generator[datetime, datetime, None]:
    """From the check of all applications to the final list."""
    code = batch.bureau.code
    at = yield after_closing(world, batch, start, 10)
    pass_all(world, applications, at=at)
    at = yield world.days.work(start + 1, 9)
    actions.begin_choosing(batch, by=world.act(code, "liaison"), at=at, on=localdate(at))
    at = yield world.days.work(start + 2, 14)
    compare(world, applications, chosen, at=at)
    minutes = "比选会由分管负责人召集，联络员、经办、审核人员参加，逐人讨论后形成意见（示例）。"
    actions.write_minutes(batch, minutes=minutes, by=world.act(code, "liaison"), at=at)
    at = yield world.days.work(start + 3, 15)
    actions.settle(batch, by=world.act(code, "leader"), at=at, on=localdate(at))
