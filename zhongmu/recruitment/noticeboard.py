"""What the public may read of one bureau or of all: published notices, and lists of names while they are on show.

The board of all bureaus shows no rehearsals: torn from their bureau's page they would not be told from the real.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.people.cjk import chinese_date, chinese_moment
from zhongmu.policies.library import library
from zhongmu.recruitment.models import Batch, NameNotice
from zhongmu.recruitment.models.batch import BatchQuerySet
from zhongmu.recruitment.models.names import NameNoticeQuerySet
from zhongmu.recruitment.titles import title_of

MOST_POSTED = 50  # entries of a feed


def batches(bureau: Bureau | None) -> BatchQuerySet:
    """Published notices of a bureau, or of all."""
    rows = Batch.objects.with_effect() if bureau is None else bureau.batches.all()
    return rows.published().select_related("bureau")


def names(bureau: Bureau | None, on: date) -> NameNoticeQuerySet:
    """Lists of names on show, of a bureau or of all."""
    rows = NameNotice.objects.with_effect() if bureau is None else bureau.name_notices.all()
    return rows.on_show(on).select_related("bureau")


def newest_first(rows: QuerySet[Batch], before: int | None) -> QuerySet[Batch]:
    """By publication, those published before the batch of this id; an id of nobody begins at the first."""
    ordered = rows.order_by("-published_at", "-pk")
    last = Batch.objects.filter(pk=before).values_list("published_at", flat=True).first() if before else None
    if last is None:
        return ordered
    return ordered.filter(Q(published_at__lt=last) | Q(published_at=last, pk__lt=before))


def full_title(batch: Batch) -> str:
    """The batch's title and the words its measure has for the notice. No query; a measure taken away has no words."""
    pack = library().packs.get(batch.pack_id)
    return title_of(batch.title, pack["documents.recruitment_notice"]) if pack else batch.title


@dataclass(frozen=True)
class Posted:
    """One entry of a feed. It names nobody: others keep feeds after a list has come down."""

    title: str
    bureau: Bureau
    period: str
    route: str
    pk: int
    published_at: datetime
    changed_at: datetime


def posted(bureau: Bureau | None, on: date) -> list[Posted]:
    """The newest notices and lists of names; two queries. Rehearsals are in no feed."""
    found = sorted([*_names(bureau, on), *_batches(bureau)], key=lambda each: each.changed_at, reverse=True)
    return found[:MOST_POSTED]


def _changed(row: Batch | NameNotice, at: datetime) -> datetime:
    """When it was last extended, as annotated; else when it was published."""
    return getattr(row, "extended_at", None) or at


def _batches(bureau: Bureau | None) -> Iterator[Posted]:
    extended = Max("moves__at", filter=Q(moves__name="extend"))
    rows = batches(bureau).filter(rehearsal=False).annotate(extended_at=extended)
    for batch in newest_first(rows, None)[:MOST_POSTED]:
        at = batch.published_at
        if at is None or batch.apply_opens_at is None or batch.apply_closes_at is None:
            continue  # a published notice has all three
        period = _("报名时间：%(opens)s至%(closes)s") % {
            "opens": chinese_moment(localtime(batch.apply_opens_at)),
            "closes": chinese_moment(localtime(batch.apply_closes_at)),
        }
        yield Posted(full_title(batch), batch.bureau, period, "notice", batch.pk, at, _changed(batch, at))


def _names(bureau: Bureau | None, on: date) -> Iterator[Posted]:
    rows = names(bureau, on).filter(rehearsal=False).annotate(extended_at=Max("moves__at"))
    for notice in rows.defer("entries").order_by("-pk")[:MOST_POSTED]:
        at = notice.published_at
        period = _("公示期：%(starts)s至%(ends)s") % {
            "starts": chinese_date(notice.starts_on),
            "ends": chinese_date(notice.ends_on),
        }
        yield Posted(notice.title, notice.bureau, period, "name_notice", notice.pk, at, _changed(notice, at))
