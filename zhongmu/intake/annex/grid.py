"""The tables of a Word document as rows of boxes, within limits: the file is a stranger's."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from zhongmu.files.kinds import BadFile
from zhongmu.intake.annex.boxes import Box, box_of, loose_text

MOST_XML = 8 * 2**20  # bytes of all that is no picture; a filled form takes some 100 kB
MOST_ROWS, MOST_BOXES, MOST_LOOSE = 300, 2000, 200
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    RecursionError,
)
_PICTURES = (
    b"\xff\xd8",
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\x01\0\0\0",
    b"\xd7\xcd\xc6\x9a",
    b"RIFF",
)


@dataclass(frozen=True)
class Grid:
    """All top-level tables one below the other; `pictures` by relationship id; `loose` is what stands outside."""

    rows: tuple[tuple[Box, ...], ...]
    loose: tuple[str, ...]
    pictures: dict[str, bytes]
    loose_pictures: tuple[str, ...]


def grid_of(content: bytes) -> Grid:
    """Read a DOCX that passed `files.checks`; BadFile when it is too large to be a form or cannot be read."""
    try:
        _check_size(content)
        document = Document(io.BytesIO(content))
        body = document.element.body
        rows = tuple(_rows(body))
        inside = {picture for row in rows for box in row for picture in box.pictures}
        outside = tuple(dict.fromkeys(_outside(body, inside)))
        return Grid(rows, _loose(body), _pictures(document, inside | set(outside)), outside)
    except BadFile:
        raise
    except _BROKEN:
        raise BadFile(_("这份 Word 文件读不出来。请用 Word 或 WPS 打开，另存为 docx 后再试。")) from None


def _check_size(content: bytes) -> None:
    """By what a part begins with: the file itself names its parts, and says which of them is the document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        rest = (entry for entry in archive.infolist() if not _is_picture(archive, entry))
        if sum(entry.file_size for entry in rest) > MOST_XML:
            raise BadFile(_too_large())


def _is_picture(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with archive.open(entry) as part:
        return part.read(4).startswith(_PICTURES)


def _rows(body: Any) -> Iterator[tuple[Box, ...]]:
    rows = boxes = 0
    for row in body.iter(qn("w:tr")):
        if any(above.tag == qn("w:tc") for above in row.iterancestors()):
            continue  # a table inside a cell is told of by that cell
        cells = [cell for cell in row.iter(qn("w:tc")) if _row_of(cell) is row]
        rows, boxes = rows + 1, boxes + len(cells)
        if rows > MOST_ROWS or boxes > MOST_BOXES:
            raise BadFile(_too_large())
        yield _struck(row, tuple(box_of(cell) for cell in cells))


def _row_of(cell: Any) -> Any:
    return next(above for above in cell.iterancestors() if above.tag == qn("w:tr"))


def _struck(row: Any, boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """A row added or removed while changes were tracked is told of by each of its boxes."""
    changes = row.find(qn("w:trPr"))
    if changes is None or all(changes.find(tag) is None for tag in (qn("w:ins"), qn("w:del"))):
        return boxes
    note = _("这一行有修订痕迹")
    return tuple(Box(box.text, box.continues, box.pictures, (*box.notes, note)) for box in boxes)


def _loose(body: Any) -> tuple[str, ...]:
    found = []
    for paragraph in body.iter(qn("w:p")):
        if any(above.tag in {qn("w:tc"), qn("w:p")} for above in paragraph.iterancestors()):
            continue
        if text := loose_text(paragraph):
            found.append(text)
        if len(found) >= MOST_LOOSE:
            break
    return tuple(found)


def _outside(body: Any, inside: set[str]) -> Iterator[str]:
    for blip in body.iter(qn("a:blip")):
        if (found := blip.get(qn("r:embed"))) and found not in inside:
            yield found


def _pictures(document: Any, wanted: set[str]) -> dict[str, bytes]:
    related = document.part.related_parts
    return {each: bytes(related[each].blob) for each in sorted(wanted) if each in related}


def _too_large() -> str:
    return _("这份 Word 文件的表格太大，不像是一份报名表。请核对是不是发错了文件。")
