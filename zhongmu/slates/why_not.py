"""Why someone is not on the slate, or what they bring to it: what the other choice costs, and the score that flips it.

With the score of one person moved by d, every slate with them moves by d and no other does. So the difference between
the best slate and the best with them (without them) is both the price of the other choice and the move that flips it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from zhongmu.slates.engines import never
from zhongmu.slates.problem import IN, OPEN, OUT, Ints, Problem
from zhongmu.slates.shaping import running
from zhongmu.slates.solver import Infeasible, Outcome, solve


@dataclass(frozen=True, slots=True)
class Holding:
    """A rule at its minimum that keeps `held` of the `lower` people chosen with a lower score."""

    rule: int
    held: int


@dataclass(frozen=True, slots=True, eq=False)
class WhyNot:
    """`cost`: how much merit the best slate with this person (chosen: without) loses, at least and at most; the two
    are equal where it is proved. None: there is no such slate.

    `some_at` is the lowest score at which some best slate has the person, `every_at` the lowest at which each does;
    both None where no score can (none can where the settings say in or out), or where the cost is not proved, or is
    below zero, which only a slate has that is not the best for all that are free. `full`: the person's rules that
    are at their maximum.
    """

    person: int
    chosen: bool
    cost: tuple[int, int] | None
    leaving: Ints
    coming: Ints
    some_at: int | None
    every_at: int | None
    full: tuple[int, ...]
    holding: tuple[Holding, ...]
    lower: int


def why_not(
    problem: Problem, chosen: Ints, person: int, *, limit_s: float = 20.0, stop: Callable[[], bool] = never
) -> WhyNot:
    """`chosen` is a slate of the greatest merit. Raises NoSlateYet where the time did not do for any other slate."""
    inside = bool(np.isin(person, chosen))
    best = problem.total(chosen)
    other = _other(problem, person, inside=inside, limit_s=limit_s, stop=stop)
    there = other.chosen if other else chosen
    cost = (best - other.bound, best - other.value) if other else None
    sure = cost is not None and cost[0] == cost[1]
    score = int(problem.scores[person])
    free = problem.fixed[person] == OPEN
    flips = score + (-cost[1] if inside else cost[1]) if cost and sure and free and cost[1] >= 0 else None
    full, holding, lower = _barriers(problem, chosen, person)
    return WhyNot(
        person=person,
        chosen=inside,
        cost=cost,
        leaving=np.setdiff1d(chosen, there),
        coming=np.setdiff1d(there, chosen),
        some_at=flips,
        every_at=None if flips is None else flips + 1,
        full=full,
        holding=holding,
        lower=lower,
    )


def _other(
    problem: Problem, person: int, *, inside: bool, limit_s: float, stop: Callable[[], bool]
) -> Outcome | None:
    """The best slate on the other side, fixed there whatever the settings say of this person; None for none."""
    fixed = problem.fixed.copy()
    fixed[person] = OUT if inside else IN
    try:
        return solve(replace(problem, fixed=fixed), limit_s=limit_s, stop=stop)
    except Infeasible:
        return None


def _barriers(
    problem: Problem, chosen: Ints, person: int
) -> tuple[tuple[int, ...], tuple[Holding, ...], int]:
    """Why no one-for-one swap puts this person in: rules that are full, and minima that hold those with less."""
    taken = np.zeros(problem.people, np.int64)
    taken[chosen] = 1
    lower = chosen[problem.scores[chosen] < problem.scores[person]]
    counts = running(problem, taken).tolist()
    full, holding = [], []
    for number, (rule, count) in enumerate(zip(problem.rules, counts, strict=True)):
        if count < rule.high and count > rule.low:
            continue
        members = problem.members_of(number)
        belongs = bool(np.isin(person, members))
        if belongs and count >= rule.high and not taken[person]:
            full.append(number)
        held = int(np.isin(lower, members).sum())
        if not belongs and 0 < count <= rule.low and held:
            holding.append(Holding(number, held))
    return tuple(full), tuple(sorted(holding, key=lambda one: -one.held)), len(lower)
