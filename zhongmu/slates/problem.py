"""One choice on merit: people, seats and rules with whole-number bounds. Knows no database and no file.

People stand in the order of their ids, so that the order of a table's rows never reaches a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Kind = Literal["quota", "unit", "address", "pair"]
OUT, OPEN, IN = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Rule:
    """At least `low` and at most `high` of its members take a seat.

    `feature` and `value` are the words of the file (性别, 女). A relaxation may go down to `low_flex` and up to
    `high_flex`, never further; a cap on a unit or an address and a pair are not relaxed at all: there
    they equal the bounds.
    """

    kind: Kind
    feature: str
    value: str
    low: int
    high: int
    low_flex: int
    high_flex: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """n people and m rules. `scores` are whole numbers in the file's unit; `fixed` is OUT, OPEN or IN for each person.

    Members of rule r are `members[starts[r]:starts[r + 1]]`: positions of people, ascending.
    """

    ids: tuple[str, ...]
    scores: Ints
    seats: int
    rules: tuple[Rule, ...]
    starts: Ints
    members: Ints
    fixed: NDArray[np.int8]

    @property
    def people(self) -> int:
        return len(self.ids)

    def members_of(self, rule: int) -> Ints:
        return self.members[self.starts[rule] : self.starts[rule + 1]]

    def total(self, chosen: Ints) -> int:
        """The merit of these people, as Python's unbounded whole number."""
        return sum(map(int, self.scores[chosen].tolist()))

    def broken(self, chosen: Ints) -> list[int]:
        """The rules that this slate breaks; seats and fixed people are asked of `is_slate`."""
        taken = np.zeros(self.people, dtype=np.int64)
        taken[chosen] = 1
        running = np.concatenate(([0], np.cumsum(taken[self.members])))
        counts = running[self.starts[1:]] - running[self.starts[:-1]]
        return [
            number
            for number, (rule, count) in enumerate(zip(self.rules, counts.tolist(), strict=True))
            if not rule.low <= count <= rule.high
        ]

    def is_slate(self, chosen: Ints) -> bool:
        """Whether these people fill the seats, keep every rule and everyone fixed."""
        taken = np.zeros(self.people, dtype=bool)
        taken[chosen] = True
        kept = bool(taken[self.fixed == IN].all()) and not bool(taken[self.fixed == OUT].any())
        return kept and len(chosen) == int(taken.sum()) == self.seats and not self.broken(chosen)
