"""The table of quotas: for each feature and value, how few and how many of the seats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhongmu.slates.sheets.cells import Findings
from zhongmu.slates.sheets.tables import Table, key, one_place

VALUES = ("value", "name", "category value", "category_value", "category-value", "valuename")
FEATURES = ("feature", "category", "featurename")
LOWS, HIGHS = ("min", "minquota"), ("max", "maxquota")
WHOLE = re.compile(r"[0-9]{1,9}")
SHARE = re.compile(r"([0-9]{1,3})\s*[%％]")


@dataclass(frozen=True, slots=True)
class Quota:
    """One row. The words are the file's; `row` is where it stands."""

    feature: str
    value: str
    low: int
    high: int
    low_flex: int
    high_flex: int
    row: int

    @property
    def key(self) -> tuple[str, str]:
        return key(self.feature), key(self.value)


@dataclass(frozen=True, slots=True)
class Columns:
    feature: int
    value: int
    low: int
    high: int
    low_flex: int | None
    high_flex: int | None


def read_quotas(table: Table, seats: int, findings: Findings) -> list[Quota]:
    """Every row whose feature and value can be read, so that the people can be checked against them too.

    Without `min_flex` a quota may be relaxed down to 0, without `max_flex` up to every seat.
    """
    columns = _columns(table, findings)
    if columns is None:
        return []
    reader = _Rows(table, columns, findings, seats)
    quotas: dict[tuple[str, str], Quota] = {}
    for number, row in zip(table.numbers, zip(*table.columns, strict=True), strict=True):
        if (quota := reader.quota(number, row)) is None:
            continue
        first = quotas.setdefault(quota.key, quota)
        if first is not quota:
            column = table.header[columns.value]
            wrong = f"与第 {first.row} 行是同一个名额"
            findings.add(wrong, "请只留一行。", row=number, column=column, text=quota.value)
    if not table.numbers and not findings.cells:
        findings.add("一个名额也没有", "表头下面每行写一个名额：特征、取值、最少、最多。", row=1)
    return list(quotas.values())


def _columns(table: Table, findings: Findings) -> Columns | None:
    """Where each column stands, in any of the dialects; in one of them “feature” is the value of a “category”."""
    need = "名额表要有特征、取值、min、max 四栏。"
    if (
        not any(table.places(name) for name in VALUES)
        and table.places("category")
        and table.places("feature")
    ):
        feature, value = (one_place(table, [name], findings) for name in ("category", "feature"))
    else:
        first = next(([name] for name in FEATURES if table.places(name)), list(FEATURES))
        feature = one_place(table, first, findings, missing=need)
        value = one_place(table, VALUES, findings, missing=need)
    low = one_place(table, LOWS, findings, missing=need)
    high = one_place(table, HIGHS, findings, missing=need)
    flex = [one_place(table, [name], findings) for name in ("min_flex", "max_flex")]
    if feature is None or value is None or low is None or high is None:
        return None
    return Columns(feature, value, low, high, *flex)


@dataclass(frozen=True, slots=True)
class _Rows:
    table: Table
    columns: Columns
    findings: Findings
    seats: int

    def quota(self, number: int, row: Sequence[str]) -> Quota | None:
        """None for a row without feature or value. One whose numbers are bad binds nobody, for the time being."""
        place = self.columns
        feature, value = self._word(number, row, place.feature), self._word(number, row, place.value)
        low, high = self._whole(number, row, place.low), self._whole(number, row, place.high)
        low_flex = self._whole(number, row, place.low_flex, empty=0)
        high_flex = self._whole(number, row, place.high_flex, empty=max(high or 0, self.seats))
        if not feature or not value:
            return None
        if low is None or high is None or low_flex is None or high_flex is None:
            return Quota(feature, value, 0, self.seats, 0, self.seats, number)
        self._ordered(number, row, (low_flex, place.low_flex), (low, place.low))
        self._ordered(number, row, (low, place.low), (high, place.high))
        self._ordered(number, row, (high, place.high), (high_flex, place.high_flex))
        return Quota(feature, value, low, high, low_flex, high_flex, number)

    def _word(self, number: int, row: Sequence[str], place: int) -> str:
        word = row[place].strip()
        if not word:
            self.findings.add("是空的", "请填上。", row=number, column=self.table.header[place])
        return word

    def _whole(
        self, number: int, row: Sequence[str], place: int | None, *, empty: int | None = None
    ) -> int | None:
        """None for a bad cell; `empty` where a column that may be left out, or its cell, says nothing."""
        if place is None or (empty is not None and not row[place].strip()):
            return empty
        text = row[place].strip()
        if WHOLE.fullmatch(text):
            return int(text)
        remedy = "请写 0 或更大的整数。"
        if share := SHARE.fullmatch(text):
            remedy = f"请写人数：{self.seats} 人的 {share[1]}% 是 {self.seats * int(share[1]) / 100:g} 人。"
        wrong = "不是 0 或更大的整数" if text else "是空的"
        self.findings.add(wrong, remedy, row=number, column=self.table.header[place], text=text)
        return None

    def _ordered(
        self, number: int, row: Sequence[str], less: tuple[int, int | None], more: tuple[int, int | None]
    ) -> None:
        """Both cells of a pair that stand the wrong way round are named. One left out cannot be."""
        if less[0] > more[0] and less[1] is not None and more[1] is not None:
            column, other = self.table.header[more[1]], self.table.header[less[1]]
            self.findings.add(
                f"比“{other}”一栏的 {less[0]} 小",
                "请核对这两格。",
                row=number,
                column=column,
                text=row[more[1]],
            )
