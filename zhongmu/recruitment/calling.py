"""What the measure says about people who come by a unit's recommendation, an invitation or the open pool (CQ-7.2–7.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.people.cjk import chinese_date, chinese_moment
from zhongmu.policies.codes import Code
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import channels
from zhongmu.recruitment.filled import UnitWords
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.models.calls import Awaited
from zhongmu.recruitment.rulings import cite, rehearsal, unconfirmed
from zhongmu.recruitment.states import BatchState

OFFICERS = frozenset({"liaison", "clerk"})
TAKING = frozenset(
    {BatchState.APPROVED, BatchState.NOTICED}
)  # from the headcount to the beginning of choosing
MOST_OPINION = 500  # characters, the cell of Annex 2


def by_officer(by: Actor, *, what: str) -> list[Ruling]:
    if by.role in OFFICERS:
        return []
    return [Blocker(_("%s由联络员、经办办理。") % what, remedy=_("请交由有权限的人员办理。"))]


def is_open(row: Code | None, policy: Policy, *, what: str) -> list[Ruling]:
    """Whether the measure knows this way at all."""
    if row is not None:
        return []
    return [
        Blocker(
            _("现行办法没有“%s”这一产生方式。") % what,
            cite(policy, "channels"),
            _("请按办法规定的方式办理。"),
        )
    ]


def taking(batch: Batch, policy: Policy) -> list[Ruling]:
    """Anybody may come in from the approval of the headcount until choosing begins."""
    if batch.state in TAKING:
        return []
    said = _("“%(batch)s”%(state)s，现在不接收人选。") % {
        "batch": batch.title,
        "state": batch.get_state_display(),
    }
    return [Blocker(said, cite(policy, "channels"), _("可以留到下一批次办理。"))]


def nominating(batch: Batch, policy: Policy, *, at: datetime, arrived_on: date | None = None) -> list[Ruling]:
    """Whether a unit may recommend somebody now, or could on the day its letter arrived."""
    closes = batch.apply_closes_at
    found = [
        *is_open(channels.by_unit(policy), policy, what=_("单位推荐")),
        *rehearsal(batch, policy),
        *taking(batch, policy),
        *unconfirmed(policy, "nomination.reply_days", "recommender.kinds", "recommender.code_waivable"),
    ]
    late = closes is not None and (at >= closes if arrived_on is None else arrived_on > localdate(closes))
    if closes is not None and late:
        said = _("推荐已于%s截止。") % chinese_moment(localtime(closes))
        found.append(Blocker(said, cite(policy, "channels"), _("可以留意下一次选聘。")))
    if arrived_on is not None and arrived_on > localdate(at):
        found.append(Blocker(_("来件日在今天以后。"), remedy=_("请填写实际收到的日期。")))
    return found


def inviting(batch: Batch, policy: Policy) -> list[Ruling]:
    return [
        *is_open(channels.by_bureau(policy), policy, what=_("特邀聘任")),
        *rehearsal(batch, policy),
        *taking(batch, policy),
        *unconfirmed(policy, "invite.reply_days", "invite.reason_required"),
    ]


def words_wrong(words: UnitWords, policy: Policy, *, on: date, reason_needed: bool = True) -> dict[str, str]:
    """What is wrong with a unit's words, by field: without opinion and seal nothing is submitted (CQ-7.2, CQ-F20)."""
    wrong: dict[str, str] = {}
    least, most, count = policy["reason.min_length"], policy["reason.max_length"], len(words.reason.strip())
    if (count or reason_needed) and not least <= count <= most:
        facts = {"least": least, "most": most, "count": count}
        wrong["reason"] = _("聘任理由须%(least)s至%(most)s字，现有%(count)s字。请补充或精简。") % facts
    if not words.opinion.strip():
        wrong["opinion"] = _("请填写单位意见，如“同意推荐”。没有单位意见不能提交。")
    elif len(words.opinion) > MOST_OPINION:
        wrong["opinion"] = _("单位意见最多%s字，请精简。") % MOST_OPINION
    if words.seal is None:
        wrong["seal"] = _("请上传盖好公章的意见的扫描件或照片。没有盖章不能提交。")
    if words.sealed_on > on:
        wrong["sealed_on"] = _("盖章日期不能晚于今天。")
    if not words.handled_by.strip():
        wrong["handled_by"] = _("请填写单位的经办人。")
    return wrong


def as_blockers(wrong: Mapping[str, str], policy: Policy) -> list[Ruling]:
    return [Blocker(sentence, cite(policy, "channels"), _("改正后再提交。")) for sentence in wrong.values()]


def answering(call: Awaited, batch: Batch, policy: Policy, *, on: date) -> list[Ruling]:
    """Whether the person may still say yes: the call has not lapsed and the batch takes people."""
    found = [*rehearsal(batch, policy), *taking(batch, policy)]
    if call.due_on is not None and call.is_over(on):
        said = _("答复期限到%s为止，已经过了。") % chinese_date(call.due_on)
        found.append(Blocker(said, cite(policy, "channels"), _("仍愿意参加的，请联系医疗保障局重新送达。")))
    return found
