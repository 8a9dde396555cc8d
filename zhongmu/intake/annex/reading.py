"""A filled Annex 2 as a Word file, read cell by cell (CQ-F0–F21): what it says, and what a person must look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.files.kinds import BadFile
from zhongmu.intake.annex.boxes import Box
from zhongmu.intake.annex.grid import Grid, grid_of
from zhongmu.intake.annex.places import Layout, Place, layout_of
from zhongmu.intake.annex.rules import (
    DECLARATION,
    FIELDS,
    FREE,
    PHOTO,
    RULES,
    declaration,
    person_is_consistent,
)

LEAST_LABELS = 6  # of eighteen: a file with fewer is another document


class NotTheForm(BadFile):
    """A Word file, but not a filled Annex 2."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed label: the words found beside it, values for fields of the form, and why to look, by field."""

    label: str
    found: str
    values: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """`photo` and `signature` are picture files as embedded; `rest` is what stands elsewhere in the document."""

    cells: tuple[Cell, ...]
    rest: tuple[str, ...] = ()
    photo: bytes | None = None
    signature: bytes | None = None

    @property
    def values(self) -> dict[str, str]:
        return {name: text for cell in self.cells for name, text in cell.values.items()}

    @property
    def doubts(self) -> dict[str, str]:
        return {name: said for cell in self.cells for name, said in cell.doubts.items() if said}


def read_form(content: bytes, *, statement: tuple[str, ...], on: date) -> Reading:
    """Read a DOCX that passed `files.checks`; `statement` is the declaration as this bureau prints it.

    NotTheForm for another document, BadFile for one that cannot be read.
    """
    grid = grid_of(content)
    layout = layout_of(grid)
    places = layout.places
    if sum(1 for label in FIELDS if label in places) < LEAST_LABELS:
        raise NotTheForm(_("这份 Word 文件里没有找到报名表的表格。请核对是不是附件2的报名表。"))
    cells = [_trusted(_cell(label, places, statement, on), layout) for label in FIELDS if label != PHOTO]
    photo, photo_cell = _photo(grid, places)
    signature, cells = _signature(grid, places, cells)
    doubts = person_is_consistent({name: text for cell in cells for name, text in cell.values.items()}, on)
    checked = [_with(cell, doubts) for cell in cells]
    return Reading((*checked, photo_cell), layout.rest, photo, signature)


def _cell(label: str, places: Mapping[str, list[Place]], statement: tuple[str, ...], on: date) -> Cell:
    found = places.get(label, [])
    if len(found) != 1 or found[0].value is None:
        return _unreadable(label, found)
    place, box = found[0], found[0].value
    if label == DECLARATION:
        values, doubts = declaration(box.text, statement, on)
    else:
        said = RULES[label](box.text)
        values, doubts = dict(said.values), dict.fromkeys(FIELDS[label], said.doubt) if said.doubt else {}
    pictured = (_("这一格里有图片，图里的字读不出来"),) if box.pictures and label != DECLARATION else ()
    why = "".join(f"{note}。" for note in dict.fromkeys((*box.notes, *pictured, *place.notes)))
    return _with(Cell(label, box.text, values, doubts), dict.fromkeys(FIELDS[label], why) if why else {})


def _trusted(cell: Cell, layout: Layout) -> Cell:
    """In a table out of order nothing empty is believed; where words may have moved, nothing without a form of its own."""
    if layout.in_order:
        return cell
    doubts = {
        name: _("表格改动过，这一栏读出来是空的。请对照原件。")
        for name, text in cell.values.items()
        if not text and name not in cell.doubts
    }
    if layout.moved and cell.label in FREE:
        said = _("表上的格子少了或移了位，这一栏可能是别处的字。请对照原件。")
        doubts |= {name: said for name, text in cell.values.items() if text and name not in cell.doubts}
    return _with(cell, doubts)


def _unreadable(label: str, found: list[Place]) -> Cell:
    if not found:
        said = _("表上没有找到“%s”这一栏。") % label
    elif len(found) > 1:
        said = _("表上有%(count)s处“%(label)s”，不知道以哪一处为准。") % {"count": len(found), "label": label}
    else:
        said = _("“%s”右边没有填写的格子。") % label
    words = " ／ ".join(place.value.text for place in found if place.value)
    return Cell(label, words, {}, dict.fromkeys(FIELDS[label], said))


def _with(cell: Cell, doubts: Mapping[str, str]) -> Cell:
    own = {name: said for name, said in doubts.items() if name in FIELDS[cell.label]}
    if not own:
        return cell
    merged = dict(cell.doubts)
    for name, said in own.items():
        before = merged.get(name, "")
        merged[name] = before if said in before else before + said
    return Cell(cell.label, cell.found, cell.values, merged)


def _photo(grid: Grid, places: Mapping[str, list[Place]]) -> tuple[bytes | None, Cell]:
    """The one picture that is neither a signature nor a seal; anything else is for a person to find."""
    elsewhere = {
        each
        for label in (DECLARATION, "推荐、特邀单位意见")
        for place in places.get(label, [])
        for each in (place.value.pictures if place.value else ())
    }
    boxes = [box for row in grid.rows for box in row if set(box.pictures) - elsewhere]
    inside = [each for box in boxes for each in box.pictures]
    found = [*inside, *grid.loose_pictures]
    if len(found) != 1:
        said = _("表里有%s张图片，不知道哪一张是照片。") % len(found) if found else _("照片格里没有照片。")
        return None, Cell(PHOTO, "", {}, {"photo": said})
    said = "".join(f"{note}。" for box in boxes for note in box.notes)
    if not inside or not _is_photo_box(boxes[0]):
        said = _("这张图片不在照片格里，请核对是不是本人照片。") + said
    return grid.pictures.get(found[0]), Cell(PHOTO, "", {}, {"photo": said} if said else {})


def _is_photo_box(box: Box) -> bool:
    return not box.text or "".join(box.text.split()) == PHOTO


def _signature(
    grid: Grid, places: Mapping[str, list[Place]], cells: list[Cell]
) -> tuple[bytes | None, list[Cell]]:
    """A picture on the line for signing may be a signature or anything: it is offered, never taken."""
    found = [
        each for p in places.get(DECLARATION, []) for each in (p.value.pictures if p.value else ()) if p.value
    ]
    if not found:
        return None, cells
    said = _("签字处嵌着图片。确是本人手写签名的照片才能用，请看过后选定；不是的，请退回补签。")
    redone = [
        Cell(c.label, c.found, c.values, {**c.doubts, "signed_scan": said}) if c.label == DECLARATION else c
        for c in cells
    ]
    return grid.pictures.get(found[0]) if len(found) == 1 else None, redone
