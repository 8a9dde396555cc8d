"""The smallest ways to let some slate be: which quotas give, by how much. Advice only; nothing is ever let go unasked.

Smallest is the sum of what the quotas give; among equals the fewest quotas; among those, the ones that stand last in
the file. Found with fractions of people, which is a bound, and then shown possible by a whole slate; where that fails, found
with whole people.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import highspy
import numpy as np
from numpy.typing import NDArray

from zhongmu.slates.crowds import Crowd
from zhongmu.slates.demands import demands_of, model_under
from zhongmu.slates.engines import never
from zhongmu.slates.highs import lp_of, quiet
from zhongmu.slates.problem import Problem
from zhongmu.slates.solver import Infeasible, NoSlateYet, Progress, solve

Floats = NDArray[np.float64]

MOST_WAYS = 5
RANKS = 60
"""Quotas are told apart by their place in the file in so many steps at most: the sums stay exact in floats."""


@dataclass(frozen=True, slots=True)
class Give:
    """A bound of a quota that moves to `bound`."""

    rule: int
    side: Literal["min", "max"]
    bound: int


@dataclass(frozen=True, slots=True)
class Way:
    """What gives, and by how much in all. `smallest`: nothing smaller, with other quotas than the ways before, does.
    `shown`: a whole slate was found that keeps the rest.
    """

    gives: tuple[Give, ...]
    total: int
    smallest: bool
    shown: bool


def relaxed(problem: Problem, gives: tuple[Give, ...]) -> Problem:
    rules = list(problem.rules)
    for give in gives:
        rule = rules[give.rule]
        lower = give.side == "min"
        rules[give.rule] = replace(rule, low=give.bound) if lower else replace(rule, high=give.bound)
    return replace(problem, rules=tuple(rules))


def ways_of(
    problem: Problem, *, limit_s: float = 60.0, stop: Callable[[], bool] = never, most: int = MOST_WAYS
) -> Iterator[Way]:
    """The smallest first; each next touches other quotas, and not only more. None: even all limits do not help."""
    until = time.monotonic() + limit_s
    elastic, before = _Elastic(problem), list[tuple[Give, ...]]()
    while len(before) < most:
        left = until - time.monotonic()
        if left <= 0 or stop() or (found := elastic.least(left)) is None:
            return
        gives, smallest = found
        shown = _has_slate(relaxed(problem, gives), until - time.monotonic(), stop) if gives else False
        if shown is False:  # what does in fractions does not in whole people: from here on people are whole
            if elastic.whole:
                return
            elastic = _Elastic(problem, whole=True)
            for way in before:
                elastic.never_again(way)
            continue
        total = sum(abs(give.bound - _bound(problem, give)) for give in gives)
        yield Way(gives, total, smallest, shown is True)
        before.append(gives)
        elastic.never_again(gives)


def _bound(problem: Problem, give: Give) -> int:
    rule = problem.rules[give.rule]
    return rule.low if give.side == "min" else rule.high


def _has_slate(problem: Problem, limit_s: float, stop: Callable[[], bool]) -> bool | None:
    """None where the time did not do to tell."""
    found: list[int] = []

    def listen(progress: Progress) -> None:
        if progress.best is not None:
            found.append(progress.best)

    try:
        solve(problem, limit_s=max(0.0, limit_s), stop=lambda: bool(found) or stop(), progress=listen)
    except Infeasible:
        return False
    except NoSlateYet:
        return None
    return True


class _Elastic:
    """People in fractions, or `whole`; for each quota that may give: by how much below, above (whole), and whether at all."""

    def __init__(self, problem: Problem, *, whole: bool = False) -> None:
        self.problem, self.whole = problem, whole
        rules = problem.rules
        self.soft = [
            n for n, rule in enumerate(rules) if rule.low_flex < rule.low or rule.high_flex > rule.high
        ]
        crowd = Crowd(problem, range(len(rules)))
        self.people = crowd.groups
        self.solver = quiet()
        self.solver.passModel(lp_of(model_under(problem, crowd, demands_of(problem)), whole=whole))
        self._grow()

    def _grow(self) -> None:
        count = len(self.soft)
        rules = [self.problem.rules[n] for n in self.soft]
        rows = np.array(self.soft, np.int32) + 1
        below = np.array([rule.low - rule.low_flex for rule in rules], np.float64)
        above = np.array([max(0, rule.high_flex - rule.high) for rule in rules], np.float64)
        rank = np.ceil(np.arange(count, 0, -1) * min(1.0, RANKS / max(1, count)))
        touch = float(rank.sum()) + 1
        amount = count * touch + touch
        for sign, room in ((1.0, below), (-1.0, above)):
            self._columns(np.full(count, amount), room, rows, np.full(count, sign))
        self._columns(touch + rank, np.ones(count), np.zeros(0, np.int32), np.zeros(0))
        for place, room in enumerate((below + above).tolist()):
            first = self.people + place
            index = np.array([first, first + count, first + 2 * count], np.int32)
            self.solver.addRow(-np.inf, 0.0, 3, index, np.array([1.0, 1.0, -room]))

    def _columns(self, cost: Floats, upper: Floats, rows: NDArray[np.int32], signs: Floats) -> None:
        count = len(cost)
        starts = np.arange(count, dtype=np.int32) if len(rows) else np.zeros(count, np.int32)
        self.solver.addCols(count, cost, np.zeros(count), upper, len(rows), starts, rows, signs)
        columns = np.arange(self.solver.getNumCol() - count, self.solver.getNumCol(), dtype=np.int32)
        kinds = np.full(count, highspy.HighsVarType.kInteger)
        self.solver.changeColsIntegrality(count, columns, kinds)

    def least(self, limit_s: float) -> tuple[tuple[Give, ...], bool] | None:
        """The least that gives, and whether it is proved the least; None where no way is left, or none was found."""
        self.solver.setOptionValue("time_limit", limit_s)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.setOptionValue("mip_abs_gap", 0.99)
        self.solver.run()
        if self.solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.rint(np.array(self.solver.getSolution().col_value)[self.people :]).astype(np.int64)
        below, above = values[: len(self.soft)].tolist(), values[len(self.soft) : 2 * len(self.soft)].tolist()
        gives = []
        for number, down, up in zip(self.soft, below, above, strict=True):
            rule = self.problem.rules[number]
            gives += [Give(number, "min", rule.low - down)] if down else []
            gives += [Give(number, "max", rule.high + up)] if up else []
        return tuple(gives), self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def never_again(self, gives: tuple[Give, ...]) -> None:
        """Not all of these quotas together."""
        touched = {give.rule for give in gives}
        first = self.people + 2 * len(self.soft)
        index = np.array([first + self.soft.index(rule) for rule in touched], np.int32)
        self.solver.addRow(-np.inf, len(index) - 1.0, len(index), index, np.ones(len(index)))
