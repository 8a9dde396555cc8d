"""Gap-free numbers per bureau, series and year, taken inside the transaction that uses them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from zhongmu.bureaus.models import Bureau, NumberSeries


@transaction.atomic(savepoint=False)
def next_number(bureau: Bureau, series: str, year: int) -> int:
    """Return 1, 2, 3 …; a rolled-back transaction gives its number back. Two takers wait for each other on the row."""
    mine = NumberSeries.objects.filter(bureau=bureau, series=series, year=year)
    if not mine.update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(bureau=bureau, series=series, year=year, defaults={"last": 0})
        mine.update(last=F("last") + 1)
    return mine.values_list("last", flat=True).get()
