"""The same official document for Word and WPS, to be edited before it is sealed."""

from __future__ import annotations

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from zhongmu.letters.documents.docx_parts import (
    FANGSONG,
    HEITI,
    KAITI,
    XIAOBIAOSONG,
    mark_rehearsal,
    new_document,
    number_pages,
    packed,
    pitch,
    write,
)
from zhongmu.letters.documents.official import (
    MARGINS,
    Block,
    Grid,
    Heading,
    OfficialFacts,
    attachment_lines,
    title_lines,
)
from zhongmu.letters.documents.wording import long_date

_BODY, _LINE, _TITLE = 16.0, 28.0, 22.0  # points
_TYPE_AREA = 156.0  # millimetres
_NARROWED = -0.2  # points: 28 characters of 16 pt in 156 mm
_FACES = {1: HEITI, 2: KAITI, 3: FANGSONG}


def official_docx(facts: OfficialFacts) -> bytes:
    """A4 after GB/T 9704: 22 lines of 28 characters."""
    document = new_document(title=facts.title, author=facts.bureau, margins=MARGINS)
    _character_grid(document)
    number_pages(document)
    if facts.doc_no:
        _line(document, facts.doc_no, align=WD_ALIGN_PARAGRAPH.CENTER, face=KAITI)
    for line in title_lines(facts.title):
        title = _line(document, line, align=WD_ALIGN_PARAGRAPH.CENTER, face=XIAOBIAOSONG, size=_TITLE)
        pitch(title, 33)
    _line(document, "")
    if facts.addressee:
        _line(document, f"{facts.addressee}：")
    for block in facts.body:
        _write_block(document, block)
    if facts.body and isinstance(facts.body[-1], str) and not facts.attachments:
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # no page with a signature alone
    _close(document, facts)
    if facts.rehearsal:
        mark_rehearsal(document)
    return packed(document, facts.dated_on)


def _character_grid(document: DocxDocument) -> None:
    """22 lines a page. Characters are narrowed run by run: programs disagree on what a character grid does."""
    properties = document.sections[0]._sectPr  # noqa: SLF001  python-docx has no document grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    for key, value in (("type", "lines"), ("linePitch", "560")):
        grid.set(qn(f"w:{key}"), value)
    properties.append(grid)


def _line(
    document: DocxDocument,
    text: str,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    face: str = FANGSONG,
    size: float = _BODY,
    indent: float = 0,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.first_line_indent = Pt(indent)
    pitch(paragraph, _LINE)
    write(paragraph, text, face=face, size=size, spacing=_NARROWED if size == _BODY else 0)
    return paragraph


def _write_block(document: DocxDocument, block: Block) -> None:
    if isinstance(block, Heading):
        heading = _line(document, block.text, face=_FACES.get(block.level, FANGSONG), indent=2 * _BODY)
        heading.runs[0].font.bold = block.level not in {1, 2}
        heading.paragraph_format.keep_with_next = True
    elif isinstance(block, Grid):
        _write_grid(document, block)
    else:
        for line in block.split("\n"):
            _line(document, line, indent=2 * _BODY)


def _write_grid(document: DocxDocument, block: Grid) -> None:
    shares = block.shares()
    if block.caption:
        _line(document, block.caption, align=WD_ALIGN_PARAGRAPH.CENTER, face=HEITI, size=14)
    table = document.add_table(rows=0, cols=len(shares), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(_TYPE_AREA * share / sum(shares))
    for number, texts in enumerate((block.head, *block.rows)):
        row = table.add_row()
        _keep_whole(row, repeats=number == 0)
        for cell, text, share, read in zip(row.cells, texts, shares, block.read(), strict=True):
            cell.width = Mm(_TYPE_AREA * share / sum(shares))
            _write_cell(cell, text, head=number == 0, read=read)


def _write_cell(cell: _Cell, text: str, *, head: bool, read: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    left = read and not head
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    pitch(paragraph, 20)
    write(paragraph, text, face=HEITI if head else FANGSONG, size=12)


def _keep_whole(row: _Row, *, repeats: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no header rows
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))


def _close(document: DocxDocument, facts: OfficialFacts) -> None:
    names = attachment_lines(facts)
    if names:
        _line(document, "")
        for number, name in enumerate(names):
            _line(document, f"附件：{name}" if number == 0 else f"　　　{name}", indent=2 * _BODY)
    for _gap in range(2):
        _line(document, "").paragraph_format.keep_with_next = True
    _sign(document, facts.bureau, long_date(facts.dated_on))
    if facts.note:
        _line(document, f"（{facts.note}）", indent=2 * _BODY)


def _sign(document: DocxDocument, bureau: str, day: str) -> None:
    """The day four characters in from the right, the issuer centred over it."""
    day_ems = len(day) - sum(c.isascii() for c in day) / 2
    overhang = (len(bureau) - day_ems) / 2
    day_inset = max(4.0, overhang)
    for text, inset in ((bureau, day_inset - overhang), (day, day_inset)):
        signed = _line(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.right_indent = Pt(inset * _BODY)
        signed.paragraph_format.keep_with_next = text == bureau
