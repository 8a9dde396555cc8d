"""Who takes a seat that falls free while everyone else keeps theirs: planned for every seat before it is needed.

A substitute is legal where the slate keeps every rule after one leaves and the other comes. The best legal one is the
one with the highest score, the earlier ticket of the draw among equals: exactly the best slate with all others held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zhongmu.slates.problem import OUT, Ints, Problem
from zhongmu.slates.shaping import running

BLOCK = 4096
NEVER = 10_000.0
"""What breaking a rule costs that may not give; a quota that may give costs 1."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bound of a quota that has to give by one person, to `bound`."""

    rule: int
    side: Literal["min", "max"]
    bound: int


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who takes the seat of `member`, and the quotas that must give for it; None where nobody can, whatever gives."""

    member: int
    person: int | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reserves:
    """`order`: the people of the list, first to last; the first of them who is legal for a seat is its substitute."""

    order: Ints
    substitutes: tuple[Substitute, ...]


def plan(problem: Problem, chosen: Ints, drawn: Ints) -> Reserves:
    """One substitute for each of `chosen`, in the same order. `drawn`: everyone in the order of the draw."""
    swaps = _Swaps(problem, chosen)
    turn = np.empty(problem.people, np.int64)
    turn[drawn] = np.arange(problem.people)
    free = np.setdiff1d(np.flatnonzero(problem.fixed != OUT), chosen)
    ranked = free[np.lexsort((turn[free], -problem.scores[free]))]
    costs, places = swaps.cheapest(ranked)
    substitutes = []
    for member, cost, place in zip(chosen.tolist(), costs.tolist(), places.tolist(), strict=True):
        person = int(ranked[place]) if cost < NEVER else None
        stretches = () if person is None else tuple(swaps.stretches(member, person))
        substitutes.append(Substitute(member, person, stretches))
    used = {one.person for one in substitutes}
    return Reserves(np.array([p for p in ranked.tolist() if p in used], np.int64), tuple(substitutes))


class _Swaps:
    """What it costs to swap one of the chosen for someone else: only rules at a bound can be broken by one swap."""

    def __init__(self, problem: Problem, chosen: Ints) -> None:
        self.problem, self.chosen = problem, chosen
        taken = np.zeros(problem.people, np.int64)
        taken[chosen] = 1
        self.counts = running(problem, taken)
        bounds = [(rule.low, rule.high, rule.low_flex, rule.high_flex) for rule in problem.rules]
        low, high, low_flex, high_flex = np.array(bounds, np.int64).reshape(-1, 4).T
        leaving, coming = self.counts <= low, self.counts >= high
        self.tight = np.flatnonzero(leaving | coming)
        at = self.tight
        self.lose = np.where(leaving, np.where(self.counts > low_flex, 1.0, NEVER), 0.0)[at]
        self.gain = np.where(coming, np.where(self.counts < high_flex, 1.0, NEVER), 0.0)[at]

    def cheapest(self, ranked: Ints) -> tuple[NDArray[np.float32], Ints]:
        """For each of the chosen the least cost of a swap, and the first place in `ranked` that has it."""
        size = len(self.chosen)
        costs, places = np.full(size, np.inf, np.float32), np.zeros(size, np.int64)
        held, waiting = self._belongs(self.chosen), self._belongs(ranked)
        base = (held @ self.lose).astype(np.float32)
        weights = ((1 - held) * self.gain - held * self.lose).T.astype(np.float32)
        for start in range(0, len(ranked), BLOCK):
            block = base + waiting[start : start + BLOCK].astype(np.float32) @ weights
            first = block.argmin(axis=0)
            least = block[first, np.arange(size)]
            better = least < costs
            costs[better], places[better] = least[better], start + first[better]
            if not costs.any():
                break
        return costs, places

    def _belongs(self, people: Ints) -> NDArray[np.uint8]:
        """People by tight rules: 1 where the person counts towards the rule."""
        place = np.full(self.problem.people, -1, np.int64)
        place[people] = np.arange(len(people))
        belongs = np.zeros((len(people), len(self.tight)), np.uint8)
        for column, rule in enumerate(self.tight.tolist()):
            rows = place[self.problem.members_of(rule)]
            belongs[rows[rows >= 0], column] = 1
        return belongs

    def stretches(self, member: int, person: int) -> Iterator[Stretch]:
        for rule, lose, gain in zip(self.tight.tolist(), self.lose, self.gain, strict=True):
            held, waits = (_counts(self.problem, rule, one) for one in (member, person))
            if held and not waits and lose:
                yield Stretch(rule, "min", int(self.counts[rule]) - 1)
            if waits and not held and gain:
                yield Stretch(rule, "max", int(self.counts[rule]) + 1)


def _counts(problem: Problem, rule: int, person: int) -> bool:
    members = problem.members_of(rule)
    place = int(np.searchsorted(members, person))
    return place < len(members) and int(members[place]) == person
