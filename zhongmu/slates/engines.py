"""Two solvers behind one small model in whole numbers: HiGHS in this process, CBC in a process of its own.

What a solver returns is a claim in floats. Here it is rounded, checked against every row in whole numbers, and its
value is summed again. Never import ortools beside highspy: the two crash in one process.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from zhongmu.slates.problem import Ints

Engine = Literal["highs", "cbc"]
Status = Literal["proved", "infeasible", "stopped"]
ENDLESS = 2**62
"""A row without this bound."""

Watcher = Callable[[int | None, int], None]
"""Told the best value so far, or None, and the bound no value passes."""


def never() -> bool:
    return False


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Maximise `objective` · x over whole x, `lower` ≤ x ≤ `upper`, `low` ≤ row · x ≤ `high`.

    Row r stands in `columns` and `weights` from `starts[r]` to `starts[r + 1]`. ENDLESS and -ENDLESS mean no bound.
    """

    objective: Ints
    lower: Ints
    upper: Ints
    low: Ints
    high: Ints
    starts: Ints
    columns: Ints
    weights: Ints

    def value_of(self, values: Ints) -> int:
        return sum(a * b for a, b in zip(self.objective.tolist(), values.tolist(), strict=True) if b)

    def allows(self, values: Ints) -> bool:
        """Whether these whole numbers keep every bound and every row."""
        if ((values < self.lower) | (values > self.upper)).any():
            return False
        running = np.concatenate(([0], np.cumsum(self.weights * values[self.columns])))
        sums = running[self.starts[1:]] - running[self.starts[:-1]]
        return bool(((sums >= self.low) & (sums <= self.high)).all())

    def lean(self) -> Model:
        """Without the rows that the bounds of the columns keep by themselves."""
        rows = np.repeat(np.arange(len(self.low)), np.diff(self.starts))
        ends = self.weights * self.lower[self.columns], self.weights * self.upper[self.columns]
        least, most = (np.zeros(len(self.low), np.int64) for _end in ends)
        np.add.at(least, rows, np.minimum(*ends))
        np.add.at(most, rows, np.maximum(*ends))
        needed = (least < self.low) | (most > self.high)
        kept = needed[rows]
        lengths = np.diff(self.starts)[needed]
        return replace(
            self,
            low=self.low[needed],
            high=self.high[needed],
            starts=np.concatenate(([0], np.cumsum(lengths))),
            columns=self.columns[kept],
            weights=self.weights[kept],
        )

    @property
    def step(self) -> int:
        """Values of `objective` · x are multiples of this; 1 where all of them are 0."""
        return math.gcd(*self.objective.tolist()) or 1

    @property
    def reach(self) -> int:
        """A bound from the columns alone."""
        best = np.where(self.objective > 0, self.upper, self.lower)
        return self.value_of(best)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """`proved`: `values` reach `value` and nothing passes it. `stopped`: the best so far, or None, and a bound."""

    status: Status
    values: Ints | None
    value: int | None
    bound: int


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """`above`: only values greater than it are wanted; `infeasible` then means that there are none.

    `start` is a slate to begin with; `nodes` ends the search after so many, `stopped`.
    """

    limit_s: float
    stop: Callable[[], bool] = never
    watcher: Watcher | None = None
    above: int | None = None
    start: Ints | None = None
    nodes: int | None = None


def solve_model(
    model: Model,
    engine: Engine = "highs",
    *,
    limit_s: float,
    stop: Callable[[], bool] = never,
    watcher: Watcher | None = None,
    above: int | None = None,
    start: Ints | None = None,
    nodes: int | None = None,
) -> Answer:
    """The best whole x, as Asked says."""
    from zhongmu.slates import cbc, highs  # they know Model and Answer

    asked = Asked(limit_s, stop, watcher, above, start, nodes)
    if not len(model.objective):
        return _without_columns(model, above)
    return {"highs": highs.solve, "cbc": cbc.solve}[engine](model, asked)


def _without_columns(model: Model, above: int | None) -> Answer:
    nothing = np.zeros(0, dtype=np.int64)
    if model.allows(nothing) and (above is None or above < 0):
        return Answer("proved", nothing, 0, 0)
    return Answer("infeasible", None, None, 0)


def whole_bound(claimed: float, model: Model) -> int:
    """The claim of a solver as a whole number that is not below it, and a multiple of the model's step."""
    if not math.isfinite(claimed):
        return model.reach
    above = math.floor(claimed + 1e-6 + 1e-9 * abs(claimed))
    return min(above // model.step * model.step, model.reach)


def answer(
    model: Model, claim: Status, floats: list[float] | None, bound: float, above: int | None
) -> Answer:
    """A claim after checking in whole numbers. A slate that breaks a row is no slate, and its proof no proof."""
    if claim == "infeasible":
        return Answer("infeasible", None, None, model.reach)
    values = value = None
    if floats is not None:
        rounded = np.rint(np.array(floats)).astype(np.int64)
        if model.allows(rounded):
            values, value = rounded, model.value_of(rounded)
    if claim == "proved" and value is not None:
        beaten = above is not None and value <= above
        return (
            Answer("infeasible", None, None, model.reach)
            if beaten
            else Answer("proved", values, value, value)
        )
    reached = max(whole_bound(bound, model), value if value is not None else -ENDLESS)
    return Answer("stopped", values, value, reached)
