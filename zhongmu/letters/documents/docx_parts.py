"""What every DOCX of ours shares: faces by role, exact line pitch, page number, rehearsal mark, stable bytes.

DOCX names the faces official documents are set in, as the reader's computer has them.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from zhongmu.letters.documents.typst_engine import UNDATED
from zhongmu.letters.documents.wording import REHEARSAL, breakable, plain

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
XIAOBIAOSONG = "方正小标宋简体"
SONGTI = "宋体"
_LATIN = "Times New Roman"
# Word insists on the order of properties: what must follow the two we add ourselves.
_AFTER_SNAP = (
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:textAlignment",
    "w:outlineLvl",
    "w:rPr",
    "w:sectPr",
)
_AFTER_SPACING = (
    "w:w",
    "w:kern",
    "w:position",
    "w:sz",
    "w:szCs",
    "w:highlight",
    "w:u",
    "w:vertAlign",
    "w:lang",
)


def new_document(*, title: str, author: str, margins: tuple[float, float, float, float]) -> DocxDocument:
    """An A4 document; margins are top, bottom, left, right in millimetres."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(margins[0]), Mm(margins[1])
    section.header_distance = Mm(7)
    section.left_margin, section.right_margin = Mm(margins[2]), Mm(margins[3])
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _LATIN, Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(0)
    document.core_properties.title, document.core_properties.author = plain(title), plain(author)
    document.core_properties.comments = ""
    return document


def write(paragraph: Paragraph, text: str, *, face: str, size: float, spacing: float = 0) -> Run:
    """Add text; line breaks stay, what XML forbids goes. `spacing` widens or narrows every character, in points."""
    run = paragraph.add_run(breakable(plain(text)))
    run.font.name, run.font.size = _LATIN, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001  python-docx has no setter for East Asian faces
    if spacing:
        element = OxmlElement("w:spacing")
        element.set(qn("w:val"), str(round(spacing * 20)))  # twentieths of a point
        run._element.get_or_add_rPr().insert_element_before(element, *_AFTER_SPACING)  # noqa: SLF001  python-docx has no character spacing
    return run


def pitch(paragraph: Paragraph, points: float) -> None:
    """Set the distance between lines exactly."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(points)
    free = OxmlElement("w:snapToGrid")
    free.set(qn("w:val"), "0")
    paragraph._element.get_or_add_pPr().insert_element_before(free, *_AFTER_SNAP)  # noqa: SLF001  python-docx cannot leave the grid


def number_pages(document: DocxDocument) -> None:
    """— 1 — in 14 pt outside corners, one character in, as GB/T 9704 has it."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.footer_distance = Mm(25)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        write(paragraph, "— ", face=SONGTI, size=14)
        _page_field(write(paragraph, "", face=SONGTI, size=14))
        write(paragraph, " —", face=SONGTI, size=14)


def _page_field(run: Run) -> None:
    for kind in ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = "PAGE"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)  # noqa: SLF001  python-docx has no fields


def mark_rehearsal(document: DocxDocument) -> None:
    """Put the rehearsal mark behind every page, and in words at its head."""
    section: Section = document.sections[0]
    headers = [section.header]
    if document.settings.odd_and_even_pages_header_footer:
        headers.append(section.even_page_header)
    for number, header in enumerate(headers, start=1):
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(paragraph, f"{REHEARSAL}　仅供演练，无效力", face=HEITI, size=10.5)
        write(paragraph, "", face=HEITI, size=10.5)._element.append(parse_xml(_word_art(number)))  # noqa: SLF001


def _word_art(number: int) -> str:
    return (
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="rehearsal{number}" type="#_x0000_t136" fillcolor="#e9b9ba" stroked="f" style="position:absolute;'
        "width:430pt;height:62pt;rotation:332;z-index:-1;mso-position-horizontal:center;"
        'mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:&quot;{SONGTI}&quot;" string="{REHEARSAL}"/></v:shape></w:pict>'
    )


def packed(document: DocxDocument, on: date | None) -> bytes:
    """The document's bytes; the same facts give the same bytes, dated on the document's own day."""
    day = on or UNDATED
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(
        tzinfo=None
    )  # python-docx writes naive UTC
    core = document.core_properties
    core.created = core.modified = stamp
    loose = io.BytesIO()
    document.save(loose)
    out = io.BytesIO()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
