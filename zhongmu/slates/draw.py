"""The public draw among slates of equal merit: it depends on the ids and the seed, on nothing else.

A person's ticket is HMAC-SHA-256 with the seed as key and the id as message, both in UTF-8, written in hex. Tickets in
ascending order are the order of the draw. Walked once: a person is kept if some slate of the greatest merit contains
them and everyone kept before. Whoever is kept makes up the slate.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zhongmu.slates.certificate import bound_in_parts, worths
from zhongmu.slates.core import Core
from zhongmu.slates.engines import Engine, never, solve_model
from zhongmu.slates.problem import IN, OPEN, OUT, Ints, Problem
from zhongmu.slates.shaping import running
from zhongmu.slates.solver import Listener, Outcome, Progress, model_of_core

NEAR = 300
Reason = Literal["fixed", "price", "full", "needed", "twin", "solver"]


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why no slate of the greatest merit holds this person beside everyone kept before.

    `fixed`: named as out by the settings. `price`: their price alone costs more than the bound leaves. `full`: those
    kept fill `rule`, which is theirs. `needed`: the other values of the feature of `rule` need every seat left.
    `twin`: same score, same rules as `like`, who was rejected before. `solver`: a solver found none; another can try
    again.
    """

    person: int
    reason: Reason
    like: int | None = None
    rule: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """`order`: positions of all people in the order of the draw. `complete` is False where time ran out or the slate
    was not proved: then `chosen` is the slate the draw had reached, and no statement on ties is made.
    """

    chosen: Ints
    order: Ints
    rejected: tuple[Rejection, ...]
    complete: bool


def ticket(seed: str, person: str) -> str:
    return hmac.new(seed.encode(), person.encode(), hashlib.sha256).hexdigest()


def order_of(problem: Problem, seed: str) -> Ints:
    """Positions in the order of the draw."""
    tickets = [ticket(seed, person) for person in problem.ids]
    return np.array(sorted(range(problem.people), key=tickets.__getitem__), dtype=np.int64)


def draw(
    problem: Problem,
    outcome: Outcome,
    seed: str,
    *,
    limit_s: float,
    stop: Callable[[], bool] = never,
    progress: Listener | None = None,
    engine: Engine = "cbc",
) -> Drawn:
    """Walk the order once. Who is in the slate at hand is kept as they are; prices and twins reject most others."""
    order = order_of(problem, seed)
    if not outcome.proved:
        return Drawn(outcome.chosen, order, (), complete=False)
    if progress:
        progress(Progress("draw", outcome.value, outcome.bound))
    return _Walk(problem, outcome, order, engine=engine, ends_at=time.monotonic() + limit_s, stop=stop).run()


class Tally:
    """Who is seated for good, counted by rule: what counting alone says against one more."""

    def __init__(self, problem: Problem) -> None:
        self.rules = problem.rules
        seated = (problem.fixed == IN).astype(np.int64)
        self.counts = running(problem, seated).tolist()
        self.left = problem.seats - int(seated.sum())
        self.values = _values(problem)

    def seat(self, rules: Iterable[int]) -> None:
        self.left -= 1
        for rule in rules:
            self.counts[rule] += 1

    def full(self, rules: Iterable[int]) -> int | None:
        return next((rule for rule in rules if self.counts[rule] >= self.rules[rule].high), None)

    def needed(self, rules: Iterable[int]) -> int | None:
        """A rule whose feature lacks more people of its other values than there would be seats left."""
        for rule in rules:
            others = (other for other in self.values.get(rule, ()) if other != rule)
            lacking = sum(max(0, self.rules[other].low - self.counts[other]) for other in others)
            if lacking + max(0, self.rules[rule].low - self.counts[rule] - 1) > self.left - 1:
                return rule
        return None


def _values(problem: Problem) -> dict[int, list[int]]:
    """For each quota those of its feature, itself among them, where nobody counts towards two of them."""
    features: dict[str, list[int]] = {}
    for number, rule in enumerate(problem.rules):
        if rule.kind == "quota":
            features.setdefault(rule.feature.casefold(), []).append(number)
    apart = [rules for rules in features.values() if _apart(problem, rules)]
    return {rule: rules for rules in apart for rule in rules}


def _apart(problem: Problem, rules: list[int]) -> bool:
    members = np.concatenate([problem.members_of(rule) for rule in rules])
    return len(np.unique(members)) == len(members)


class _Walk:
    """`fixed`: who is kept and who rejected so far. `slate`: one of the greatest merit that agrees with it."""

    def __init__(
        self,
        problem: Problem,
        outcome: Outcome,
        order: Ints,
        *,
        engine: Engine,
        ends_at: float,
        stop: Callable[[], bool],
    ) -> None:
        self.problem, self.outcome, self.order = problem, outcome, order
        self.engine, self.ends_at, self.stop = engine, ends_at, stop
        self.fixed, self.slate = problem.fixed.copy(), np.zeros(problem.people, dtype=bool)
        self.slate[outcome.chosen] = True
        self.worth = worths(problem, outcome.prices)
        self.spare = (
            bound_in_parts(problem, outcome.prices, self.worth) - outcome.value * outcome.prices.scale
        )
        self.likes = _alike(problem, np.flatnonzero(-self.worth <= self.spare))
        self.first: dict[tuple[int, ...], int] = {}
        self.tally = Tally(problem)
        self.rejected: list[Rejection] = []

    def run(self) -> Drawn:
        """Once the slate is full of kept people, nobody else can be kept."""
        for person in self.order.tolist():
            if not self.tally.left:
                break
            if self.slate[person]:
                self._keep(person)
            elif (reason := self._without_solver(person)) is not None:
                self._reject(reason)
            elif (found := self._with(person)) is None:
                self._reject(Rejection(person, "solver"))
                self.first.setdefault(self.likes[person], person)
            elif len(found):
                self.slate[:] = False
                self.slate[found] = True
                self._keep(person)
            else:
                return self._drawn(complete=False)
        return self._drawn(complete=True)

    def _keep(self, person: int) -> None:
        if self.fixed[person] == OPEN:
            self.fixed[person] = IN
            self.tally.seat(self.likes[person][1:])

    def _drawn(self, *, complete: bool) -> Drawn:
        return Drawn(np.flatnonzero(self.slate), self.order, tuple(self.rejected), complete=complete)

    def _reject(self, rejection: Rejection) -> None:
        self.rejected.append(rejection)
        self.fixed[rejection.person] = OUT

    def _without_solver(self, person: int) -> Rejection | None:
        if self.fixed[person] == OUT:
            return Rejection(person, "fixed")
        if -self.worth[person] > self.spare:
            return Rejection(person, "price")
        rules = self.likes[person][1:]
        if (rule := self.tally.full(rules)) is not None:
            return Rejection(person, "full", rule=rule)
        if (rule := self.tally.needed(rules)) is not None:
            return Rejection(person, "needed", rule=rule)
        like = self.first.get(self.likes[person])
        return None if like is None else Rejection(person, "twin", like)

    def _with(self, person: int) -> Ints | None:
        """A slate of the greatest merit with this person and everyone kept; None for none, nobody where time ran out.

        It is looked for first among those at hand and those whose turn is near: most who can be kept are found there.
        """
        core = self._core(person)
        if core is None:
            return None
        near = core.open[self.near[core.open] | self.slate[core.open]]
        if len(near) < len(core.open) / 2:
            found = self._completed(replace(core, open=near))
            if found is not None and len(found):
                return found
        return self._completed(core)

    def _completed(self, core: Core) -> Ints | None:
        model, base = model_of_core(self.problem, core)
        left, wanted = self.ends_at - time.monotonic(), self.outcome.value - base
        if left <= 0 or self.stop():
            return np.zeros(0, dtype=np.int64)
        found = solve_model(model, self.engine, limit_s=left, stop=self.stop, above=wanted - 1)
        if found.status == "infeasible":
            return None
        if found.value != wanted or found.values is None:
            return np.zeros(0, dtype=np.int64)
        return np.sort(np.concatenate((core.inside, core.open[found.values == 1])))

    @property
    def near(self) -> NDArray[np.bool_]:
        """The next undecided in the order."""
        undecided = self.order[self.fixed[self.order] == OPEN][:NEAR]
        near = np.zeros(self.problem.people, dtype=bool)
        near[undecided] = True
        return near

    def _core(self, person: int) -> Core | None:
        """Who may still stand otherwise than their worth says, after what the people settled so far cost already."""
        fixed, worth = self.fixed.copy(), self.worth
        fixed[person] = IN
        free = self.problem.fixed == OPEN
        against = (free & (fixed == IN) & (worth < 0)) | (free & (fixed == OUT) & (worth > 0))
        spare = self.spare - int(abs(worth[against]).sum())
        if spare < 0:
            return None
        undecided = (fixed == OPEN) & (abs(worth) <= spare)
        inside = (fixed == IN) | ((fixed == OPEN) & ~undecided & (worth > 0))
        return Core(np.flatnonzero(undecided), np.flatnonzero(inside), None)


def _alike(problem: Problem, people: Ints) -> dict[int, tuple[int, ...]]:
    """For each of these people their score and rules: who has the same can take the other's seat."""
    wanted = np.zeros(problem.people, dtype=bool)
    wanted[people] = True
    rules = np.repeat(np.arange(len(problem.rules)), np.diff(problem.starts))
    there = wanted[problem.members]
    found: dict[int, list[int]] = {int(person): [int(problem.scores[person])] for person in people}
    for person, rule in zip(problem.members[there].tolist(), rules[there].tolist(), strict=True):
        found[person].append(rule)
    return {person: tuple(marks) for person, marks in found.items()}
