"""Scores side by side under labels: how far apart, what may be changed, what is frozen at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import canonical
from zhongmu.policies.rulings import Blocker, NeedsApproval, Notice, Ruling
from zhongmu.recruitment.models import Score, ScoringNote, ScoringRound, ScoringSheet
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.scoring.queries import candidates, counting
from zhongmu.recruitment.scoring.rubric import Dimension
from zhongmu.recruitment.scoring.running import choosing, own, why_not_points
from zhongmu.recruitment.scoring.severity import groups


@dataclass(frozen=True, slots=True)
class Apart:
    """The scores of one candidate in one dimension, highest first, without saying whose they are."""

    dimension: Dimension
    points: tuple[int, ...]
    spread: int
    flagged: bool
    notes: tuple[ScoringNote, ...]


def counted_scores(round_: ScoringRound) -> list[Score]:
    """The signed scores that count, in the order of labels, reviewers and dimensions."""
    rows = counting(round_).exclude(signed_at=None)
    cells = Score.objects.filter(assignment__in=rows).select_related(
        "assignment__entry", "assignment__panelist"
    )
    return list(cells.order_by("assignment__entry__label", "assignment__panelist", "dimension"))


def compared(round_: ScoringRound) -> list[tuple[str, list[Apart]]]:
    """Every candidate's dimensions, by label. Five queries whatever the number."""
    rubric = round_.rubric
    given: dict[tuple[str, str], list[int]] = {}
    for cell in counted_scores(round_):
        given.setdefault((cell.assignment.entry.label, cell.dimension), []).append(cell.points)
    told: dict[tuple[str, str], list[ScoringNote]] = {}
    for note in ScoringNote.objects.filter(entry__round=round_).select_related("entry").order_by("pk"):
        told.setdefault((note.entry.label, note.dimension), []).append(note)
    return [
        (
            label,
            [
                _apart(d, given.get((label, d.code), []), told.get((label, d.code), []), rubric.spread)
                for d in rubric.dims
            ],
        )
        for label in sorted(candidates(round_).values_list("label", flat=True))
    ]


def _apart(dimension: Dimension, points: list[int], notes: list[ScoringNote], limit: int) -> Apart:
    spread = max(points) - min(points) if points else 0
    return Apart(dimension, tuple(sorted(points, reverse=True)), spread, spread > limit, tuple(notes))


def collecting(round_: ScoringRound, policy: Policy) -> list[Ruling]:
    """Scores are compared once nobody has any left to sign."""
    found = choosing(round_, policy)
    left = counting(round_).filter(signed_at=None).count()
    if left:
        said = _("还有%s份评分没有签字。") % left
        found.append(Blocker(said, cite(policy, "score.each"), _("请提醒评委；不能继续的，请负责人解除。")))
    return found


def rescoring(score: Score, points: int, by: Actor) -> list[Ruling]:
    """Only where scores are flagged and something was written about it, and only one's own."""
    round_, row = score.assignment.entry.round, score.assignment
    found = [*own(row.panelist, by), *why_not_points(round_.rubric, score.dimension, points)]
    told = dict(compared(round_)).get(row.entry.label, [])
    cell = next((each for each in told if each.dimension.code == score.dimension), None)
    if cell is None or not counting(round_).filter(pk=row.pk).exists():
        found.append(Blocker(_("这个分不再计入，不用改。"), remedy=_("请刷新页面。")))
    elif not cell.flagged:
        said = _("评委之间没有相差超过%s分，签过字的分不改。") % round_.rubric.spread
        found.append(Blocker(said, remedy=_("确有错误的，请负责人作废重评。")))
    elif not cell.notes:
        found.append(Blocker(_("还没有写议分记录。"), remedy=_("请先写明讨论了什么，再改分。")))
    return found


def _short(round_: ScoringRound) -> tuple[int, int]:
    """How many candidates nobody scored, and how many fewer reviewers scored than the rules say."""
    have = Counter(counting(round_).exclude(signed_at=None).values_list("entry__label", flat=True))
    numbers = [have[label] for label in candidates(round_).values_list("label", flat=True)]
    return sum(n == 0 for n in numbers), sum(0 < n < round_.rubric.each for n in numbers)


def closing(round_: ScoringRound, policy: Policy, *, short_reason: str = "") -> list[Ruling]:
    """What is asked before names stand beside scores."""
    basis, found = cite(policy, "score.each"), choosing(round_, policy)
    none, few = _short(round_)
    if none:
        said = _("有%s名候选人一个有效的评分也没有。") % none
        found.append(Blocker(said, basis, _("请作废重评，或停止评分，由人写意见比选。")))
    if few:
        facts = {"few": few, "each": round_.rubric.each}
        said = _("有%(few)s名候选人的评委不足规则要求的%(each)s名。") % facts
        if short_reason.strip():
            found.append(Notice(said, basis, _("负责人同意按现有评分定分，理由留有记录。")))
        else:
            found.append(NeedsApproval(said, basis, _("请负责人写明仍按现有评分定分的理由。")))
    if len(groups(set(counting(round_).values_list("entry__label", "panelist")))) > 1:
        said = _("评委之间没有共同评过的候选人相连，跨组不能校正，只能用平均分。")
        found.append(Notice(said, cite(policy, "score.severity"), _("结果页会写明。")))
    return found


def inputs_of(round_: ScoringRound) -> str:
    """Canonical JSON of all that the outcome is computed from; labels lead to applications, nothing to a name."""
    rubric = round_.rubric
    entries = candidates(round_).order_by("label")
    sheets = ScoringSheet.objects.filter(panelist__round=round_).order_by("pk")
    return canonical(
        {
            "version": round_.version,
            "rules": rubric.as_json(),
            "rules_digest": round_.digest,
            "candidates": [{"candidate": e.label, "application": e.application_id} for e in entries],
            "scores": [
                {
                    "candidate": cell.assignment.entry.label,
                    "reviewer": cell.assignment.panelist.account_id,
                    "dimension": cell.dimension,
                    "points": cell.points,
                }
                for cell in counted_scores(round_)
            ],
            "sheets": list(sheets.values_list("digest", flat=True)),
        }
    )
