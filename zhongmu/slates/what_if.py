"""What another plan would come to: other seats, other bounds, someone fixed in or out. Quick, and honest about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

from zhongmu.slates.crowds import Crowd
from zhongmu.slates.demands import Demand, demands_of, model_under
from zhongmu.slates.engines import never
from zhongmu.slates.highs import lp_of, quiet
from zhongmu.slates.problem import Ints, Problem
from zhongmu.slates.solver import Infeasible, NoSlateYet, solve

NEARLY = 1e-6


@dataclass(frozen=True, slots=True)
class Change:
    """What a slider moves: seats; bounds of a rule, low and high; who is IN, OPEN or OUT."""

    seats: int | None = None
    bounds: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    fixed: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """`value` is reached by `chosen`, nothing passes `bound`. `possible` False: proved that there is no slate; None:
    the time did not do to find one, nor to prove that there is none.
    """

    possible: bool | None
    value: int | None
    bound: int | None
    chosen: Ints
    leaving: Ints
    coming: Ints
    took_s: float

    @property
    def proved(self) -> bool:
        return self.possible is False or (self.value is not None and self.value == self.bound)


def changed(problem: Problem, change: Change) -> Problem:
    fixed = problem.fixed.copy()
    for person, status in change.fixed.items():
        fixed[person] = status
    rules = list(problem.rules)
    for number, (low, high) in change.bounds.items():
        rules[number] = replace(rules[number], low=low, high=high)
    seats = problem.seats if change.seats is None else change.seats
    return replace(problem, seats=seats, rules=tuple(rules), fixed=fixed)


def what_if(
    problem: Problem, chosen: Ints, change: Change, *, limit_s: float = 2.0, stop: Callable[[], bool] = never
) -> WhatIf:
    """The plan after the change, held against `chosen`, the slate before it."""
    began = time.perf_counter()
    nobody = np.zeros(0, np.int64)

    def told(possible: bool | None, value: int | None, bound: int | None, there: Ints) -> WhatIf:  # noqa: FBT001  a state of three
        left, come = (
            (np.setdiff1d(chosen, there), np.setdiff1d(there, chosen)) if len(there) else (nobody, nobody)
        )
        return WhatIf(possible, value, bound, there, left, come, time.perf_counter() - began)

    try:
        outcome = solve(changed(problem, change), limit_s=limit_s, stop=stop)
    except Infeasible:
        return told(possible=False, value=None, bound=None, there=nobody)
    except NoSlateYet as why:
        return told(possible=None, value=None, bound=why.bound, there=nobody)
    return told(possible=True, value=outcome.value, bound=outcome.bound, there=outcome.chosen)


def room_of(problem: Problem, rule: int, *, limit_s: float = 60.0) -> tuple[int, int] | None:
    """With every other demand kept, no slate has fewer of this rule's members than the first, nor more than the
    second: a hint where a quota can stand. None: whatever this rule says, there is no slate, or none was found in time.
    """
    demands = [one for one in demands_of(problem) if one not in {Demand("min", rule), Demand("max", rule)}]
    crowd = Crowd(problem, range(len(problem.rules)))
    model = model_under(problem, crowd, demands)
    solver = quiet()
    solver.setOptionValue("time_limit", limit_s)
    counted = np.zeros(crowd.groups, np.int64)
    counted[np.unique(crowd.labels[problem.members_of(rule)])] = 1
    ends = []
    for sign in (-1, 1):
        solver.passModel(lp_of(replace(model, objective=sign * counted), whole=False))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        ends.append(-sign * solver.getInfo().objective_function_value)
    return int(np.ceil(ends[0] - NEARLY)), int(np.floor(ends[1] + NEARLY))
