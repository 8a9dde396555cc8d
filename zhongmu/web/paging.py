"""Lists page by keyset: whatever the table's size, a page costs the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
MOST_COUNTED = 999


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page, newest first. `older` is the query string of the next page, or ""."""

    rows: Sequence[M]
    older: str
    is_first: bool


def _cursor(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004  fits a 64-bit id


def keyset(queryset: QuerySet[M], request: HttpRequest, *, size: int = 50) -> Page[M]:
    """Return the newest `size` rows below ?before=<id>; anything but a number there means the first page."""
    before = _cursor(request)
    rows = queryset.order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    older = ""
    if len(found) > size:
        query = request.GET.copy()
        query["before"] = str(found[size - 1].pk)
        older = "?" + query.urlencode()
    return Page(found[:size], older, before is None)


def capped_count(queryset: QuerySet[Any]) -> str:
    """How many rows, exact to 999, then 999+: counting stops there."""
    count = queryset.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
