"""Lists page by keyset: whatever the table's size, a page costs the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from zhongmu.statements.counts import MOST_COUNTED, in_words

M = TypeVar("M", bound=Model)
R = TypeVar("R")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[R]):
    """One page, newest first. `older` is the query string of the next page, or ""."""

    rows: Sequence[R]
    older: str
    is_first: bool


def cursor(request: HttpRequest) -> int | None:
    """The id in ?before=; None asks for the first page."""
    text = request.GET.get("before", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004  fits a 64-bit id


def keyset(queryset: QuerySet[M], request: HttpRequest, *, size: int = SIZE) -> Page[M]:
    """Return the newest `size` rows below ?before=<id>; anything but a number there means the first page."""
    before = cursor(request)
    rows = queryset.order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return cut(list(rows[: size + 1]), request, key=attrgetter("pk"), size=size)


def cut(rows: Sequence[R], request: HttpRequest, *, key: Callable[[R], int], size: int = SIZE) -> Page[R]:
    """A page of rows read newest first, one more than it shows where there are older ones; `key` gives a row's id."""
    older = ""
    if len(rows) > size:
        query = request.GET.copy()
        query["before"] = str(key(rows[size - 1]))
        older = "?" + query.urlencode()
    return Page(rows[:size], older, cursor(request) is None)


def capped_count(queryset: QuerySet[Any]) -> str:
    """How many rows, exact to 999, then 999+: counting stops there."""
    count = queryset.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return in_words(count)
