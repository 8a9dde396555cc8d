"""What a choice demands, one by one, so that each can be let go of; and the choice with fractions of people."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np

from zhongmu.slates.crowds import Crowd
from zhongmu.slates.engines import Model, never
from zhongmu.slates.highs import lp_of, quiet
from zhongmu.slates.problem import IN, OPEN, OUT, Problem


@dataclass(frozen=True, slots=True)
class Demand:
    """`min` and `max` are sides of rule `place`, `in` and `out` are about person `place`."""

    side: Literal["min", "max", "in", "out", "seats"]
    place: int = -1


def demands_of(problem: Problem) -> list[Demand]:
    """Every demand that someone could break; the ones an explanation can best do without come first."""
    found = [Demand("out", person) for person in np.flatnonzero(problem.fixed == OUT).tolist()]
    found += [Demand("in", person) for person in np.flatnonzero(problem.fixed == IN).tolist()]
    caps = [number for number, rule in enumerate(problem.rules) if rule.kind != "quota"]
    quotas = [number for number, rule in enumerate(problem.rules) if rule.kind == "quota"]
    for number in [*caps[::-1], *quotas[::-1]]:
        found += _sides(problem, number)
    return [*found, Demand("seats")]


def _sides(problem: Problem, number: int) -> Iterator[Demand]:
    rule = problem.rules[number]
    if rule.high < len(problem.members_of(number)):
        yield Demand("max", number)
    if rule.low > 0:
        yield Demand("min", number)


def model_under(problem: Problem, crowd: Crowd, demands: Collection[Demand]) -> Model:
    """Nothing is asked but these demands, of which the rules must be among the crowd's."""
    asked = set(demands)
    fixed = np.full(problem.people, OPEN, np.int64)
    for side, status in (("in", IN), ("out", OUT)):
        fixed[[one.place for one in asked if one.side == side]] = status
    bounds = []
    for number in crowd.rules:
        rule = problem.rules[number]
        low = rule.low if Demand("min", number) in asked else 0
        bounds.append((low, rule.high if Demand("max", number) in asked else max(low, problem.people)))
    seats = problem.seats
    return crowd.model((seats, seats) if Demand("seats") in asked else (0, problem.people), bounds, fixed)


class Fractions:
    """The choice with fractions of people, to be asked often: each answer starts from the last."""

    def __init__(
        self, problem: Problem, *, until: float = math.inf, stop: Callable[[], bool] = never
    ) -> None:
        self.problem, self.until, self.stop = problem, until, stop
        self.unsure = False
        self.crowd = Crowd(problem, range(len(problem.rules)))
        self.solver = quiet()
        self.every = demands_of(problem)
        self.model = model_under(problem, self.crowd, self.every)
        self.solver.passModel(lp_of(self.model, whole=False))

    def feasible(self, demands: Collection[Demand]) -> bool:
        """False is a proof; True too, unless `unsure`: then a test was cut short by `until` (monotonic) or `stop`."""
        left = self.until - time.monotonic()
        if left <= 0 or self.stop():
            self.unsure = True
            return True
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + min(left, 1e9))
        model, before = model_under(self.problem, self.crowd, demands), self.model
        for column in np.flatnonzero((model.lower != before.lower) | (model.upper != before.upper)).tolist():
            self.solver.changeColBounds(column, float(model.lower[column]), float(model.upper[column]))
        for row in np.flatnonzero((model.low != before.low) | (model.high != before.high)).tolist():
            self.solver.changeRowBounds(row, float(model.low[row]), float(model.high[row]))
        self.model = model
        self.solver.run()
        status = self.solver.getModelStatus()
        self.unsure |= status == highspy.HighsModelStatus.kTimeLimit
        return bool(status != highspy.HighsModelStatus.kInfeasible)
