"""Clues and suggestions in every state, and the steps that brought each there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from zhongmu.demo.cases import CASES, Case
from zhongmu.demo.people import EVERYONE, receipt_picture
from zhongmu.demo.staff import JIANGBEI, YUZHONG, World
from zhongmu.demo.story import Storyline
from zhongmu.ledger.actors import Actor
from zhongmu.letters.actions import tick_off
from zhongmu.reports import actions
from zhongmu.reports.filing import Filing, Outsider
from zhongmu.reports.intake import Filed, Reporter, file_report, new_token
from zhongmu.reports.models import Report
from zhongmu.reports.rulings import Conclusion
from zhongmu.reports.states import Kind

VERIFY_DAYS = 15  # working days; the leaders of the demo confirmed this suggestion


@dataclass
class _Telling:
    """One case on its way: the report, and who acts next."""

    world: World
    case: Case
    report: Report
    at: datetime = field(init=False)

    def officer(self, role: str) -> Actor:
        """A member of the bureau that handles it, having declared no interest."""
        by = self.world.act(self.report.bureau.code, role)
        actions.declare_no_interest(self.report, by=by, at=self.at)
        return by

    @property
    def reporter(self) -> Actor:
        return Actor("reporter", pseudonym=self.report.pseudonym)

    @property
    def desk(self) -> Actor:
        return self.officer(self.case.desk)


def _accept(told: _Telling) -> None:
    actions.accept(told.report, by=told.desk, at=told.at)


def _send_back(told: _Telling) -> None:
    reason = "请补充大约的时间和药店所在的街道，便于我们核对结算记录。"
    actions.send_back(told.report, reason=reason, by=told.desk, at=told.at)


def _supplement(told: _Telling) -> None:
    text = "大约是上个月中旬的一个下午，药店在示范路与样例街交口。"
    actions.supplement(told.report, text=text, by=told.reporter, at=told.at)


def _ask_extension(told: _Telling) -> None:
    reason = "需要调取两家机构半年的结算明细，预计还要两周才能核对完。"
    actions.ask_extension(told.report, reason=reason, by=told.desk, at=told.at)


def _approve_extension(told: _Telling) -> None:
    actions.approve_extension(told.report, by=told.officer("leader"), at=told.at)


def _refuse_extension(told: _Telling) -> None:
    reason = "案情简单，材料已经齐全，请在原来的期限内办结。"
    actions.refuse_extension(told.report, reason=reason, by=told.officer("leader"), at=told.at)


def _decide(told: _Telling) -> None:
    clue = told.report.kind == Kind.CLUE
    conclusion = Conclusion(
        outcome=told.case.outcome or ("no_case" if clue else "adopt_part"),
        finding=(told.case.finding or "partly") if clue else "",
        reason="现场核对了进销存台账和结算记录，与反映的情况逐项比对后得出本结论（示例）。",
        transferred_to="示范区市场监督管理局" if told.case.outcome == "transfer" else "",
        found_amount=128_050 if told.case.finding == "substantiated" else None,
    )
    actions.decide(told.report, conclusion, by=told.desk, at=told.at)


def _answer(told: _Telling) -> None:
    if told.report.round == 1:
        text = "经核对结算记录，您反映的情况部分属实，已责令该机构退回违规费用并整改，下季度复查（示例）。"
    else:
        text = "按您补充的线索又查了另外三个月的记录，没有发现同样的问题，已要求该机构公示价格（示例）。"
    actions.answer(told.report, text=text, by=told.desk, at=told.at)


def _ask_again(told: _Telling) -> None:
    text = "上周路过又看到同样的做法，请再核对最近三个月的记录。"
    actions.ask_again(told.report, text=text, by=told.reporter, at=told.at)


def _close(told: _Telling) -> None:
    actions.close(told.report, by=told.desk, at=told.at)


def _recuse(told: _Telling) -> None:
    """The clerk's sister works there: for her the case no longer exists."""
    code = told.report.bureau.code
    account, by = told.world.account(code, "clerk"), told.world.act(code, "clerk")
    reason = "妹妹在被反映的药店工作"
    actions.declare_interest(told.report, account=account, reason=reason, by=by, at=told.at)


STEPS: dict[str, Callable[[_Telling], None]] = {
    "accept": _accept,
    "send_back": _send_back,
    "supplement": _supplement,
    "ask_extension": _ask_extension,
    "approve_extension": _approve_extension,
    "refuse_extension": _refuse_extension,
    "decide": _decide,
    "answer": _answer,
    "ask_again": _ask_again,
    "close": _close,
    "recuse": _recuse,
}


def _filing(case: Case, *, at: datetime) -> Filing:
    evidence = (ContentFile(receipt_picture(), name="receipt.png"),) if case.evidence else ()
    return Filing(
        kind=case.kind,
        facts=case.facts,
        arrived_on=localdate(at) - timedelta(days=case.late_by),
        channel=case.channel,
        target_kind=case.target_kind,
        target_name=case.target,
        scene=case.scene,
        suggestion_kind=case.suggestion,
        happened="上个月",
        place="示范路样例街",
        amount=case.amount,
        attachments=evidence,
    )


def _file(world: World, case: Case, *, at: datetime) -> Filed:
    """The supervisor files it; what comes on paper or by phone a clerk writes down."""
    bureau = world.bureau(case.bureau)
    citizen = next((each for each in EVERYONE if each.name == case.reporter), None)
    by = None if case.channel == "web" else world.act(case.bureau, "clerk")
    reporter: Reporter = citizen.person if citizen else None
    if reporter is None and case.reporter:
        reporter = Outsider(name=case.reporter, contact="13900009002")
    return file_report(bureau, _filing(case, at=at), reporter=reporter, token=new_token(), by=by, at=at)


def one_case(world: World, case: Case) -> Storyline:
    """File it and take it through its steps, each on its day."""
    days = world.days
    start = case.start if case.due is None else _start_for(world, case.due)
    at = yield (days.day if case.channel == "web" else days.work)(start, case.hour)
    filed = _file(world, case, at=at)
    told = _Telling(world, case, filed.report)
    if case.shown:
        world.shown |= {"report": filed.report.number, "report_secret": filed.secret}
    for place, (n, name) in enumerate(case.steps):
        told.at = yield days.work(
            start if case.due is not None and place == 0 else n, 10 + place % 6, case.hour
        )
        STEPS[name](told)


def _start_for(world: World, due: int) -> int:
    """The day on which a clue must be accepted for its verification to end `due` working days from today."""
    calendar, on = world.days.calendar, world.days.today
    while due:
        on += timedelta(days=1 if due > 0 else -1)
        due -= (1 if due > 0 else -1) * calendar.is_working(on)
    return world.days.before_due(on, VERIFY_DAYS)


def tell_letters(world: World) -> Storyline:
    """The officers phone and write until a few days ago; what came since still waits."""
    for n in (-640, -380, -300, -200, -120, -60, -30, -14, -8):
        at = yield world.days.work(n, 17)
        for code in (YUZHONG, JIANGBEI):
            by = world.act(code, "liaison")
            for letter in world.bureau(code).letters.to_tell():
                tick_off(letter, how="电话告知本人", by=by, at=at)


def storylines(world: World) -> list[Storyline]:
    return [tell_letters(world), *(one_case(world, case) for case in CASES)]
