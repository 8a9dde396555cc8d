"""Counts that stop at 999, as many as a page wants in one statement."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery, Value

MOST_COUNTED = 999


class CappedCount(Subquery):
    """How many rows, counted no further than one above the most that is said. No column is read to count them."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        super().__init__(queryset.order_by().values_list(Value(1))[: MOST_COUNTED + 1])


def in_words(count: int) -> str:
    """Exact to 999, then 999+."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
