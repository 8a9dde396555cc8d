"""A list of people read against its columns: values for the form, and every bad cell by its place with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from zhongmu.intake.sheets.cells import Table, Value, letter
from zhongmu.intake.sheets.columns import DAY, DIGITS, Column
from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue

MOST_PEOPLE = 500  # of one file
SEARCHED = 10  # rows in which the head may stand, under a title
LEAST_HEADS = 3
OWN_SHEETS = {"填写说明", "选项"}  # of our template, beside the list
_EXACT = 10**15  # up to here a spreadsheet keeps every digit
_APOSTROPHES = "'’‘`"
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119, as days since the end of 1899
_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in one place; `row` counts from 1 as the program shows it, 0 for the sheet as a whole."""

    sheet: str
    row: int
    column: str
    head: str
    found: str
    sentence: str


@dataclass
class Line:
    """One person: values by field of the form, and where they stand."""

    sheet: str
    row: int
    values: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)  # field → letter of its column

    def finding(self, column: Column, found: str, sentence: str) -> Finding:
        return Finding(self.sheet, self.row, self.places.get(column.field, ""), column.title, found, sentence)


@dataclass
class Listed:
    """Everything read out of one file; of `too_many` people nothing more is worth finding."""

    lines: list[Line]
    findings: list[Finding]
    too_many: bool = False


class _Cell(Exception):
    """A cell that holds nothing usable; `str()` says why."""


def read_list(tables: Sequence[Table], columns: Sequence[Column], *, most: int | None = None) -> Listed:
    """Every visible sheet with a head; what stands anywhere else is named, so that nothing is passed over unseen."""
    lines: list[Line] = []
    findings: list[Finding] = []
    headed = False
    for table in tables:
        if table.name in OWN_SHEETS:
            continue
        at = _head_row(table, columns)
        if at is None:
            findings += _unread(table)
            continue
        headed = True
        if table.hidden:
            findings.append(_of_sheet(table, _("这张工作表是隐藏的。请取消隐藏后核对，用不着的请删去。")))
            continue
        _read_table(table, at, columns, lines, findings)
    if not headed:
        said = _("没有找到表头。请下载模板，把名单填在模板里；表头的文字不要改。")
        findings.append(Finding(tables[0].name if tables else "", 0, "", "", "", said))
    elif not lines and not findings:
        findings.append(Finding(tables[0].name, 0, "", "", "", _("表头下面没有人。请把名单填在表头下面。")))
    most = most or MOST_PEOPLE
    if len(lines) > most:
        said = _("这个文件有%(count)s人，一次最多%(most)s人。请分成几个文件。")
        findings.append(Finding("", 0, "", "", "", said % {"count": len(lines), "most": most}))
    return Listed(lines, findings, too_many=len(lines) > most)


def _head_row(table: Table, columns: Sequence[Column]) -> int | None:
    titles = {column.title for column in columns}
    for number, row in enumerate(table.rows[:SEARCHED]):
        if sum(1 for value in row if _title(value) in titles) >= LEAST_HEADS:
            return number
    return None


def _title(value: Value) -> str:
    """A heading without the star of a required column, and without what stands in brackets behind it."""
    text = without_blanks(str(value)).replace("（", "(")
    return text.partition("(")[0].strip("*＊:")


def _unread(table: Table) -> Iterator[Finding]:
    if any(str(value).strip() for row in table.rows for value in row):
        yield _of_sheet(table, _("这张工作表没有表头，没有读。用不着的请删去；是名单的请补上模板的表头。"))


def _of_sheet(table: Table, sentence: str) -> Finding:
    return Finding(table.name, 0, "", "", "", sentence)


def _read_table(
    table: Table, at: int, columns: Sequence[Column], lines: list[Line], findings: list[Finding]
) -> None:
    placed = _placed(table, at, columns, findings)
    findings += _hidden_columns(table, at, placed)
    findings += _merged(table, at)
    for number in range(at + 1, len(table.rows)):
        if not any(str(value).strip() for value in table.rows[number]) and not _has_error(table, number):
            continue
        if number in table.inside.hidden_rows:
            said = _("这一行是隐藏的（或被筛选掉了）。请取消隐藏或筛选后核对，用不着的请删去。")
            findings.append(Finding(table.name, number + 1, "", "", "", said))
            continue
        lines.append(_line(table, number, placed, findings))


def _has_error(table: Table, number: int) -> bool:
    return any(row == number for row, _column in table.inside.errors)


def _placed(table: Table, at: int, columns: Sequence[Column], findings: list[Finding]) -> dict[int, Column]:
    """Which column of the form stands where; headings that are twice there, unknown, or missing are named."""
    known = {column.title: column for column in columns}
    titles = [_title(value) for value in table.rows[at]]
    counted = Counter(titles)
    placed: dict[int, Column] = {}
    for place, title in enumerate(titles):
        head = str(table.rows[at][place])
        if title in known and counted[title] == 1:
            placed[place] = known[title]
        elif title in known:
            said = _("“%s”有两列。请只留一列。") % title
            findings.append(Finding(table.name, at + 1, letter(place), head, head, said))
        elif title or _is_filled(table, at, place):
            said = _("模板里没有这一列，不会导入。请删去，或并到“备注”。")
            findings.append(Finding(table.name, at + 1, letter(place), head, head, said))
    findings += _missing(table, at, columns, set(counted))
    return placed


def _is_filled(table: Table, at: int, place: int) -> bool:
    return any(str(table.value(number, place)).strip() for number in range(at + 1, len(table.rows)))


def _missing(table: Table, at: int, columns: Sequence[Column], there: set[str]) -> Iterator[Finding]:
    for column in columns:
        if column.required and column.title not in there:
            said = _("少了“%s”这一列。请照模板补上。") % column.title
            yield Finding(table.name, at + 1, "", column.title, "", said)


def _hidden_columns(table: Table, at: int, placed: Mapping[int, Column]) -> Iterator[Finding]:
    for place in sorted(table.inside.hidden_columns):
        if place in placed and _is_filled(table, at, place):
            said = _("这一列是隐藏的。请取消隐藏后核对，用不着的请清空。")
            yield Finding(table.name, at + 1, letter(place), placed[place].title, "", said)


def _merged(table: Table, at: int) -> Iterator[Finding]:
    for top, left, bottom, right in table.merged:
        if bottom > at:
            span = f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"
            said = _("%s 是合并的单元格。请取消合并，每人一行、逐格填写。") % span
            yield Finding(table.name, max(top, at) + 1, letter(left), "", str(table.value(top, left)), said)


def _line(table: Table, number: int, placed: Mapping[int, Column], findings: list[Finding]) -> Line:
    line = Line(table.name, number + 1, {}, {column.field: letter(place) for place, column in placed.items()})
    for place, column in placed.items():
        value = table.value(number, place)
        try:
            text = _text(value, column, table, is_error=(number, place) in table.inside.errors)
            line.values[column.field] = column.read(text) if text else ""
        except _Cell as wrong:
            findings.append(line.finding(column, str(value), str(wrong)))
        except BadValue as wrong:
            findings.append(line.finding(column, str(value), wrong.sentence))
    return line


def _text(value: Value, column: Column, table: Table, *, is_error: bool) -> str:
    """What a person sees in the cell, as text; _Cell where the program no longer holds what was typed."""
    if is_error:
        raise _Cell(_("这一格的公式算不出结果。请改成实际的内容。"))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(float(value), column, since_1904=table.since_1904)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        if column.kind != DAY:
            raise _Cell(_("这一格被表格当成了日期。请把该列设为文本后重填。"))
        return day.isoformat()
    if not isinstance(value, str):
        raise _Cell(_("这一格被表格当成了时间。请把该列设为文本后重填。"))
    text = value.strip().lstrip(_APOSTROPHES).strip()
    if column.kind == DIGITS and _is_rounded(text):
        raise _Cell(_lost(column))
    return text


def _number(value: float, column: Column, *, since_1904: bool) -> str:
    if column.kind == DAY and _FIRST_SERIAL <= value < _LAST_SERIAL:
        if since_1904:
            raise _Cell(_("这一格的日期存成了数字，看不准是哪一天。请按“2026-11-01”的样子重填。"))
        return (_DAY_ZERO + timedelta(days=int(value))).isoformat()
    if column.field == "resident_id" or abs(value) >= _EXACT:
        raise _Cell(_lost(column))
    return str(int(value)) if value.is_integer() else repr(value)


def _is_rounded(text: str) -> bool:
    """5.00103E+17, as a spreadsheet shows and exports a number it has rounded."""
    mantissa, mark, power = without_blanks(text).upper().partition("E")
    return bool(mark) and mantissa.replace(".", "").isdecimal() and power.lstrip("+").isdecimal()


def _lost(column: Column) -> str:
    return _("%s在表格里变成了数字，末几位已丢失，请把该列设为文本后重填。") % column.title
