"""The empty list to fill in: headings in the measures' words, drop-downs, numbers as text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from django.utils.translation import gettext as _

from zhongmu.intake.sheets.cells import letter
from zhongmu.intake.sheets.columns import DAY, DIGITS, Column
from zhongmu.intake.sheets.reading import MOST_PEOPLE
from zhongmu.letters.documents.wording import REHEARSAL

NAMES = ("名单", "填写说明", "选项")
_MADE_ON = datetime(2026, 1, 1, tzinfo=UTC)  # the same columns make the same bytes
_TEXT_FORMAT = 49  # the built-in one: @
RULES = (
    "每人一行，从第二行起填；表头的文字和次序可以调整列的先后，不要改字。带*的必填。",
    "身份证号、联系电话两列已设为文本。从别处粘贴请用“只粘贴值”，否则末几位会变成0。",
    "不要合并单元格，不要隐藏行列，不要写公式。",
    "照片、手写签名和本人的各项同意不在表里：导入后逐人补齐，才算报名。",
)


def template(
    columns: Sequence[Column], *, title: str, rehearsal: bool, rules: Sequence[str] = RULES
) -> bytes:
    """In a rehearsal the mark stands above the rules and on every printed page."""
    title = f"{REHEARSAL} {title}" if rehearsal else title
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title, "author": "", "created": _MADE_ON.replace(tzinfo=None)})
    people, how, choices = (book.add_worksheet(name) for name in NAMES)
    if rehearsal:
        for sheet in (people, how, choices):
            sheet.set_header(f"&C{REHEARSAL}")
    _head(book, people, columns)
    _choices(book, people, choices, columns)
    _explain(book, how, columns, title, rules)
    book.close()
    return out.getvalue()


def _head(
    book: xlsxwriter.Workbook, people: xlsxwriter.worksheet.Worksheet, columns: Sequence[Column]
) -> None:
    bold = book.add_format(
        {"bold": True, "bg_color": "#EAF2FB", "border": 1, "text_wrap": True, "valign": "top"}
    )
    text = book.add_format({"num_format": _TEXT_FORMAT})
    for place, column in enumerate(columns):
        width = {DIGITS: 22, DAY: 14}.get(column.kind, 40 if column.field in {"reason", "opinion"} else 16)
        people.set_column(place, place, width, text)
        people.write_string(0, place, column.head, bold)
    people.freeze_panes(1, 0)


def _choices(
    book: xlsxwriter.Workbook,
    people: xlsxwriter.worksheet.Worksheet,
    choices: xlsxwriter.worksheet.Worksheet,
    columns: Sequence[Column],
) -> None:
    """Drop-downs point at a sheet of their own: the peoples alone are longer than a list in a cell may be."""
    for at, column in enumerate(column for column in columns if column.options):
        choices.write_string(0, at, column.title, book.add_format({"bold": True}))
        choices.set_column(at, at, 20)
        for row, word in enumerate(column.options, 1):
            choices.write_string(row, at, word)
        place = columns.index(column)
        name = letter(at)
        people.data_validation(
            1,
            place,
            MOST_PEOPLE,
            place,
            {
                "validate": "list",
                "source": f"='{NAMES[2]}'!${name}$2:${name}${len(column.options) + 1}",
                "error_title": column.title,
                "error_message": _("请从下拉列表里选一项。"),
            },
        )


def _explain(
    book: xlsxwriter.Workbook,
    how: xlsxwriter.worksheet.Worksheet,
    columns: Sequence[Column],
    title: str,
    rules: Sequence[str],
) -> None:
    how.set_column(0, 0, 24)
    how.set_column(1, 1, 80)
    how.write_string(0, 0, title, book.add_format({"bold": True}))
    row = 1
    for rule in rules:
        how.write_string(row, 0, rule)
        row += 1
    for column in columns:
        if column.hint:
            row += 1
            how.write_string(row, 0, column.head)
            how.write_string(row, 1, str(column.hint))
