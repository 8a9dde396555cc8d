"""Reads that span the models of a scoring."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhongmu.bureaus.models import Bureau
from zhongmu.recruitment.models import (
    Panelist,
    Score,
    ScoringAssignment,
    ScoringConflict,
    ScoringEntry,
    ScoringRound,
)
from zhongmu.recruitment.models.scoring import BLIND, AssignmentQuerySet
from zhongmu.recruitment.scoring.assigning import Assigned, assign
from zhongmu.recruitment.states import SCORING_MOVES, ApplicationState, ScoringState


@dataclass(frozen=True, slots=True)
class Scorer:
    """Somebody who may sit on a panel: an account in one of the roles that score."""

    account: int
    role: str
    name: str


def scorers(bureau: Bureau, on: date) -> list[Scorer]:
    """Reviewers of the bureau and invited experts, each once, in the order in which they were named."""
    rows = bureau.memberships.current(on).filter(role__in=SCORING_MOVES["sign"].who).select_related("account")
    found: dict[int, Scorer] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.account_id, Scorer(row.account_id, row.role, row.account.display_name))
    return list(found.values())


def candidates(round_: ScoringRound) -> QuerySet[ScoringEntry]:
    """Those still to be scored: who withdrew is left out."""
    return round_.entries.filter(application__state=ApplicationState.ELIGIBLE)


def counting(round_: ScoringRound) -> AssignmentQuerySet:
    """The assignments whose scores count."""
    rows: AssignmentQuerySet = ScoringAssignment.objects.filter(entry__round=round_).counting()
    return rows


def to_assign(round_: ScoringRound) -> Assigned:
    """Who would score whom from here on; pairs that count already stay."""
    seated = round_.panel.filter(released_at=None).exclude(answered_at=None)
    barred = ScoringConflict.objects.filter(entry__round=round_)
    return assign(
        candidates(round_).values_list("label", flat=True),
        list(seated.values_list("pk", flat=True)),
        each=round_.rubric.each,
        barred=set(barred.values_list("entry__label", "panelist")),
        done=set(counting(round_).values_list("entry__label", "panelist")),
    )


def seats_of(bureau: Bureau, account: int) -> QuerySet[Panelist]:
    """The seats of this account in rounds that are being scored now, oldest first."""
    rows = Panelist.objects.filter(round__bureau=bureau, account=account, released_at=None)
    return (
        rows.filter(round__state__in=BLIND)
        .select_related("round__bureau", "round__batch__bureau")
        .order_by("pk")
    )


def seats_waiting(bureau: Bureau, account: int) -> QuerySet[Panelist]:
    """Those of them in which there is something to declare or to sign now."""
    unsigned = ScoringAssignment.objects.counting().filter(panelist=OuterRef("pk"), signed_at=None)
    return seats_of(bureau, account).filter(
        Q(round__state=ScoringState.DECLARING, answered_at=None)
        | Q(Exists(unsigned), round__state=ScoringState.SCORING)
    )


def own_scores(round_: ScoringRound, account: int) -> dict[tuple[str, str], Score]:
    """What this account gave and still counts, by label and dimension."""
    rows = counting(round_).filter(panelist__account=account)
    cells = Score.objects.filter(assignment__in=rows).select_related(
        "assignment__entry__round__bureau", "assignment__panelist"
    )
    return {(cell.assignment.entry.label, cell.dimension): cell for cell in cells}


def in_own_order(rows: list[ScoringAssignment], panelist: Panelist) -> list[ScoringAssignment]:
    """Another fixed order for each reviewer, so that nobody is always the first or the last to be read."""

    def place(row: ScoringAssignment) -> str:
        return hashlib.sha256(f"{panelist.pk}/{row.entry.label}".encode()).hexdigest()

    return sorted(rows, key=place)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one reviewer is, without a score."""

    panelist: Panelist
    name: str
    assigned: int
    complete: int
    signed: int

    @property
    def left(self) -> int:
        return self.assigned - self.complete

    @property
    def is_signed(self) -> bool:
        return self.signed == self.assigned


def progress(round_: ScoringRound) -> list[Progress]:
    """Every reviewer of the round, in the order of the rules. Two queries."""
    width = len(round_.rubric.dims)
    assigned, complete, signed = Counter[int](), Counter[int](), Counter[int]()
    rows = counting(round_).annotate(filled=Count("scores"))
    for panelist, signed_at, filled in rows.values_list("panelist", "signed_at", "filled"):
        assigned[panelist] += 1
        complete[panelist] += filled == width
        signed[panelist] += signed_at is not None
    return [
        Progress(p, p.account.display_name, assigned[p.pk], complete[p.pk], signed[p.pk])
        for p in round_.panel.select_related("account").order_by("pk")
    ]
