"""What the measure says about each move on a report, from the policy and what is on file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.policies.rulings import Blocker, NeedsApproval, Notice, Ruling
from zhongmu.reports.access import why_not_touch
from zhongmu.reports.clocks import EXTENSION, EXTENSIONS, LENGTH, NEEDED
from zhongmu.reports.models import ClockKind, Report, Said
from zhongmu.reports.outcomes import OUTCOMES, ClueOutcome, Finding
from zhongmu.reports.states import ClueState, Kind
from zhongmu.reports.substance import has_private_number, how_to_answer, says_nothing

MOST_SAID = 2_000
MOST_ANSWER = 10_000


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """`found_amount` in 分."""

    outcome: str
    reason: str
    finding: str = ""
    transferred_to: str = ""
    found_amount: int | None = None


def rulings_for(name: str, report: Report, *, policy: Policy, by: Actor, on: date) -> tuple[Ruling, ...]:
    """Everything that speaks about this move now, apart from what will be written in its form."""
    found: list[Ruling | None] = [why_not_touch(report, by=by), _wrong_rehearsal(report, policy)]
    found += _OF[name](report, policy, by, on) if name in _OF else ()
    return tuple(ruling for ruling in found if ruling)


def _wrong_rehearsal(report: Report, policy: Policy) -> Ruling | None:
    if policy.rehearsal and not report.rehearsal:
        return Blocker(
            _("现在只有征求意见稿，不能据以办理正式的反映件。"), remedy=_("请等正式文件绑定后再办。")
        )
    return None


def _accept(report: Report, policy: Policy, _by: Actor, _on: date) -> Iterable[Ruling | None]:
    yield policy.unconfirmed(*NEEDED[report.kind])


def _ask_extension(report: Report, policy: Policy, _by: Actor, _on: date) -> Iterable[Ruling | None]:
    yield policy.unconfirmed(EXTENSION, EXTENSIONS)
    if report.extension_asked_by is not None:
        yield Blocker(_("已经申请延长，正等负责人决定。"), policy.cite(EXTENSION), _("请等负责人办理。"))
    elif report.extensions >= int(policy[EXTENSIONS]):
        yield Blocker(
            _("核查最多延长%(times)s次，已经用完。") % {"times": policy[EXTENSIONS]},
            policy.cite(EXTENSIONS),
            _("请在期限内作出结论。"),
        )
    else:
        yield NeedsApproval(
            _("可延长%(days)s个工作日，须负责人同意。") % {"days": policy[EXTENSION]}, policy.cite(EXTENSION)
        )


def _rule_on_extension(report: Report, policy: Policy, by: Actor, _on: date) -> Iterable[Ruling | None]:
    if report.extension_asked_by is None:
        yield Blocker(_("没有待决定的延长申请。"), policy.cite(EXTENSION), _("请刷新页面。"))
    elif by.account == report.extension_asked_by:
        yield Blocker(
            _("申请延长的人不能自己同意。"), policy.cite(EXTENSION), _("请由本局另一名负责人决定。")
        )


def _decide(report: Report, policy: Policy, _by: Actor, _on: date) -> Iterable[Ruling | None]:
    if report.extension_asked_by is not None:
        yield Notice(_("延长申请还没有决定，现在作出结论，申请即作罢。"))
    if report.rehearsal:
        yield Notice(_("演练：这一结论只生成草稿，没有效力，也不会转为正式记录。"))
    if report.kind == Kind.CLUE and report.named:
        yield Notice(
            _("作出决定后%(days)s个工作日内告知反映人。") % {"days": policy[LENGTH[ClockKind.TOLD]]},
            policy.cite(LENGTH[ClockKind.TOLD]),
        )


def _close(report: Report, policy: Policy, _by: Actor, _on: date) -> Iterable[Ruling | None]:
    answered = report.exchanges.filter(said=Said.ANSWER, round=report.round).exists()
    if not answered:
        asked = report.state == ClueState.ASKED_AGAIN
        sentence = (
            _("反映人再次反映后还没有答复，不能结案。")
            if asked
            else _("尚未向反映人反馈办理情况，不能结案。")
        )
        yield Blocker(sentence, policy.cite("feedback.required"), _("请先写反馈。"))


_OF: dict[str, Callable[[Report, Policy, Actor, date], Iterable[Ruling | None]]] = {
    "accept": _accept,
    "ask_extension": _ask_extension,
    "approve_extension": _rule_on_extension,
    "refuse_extension": _rule_on_extension,
    "decide": _decide,
    "close": _close,
}


def why_not_say(text: str, *, policy: Policy, most: int = MOST_SAID) -> Blocker | None:
    """Why these words cannot stand as a question, a supplement or a reason to send back."""
    if says_nothing(text):
        return Blocker(
            _("写得太少，对方看不明白。"), policy.cite("feedback.required"), _("请写具体些，不少于十个字。")
        )
    if len(text) > most:
        return _too_long(text, most, policy)
    return None


def why_not_answer(text: str, *, policy: Policy) -> Blocker | None:
    """Why this is no answer: it says nothing, or tells others' particulars (CQ-12.3)."""
    cite = policy.cite("feedback.required")
    if says_nothing(text):
        return Blocker(_("这样的反馈等于没有答复。"), cite, how_to_answer())
    if has_private_number(text):
        return Blocker(
            _("反馈里有身份证号或手机号，反馈不得泄露案情和他人信息。"), cite, _("请删去这些号码再提交。")
        )
    return _too_long(text, MOST_ANSWER, policy) if len(text) > MOST_ANSWER else None


def _too_long(text: str, most: int, policy: Policy) -> Blocker:
    return Blocker(
        _("写了%(count)s字，最多%(most)s字。") % {"count": len(text), "most": most},
        policy.cite("feedback.required"),
        _("内容都还在，请删减后再提交。"),
    )


def why_not_conclude(report: Report, conclusion: Conclusion, *, policy: Policy) -> list[Blocker]:
    """Why this conclusion is not complete; each blocker says what to add."""
    cite = policy.cite("feedback.required")
    found = []
    if conclusion.outcome not in OUTCOMES[report.kind].values:
        found.append(Blocker(_("没有选择办理结果。"), cite, _("请从列出的结果里选一种。")))
    transfer = conclusion.outcome == ClueOutcome.TRANSFER
    if report.kind == Kind.CLUE and not transfer and conclusion.finding not in Finding.values:
        found.append(Blocker(_("没有选择核查结论。"), cite, _("请选查实、部分查实或查否。")))
    if transfer and not conclusion.transferred_to.strip():
        found.append(Blocker(_("没有写移交给哪个单位。"), cite, _("请写明接收单位的全称。")))
    if says_nothing(conclusion.reason):
        found.append(Blocker(_("没有写清理由。"), cite, _("请写明依据和理由，不少于十个字。")))
    return found
