"""Gap-free numbers per bureau, series and year, taken inside the transaction that uses them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from zhongmu.bureaus.models import Bureau, NumberSeries
from zhongmu.statements.prepared import Prepared, PreparedUpdate


def _series(bureau: Any, series: Any, year: Any) -> QuerySet[NumberSeries]:
    return NumberSeries.objects.filter(bureau=bureau, series=series, year=year)


_last = Prepared(lambda *one: _series(*one).values_list("last"))
_next = PreparedUpdate(lambda *one: (_series(*one), {"last": F("last") + 1}))


@transaction.atomic(savepoint=False)
def next_number(bureau: Bureau, series: str, year: int) -> int:
    """Return 1, 2, 3 …; a rolled-back transaction gives its number back. Two takers wait for each other on the row."""
    one = (bureau.pk, series, year)
    if not _next(*one):
        NumberSeries.objects.get_or_create(bureau=bureau, series=series, year=year, defaults={"last": 0})
        _next(*one)
    return int(_last(*one)[0][0])
