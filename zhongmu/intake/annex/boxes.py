"""One cell of a Word table as found: its words, its pictures, and what makes the words uncertain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from docx.oxml.ns import qn

MOST_CHARACTERS = 20_000  # of one cell; the longest field of the form takes 5,000
CHECKED, EMPTY = "☑", "☐"
# Wingdings and its sisters as documents use them for a tick, an empty box, and a crossed one that may mean either.
_SYMBOLS = {
    ("Wingdings", "F0FE"): CHECKED,
    ("Wingdings", "F0FC"): "√",
    ("Wingdings", "F0A8"): EMPTY,
    ("Wingdings", "F06F"): EMPTY,
    ("Wingdings", "F0FD"): "☒",
    ("Wingdings 2", "F052"): CHECKED,
    ("Wingdings 2", "F050"): "√",
    ("Wingdings 2", "F0A3"): EMPTY,
    ("Wingdings 2", "F054"): "☒",
}
_CHARACTERS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_OFF = {"0", "false", "off", "none"}
# What stands in a cell and is not simply its words: element → why a person has to look.
_NOTES = {
    qn("w:ins"): _("这一格有修订痕迹"),
    qn("w:del"): _("这一格有修订痕迹"),
    qn("w:moveFrom"): _("这一格有修订痕迹"),
    qn("w:moveTo"): _("这一格有修订痕迹"),
    qn("w:strike"): _("这一格有划掉的字"),
    qn("w:dstrike"): _("这一格有划掉的字"),
    qn("w:vanish"): _("这一格有隐藏的字"),
    qn("w:txbxContent"): _("这一格的字写在文本框里"),
    qn("w:tbl"): _("这一格里又套了表格"),
    qn("w:rt"): _("这一格的字上注了音"),
    qn("m:oMath"): _("这一格里有公式"),
    qn("w:object"): _("这一格里嵌了别的文件"),
    qn("w:altChunk"): _("这一格里嵌了别的文件"),
    qn("w:ddList"): _("这一格是下拉框，选的是哪一项读不出来"),
    qn("w:showingPlcHdr"): _("这一格里是提示填写的字，可能没有填"),
}
# Those that may stand around or between the paragraphs of a cell.
_ANYWHERE = (qn("w:tbl"), qn("w:txbxContent"), qn("w:altChunk"), qn("w:showingPlcHdr"))
_PASSED_OVER = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    qn("w:rt"),
    qn("w:rPrChange"),
    qn("w:pPrChange"),
    qn("w:tcPrChange"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
# On unless it says off.
_LOOKED_INTO = {qn("w:strike"), qn("w:dstrike"), qn("w:vanish"), qn("w:showingPlcHdr")}
_DRAWN = (qn("w:drawing"), qn("w:pict"))
_OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_CUT = "{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect"


@dataclass(frozen=True, slots=True)
class Box:
    """`continues` is the lower part of a cell merged downwards; `pictures` are relationship ids."""

    text: str
    continues: bool = False
    pictures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def box_of(cell: Any) -> Box:
    """Read a `w:tc` element; longer than any cell of the form may be, it is cut and says so."""
    words: list[str] = []
    pictures: list[str] = []
    notes: dict[str, None] = {}
    for number, paragraph in enumerate(_paragraphs(cell)):
        if number:
            words.append("\n")
        for element in _elements(paragraph):
            words.append(_written(element, notes))
            if picture := _picture(element, notes):
                pictures.append(picture)
    for element in cell.iter(*_ANYWHERE):
        _take_note(element, notes)
    if any(not _embedded(each) for each in cell.iter(*_DRAWN)):
        notes[str(_("这一格里有画上去的图形"))] = None
    text = "".join(words).strip()
    if len(text) > MOST_CHARACTERS:
        notes[str(_("这一格的字太多，只取了前面一部分"))] = None
    return Box(text[:MOST_CHARACTERS], _continues(cell), tuple(pictures), tuple(notes))


def _paragraphs(cell: Any) -> Iterator[Any]:
    """Those of inner tables too; a text box repeats its own in two forms and is only told of."""
    for paragraph in cell.iter(qn("w:p")):
        if all(above.tag != qn("w:txbxContent") for above in paragraph.iterancestors()):
            yield paragraph


def loose_text(paragraph: Any) -> str:
    """The words of a `w:p` outside any table."""
    return "".join(_written(element, {}) for element in _elements(paragraph)).strip()[:MOST_CHARACTERS]


def _continues(cell: Any) -> bool:
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(qn("w:val"), "continue") != "restart"


def _elements(paragraph: Any) -> Iterator[Any]:
    """Everything in a paragraph that belongs to it: deleted words, text boxes and inner paragraphs are passed over."""
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        yield element
        if element.tag not in _PASSED_OVER:
            waiting.extend(child for child in reversed(element) if child.tag != qn("w:p"))


def _written(element: Any, notes: dict[str, None]) -> str:
    tag = element.tag
    _take_note(element, notes)
    if tag == qn("w:t"):
        return str(element.text or "")
    if tag == qn("w:sym"):
        return _symbol(element, notes)
    if tag == qn("w:checkBox"):
        return _ticked(element)
    return _CHARACTERS.get(tag, "")


def _take_note(element: Any, notes: dict[str, None]) -> None:
    tag = element.tag
    if tag in _NOTES and not (tag in _LOOKED_INTO and element.get(qn("w:val"), "1") in _OFF):
        notes[str(_NOTES[tag])] = None


def _symbol(element: Any, notes: dict[str, None]) -> str:
    found = _SYMBOLS.get((element.get(qn("w:font"), ""), element.get(qn("w:char"), "").upper()))
    if found is None:
        notes[str(_("这一格有一个认不出的符号"))] = None
    return found or "?"


def _ticked(element: Any) -> str:
    """A check box of the old form fields shows no character of its own."""
    state = element.find(qn("w:checked"))
    if state is None:
        state = element.find(qn("w:default"))
    on = state is not None and state.get(qn("w:val"), "1") not in _OFF
    return CHECKED if on else EMPTY


def _embedded(drawing: Any) -> bool:
    """A picture from a file, not a shape drawn in the document: an oval around one of two words, an ink stroke."""
    return next(drawing.iter(qn("a:blip"), _OLD_PICTURE), None) is not None


def _picture(element: Any, notes: dict[str, None]) -> str:
    if element.tag == qn("a:blip"):
        return str(element.get(qn("r:embed"), ""))
    if element.tag == _OLD_PICTURE:
        return str(element.get(qn("r:id"), ""))
    if element.tag == _CUT and any(value not in {"", "0"} for value in element.attrib.values()):
        notes[str(_("这张图在文档里裁剪过，取出的是整张"))] = None
    return ""
