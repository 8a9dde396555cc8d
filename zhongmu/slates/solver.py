"""The slate with the most merit that keeps every rule, with a proof or with the gap that is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from zhongmu.slates.certificate import Prices
from zhongmu.slates.core import Core, Ground
from zhongmu.slates.engines import Engine, Model, never, solve_model
from zhongmu.slates.linear import NoFractions, relax
from zhongmu.slates.problem import IN, Ints, Problem
from zhongmu.slates.shaping import model_of

Phase = Literal["linear", "slate", "core", "draw"]
FIRST = 80
"""People in the first core; each further one holds half as many again."""
ENOUGH = 220
"""A core of all better slates that is no larger is searched at once."""
WIDE = 400
"""No core holds more people than this before any slate is looked for among all."""
LOOK, STEP = 1500, 4000
"""Nodes of a search for a slate, and of a first try at the last core."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: the best slate's merit, if there is one, and the bound that no slate passes."""

    phase: Phase
    best: int | None
    bound: int | None

    @property
    def gap(self) -> int | None:
        return None if self.best is None or self.bound is None else self.bound - self.best


Listener = Callable[[Progress], None]


class Infeasible(Exception):
    """No slate keeps every rule. `fractions_too`: not even with fractions of seats; else only whole seats fail."""

    def __init__(self, *, fractions_too: bool) -> None:
        super().__init__("no slate keeps every rule")
        self.fractions_too = fractions_too


class NoSlateYet(Exception):
    """Time ran out, or somebody stopped, before any slate was found; there may be one, of merit up to `bound`."""

    def __init__(self, bound: int | None) -> None:
        super().__init__("no slate was found before the end")
        self.bound = bound


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """`chosen`: positions, ascending. `bound`: no slate passes it; equal to `value` where `proved`.

    `prices` bound the merit of any slate on their own (certificate.upper_bound), a little above `bound`.
    """

    chosen: Ints
    value: int
    bound: int
    proved: bool
    prices: Prices

    @property
    def gap(self) -> int:
        return self.bound - self.value


def ignore(_progress: Progress) -> None:
    """Nobody listens."""


def solve(
    problem: Problem,
    *,
    limit_s: float,
    stop: Callable[[], bool] = never,
    progress: Listener | None = None,
    engine: Engine = "cbc",
) -> Outcome:
    """The best slate; where time or `stop` ends the run first, the best one found and the gap that is proven.

    Raises Infeasible, and NoSlateYet when the end came before any slate.
    """
    ends_at = time.monotonic() + limit_s
    try:
        relaxation = relax(problem, limit_s=limit_s, stop=stop)
    except NoFractions:
        raise Infeasible(fractions_too=True) from None
    return _Search(Ground(problem, relaxation), engine, ends_at, stop, progress or ignore).run()


class _Search:
    """Cores that grow until one holds a slate near the bound; then the core of all better slates, to its end."""

    def __init__(
        self, ground: Ground, engine: Engine, ends_at: float, stop: Callable[[], bool], listener: Listener
    ) -> None:
        self.ground, self.problem = ground, ground.problem
        self.engines: list[Engine] = [engine, "highs" if engine == "cbc" else "cbc"]
        self.ends_at, self.stop, self.listener = ends_at, stop, listener
        self.chosen: Ints | None = None
        self.value: int | None = None
        self.bound = ground.bound
        self._tell("linear", self.bound)

    def run(self) -> Outcome:
        size = FIRST
        while not self.over:
            better = None if self.value is None else self.ground.beyond(self.value)
            if better and (len(better.open) <= max(size, ENOUGH) or size > WIDE):
                self._finish(better)
            elif size <= WIDE:
                self._look("slate", self.ground.around(size), nodes=LOOK)
            else:
                self._look_everywhere()
            size = size * 3 // 2
        if self.chosen is None or self.value is None:
            raise NoSlateYet(self.bound)
        return Outcome(self.chosen, self.value, self.bound, self.value == self.bound, self.ground.prices)

    @property
    def over(self) -> bool:
        return self.value == self.bound or self.left <= 0 or not self.engines or self.stop()

    @property
    def left(self) -> float:
        return self.ends_at - time.monotonic()

    def _finish(self, core: Core) -> None:
        """A better slate leaves a smaller core: after one, start over. Without one, search this core to its end."""
        before = self.value
        self._look("core", core, nodes=STEP)
        if self.value == before and not self.over:
            self._look("core", core, nodes=None)
            if self.value == before and not self.over:
                self.engines.pop(0)  # it gave up with time left

    def _look(self, phase: Phase, core: Core, *, nodes: int | None) -> None:
        """Search a core, and keep what that finds and proves."""
        model, base = model_of_core(self.problem, core)
        start = self._as_start(core)
        above = None if self.value is None or start is not None else self.value - base

        def watch(_best: int | None, bound: int) -> None:
            self._tell(phase, self._with_others(core, base + bound))

        found = solve_model(
            model, self.engines[0], limit_s=self.left, stop=self.stop, watcher=watch,
            above=above, start=start, nodes=nodes,
        )  # fmt: skip
        if found.values is not None:
            self._keep(np.sort(np.concatenate((core.inside, core.open[found.values == 1]))))
        left = None if found.status == "infeasible" else base + found.bound
        if left is None and core.outside is None and self.value is None:
            raise Infeasible(fractions_too=False)
        self.bound = self._with_others(core, left)
        self._tell(phase, self.bound)

    def _as_start(self, core: Core) -> Ints | None:
        """The best slate so far as values of the core's columns, if it stands in this core at all."""
        if self.chosen is None or len(np.setdiff1d(self.chosen, core.open)) != len(core.inside):
            return None
        if len(np.setdiff1d(core.inside, self.chosen)):
            return None
        return np.isin(core.open, self.chosen).astype(np.int64)

    def _keep(self, chosen: Ints) -> None:
        value = self.problem.total(chosen)
        if self.problem.is_slate(chosen) and (self.value is None or value > self.value):
            self.chosen, self.value = chosen, value

    def _with_others(self, core: Core, bound: int | None) -> int:
        """The bound of all slates, from that of this core."""
        known = [one for one in (bound, core.outside, self.value) if one is not None]
        return min(self.bound, max(known))

    def _look_everywhere(self) -> None:
        """No core held a slate: look for any slate among all, whatever its merit."""
        columns, inside = np.flatnonzero(self.ground.free), np.flatnonzero(self.problem.fixed == IN)
        model = model_of(self.problem, columns, inside).lean()
        blind = replace(model, objective=np.zeros_like(model.objective))
        found = solve_model(blind, "highs", limit_s=self.left, stop=self.stop)
        if found.status == "infeasible":
            raise Infeasible(fractions_too=False)
        if found.values is None:
            self.engines = []
        else:
            self._keep(np.sort(np.concatenate((inside, columns[found.values == 1]))))

    def _tell(self, phase: Phase, bound: int) -> None:
        self.listener(Progress(phase, self.value, bound))


def model_of_core(problem: Problem, core: Core) -> tuple[Model, int]:
    """The model of a core, and what its values lack to the merit of the whole slate."""
    model = model_of(problem, core.open, core.inside).lean()
    least = int(model.objective.min()) if len(core.open) else 0
    base = problem.total(core.inside) + least * (problem.seats - len(core.inside))
    return replace(model, objective=model.objective - least), base
