"""What is wrong with a sheet: file, row, column, what the cell says, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN = 50
"""So many bad cells of one file are told; the rest are counted."""
LONGEST_TEXT = 40


@dataclass(frozen=True, slots=True)
class BadCell:
    """`row` counts as a spreadsheet does, the header is 1; 0 means the whole file, no `column` the whole row."""

    file: str
    row: int
    column: str
    text: str
    wrong: str
    remedy: str
    noun: str = "栏"

    def __str__(self) -> str:
        row = f" 第 {self.row} 行" if self.row else ""
        column = f"“{_short(self.column)}”一{self.noun}" if self.column else ""
        said = f"写的是“{_short(self.text)}”，" if self.text else ""
        return f"{self.file}{row}{column}：{said}{self.wrong}。{self.remedy}"


def _short(text: str) -> str:
    shown = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    return "".join(letter if letter.isprintable() else "�" for letter in shown)


class BadSheets(Exception):
    """The sheets cannot be used. `cells` holds the first of each file, in the order of the files."""

    def __init__(self, cells: list[BadCell], unshown: int = 0) -> None:
        more = [f"另有 {unshown} 处同样有误，先改好上面的再看。"] if unshown else []
        super().__init__("\n".join([*map(str, cells), *more]))
        self.cells, self.unshown = cells, unshown


class Findings:
    """The bad cells of one file; its columns are called by `noun`."""

    def __init__(self, file: str, noun: str = "栏") -> None:
        self.file, self.noun = file, noun
        self.cells: list[BadCell] = []
        self.unshown = 0

    def add(self, wrong: str, remedy: str, *, row: int = 0, column: str = "", text: str = "") -> None:
        cell = BadCell(self.file, row, column, text, wrong, remedy, self.noun)
        if len(self.cells) >= SHOWN:
            self.unshown += 1
        elif cell not in self.cells:
            self.cells.append(cell)


def refuse(*found: Findings) -> None:
    """Raise BadSheets when any of these files has a bad cell."""
    cells = [cell for one in found for cell in sorted(one.cells, key=lambda cell: cell.row)]
    if cells:
        raise BadSheets(cells, sum(one.unshown for one in found))
