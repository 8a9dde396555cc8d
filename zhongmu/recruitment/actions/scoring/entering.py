"""Scores cell by cell, and the signature that ends them."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON, canonical
from zhongmu.ledger.moves import Overtaken
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment.actions.moving import move, refuse
from zhongmu.recruitment.models import Panelist, Score, ScoringAssignment, ScoringSheet
from zhongmu.recruitment.scoring.running import MOST_REASON, giving, own, unfinished
from zhongmu.seals.digests import digest


@transaction.atomic
def save_score(
    assignment: ScoringAssignment,
    *,
    dimension: str,
    points: int,
    reason: str,
    seen: int,
    by: Actor,
    at: datetime,
) -> Score:
    """Write one cell as its reviewer typed it; `seen` is the version the page showed, 0 for an empty cell.

    Overtaken when another device of the same person was quicker: nothing is overwritten unseen. A missing reason does
    not keep a score from being kept; it keeps it from being signed.
    """
    Panelist.objects.select_for_update().get(pk=assignment.panelist_id)
    assignment.refresh_from_db(fields=["signed_at"])
    refuse(giving(assignment, dimension, points, by))
    reason = reason.strip()[:MOST_REASON]
    cell = assignment.scores.filter(dimension=dimension).first()
    if cell is None:
        return Score.objects.create(
            assignment=assignment, dimension=dimension, points=points, reason=reason, at=at
        )
    if (cell.points, cell.reason) == (points, reason):
        return cell
    if cell.version != seen:
        said = _("这一格刚才在另一处改成了%s分，这次没有保存。") % cell.points
        raise Overtaken([Blocker(said, remedy=_("请看过以后再填一次。"))])
    cell.points, cell.reason, cell.version, cell.at = points, reason, cell.version + 1, at
    cell.save()
    return cell


@transaction.atomic
def sign(panelist: Panelist, *, by: Actor, at: datetime) -> ScoringSheet:
    """The reviewer signs every score not signed yet. The ledger keeps the digest of the sheet, which is salted:
    nobody can try scores until one fits.
    """
    Panelist.objects.select_for_update().get(pk=panelist.pk)
    round_, policy = panelist.round, panelist.round.bureau.policy(localdate(at))
    rows = list(panelist.assignments.counting().filter(signed_at=None).select_related("entry"))
    cells = list(Score.objects.filter(assignment__in=rows).order_by("pk"))
    found = [*own(panelist, by), *unfinished(round_.rubric, rows, cells)]
    if not rows:
        found.append(Blocker(_("没有等着签字的分数。"), remedy=_("有新分派的，评完再签。")))
    refuse(found)
    text = _sheet(panelist, rows, cells)
    facts: dict[str, JSON] = {
        "reviewer": panelist.account_id,
        "candidates": len(rows),
        "sheet": digest(text.encode()),
    }
    move(round_, "sign", policy=policy, by=by, at=at, facts=facts)
    ScoringAssignment.objects.filter(pk__in=[row.pk for row in rows]).update(signed_at=at)
    return ScoringSheet.objects.create(panelist=panelist, text=text, digest=digest(text.encode()), at=at)


def _sheet(panelist: Panelist, rows: list[ScoringAssignment], cells: list[Score]) -> str:
    labels = {row.pk: row.entry.label for row in rows}
    return canonical(
        {
            "reviewer": panelist.account_id,
            "rules": panelist.round.digest,
            "salt": secrets.token_hex(16),
            "scores": [
                {
                    "candidate": labels[cell.assignment_id],
                    "dimension": cell.dimension,
                    "points": cell.points,
                    "reason": cell.reason,
                }
                for cell in cells
            ],
        }
    )
