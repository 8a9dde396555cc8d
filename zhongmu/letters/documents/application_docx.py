"""Annex 2 for Word and WPS: the same grid as the PDF, rows of exact height, so that it stays on one page."""

from __future__ import annotations

import io

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell

from zhongmu.letters.documents.application_form import HEIGHTS, WIDTHS, ApplicationFacts, Cell, cells
from zhongmu.letters.documents.docx_parts import (
    FANGSONG,
    XIAOBIAOSONG,
    mark_rehearsal,
    new_document,
    packed,
    pitch,
    write,
)
from zhongmu.letters.documents.fitting import LEADING, room_left
from zhongmu.letters.documents.pictures import photo_jpeg, signature_png
from zhongmu.letters.documents.wording import long_date

_GREY = RGBColor(0x5C, 0x5C, 0x5C)
_TITLE_WIDTH = 160 * 72 / 25.4


def application_docx(facts: ApplicationFacts) -> bytes:
    """A4, one page; a blank form when all fields are None."""
    document = new_document(title=facts.title, author="", margins=(16, 12, 25, 25))
    heading = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_after = Pt(10)
    write(heading, facts.title, face=XIAOBIAOSONG, size=min(20.0, _TITLE_WIDTH / max(1, len(facts.title))))
    _fill(_table(document), facts)
    # Word wants a paragraph after a table; one point high it takes no second page.
    pitch(document.add_paragraph(), 1)
    if facts.rehearsal:
        mark_rehearsal(document)
    return packed(document, facts.signed_on)


def _table(document: DocxDocument) -> Table:
    table: Table = document.add_table(rows=len(HEIGHTS), cols=len(WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for row, height in zip(table.rows, HEIGHTS, strict=True):
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.EXACTLY, Mm(height)
    return table


def _fill(table: Table, facts: ApplicationFacts) -> None:
    for cell in cells(facts):
        box = table.cell(cell.row, cell.col)
        if cell.rows > 1 or cell.cols > 1:
            box = box.merge(table.cell(cell.row + cell.rows - 1, cell.col + cell.cols - 1))
        centred = cell.kind in {"label", "photo", "short"}
        box.vertical_alignment = (
            WD_CELL_VERTICAL_ALIGNMENT.CENTER if centred else WD_CELL_VERTICAL_ALIGNMENT.TOP
        )
        if cell.kind == "photo":
            _place_photo(box, facts.photo)
        else:
            _write_lines(box, cell)
        if cell.kind == "declaration":
            _sign(box, cell, facts)


def _write_lines(box: _Cell, cell: Cell) -> None:
    for number, line in enumerate(cell.text.split("\n")):
        paragraph = box.paragraphs[0] if number == 0 else box.add_paragraph()
        pitch(paragraph, 14 if cell.kind == "label" else cell.size * LEADING)
        if cell.kind == "label":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = write(paragraph, line, face=FANGSONG, size=cell.size)
        if cell.kind == "hint":
            run.font.color.rgb = _GREY


def _place_photo(box: _Cell, photo: bytes | None) -> None:
    paragraph = box.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if photo is None:
        write(paragraph, "照片", face=FANGSONG, size=12)
    else:
        run = write(paragraph, "", face=FANGSONG, size=12)
        run.add_picture(io.BytesIO(photo_jpeg(photo)), width=Mm(25))


def _sign(box: _Cell, cell: Cell, facts: ApplicationFacts) -> None:
    paragraph = box.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.space_before = Pt(
        room_left(cell.text, cell.size, width=cell.width, height=cell.height)
    )
    write(paragraph, "本人签字：", face=FANGSONG, size=12)
    if facts.signature is None:
        write(paragraph, "　　　　　　　　　", face=FANGSONG, size=12)
    else:
        write(paragraph, "", face=FANGSONG, size=12).add_picture(
            io.BytesIO(signature_png(facts.signature)), height=Mm(10)
        )
    write(paragraph, f"　{long_date(facts.signed_on)}", face=FANGSONG, size=12)
