"""What a reader of cells does not tell: how far a sheet reaches, what is hidden in it, which cells hold an error."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from zhongmu.files.kinds import BadFile

MOST_ROWS, MOST_COLUMNS = 3000, 200
MOST_XML = 30 * 2**20  # bytes of one sheet's own part
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OFF = {"", "0", "false"}


@dataclass
class Inside:
    """Rows and columns count from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)


def insides_of(content: bytes) -> dict[str, Inside]:
    """By name of sheet; BadFile for one that reaches too far, before anybody makes room for its cells."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        paths = _paths(archive)
        return {name: _inside(archive, path) for name, path in paths.items() if path in archive.namelist()}


def counts_from_1904(content: bytes) -> bool:
    """Whether a bare number for a day means another day than on most computers."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        found = _tree(archive.read("xl/workbook.xml")).find(f"{_MAIN}workbookPr")
        return found is not None and found.get("date1904", "") not in _OFF


def _tree(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    links = {
        link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in _tree(archive.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = _tree(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {sheet.get("name", ""): links.get(sheet.get(_LINK), "") for sheet in sheets}


def _inside(archive: zipfile.ZipFile, path: str) -> Inside:
    if archive.getinfo(path).file_size > MOST_XML:
        raise BadFile(too_far())
    found, number = Inside(), -1
    for element in _elements(archive, path):
        if element.tag == f"{_MAIN}col" and _is_hidden(element, "width"):
            first, last = int(element.get("min")), min(int(element.get("max")), MOST_COLUMNS)
            found.hidden_columns |= set(range(first - 1, last))
        elif element.tag == f"{_MAIN}row":
            number = int(element.get("r")) - 1 if element.get("r") else number + 1
            _look_at_row(element, number, found)
            element.clear()
    return found


def _elements(archive: zipfile.ZipFile, path: str) -> Iterator[Any]:
    with archive.open(path) as part:
        for _event, element in etree.iterparse(
            part, tag=(f"{_MAIN}col", f"{_MAIN}row"), resolve_entities=False, no_network=True
        ):
            yield element


def _is_hidden(element: Any, size: str) -> bool:
    return element.get("hidden", "") not in _OFF or element.get(size) in {"0", "0.0"}


def _look_at_row(row: Any, number: int, found: Inside) -> None:
    hidden = _is_hidden(row, "ht")
    filled = False
    for place, cell in enumerate(row):
        column = _column(cell.get("r", "")) if cell.get("r") else place
        if len(cell) and (number >= MOST_ROWS or column >= MOST_COLUMNS):
            raise BadFile(too_far())
        filled = filled or len(cell) > 0
        if cell.get("t") == "e":
            found.errors.add((number, column))
    if hidden and filled:
        found.hidden_rows.add(number)


def _column(place: str) -> int:
    """0 for A1, 26 for AA9."""
    number = 0
    for letter in place:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def too_far() -> str:
    said = _("这张表太大：最多%(rows)s行、%(columns)s列。请删去用不着的行列，或分成几个文件。")
    return said % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
