"""What happens to the table of a form while people work on it: each takes the table and the label it happens to.

A damage that finds no place any more, because an earlier one took it away, raises one of NO_PLACE.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell

from tests.intake.forms import WHERE, run_of, text_of_element
from zhongmu.intake.annex.rules import label_of

NO_PLACE = (AttributeError, IndexError, StopIteration, TypeError, ValueError)
LABELS = [label for label in WHERE if label != "照片"]


def labelled(table: Table, label: str) -> Any:
    """The cell that prints this label, wherever earlier damage has put it."""
    cells = table._tbl.iter(qn("w:tc"))
    return next(c for c in cells if label_of("".join(t.text or "" for t in c.iter(qn("w:t")))) == label)


def drop_cell(table: Table, label: str) -> None:
    value = labelled(table, label).getnext()
    value.getparent().remove(value)


def drop_label(table: Table, label: str) -> None:
    found = labelled(table, label)
    found.getparent().remove(found)


def drop_row(table: Table, label: str) -> None:
    row = labelled(table, label).getparent()
    row.getparent().remove(row)


def twice(table: Table, label: str) -> None:
    row = labelled(table, label).getparent()
    row.addnext(deepcopy(row))


def swap(table: Table, label: str) -> None:
    found = labelled(table, label)
    found.addprevious(found.getnext())


def exchange(table: Table, label: str) -> None:
    """The label changes places with the next one printed, the last with the first."""
    found, other = labelled(table, label), labelled(table, LABELS[(LABELS.index(label) + 1) % len(LABELS)])
    mark = OxmlElement("w:tc")
    found.addprevious(mark)
    other.addprevious(found)
    mark.addprevious(other)
    mark.getparent().remove(mark)


def spill(table: Table, label: str) -> None:
    """The words run over into another cell of a new row below."""
    row = labelled(table, label).getparent()
    more = deepcopy(row)
    for text in more.iter(qn("w:t")):
        text.text = ""
    run_of(next(more.iter(qn("w:p"))), text_of_element("w:t", "后半截"))
    row.addnext(more)


def no_label(table: Table, label: str) -> None:
    for text in labelled(table, label).iter(qn("w:t")):
        text.text = "？"


def nested(table: Table, label: str) -> None:
    target = _Cell(labelled(table, label).getnext(), table)
    target.text = ""
    target.add_table(1, 1).cell(0, 0).text = "13900139000"


def merge_down(table: Table, label: str) -> None:
    """The cell is merged with the one below it, and holds the words of both."""
    value = labelled(table, label).getnext()
    row = value.getparent()
    below = _cells(row.getnext())[_cells(row).index(value)]
    value.extend(list(below.iter(qn("w:p"))))
    below.append(OxmlElement("w:p"))
    for cell, how in ((value, "restart"), (below, "continue")):
        merge = OxmlElement("w:vMerge")
        merge.set(qn("w:val"), how)
        cell.get_or_add_tcPr().append(merge)


def shift_up(table: Table, label: str) -> None:
    """The cell is deleted, and all below it in the column move up: the last row has one cell less."""
    column = _column(table, label)
    before = [cell.getprevious() for cell in column]
    for cell in column:
        cell.getparent().remove(cell)
    for left, cell in zip(before, column[1:], strict=False):
        left.addnext(cell)


def shift_words_up(table: Table, label: str) -> None:
    """The words move up as the cell is deleted, and every row keeps its cells: the last one is empty."""
    _move_words(table, label, lambda words: [*words[1:], [OxmlElement("w:p")]])


def shift_words_down(table: Table, label: str) -> None:
    """The words move down as an empty cell comes in, and those of the last row are gone."""
    _move_words(table, label, lambda words: [[OxmlElement("w:p")], *words[:-1]])


def _move_words(table: Table, label: str, moved: Callable[[list[list[Any]]], list[list[Any]]]) -> None:
    column = _column(table, label)
    words = [list(cell.iter(qn("w:p"))) for cell in column]
    for paragraph in (each for cell in words for each in cell):
        paragraph.getparent().remove(paragraph)
    for cell, paragraphs in zip(column, moved(words), strict=True):
        cell.extend(paragraphs)


def _column(table: Table, label: str) -> list[Any]:
    """The cell of the label, and those below it as far as they go."""
    first = labelled(table, label)
    at = _cells(first.getparent()).index(first) + 1
    below = [_cells(row) for row in first.getparent().itersiblings(qn("w:tr"))]
    return [_cells(first.getparent())[at], *(cells[at] for cells in below if len(cells) > at)]


def _cells(row: Any) -> list[Any]:
    return [child for child in row if child.tag == qn("w:tc")]


DAMAGE = [
    drop_cell,
    drop_label,
    drop_row,
    twice,
    swap,
    exchange,
    spill,
    no_label,
    nested,
    merge_down,
    shift_up,
]
