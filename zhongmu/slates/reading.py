"""From the sheets of a choice to its problem, or to every bad cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zhongmu.slates.problem import IN, OUT, Ints, Kind, Problem, Rule
from zhongmu.slates.sheets.cells import Findings, refuse
from zhongmu.slates.sheets.lists import Register, joined, read_already, read_pairs
from zhongmu.slates.sheets.people import NONE, People, read_people
from zhongmu.slates.sheets.quotas import Quota, read_quotas
from zhongmu.slates.sheets.settings import Settings, read_settings
from zhongmu.slates.sheets.tables import Source, Table, read_table

Placed = tuple[Rule, Ints]
"""A rule and the people it counts, ascending."""
NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Inputs:
    people: Source
    quotas: Source
    settings: Source | None = None
    already: Source | None = None
    pairs: Source | None = None

    @property
    def given(self) -> dict[str, Source]:
        """By their part in the choice."""
        every = {
            "people": self.people,
            "quotas": self.quotas,
            "settings": self.settings,
            "already": self.already,
            "pairs": self.pairs,
        }
        return {part: source for part, source in every.items() if source is not None}


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """A problem and the table it came from. `rows[p]` is the place in the table of the problem's person p.

    `notices` are sentences about what was read in a way that may surprise.
    """

    problem: Problem
    table: Table
    rows: Ints
    numbered: bool
    settings: Settings
    notices: tuple[str, ...]


def read_sheets(inputs: Inputs, seats: int) -> Sheets:
    """Raises BadSheets with the bad cells of all files; reads nothing but these bytes."""
    settings = read_settings(inputs.settings)
    findings = {part: Findings(source.name) for part, source in inputs.given.items()}
    tables = {
        part: read_table(source, findings[part])
        for part, source in inputs.given.items()
        if part != "settings"
    }
    quotas = read_quotas(tables["quotas"], seats, findings["quotas"])
    people = read_people(tables["people"], quotas, settings, findings["people"])
    if not people.ids and not findings["people"].cells:
        findings["people"].add("一个人也没有", "表头下面每行写一个人。", row=1)
    members: dict[str, int] = {}
    newcomers = people.table.only([])
    if "already" in tables:
        already = read_already(tables["already"], people.ids, quotas, settings, findings["already"])
        members, newcomers = already.members, already.newcomers
    pairs: list[tuple[int, int]] = []
    if "pairs" in tables:
        register = Register([*people.ids, *(one for one in members if one not in set(people.ids))])
        pairs = read_pairs(tables["pairs"], register, findings["pairs"])
    refuse(*findings.values())
    if newcomers.numbers:
        people = read_people(joined(people.table, newcomers, settings), quotas, settings, findings["people"])
    _not_out(people, members, findings)
    refuse(*findings.values())
    return _Assembly(people, quotas, settings).sheets(seats, members.keys(), pairs)


def _not_out(people: People, members: dict[str, int], findings: dict[str, Findings]) -> None:
    out = {people.ids[person] for person in np.flatnonzero(people.musts == OUT).tolist()}
    for one in members.keys() & out:
        remedy = "同一个人不能又必须入选又不得入选，请改一处。"
        findings["already"].add("人员表里写着不得入选（out）", remedy, row=members[one], text=one)


class _Assembly:
    """People in the order of their ids, and the rules over them in an order that the table's rows do not reach."""

    def __init__(self, people: People, quotas: list[Quota], settings: Settings) -> None:
        self.people, self.quotas, self.settings = people, quotas, settings
        self.order = sorted(range(len(people.ids)), key=people.ids.__getitem__)
        self.place = np.empty(len(self.order), np.int64)
        self.place[self.order] = np.arange(len(self.order))

    def sheets(self, seats: int, members: Collection[str], pairs: list[tuple[int, int]]) -> Sheets:
        people, order = self.people, np.array(self.order, np.int64)
        rules = [*self._quotas(seats), *self._caps(), *self._pairs(pairs)]
        fixed = people.musts[order].astype(np.int8)
        ids = tuple(people.ids[person] for person in self.order)
        fixed[[place for place, one in enumerate(ids) if one in members]] = IN
        sizes = [len(group) for _rule, group in rules]
        problem = Problem(
            ids=ids,
            scores=people.scores[order],
            seats=seats,
            rules=tuple(rule for rule, _group in rules),
            starts=np.cumsum([0, *sizes]),
            members=np.concatenate([group for _rule, group in rules]),
            fixed=fixed,
        )
        notices = tuple(self._notices(problem))
        return Sheets(problem, people.table, people.rows[order], people.numbered, self.settings, notices)

    def _quotas(self, seats: int) -> Iterator[Placed]:
        groups: dict[int, Ints] = {}
        for column in self.people.quotas:
            groups |= _groups(column[self.order])
        for number, quota in enumerate(self.quotas):
            bounds = (quota.low, quota.high, quota.low_flex, quota.high_flex)
            yield Rule("quota", quota.feature, quota.value, *bounds), groups.get(number, NOBODY)

    def _caps(self) -> Iterator[Placed]:
        """Only where more could take a seat than may."""
        settings = self.settings
        unit = [settings.unit_column or "unit"]
        yield from self._capped("unit", self.people.units, unit, settings.unit_cap)
        yield from self._capped("address", self.people.homes, settings.address_columns, 1)

    def _capped(self, kind: Kind, numbers: Ints, columns: Sequence[str], cap: int) -> Iterator[Placed]:
        groups = _groups(numbers[self.order])
        groups.pop(NONE, None)
        for group in sorted(groups.values(), key=lambda group: int(group[0])):
            if len(group) > cap:
                value = self.people.said(self.order[int(group[0])], columns)
                yield Rule(kind, "、".join(columns), value, 0, cap, 0, cap), group

    def _pairs(self, pairs: list[tuple[int, int]]) -> Iterator[Placed]:
        for one, other in sorted((int(self.place[a]), int(self.place[b])) for a, b in pairs):
            ids = [self.people.ids[self.order[person]] for person in sorted((one, other))]
            yield Rule("pair", "不能同时入选", "、".join(ids), 0, 1, 0, 1), np.array(sorted((one, other)))

    def _notices(self, problem: Problem) -> Iterator[str]:
        people, settings = self.people, self.settings
        if people.numbered:
            yield "人员表没有编号一栏，按行编号：行的次序变了，编号也就变了。"
        if (repeats := len(people.table.numbers) - len(people.ids)) > 0:
            yield f"有 {repeats} 行与前面编号相同、内容也相同，只算一次。"
        if settings.unit_column and not settings.unit_cap:
            yield "设置里有 unit_column 而没有 unit_cap，没有限制每个单位的人数。"
        if settings.address_columns and (unknown := int((people.homes == NONE).sum())):
            yield f"有 {unknown} 人没有住址，没有查是否与别人同住址。"
        for number, rule in enumerate(problem.rules):
            if rule.kind == "quota" and not len(problem.members_of(number)):
                yield f"没有人是{rule.feature}“{rule.value}”，请核对写法。"


def _groups(numbers: Ints) -> dict[int, Ints]:
    """Where each number stands, ascending."""
    order = np.argsort(numbers, kind="stable")
    found, starts = np.unique(numbers[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True))
