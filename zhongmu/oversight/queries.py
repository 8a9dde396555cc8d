"""What a superior sees of the bureaus below: sums, never names; a count under five that is not nought is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau, Membership, Role
from zhongmu.corps.models import Appointment
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import BatchState
from zhongmu.reports.models import Clock, Report, ReportQuerySet

LEAST_SHOWN = 5
MOST_BATCHES = 5


@dataclass(frozen=True)
class Sums:
    """One bureau's sums on one day. `late` counts broken promises of the bureau itself and is never hidden."""

    bureau: Bureau
    supervisors: int
    reports: int
    open_reports: int
    late: int
    has_liaison: bool

    @property
    def met(self) -> bool:
        return self.late == 0 and (self.has_liaison or self.supervisors == 0)


def shown(count: int) -> str:
    """A count as a superior may see it: small cells could point at one person."""
    return "＜5" if 0 < count < LEAST_SHOWN else str(count)


def shown_total(counts: Sequence[int]) -> str:
    """A sum that gives no hidden cell away: beside the cells shown it would name the one that is not."""
    hidden = [count for count in counts if 0 < count < LEAST_SHOWN]
    if not hidden:
        return str(sum(counts))
    return _("至少%d") % (sum(counts) - sum(hidden) + len(hidden))


def _by_bureau(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    return dict(rows)


def _reports(codes: list[int]) -> ReportQuerySet:
    return Report.objects.with_effect().filter(bureau__in=codes)


def sums_below(bureau: Bureau, *, on: date) -> list[Sums]:
    """Sums of every bureau below, in the tree's order. Six queries, however many bureaus. Rehearsals do not count."""
    below = [b for b in bureau.below().existing(on) if b.pk != bureau.pk]
    ids = [b.pk for b in below]
    active = _by_bureau(
        Appointment.objects.real()
        .active(on)
        .filter(bureau__in=ids)
        .values_list("bureau")
        .annotate(Count("pk"))
    )
    every = _by_bureau(_reports(ids).values_list("bureau").annotate(Count("pk")))
    opened = _by_bureau(_reports(ids).open().values_list("bureau").annotate(Count("pk")))
    late = _by_bureau(
        Clock.objects.running()
        .filter(report__bureau__in=ids, report__rehearsal=False, due_on__lt=on)
        .values_list("report__bureau")
        .annotate(Count("pk"))
    )
    held = Membership.objects.current(on).filter(role=Role.LIAISON, bureau__in=ids)
    liaisons = set(held.values_list("bureau", flat=True))
    return [
        Sums(
            bureau=b,
            supervisors=active.get(b.pk, 0),
            reports=every.get(b.pk, 0),
            open_reports=opened.get(b.pk, 0),
            late=late.get(b.pk, 0),
            has_liaison=b.pk in liaisons,
        )
        for b in below
    ]


def covered(counts: Sequence[int]) -> frozenset[int]:
    """Which cells of a column with a known total stay hidden: the small ones, and as many more as keep them hidden.

    One hidden cell, or several that together are under five, could be worked out from the total.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < LEAST_SHOWN}
    others = sorted((count, place) for place, count in enumerate(counts) if count >= LEAST_SHOWN)
    while hidden and others and (len(hidden) == 1 or sum(counts[p] for p in hidden) < LEAST_SHOWN):
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def bureau_below(bureau: Bureau, code: str, on: date) -> Bureau | None:
    found: Bureau | None = bureau.below().existing(on).filter(code=code).exclude(pk=bureau.pk).first()
    return found


def batches_done(below: Bureau) -> list[Batch]:
    """Its filed or appointed batches, newest first. Rehearsals do not count."""
    rows = below.batches.with_effect().filter(state__in=[BatchState.APPOINTED, BatchState.CLOSED])
    return list(rows.select_related("bureau").order_by("-pk")[:MOST_BATCHES])
