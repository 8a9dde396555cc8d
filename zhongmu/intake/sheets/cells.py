"""A spreadsheet as cells with their places, whatever program wrote it: XLSX, or CSV in UTF-8 or GB 18030."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zhongmu.files.checks import check
from zhongmu.files.kinds import TEXT_FILE, XLSX_FILE, BadFile
from zhongmu.intake.sheets.inside import (
    MOST_COLUMNS,
    MOST_ROWS,
    Inside,
    counts_from_1904,
    insides_of,
    too_far,
)

Value: TypeAlias = str | int | float | bool | date | datetime | timedelta | object
_ARCHIVE = b"PK"
_BROKEN = (
    CalamineError,
    csv.Error,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    RuntimeError,
)


@dataclass(frozen=True)
class Table:
    """One sheet. Rows and columns count from 0; `merged` is (first row, first column, last row, last column)."""

    name: str
    rows: Sequence[Sequence[Value]]
    hidden: bool = False
    inside: Inside = field(default_factory=Inside)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    since_1904: bool = False

    def value(self, row: int, column: int) -> Value:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


def must_be_a_list(name: str, content: bytes) -> None:
    """BadFile unless the upload is a workbook or text, by what is in it."""
    if check(name, content) not in {XLSX_FILE, TEXT_FILE}:
        raise BadFile(_("名单只收 xlsx 和 csv。请用 WPS 或 Excel 打开，另存为 xlsx 后再上传。"))


def tables_of(content: bytes) -> list[Table]:
    """Every sheet of a file that passed `files.checks`; BadFile when it cannot be read or reaches too far."""
    try:
        return _workbook(content) if content.startswith(_ARCHIVE) else [_csv(content)]
    except BadFile:
        raise
    except _BROKEN:
        raise BadFile(
            _("这个表格打不开，多半已损坏。请用 WPS 或 Excel 打开，另存为 xlsx 后再上传。")
        ) from None


def _workbook(content: bytes) -> list[Table]:
    insides, since_1904 = insides_of(content), counts_from_1904(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            found.append(
                Table(
                    about.name,
                    sheet.to_python(skip_empty_area=False),
                    about.visible != SheetVisibleEnum.Visible,
                    insides.get(about.name, Inside()),
                    tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ()),
                    since_1904,
                )
            )
    return found


def _csv(content: bytes) -> Table:
    text = _decoded(content)
    head = text[: text.find("\n")] if "\n" in text else text
    mark = max("\t;,", key=head.count)
    rows: list[list[Value]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
        if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
            raise BadFile(too_far())
        rows.append(list(row))
    return Table(_("CSV"), rows)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def letter(column: int) -> str:
    """A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
