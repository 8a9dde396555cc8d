"""A CSV as people hand it in: UTF-8 with or without a mark, or GB18030; names matched trimmed, in any case."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress, islice

import numpy as np

from zhongmu.slates.problem import Ints
from zhongmu.slates.sheets.cells import BadSheets, Findings, refuse

OTHER_KINDS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "XLSX",
    b"\xd0\xcf\x11\xe0": "XLS",
}
HEADER_ROW = 1
LONGEST_CELL = 1_000_000
BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Source:
    """A file as bytes, under the name its owner knows it by."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Every cell as given, column by column; empty rows are left out. `numbers` are the rows' in a spreadsheet."""

    file: str
    encoding: str
    header: list[str]
    columns: list[list[str]]
    numbers: list[int]

    def places(self, name: str) -> list[int]:
        return [place for place, title in enumerate(self.header) if key(title) == key(name)]

    def row(self, place: int) -> list[str]:
        return [column[place] for column in self.columns]

    def only(self, rows: Sequence[int]) -> Table:
        columns = [list(map(column.__getitem__, rows)) for column in self.columns]
        return replace(self, columns=columns, numbers=[self.numbers[row] for row in rows])


def key(text: str) -> str:
    """What a header or a value is matched by."""
    return text.strip().casefold()


def text_of(source: Source) -> tuple[str, str]:
    """The text and its encoding; BadSheets for a file that is not text of a kind we read."""
    findings = Findings(source.name)
    for mark, kind in OTHER_KINDS.items():
        if source.content.startswith(mark):
            findings.add(f"这是 {kind} 文件，不是 CSV", "请另存为“CSV UTF-8”再试。")
            refuse(findings)
    marked = source.content.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8-sig" if marked else "utf-8", "gb18030"):
        try:
            return source.content.decode(encoding), encoding
        except UnicodeDecodeError as why:
            row = source.content.count(b"\n", 0, why.start) + 1
    findings.add("不是 UTF-8，也不是 GB18030 文字", "请另存为“CSV UTF-8”再试。", row=row)
    raise BadSheets(findings.cells)


def read_table(source: Source, findings: Findings) -> Table:
    """Every row of the file; BadSheets for one that is no table. Rows of the wrong width are named and cut."""
    text, encoding = text_of(source)
    blocks = _blocks(text, findings)
    header = next((rows[0] for _numbers, rows in blocks if rows), [])
    columns: list[list[str]] = [[] for _title in header]
    numbers: list[int] = []
    for found, rows in blocks:
        _square(len(header), rows, found, findings)
        numbers += found
        for column, cells in zip(columns, zip(*rows, strict=True), strict=False):
            column.extend(cells)
    if not header:
        if not findings.cells:
            findings.add("是空文件", "第一行应是表头，下面每行一条。")
        refuse(findings)
    return Table(source.name, encoding, [title.strip() for title in header], columns, numbers)


def _blocks(text: str, findings: Findings) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Rows with their numbers, empty ones left out: the header alone, then a block at a time. One list of a hundred
    thousand rows would be slow to turn into columns.
    """
    usual = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    first, size = 1, 1
    try:
        while rows := list(islice(reader, size)):
            numbers = list(range(first, first + len(rows)))
            first += len(rows)
            full = ["".join(row).strip() for row in rows]
            if not all(full):
                numbers, rows = list(compress(numbers, full)), list(compress(rows, full))
            size = BLOCK if rows else size
            yield numbers, rows
    except csv.Error:
        wrong = "引号没有成对，或一格长得不像话，从这一行起读不下去"
        findings.add(wrong, "请用表格软件打开，另存为 CSV。", row=_broken_row(text))
    finally:
        csv.field_size_limit(usual)  # the limit is the whole program's


def _broken_row(text: str) -> int:
    row = 1
    with contextlib.suppress(csv.Error):
        for row, _cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 2):  # noqa: B007  the last
            continue
    return row


def _square(width: int, rows: list[list[str]], numbers: list[int], findings: Findings) -> None:
    """Pad rows that end early; one that is longer than its header has lost its columns."""
    if set(map(len, rows)) <= {width}:
        return
    for number, row in zip(numbers, rows, strict=True):
        if any(cell.strip() for cell in row[width:]):
            text = next(cell for cell in row[width:] if cell.strip())
            remedy = "多半是格子里的逗号没有加引号。"
            findings.add(f"有 {len(row)} 格，表头只有 {width} 格", remedy, row=number, text=text)
        row[width:] = [""] * max(0, width - len(row))


def one_place(table: Table, names: Iterable[str], findings: Findings, *, missing: str = "") -> int | None:
    """Where the column with one of these names stands. Two of them, or with `missing` none, is a bad header."""
    names = list(names)
    found = [place for name in names for place in table.places(name)]
    if len(found) == 1:
        return found[0]
    if found:
        title = table.header[found[0]]
        findings.add("这一栏出现了不止一次", "请只留一栏。", row=HEADER_ROW, column=title, text=title)
    elif missing:
        hint = _hint(table)
        findings.add(
            f"没有这一栏，表头是“{'、'.join(table.header)}”", missing + hint, row=HEADER_ROW, column=names[0]
        )
    return None


def _hint(table: Table) -> str:
    alone = len(table.header) == 1 and any(mark in table.header[0] for mark in ";\t；，")
    return "看起来不是用英文逗号分隔的，请另存为 CSV。" if alone else ""


def coded(column: Sequence[str], read: Callable[[str], int]) -> Ints:
    """`read` of each cell; it is asked once a text, and a hundred thousand cells hold few different texts."""
    meaning = {text: read(text) for text in set(column)}
    return np.fromiter(map(meaning.__getitem__, column), np.int64, len(column))
