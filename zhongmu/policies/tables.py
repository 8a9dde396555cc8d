"""Reading the plain fields of a pack file: texts, days, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from zhongmu.policies.pack import NOT_OBTAINED
from zhongmu.policies.problems import Page

Row = TypeVar("Row")
_CLASSES: dict[str, type] = {"str": str, "int": int}


def check_fields(
    page: Page, raw: dict[str, Any], known: frozenset[str], *, line_of: Callable[[str], int]
) -> None:
    for name in raw:
        if name not in known:
            page.wrong(f"不认识的键「{name}」", f"可用的键：{'、'.join(sorted(known))}。", line=line_of(name))


def read_text(page: Page, raw: dict[str, Any], name: str) -> str:
    value = raw.get(name, "")
    if isinstance(value, str):
        return value.strip()
    page.wrong(f"「{name}」应是文字", "请写带引号的文字。", line=page.top(name))
    return ""


def read_day(page: Page, raw: dict[str, Any], name: str) -> date | None:
    """A day, or None when the file says nothing or says 「未取得」."""
    value = raw.get(name)
    if value == NOT_OBTAINED:
        return None
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    page.wrong(
        f"「{name}」应是日期",
        '请写成 2024-11-26，不带引号；确实没有取得的，写 "未取得"。',
        line=page.top(name),
    )
    return None


def read_rows(page: Page, raw: dict[str, Any], table: str, row_class: type[Row]) -> Iterator[Row]:
    """Each `[[table]]` as a dataclass of texts and integers; a wrong row is reported and left out."""
    columns = {f.name: f for f in fields(row_class)}  # type: ignore[arg-type]  # every caller passes a dataclass
    for number, row in enumerate(raw.get(table, [])):
        line = page.row(table, number)
        before = len(page.problems)
        check_fields(page, row, frozenset(columns), line_of=partial(_below, page, line))
        for name, column in columns.items():
            if name not in row and column.default is MISSING:
                page.wrong(f"{table} 的一行缺少「{name}」", f"请补写 {name}。", line=line)
            elif name in row and type(row[name]) is not _CLASSES[str(column.type)]:
                page.wrong(f"{table} 的「{name}」类型不对", "请改写这一项的值。", line=line)
        if len(page.problems) == before:
            yield row_class(**row)


def _below(page: Page, line: int, name: str) -> int:
    return page.field(name, after=line)
