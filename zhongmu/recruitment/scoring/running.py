"""What is asked while candidates are being scored: of the list, of the reviewers, of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.policies.rulings import Blocker, Notice, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.models import Panelist, Score, ScoringAssignment, ScoringRound
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.scoring.queries import to_assign
from zhongmu.recruitment.scoring.rubric import Rubric
from zhongmu.recruitment.states import BatchState, ScoringState

LONGEST = timedelta(days=180)
MOST_REASON = 500  # characters


def choosing(round_: ScoringRound, policy: Policy) -> list[Ruling]:
    """Candidates are looked at only once everybody's application has its answer and none is settled."""
    found = rulings.rehearsal(round_.batch, policy)
    if round_.batch.state != BatchState.CHOOSING:
        said = _("这个批次不在比选阶段。")
        found.append(
            Blocker(said, cite(policy, "selection.dims"), _("请先截止报名、逐份审查，再点“开始比选”。"))
        )
    return found


def opening(round_: ScoringRound, policy: Policy, due_on: date, on: date) -> list[Ruling]:
    found = choosing(round_, policy)
    if not on <= due_on <= on + LONGEST:
        said = _("评分截止日要在今天以后、半年以内。")
        found.append(Blocker(said, remedy=_("请核对年份。")))
    return found


def beginning(round_: ScoringRound, policy: Policy) -> list[Ruling]:
    """Every candidate gets as many reviewers as the rules say, none of them in conflict."""
    basis, found = cite(policy, "score.each"), choosing(round_, policy)
    silent = [p.account.display_name for p in round_.panel.filter(answered_at=None).select_related("account")]
    short = to_assign(round_).short
    if short:
        facts = {"count": len(short), "each": round_.rubric.each}
        said = _("有%(count)s名候选人凑不齐%(each)s名没有回避的评委。") % facts
        remedy = _("请等评委都申报完；仍不够的，请负责人作废重评，增加评委或减少每人的评委数。")
        found.append(Blocker(said, basis, remedy))
    if silent:
        said = _("还没有申报的评委不参加评分：%s。") % "、".join(silent)
        found.append(Notice(said, basis, _("可以先提醒，等他们申报完再开始。")))
    return found


def own(panelist: Panelist, by: Actor) -> list[Ruling]:
    """A reviewer acts for nobody else, and not once released."""
    if by.account == panelist.account_id and panelist.released_at is None:
        return []
    return [Blocker(_("您不是这一次评分的评委。"), remedy=_("需要时请与联络员联系。"))]


def why_not_points(rubric: Rubric, dimension: str, points: int) -> list[Ruling]:
    """A score beyond the scale, or on a dimension the rules do not have."""
    if dimension not in {d.code for d in rubric.dims}:
        return [Blocker(_("评分规则里没有这个维度。"), remedy=_("请刷新页面。"))]
    if not 0 <= points <= rubric.highest:
        said = _("分数要填0到%s之间的整数。") % rubric.highest
        return [Blocker(said, remedy=_("请照评分说明改。"))]
    return []


def giving(assignment: ScoringAssignment, dimension: str, points: int, by: Actor) -> list[Ruling]:
    """What stands in the way of writing this cell."""
    panelist, round_ = assignment.panelist, assignment.entry.round
    found = [*own(panelist, by), *why_not_points(round_.rubric, dimension, points)]
    if round_.state != ScoringState.SCORING or assignment.signed_at is not None:
        said = _("这一名已经签字或评分已经结束，不能再改。")
        found.append(Blocker(said, remedy=_("确有错误的，请在议分时改，写明理由。")))
    if not ScoringAssignment.objects.filter(pk=assignment.pk).counting().exists():
        said = _("这一名不用评了：已回避，或候选人已撤回。")
        found.append(Blocker(said, remedy=_("请评其他候选人。")))
    return found


def unfinished(rubric: Rubric, rows: Sequence[ScoringAssignment], cells: Sequence[Score]) -> list[Ruling]:
    """Why these cannot be signed yet: a cell without a score, a score without the reason it needs."""
    filled = {(cell.assignment_id, cell.dimension): cell for cell in cells}
    empty, silent = list[str](), list[str]()
    for row in rows:
        own_cells = [filled.get((row.pk, d.code)) for d in rubric.dims]
        if any(cell is None for cell in own_cells):
            empty.append(row.entry.label)
        elif any(cell and rubric.needs_reason(cell.points) and not cell.reason.strip() for cell in own_cells):
            silent.append(row.entry.label)
    found: list[Ruling] = []
    if empty:
        said = _("还没有评完：%s。") % "、".join(empty)
        found.append(Blocker(said, remedy=_("请把每一名的每个维度都评上。")))
    if silent:
        said = _("还有分数要写理由：%s。") % "、".join(silent)
        found.append(Blocker(said, remedy=_("极端分，或规则要求的，请写明依据的事实。")))
    return found
