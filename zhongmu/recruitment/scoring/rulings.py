"""What is asked of the rules of a scoring and of its moves. Pages and actions ask the same functions (CQ-5.2, HL-2.2b)."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.people import codes
from zhongmu.policies.rulings import Blocker, Notice, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.models import Batch, ScoringRound
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.scoring.queries import scorers
from zhongmu.recruitment.scoring.rubric import ADDITIVE, WHOLE, Rubric
from zhongmu.recruitment.states import BatchState

DRAFTABLE = (BatchState.APPROVED, BatchState.NOTICED, BatchState.CHOOSING)
LEAST_ANCHOR = 4
PARAMETERS = (
    "selection.scored",
    "selection.structure_dims",
    "score.materials",
    "score.highest",
    "score.bands",
    "score.each",
    "score.severity",
    "score.spread",
    "score.extreme",
    "score.conflicts",
)
_PEOPLES = "|".join(label for label in codes.ETHNIC.values() if label.endswith("族"))
_SEX_OR_PEOPLE = re.compile(
    rf"性别|[男女](?:性|士|方|同志)|民族|{_PEOPLES}|\b(?:sex|gender|ethnic\w*)\b", re.IGNORECASE
)


def scored_dims(policy: Policy) -> list[tuple[str, str]]:
    """The measure's dimensions that are about one person: (code, label), those about the whole list left out."""
    whole = set(policy["selection.structure_dims"])
    return [(code, label) for code, label in policy.choices("selection.dims") if code not in whole]


def drafting(batch: Batch, policy: Policy) -> list[Ruling]:
    """Why no rules of scoring can be drafted for this batch now."""
    basis = cite(policy, "selection.scored")
    found = rulings.rehearsal(batch, policy)
    if not policy["selection.scored"]:
        said = _("本局的口径是比选不打分，只并列展示、由人写意见。")
        found.append(
            Blocker(said, basis, _("要打分的，请负责人在“制度与口径”里把“比选打分”改为打分并写明理由。"))
        )
    if batch.state not in DRAFTABLE:
        said = _("名额核定以后、拟聘名单确定以前才能起草评分规则。")
        found.append(Blocker(said, basis, _("请先办前面的步骤。")))
    if batch.scoring_rounds.live().exists():
        found.append(Blocker(_("这个批次已经有一套评分规则。"), basis, _("需要重来的，请负责人作废重评。")))
    return found


def fair(rubric: Rubric, policy: Policy) -> list[Ruling]:
    """No score from sex or ethnicity: neither a dimension nor its words may speak of them (CQ-5.2)."""
    said = {
        d.label
        for d in rubric.dims
        if any(_SEX_OR_PEOPLE.search(text) for text in (d.code, d.label, *d.anchors))
    }
    if not said:
        return []
    return [
        Blocker(
            _("“%s”的名称或评分说明里出现了性别、民族，不得用来加减分。") % "、".join(sorted(said)),
            cite(policy, "selection.dims"),
            _("请改写成与履职有关的事实。"),
        )
    ]


def _complete(rubric: Rubric, policy: Policy) -> list[Ruling]:
    basis, found = cite(policy, "selection.dims"), list[Ruling]()
    wanted = dict(scored_dims(policy))
    if {d.code for d in rubric.dims} != set(wanted):
        said = _("评分维度与办法不一致，应是：%s。") % "、".join(wanted.values())
        found.append(Blocker(said, basis, _("请打开“修改评分规则”，重新保存。")))
    total = sum(d.weight for d in rubric.dims)
    if total != WHOLE or any(d.weight < 1 for d in rubric.dims):
        said = _("各维度权重合计是%s，应正好是100，每一项至少1。") % total
        found.append(Blocker(said, basis, _("请改权重。")))
    thin = [d.label for d in rubric.dims if any(len(words.strip()) < LEAST_ANCHOR for words in d.anchors)]
    if thin:
        said = _("评分说明没有写全：%s。") % "、".join(thin)
        found.append(Blocker(said, basis, _("请给每一档写明什么样的事实评到这一档，不少于四个字。")))
    return found


def _scale(rubric: Rubric, policy: Policy) -> list[Ruling]:
    lows = [band.low for band in rubric.bands]
    falling = all(high > low for high, low in zip([rubric.highest + 1, *lows], lows, strict=False))
    if lows and falling and lows[-1] == 0:
        return []
    said = _("评分档次要从高到低排，都在0到%s分以内，最低一档从0分起。") % rubric.highest
    return [Blocker(said, cite(policy, "score.bands"), _("请改各档的最低分。"))]


def _panel(round_: ScoringRound, rubric: Rubric, policy: Policy, on: date) -> list[Ruling]:
    basis, found = cite(policy, "score.each"), list[Ruling]()
    known = {(row.account, row.role) for row in scorers(round_.bureau, on)}
    if any((seat.account, seat.role) not in known for seat in rubric.panel):
        said = _("评委名单里有人已经不是本局的审核人或评审专家。")
        found.append(Blocker(said, basis, _("请重新选评委。")))
    if not 1 <= rubric.each <= len(rubric.panel):
        facts = {"each": rubric.each, "panel": len(rubric.panel)}
        said = _("每名候选人要%(each)s名评委，现在只选了%(panel)s名评委。") % facts
        found.append(Blocker(said, basis, _("请增加评委，或减少每人的评委数。")))
    if rubric.each == 1 and len(rubric.panel) > 1 and rubric.severity == ADDITIVE:
        said = _("每名候选人只有一名评委，评委的宽严无法比较，只能用原始分。")
        found.append(Notice(said, cite(policy, "score.severity"), _("要校正的，请每人至少两名评委。")))
    return found


def apart(accounts: Collection[int], by: Actor, policy: Policy) -> list[Ruling]:
    """Who scores neither locks the rules nor opens the result."""
    if by.account not in accounts:
        return []
    said = _("您是本次的评委，不能同时锁定规则、解除评委或定分。")
    return [Blocker(said, cite(policy, "selection.dims"), _("请由没有参加评分的负责人办理。"))]


def locking(round_: ScoringRound, policy: Policy, *, by: Actor, on: date) -> list[Ruling]:
    """Everything asked before the rules are locked for good."""
    rubric = round_.rubric
    return [
        *rulings.rehearsal(round_.batch, policy),
        *rulings.unconfirmed(policy, *PARAMETERS),
        *rulings.four_eyes(round_.drafted_by, by, what=_("评分规则")),
        *apart({seat.account for seat in rubric.panel}, by, policy),
        *_complete(rubric, policy),
        *_scale(rubric, policy),
        *fair(rubric, policy),
        *_panel(round_, rubric, policy, on),
    ]
