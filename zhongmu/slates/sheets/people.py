"""The table of people: who they are, what each is worth, which quotas, units and homes they count towards."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhongmu.slates.problem import IN, OPEN, OUT, Ints
from zhongmu.slates.sheets.cells import Findings
from zhongmu.slates.sheets.quotas import Quota
from zhongmu.slates.sheets.settings import Settings
from zhongmu.slates.sheets.tables import Table, coded, key, one_place

MUST = {"": OPEN, "in": IN, "out": OUT}
SCORE = re.compile(r"([+-]?)([0-9]{1,12})(?:\.([0-9]+))?")
HIGHEST_SCORE = 10**9
BAD = -(2**62)
NONE = -1
"""No unit, no address: nothing is counted."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One entry per person in the order of the table, rows that only repeat a person left out.

    `rows` are their places in the table; `quotas` holds, for each feature, the place of everyone's quota in the
    list of quotas; `units` and `homes` number the different ones. Where a bad cell was found, not to be used.
    """

    table: Table
    ids: list[str]
    rows: Ints
    numbered: bool
    scores: Ints
    musts: Ints
    quotas: list[Ints]
    units: Ints
    homes: Ints

    def said(self, person: int, columns: Sequence[str]) -> str:
        """What this person's row says there."""
        row = self.table.row(int(self.rows[person]))
        return " ".join(row[self.table.places(name)[0]].strip() for name in columns)


def read_people(table: Table, quotas: list[Quota], settings: Settings, findings: Findings) -> People:
    ids, numbered = _ids(table, settings, findings)
    rows = _without_repeats(table, ids, findings)
    columns = _Columns(table, rows, findings)
    return People(
        table,
        [ids[row] for row in rows],
        np.array(rows, np.int64),
        numbered,
        columns.scores(settings),
        columns.musts(settings),
        [columns.quotas(quotas, places) for places in _by_feature(quotas)],
        columns.groups([settings.unit_column or "unit"] if settings.unit_cap else []),
        columns.groups(settings.address_columns),
    )


def _by_feature(quotas: list[Quota]) -> list[list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, quota in enumerate(quotas):
        found[quota.key[0]].append(place)
    return list(found.values())


def _ids(table: Table, settings: Settings, findings: Findings) -> tuple[list[str], bool]:
    missing = "请核对设置里的 id_column。" if settings.id_column else ""
    place = one_place(table, [settings.id_column or "id"], findings, missing=missing)
    if place is None:
        return [str(number) for number in range(1, len(table.numbers) + 1)], True
    ids = [cell.strip() for cell in table.columns[place]]
    if "" in ids:
        for row, one in enumerate(ids):
            if not one:
                findings.add(
                    "没有编号", "请填上；每人一个。", row=table.numbers[row], column=table.header[place]
                )
    return ids, False


def _without_repeats(table: Table, ids: list[str], findings: Findings) -> list[int]:
    """The first row of everyone. A second that says the same is left out, one that differs is named."""
    if len(set(ids)) == len(ids):
        return list(range(len(ids)))
    first: dict[str, int] = {}
    for row, one in enumerate(ids):
        before = first.setdefault(one, row)
        if before != row and one:
            _same(table, before, row, one, findings)
    return list(first.values())


def _same(table: Table, before: int, row: int, one: str, findings: Findings) -> None:
    for title, a, b in zip(table.header, table.row(before), table.row(row), strict=True):
        if key(a) != key(b):
            wrong = f"编号“{one}”在第 {table.numbers[before]} 行出现过，那里写的是“{a.strip()}”"
            remedy = "同一个人请只留一行；不是同一个人请改编号。"
            findings.add(wrong, remedy, row=table.numbers[row], column=title, text=b.strip())
            return


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of the people who count, read as whole numbers."""

    table: Table
    rows: list[int]
    findings: Findings

    def scores(self, settings: Settings) -> Ints:
        place = self._place(settings.score_column, "score")
        if place is None:
            return np.zeros(len(self.rows), np.int64)
        decimals = settings.score_decimals
        column = self._cells(place)
        scores = coded(column, lambda text: score_of(text, decimals))
        self._name_bad(
            place,
            column,
            scores == BAD,
            lambda text: _wrong_score(text, decimals),
            "请改这一格。",
        )
        return scores

    def musts(self, settings: Settings) -> Ints:
        place = self._place(settings.must_column, "must")
        if place is None:
            return np.zeros(len(self.rows), np.int64)
        column = self._cells(place)
        musts = coded(column, lambda text: MUST.get(key(text), BAD))
        self._name_bad(
            place, column, musts == BAD, lambda _text: "不认识", "必须入选写 in，不得入选写 out，其余留空。"
        )
        return musts

    def quotas(self, quotas: list[Quota], places: list[int]) -> Ints:
        feature = quotas[places[0]].feature
        place = one_place(
            self.table, [feature], self.findings, missing="名额表里有这个特征，人员表要有同名的一栏。"
        )
        if place is None:
            return np.zeros(len(self.rows), np.int64)
        meaning = {quotas[q].key[1]: q for q in places}
        column = self._cells(place)
        found = coded(column, lambda text: meaning.get(key(text), BAD))
        known = "、".join(quotas[q].value for q in places)
        self._name_bad(
            place,
            column,
            found == BAD,
            lambda text: "名额表里没有这个取值" if text.strip() else "是空的",
            f"可以写的有：{known}。",
        )
        return found

    def groups(self, names: Sequence[str]) -> Ints:
        """The same number for the same text in these columns; empty everywhere is NONE."""
        places = [self._place(name, name) for name in names]
        found = [place for place in places if place is not None]
        if not found or len(found) < len(places):
            return np.full(len(self.rows), NONE, np.int64)
        numbers: dict[str, int] = {"": NONE}
        parts = [self._cells(place) for place in found]
        joined = parts[0] if len(parts) == 1 else list(map("\x1f".join, zip(*parts, strict=True)))
        return coded(joined, lambda text: numbers.setdefault(_joined(text), len(numbers) - 1))

    def _place(self, named: str, usual: str) -> int | None:
        """A column that the settings name must be there."""
        missing = "设置里写了它，请核对。" if named else ""
        return one_place(self.table, [named or usual], self.findings, missing=missing)

    def _cells(self, place: int) -> Sequence[str]:
        column = self.table.columns[place]
        return column if len(self.rows) == len(column) else tuple(map(column.__getitem__, self.rows))

    def _name_bad(
        self,
        place: int,
        column: Sequence[str],
        bad: NDArray[np.bool_],
        wrong: Callable[[str], str],
        remedy: str,
    ) -> None:
        for at in np.flatnonzero(bad).tolist():
            number, text = self.table.numbers[self.rows[at]], column[at].strip()
            self.findings.add(wrong(text), remedy, row=number, column=self.table.header[place], text=text)


def _joined(text: str) -> str:
    parts = [key(part) for part in text.split("\x1f")]
    return "\x1f".join(parts) if any(parts) else ""


def score_of(text: str, decimals: int) -> int:
    """Exactly `text` × 10^decimals; BAD when it is no such number."""
    found = SCORE.fullmatch(text.strip())
    if not found or len(found[3] or "") > decimals:
        return BAD
    whole = int(found[2] + (found[3] or "").ljust(decimals, "0"))
    return BAD if whole > HIGHEST_SCORE else -whole if found[1] == "-" else whole


def _wrong_score(text: str, decimals: int) -> str:
    found = SCORE.fullmatch(text)
    if not text:
        return "没有分数"
    if found is None:
        return "不是数"
    if len(found[3] or "") > decimals:
        allowed = f"最多 {decimals} 位小数" if decimals else "只收整数；有小数的，在设置里写 score_decimals"
        return f"小数太多：{allowed}"
    return f"超过了 {HIGHEST_SCORE // 10**decimals}"
