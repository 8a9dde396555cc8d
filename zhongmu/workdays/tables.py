"""Reads a year's table, as TOML (shipped) or as a sheet of rows saved as CSV (made in the office)."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

COLUMNS = ("日期", "安排", "说明")
_WORDS = {"上班": True, "班": True, "调休上班": True, "放假": False, "休": False, "休息": False}
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_KEYS = frozenset({"year", "source", "sample", "rest", "work"})
_POSITION = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
MAX_BYTES = 200_000
FIRST_YEAR, LAST_YEAR = 2000, 2100


class BadTable(ValueError):
    """The table cannot be read; `sentence` names row and column."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    working: bool
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    year: int
    source: str
    sample: bool
    days: tuple[Day, ...]


def read_table(content: bytes, *, source: str = "") -> Table:
    """Read one year, TOML or CSV (UTF-8 or GB 18030); `source` names the notice when the file does not.

    Raises BadTable naming row and column.
    """
    if len(content) > MAX_BYTES:
        raise BadTable(_("文件太大，一年的放假安排不会超过200KB。请确认选对了文件。"))
    text = _text(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    table = _from_rows(text, source) if first.strip().startswith(COLUMNS[0]) else _from_toml(text, source)
    if not table.source:
        raise BadTable(_("没有写明依据。请填写放假通知的名称和文号，如“国办发明电〔2025〕7号”。"))
    if not table.days:
        raise BadTable(_("表里一天也没有。请按“日期、安排、说明”三列逐日填写放假和调休上班的日子。"))
    return table


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable(_("文件不是文本。请在表格软件里另存为“CSV UTF-8”后再上传。"))


def _from_rows(text: str, source: str) -> Table:
    try:
        rows = list(csv.reader(text.splitlines()))
    except csv.Error:
        raise BadTable(_("文件不是完整的CSV。请在表格软件里另存为“CSV UTF-8”后再上传。")) from None
    days: dict[date, Day] = {}
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row] + ["", "", ""]
        if not any(cells) or cells[0] == COLUMNS[0]:
            continue
        day = Day(_cell_date(cells[0], number), _cell_working(cells[1], number), cells[2][:100])
        _add(days, day, _("第%(row)s行第1列") % {"row": number})
    return Table(_one_year(days), source.strip(), sample=False, days=tuple(days.values()))


def _cell_date(cell: str, row: int) -> date:
    if found := _DATE.fullmatch(cell):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            pass
    raise BadTable(
        _("第%(row)s行第1列（日期）“%(cell)s”不是日历上的一天。请写成 2027-01-01 的样子。")
        % {"row": row, "cell": cell[:20]}
    )


def _cell_working(cell: str, row: int) -> bool:
    if cell not in _WORDS:
        raise BadTable(
            _("第%(row)s行第2列（安排）“%(cell)s”看不懂。请填“放假”或“上班”。")
            % {"row": row, "cell": cell[:20]}
        )
    return _WORDS[cell]


def _add(days: dict[date, Day], day: Day, place: str) -> None:
    if day.date in days:
        raise BadTable(_("%(place)s：%(day)s 写了两次。请只留一处。") % {"place": place, "day": day.date})
    if days and next(iter(days)).year != day.date.year:
        raise BadTable(
            _("%(place)s：%(day)s 与前面的日子不在同一年。一个文件只写一年，请分开上传。")
            % {"place": place, "day": day.date}
        )
    if not FIRST_YEAR <= day.date.year <= LAST_YEAR:
        raise BadTable(_("%(place)s：年份%(year)s不对，请核对。") % {"place": place, "year": day.date.year})
    days[day.date] = day


def _one_year(days: dict[date, Day]) -> int:
    return next(iter(days)).year if days else 0


def _from_toml(text: str, source: str) -> Table:
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as why:
        raise BadTable(_toml_place(str(why), text)) from None
    if unknown := sorted(set(raw) - _KEYS):
        raise BadTable(
            _("%(place)s：不认识“%(key)s”这一项。可用的有 year、source、sample、rest、work。")
            % {"place": _place(text, unknown[0]), "key": unknown[0][:20]}
        )
    year, sample, named = raw.get("year"), raw.get("sample", False), raw.get("source", source)
    if type(year) is not int or type(sample) is not bool or not isinstance(named, str):
        raise BadTable(
            _("year 应是年份（如 2027），source 应是加引号的文字，sample 应是 true 或 false。请改正。")
        )
    days: dict[date, Day] = {}
    for day in _toml_days(raw, text):
        place = _place(text, str(day.date), nth=1 if day.date not in days else 2)
        if day.date.year != year:
            raise BadTable(
                _("%(place)s：%(day)s 不在%(year)s年。请改正。")
                % {"place": place, "day": day.date, "year": year}
            )
        _add(days, day, place)
    return Table(year, named.strip(), sample, tuple(days.values()))


def _toml_days(raw: dict[str, Any], text: str) -> Iterator[Day]:
    for key, working in (("rest", False), ("work", True)):
        groups = raw.get(key, [])
        if not isinstance(groups, list):
            raise BadTable(
                _("%(place)s：%(key)s 要写成 [[%(key)s]]。") % {"place": _place(text, key), "key": key}
            )
        for group in groups:
            listed = group.get("days") if isinstance(group, dict) else None
            if not isinstance(listed, list) or not all(type(day) is date for day in listed):
                raise BadTable(
                    _("%(place)s：[[%(key)s]] 下的 days 应是日期的列表，如 [2027-01-01]。请改正。")
                    % {"place": _place(text, f"[[{key}]]"), "key": key}
                )
            yield from (Day(day, working, str(group.get("name", ""))[:100]) for day in listed)


def _toml_place(message: str, text: str) -> str:
    found = _POSITION.search(message)
    row, column = (found[1], found[2]) if found and found[1] else (text.count("\n") + 1, 1)
    return _("第%(row)s行第%(column)s列起不合格式，没有读下去。请改正后重新上传。") % {
        "row": row,
        "column": column,
    }


def _place(text: str, wanted: str, nth: int = 1) -> str:
    """Where the nth `wanted` stands; the start of the file when it is written in another way."""
    at = -1
    for _turn in range(nth):
        at = max(text.find(wanted, at + 1), 0)
    row = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return _("第%(row)s行第%(column)s列") % {"row": row, "column": column}
