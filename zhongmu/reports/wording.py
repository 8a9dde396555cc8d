"""A report as pages say it: its timeline, what was said, what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import role_label
from zhongmu.policies.rulings import Cite
from zhongmu.reports.clocks import LENGTH
from zhongmu.reports.models import ClockKind, Exchange, Report, ReportMove, Said
from zhongmu.reports.states import MOVES, Kind
from zhongmu.workdays.calendar import Calendar
from zhongmu.workdays.deadlines import Words, words_left


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline, as the `moves` macro draws it."""

    label: str
    who: str
    at: datetime
    text: str
    cite: Cite | None


def timeline(report: Report, *, policy: Policy, inside: bool) -> list[Line]:
    """Newest first. Reasons are for those inside the bureau; who acted is said by role."""
    return [_line(report, move, policy, inside=inside) for move in reversed(report.moves.all())]


def _line(report: Report, move: ReportMove, policy: Policy, *, inside: bool) -> Line:
    known = MOVES[report.kind].get(move.name)
    label = str(known.label) if known else _("提交")
    if move.name == "file" and move.role != "reporter":
        label = _("登记来件")
    cite = policy.cite(known.cite) if known and known.cite else None
    return Line(label, role_label(move.role), move.at, move.reason if inside else "", cite)


def said_by(report: Report) -> list[Exchange]:
    return list(report.exchanges.all())


def answers(report: Report) -> list[Exchange]:
    return [each for each in said_by(report) if each.said == Said.ANSWER]


def clocks_of(report: Report, *, on: date, calendar: Calendar) -> Words | None:
    """The next promise of a report in words, from its own row; None when nothing is promised."""
    return words_left(calendar, on, report.due_on) if report.due_on else None


def next_lines(report: Report, *, policy: Policy) -> list[str]:
    """What happens next and by when, for the receipt; only what the bureau has confirmed."""
    lines = [_("登记日期以本局收到之日为准，期限从那天起算，首日不计。")]
    if report.kind == Kind.SUGGESTION and report.due_on:
        day = f"{report.due_on.year}年{report.due_on.month}月{report.due_on.day}日"
        lines.append(_("最迟%(day)s前答复办理情况。") % {"day": day})
    if report.kind == Kind.CLUE and policy.is_confirmed(LENGTH[ClockKind.VERIFY]):
        words = policy.parameter(LENGTH[ClockKind.VERIFY]).unit
        unit = _("个工作日") if words == "working_days" else _("日")
        lines.append(
            _("受理后%(days)s%(unit)s内核查完毕，结果告知您。")
            % {"days": policy[LENGTH[ClockKind.VERIFY]], "unit": unit}
        )
    lines.append(_("您的身份已封存：办理的人不知道是谁反映的；对答复不满意，可以再次反映。"))
    return lines
