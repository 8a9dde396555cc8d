"""What a reader of cells does not tell: how far a sheet reaches, what is hidden in it, which cells hold an error."""

from __future__ import annotations

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
_OFF = {"", "0", "false"}


@dataclass
class Inside:
    """Rows and columns count from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)


def insides_of(content: bytes) -> dict[str, Inside]:
    """By name of sheet; BadFile for one that reaches too far, before anybody makes room for its cells.

    Tags count by their name in whatever namespace, and a cell stands where it says: the reader of cells does the same.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [name.lower() for name in archive.namelist()]
        if len(set(names)) < len(names):
            raise ValueError("two parts of one name")
        return {name: _inside(archive, path) for name, path in _sheets(archive)}


def counts_from_1904(content: bytes) -> bool:
    """Whether a bare number for a day means another day than on most computers."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        found = _tree(archive.read("xl/workbook.xml")).find("{*}workbookPr")
        return found is not None and found.get("date1904", "") not in _OFF


def _tree(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each; KeyError or ValueError where that is not told, or told twice."""
    links: dict[str, str] = {}
    for link in _tree(archive.read("xl/_rels/workbook.xml.rels")):
        if link.get("Id", "") in links:
            raise ValueError("two links of one name")
        links[link.get("Id", "")] = _path(link.get("Target", ""))
    for sheet in _tree(archive.read("xl/workbook.xml")).iter("{*}sheet"):
        yield sheet.get("name", ""), links[_link(sheet)]


def _path(target: str) -> str:
    """As the reader of cells understands it."""
    bare = target.removeprefix("/")
    return bare if bare.startswith("xl/") else f"xl/{target}"


def _link(sheet: Any) -> str:
    (only,) = [value for name, value in sheet.items() if name.rpartition("}")[2] == "id"]
    return str(only)


def _inside(archive: zipfile.ZipFile, path: str) -> Inside:
    if archive.getinfo(path).file_size > MOST_XML:
        raise BadFile(too_far())
    found, row, column, hidden = Inside(), 0, 0, False
    for event, element in _elements(archive, path):
        tag = etree.QName(element).localname
        if tag == "col":
            _look_at_columns(element, found)
        elif tag == "row" and event == "start":
            row = int(element.get("r")) - 1 if element.get("r") else row
            hidden = _is_hidden(element, "ht")
        elif tag == "row":
            row, column = row + 1, 0
            element.clear()
        elif event == "end":
            place = _place(element.get("r", "")) or (row, column)
            column = place[1] + 1
            _look_at_cell(element, place, found, hidden=hidden)
    return found


def _elements(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[str, Any]]:
    with archive.open(path) as part:
        yield from etree.iterparse(
            part,
            events=("start", "end"),
            tag=("{*}col", "{*}row", "{*}c"),
            resolve_entities=False,
            no_network=True,
        )


def _is_hidden(element: Any, size: str) -> bool:
    return element.get("hidden", "") not in _OFF or element.get(size) in {"0", "0.0"}


def _look_at_columns(element: Any, found: Inside) -> None:
    if _is_hidden(element, "width"):
        first, last = int(element.get("min")), min(int(element.get("max")), MOST_COLUMNS)
        found.hidden_columns |= set(range(first - 1, last))


def _look_at_cell(cell: Any, place: tuple[int, int], found: Inside, *, hidden: bool) -> None:
    if len(cell) and (place[0] >= MOST_ROWS or place[1] >= MOST_COLUMNS):
        raise BadFile(too_far())
    if hidden and len(cell):
        found.hidden_rows.add(place[0])
    if cell.get("t") == "e":
        found.errors.add(place)


def _place(name: str) -> tuple[int, int] | None:
    """(0, 0) for A1, (8, 26) for AA9; None where the cell does not say."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter.upper()) - 64
    return (int(name[len(letters) :]) - 1, column - 1) if name else None


def too_far() -> str:
    said = _("这张表太大：最多%(rows)s行、%(columns)s列。请删去用不着的行列，或分成几个文件。")
    return said % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
