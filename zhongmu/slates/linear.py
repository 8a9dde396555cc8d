"""The slate in fractions of seats, whose prices bound every whole slate.

Few people go to HiGHS first; its prices tell who else is worth a seat; they join, until nobody is. Floats only suggest
the prices: what they prove is computed from whole numbers, in certificate.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from zhongmu.slates.certificate import Prices, scale_for, upper_bound
from zhongmu.slates.engines import never
from zhongmu.slates.highs import listen, quiet
from zhongmu.slates.problem import IN, OPEN, Ints, Problem
from zhongmu.slates.shaping import running

Floats = NDArray[np.float64]
JOIN_AT_ONCE = 500
WORTH_A_SEAT = 1e-6
MISSING = 1e-6
PRIMAL = 4
"""HiGHS's own number of the primal simplex: people who join leave the basis feasible."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """`shares`: which part of a seat each person takes; 0 for all where the end came first, and prices of 0 then."""

    prices: Prices
    shares: Floats


class NoFractions(Exception):
    """Not even fractions of seats keep every rule. At these prices, with all merits 0, the bound is below 0."""

    def __init__(self, prices: Prices) -> None:
        super().__init__("not even fractions of seats keep every rule")
        self.prices = prices


def relax(problem: Problem, *, limit_s: float, stop: Callable[[], bool] = never) -> Relaxation:
    """Raises NoFractions where whole numbers prove it. Where only floats say so, the whole model has to be asked."""
    sift = _Sift(problem, limit_s, stop)
    sift.join(_promising(problem))
    if sift.run() and sift.missing > MISSING:
        _refuse(problem, sift)
        sift.weigh(problem.scores, 1000 * _penalty(problem))
        sift.run()
    return sift.relaxation(problem)


def _refuse(problem: Problem, sift: _Sift) -> None:
    """Leave merits out of it and ask for as little missing as can be."""
    indifferent = replace(problem, scores=np.zeros_like(problem.scores))
    sift.weigh(indifferent.scores, 1.0)
    if sift.run() and sift.missing > MISSING:
        prices = sift.relaxation(indifferent).prices
        if upper_bound(indifferent, prices) < 0:
            raise NoFractions(prices)


def _penalty(problem: Problem) -> float:
    return 2.0 * float(np.ptp(problem.scores)) + 1.0 if problem.people else 1.0


def _promising(problem: Problem) -> Ints:
    """The best of all, and the best of each rule that wants somebody."""
    wanted = np.zeros(problem.people, dtype=bool)
    free = problem.fixed == OPEN

    def best(people: Ints, count: int) -> None:
        people = people[free[people]]
        if len(people) > count:
            people = people[np.argpartition(-problem.scores[people], count)[:count]]
        wanted[people] = True

    best(np.arange(problem.people), 2 * problem.seats)
    for number, rule in enumerate(problem.rules):
        if rule.low > 0:
            best(problem.members_of(number), 2 * rule.low)
    return np.flatnonzero(wanted)


class _Sift:
    """A linear programme in HiGHS: a column per rule that takes up what is missing, at a penalty, then people."""

    def __init__(self, problem: Problem, limit_s: float, stop: Callable[[], bool]) -> None:
        self.problem = problem
        self.scores = problem.scores.astype(np.float64)
        self.outside = problem.fixed == OPEN
        self.columns = np.zeros(0, dtype=np.int64)
        self._turn_around()
        self.solver = quiet()
        self.solver.setOptionValue("presolve", "off")
        self.solver.setOptionValue("time_limit", max(limit_s, 0.0))
        listen(self.solver, stop)
        self._add_rows()

    def _turn_around(self) -> None:
        """The rules of each person, from the people of each rule."""
        lengths = np.diff(self.problem.starts)
        order = np.argsort(self.problem.members, kind="stable")
        self.rules_of = np.repeat(np.arange(1, len(lengths) + 1, dtype=np.int32), lengths)[order]
        counts = np.bincount(self.problem.members, minlength=self.problem.people)
        self.starts = np.concatenate(([0], np.cumsum(counts)))

    def _add_rows(self) -> None:
        rules, seats = self.problem.rules, self.problem.seats
        inside = (self.problem.fixed == IN).astype(np.int64)
        seated = np.concatenate(([int(inside.sum())], running(self.problem, inside)))
        low = np.array([seats, *(rule.low for rule in rules)], dtype=np.float64) - seated
        high = np.array([seats, *(rule.high for rule in rules)], dtype=np.float64) - seated
        none = np.zeros(0, dtype=np.int32)
        self.solver.addRows(len(low), low, high, 0, np.zeros(len(low), np.int32), none, np.zeros(0))
        short = np.flatnonzero((low > 0) | (high < 0)).astype(np.int32)
        self.missing_columns = len(short)
        signs = np.where(low[short] > 0, 1.0, -1.0)
        self._add(
            np.full(len(short), _penalty(self.problem)), np.inf, np.ones(len(short), np.int64), short, signs
        )

    def _add(
        self, costs: Floats, most: float, counts: Ints, rows: NDArray[np.int32], weights: Floats
    ) -> None:
        starts = np.concatenate(([0], np.cumsum(counts)))[:-1].astype(np.int32)
        upper = np.full(len(costs), most)
        self.solver.addCols(len(costs), costs, np.zeros(len(costs)), upper, len(rows), starts, rows, weights)

    def join(self, people: Ints) -> None:
        """Each stands in the row of seats and in those of their rules."""
        self.outside[people] = False
        self.columns = np.concatenate((self.columns, people))
        counts = self.starts[people + 1] - self.starts[people] + 1
        rows = np.zeros(int(counts.sum()), dtype=np.int32)
        firsts = np.concatenate(([0], np.cumsum(counts)))[:-1]
        rest = np.ones(len(rows), dtype=bool)
        rest[firsts] = False
        shift = self.starts[people] - firsts - 1
        rows[rest] = self.rules_of[(np.arange(len(rows)) + np.repeat(shift, counts))[rest]]
        self._add(-self.scores[people], 1.0, counts, rows, np.ones(len(rows)))

    def run(self) -> bool:
        """Whether it came to its end: nobody outside is worth a seat."""
        while True:
            self.solver.run()
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return False
            worth = self._worth()
            wanted = np.flatnonzero(self.outside & (worth > WORTH_A_SEAT))
            if not len(wanted):
                return True
            if len(wanted) > JOIN_AT_ONCE:
                wanted = wanted[np.argpartition(-worth[wanted], JOIN_AT_ONCE)[:JOIN_AT_ONCE]]
            self.solver.setOptionValue("simplex_strategy", PRIMAL)
            self.join(wanted)

    def _worth(self) -> Floats:
        duals = np.array(self.solver.getSolution().row_dual)
        worth: Floats = self.scores + duals[0]
        for rule in np.flatnonzero(duals[1:]).tolist():
            worth[self.problem.members_of(rule)] += duals[rule + 1]
        return worth

    @property
    def missing(self) -> float:
        return float(sum(self.solver.getSolution().col_value[: self.missing_columns]))

    def weigh(self, scores: Ints, penalty: float) -> None:
        """Go on with other merits, and another penalty for what is missing."""
        self.scores = scores.astype(np.float64)
        costs = np.concatenate((np.full(self.missing_columns, penalty), -self.scores[self.columns]))
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def relaxation(self, problem: Problem) -> Relaxation:
        shares = (problem.fixed == IN).astype(np.float64)
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Relaxation(plain_prices(problem), shares)
        solution = self.solver.getSolution()
        duals = -np.array(solution.row_dual)
        shares[self.columns] = solution.col_value[self.missing_columns :]
        scale = scale_for(problem, float(abs(duals).max(initial=0)))
        seat, *rules = np.rint(duals * scale).astype(np.int64).tolist()
        prices = Prices(scale, seat, {rule: price for rule, price in enumerate(rules) if price})
        return Relaxation(prices, shares)


def plain_prices(problem: Problem) -> Prices:
    """Prices without a solver: a seat costs what the best person left without one would bring."""
    scores = np.sort(problem.scores[problem.fixed == OPEN])[::-1]
    seats = problem.seats - int((problem.fixed == IN).sum())
    return Prices(1, int(scores[seats]) if 0 <= seats < len(scores) else 0, {})
