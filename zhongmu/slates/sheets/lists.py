"""Short lists beside the people: who is already in, which two cannot both be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhongmu.slates.sheets.cells import Findings
from zhongmu.slates.sheets.people import read_people
from zhongmu.slates.sheets.quotas import Quota
from zhongmu.slates.sheets.settings import Settings
from zhongmu.slates.sheets.tables import HEADER_ROW, Table, key

PAIR = 2


class Register:
    """Finds a person by the id that a list gives: as it stands, else in another case when only one fits."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._exact = {one: person for person, one in enumerate(ids)}
        self._loose: dict[str, int | None] = {}
        for person, one in enumerate(ids):
            self._loose[key(one)] = None if key(one) in self._loose else person

    def find(self, text: str) -> int | None:
        found = self._exact.get(text.strip())
        return self._loose.get(key(text)) if found is None else found


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """One column of ids: for each row the person, or None for an id that the people's table does not have."""

    table: Table
    place: int
    people: list[int | None]

    @classmethod
    def read(cls, table: Table, place: int, register: Register) -> Named:
        return cls(table, place, [register.find(cell) for cell in table.columns[place]])

    def text(self, row: int) -> str:
        return self.table.columns[self.place][row].strip()

    @property
    def strangers(self) -> list[int]:
        return [row for row, person in enumerate(self.people) if person is None]

    def name_strangers(self, findings: Findings, remedy: str) -> None:
        for row in self.strangers:
            wrong = "人员表里没有这个编号" if self.text(row) else "没有编号"
            self.bad(findings, row, wrong, remedy)

    def bad(self, findings: Findings, row: int, wrong: str, remedy: str) -> None:
        column = self.table.header[self.place]
        findings.add(wrong, remedy, row=self.table.numbers[row], column=column, text=self.text(row))


@dataclass(frozen=True, slots=True, eq=False)
class Already:
    """Who is in beforehand: `members` are ids and where they stand in the list. The rows of `newcomers` are whole:
    the people's table does not have them.
    """

    members: dict[str, int]
    newcomers: Table


def read_already(
    table: Table, ids: Sequence[str], quotas: list[Quota], settings: Settings, findings: Findings
) -> Already:
    """Of someone in the people's table only the id is asked; anyone else must bring a value for every feature."""
    name = settings.id_column or "id"
    places = table.places(name) or list(range(len(table.header)))
    if len(places) > 1:
        findings.add("看不出哪一栏是编号", f"请有一栏叫“{name}”，或只留一栏。", row=HEADER_ROW)
        return Already({}, table.only([]))
    named = Named.read(table, places[0], Register(ids))
    newcomers = table.only(named.strangers)
    if table.places(name) and all(table.places(quota.feature) for quota in quotas):
        read_people(newcomers, quotas, settings, findings)
    else:
        named.name_strangers(findings, "请核对；不在人员表里的人，要写出整行，每个特征都有。")
    members = {
        named.text(row) if person is None else ids[person]: table.numbers[row]
        for row, person in enumerate(named.people)
    }
    return Already(members, newcomers)


def joined(people: Table, newcomers: Table, settings: Settings) -> Table:
    """The people's table with these rows below it, each cell under its own title. Without a score, theirs is 0."""
    score = key(settings.score_column or "score")
    columns = []
    for title, column in zip(people.header, people.columns, strict=True):
        places = newcomers.places(title)
        empty = ["0" if key(title) == score else ""] * len(newcomers.numbers)
        columns.append(column + (newcomers.columns[places[0]] if places else empty))
    return replace(people, columns=columns, numbers=[*people.numbers, *newcomers.numbers])


def read_pairs(table: Table, register: Register, findings: Findings) -> list[tuple[int, int]]:
    """Who cannot both be in: each two once. The first line is a header, whatever it says."""
    if len(table.header) != PAIR:
        findings.add(f"有 {len(table.header)} 栏", "请只留两栏，每行写两个编号。", row=HEADER_ROW)
        return []
    left, right = (Named.read(table, place, register) for place in (0, 1))
    for named in (left, right):
        named.name_strangers(findings, "请与人员表核对。")
    found: dict[tuple[int, int], None] = {}
    for row, (one, other) in enumerate(zip(left.people, right.people, strict=True)):
        if one is None or other is None:
            continue
        if one == other:
            right.bad(findings, row, "和前一格是同一个人", "每行写两个不同的人。")
        found[min(one, other), max(one, other)] = None
    return list(found)
