"""One choice from its sheets to its result: the best slate, the draw among equals, or why there is none."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from zhongmu.slates.conflicts import Conflict, conflict_of
from zhongmu.slates.draw import Drawn, draw, order_of
from zhongmu.slates.engines import never
from zhongmu.slates.problem import Ints, Problem
from zhongmu.slates.reading import Sheets
from zhongmu.slates.relaxing import Way, ways_of
from zhongmu.slates.reserves import Reserves, plan
from zhongmu.slates.solver import Infeasible, Listener, NoSlateYet, Outcome, Progress, solve
from zhongmu.slates.what_if import room_of

Status = Literal["proved", "stopped", "infeasible"]


@dataclass(slots=True)
class Watch:
    """What is left of the time limit, and how long each phase took: seconds."""

    limit_s: float
    stop: Callable[[], bool] = never
    began: float = field(default_factory=time.perf_counter)
    took: dict[str, float] = field(default_factory=dict)

    @property
    def left(self) -> float:
        return max(0.0, self.limit_s - (time.perf_counter() - self.began))

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.took[name] = time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class Room:
    """With every other demand kept, a quota could only be between `least` and `most`."""

    rule: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """`proved`: the optimum is proved and the draw went to its end, so that a second run gives the same bytes.
    `bound` alone is known where a run was stopped before it had a slate.
    """

    sheets: Sheets
    seed: str
    seed_given: bool
    status: Status
    outcome: Outcome | None
    drawn: Drawn | None
    bound: int | None
    reserves: Reserves | None = None
    conflict: Conflict | None = None
    ways: tuple[Way, ...] = ()
    rooms: tuple[Room, ...] = ()

    @property
    def chosen(self) -> Ints | None:
        return self.drawn.chosen if self.drawn else self.outcome.chosen if self.outcome else None

    @property
    def value(self) -> int | None:
        return None if self.chosen is None else self.sheets.problem.total(self.chosen)


def usual_seed(ids: tuple[str, ...], seats: int) -> str:
    """For a choice without a seed of its own: nobody picks it, and the order of the rows does not reach it."""
    return hashlib.sha256("\n".join([*ids, str(seats)]).encode()).hexdigest()


def run(sheets: Sheets, seed: str | None, watch: Watch, listener: Listener | None = None) -> Result:
    """Never raises for what the sheets ask: an impossible choice is a result too."""
    problem = sheets.problem
    result = _choose(sheets, seed, watch, listener)
    if result.status == "infeasible":
        with watch.phase("conflict_s"):
            conflict = conflict_of(problem, limit_s=watch.left / 2, stop=watch.stop)
        with watch.phase("relaxing_s"):
            ways = tuple(ways_of(problem, limit_s=watch.left, stop=watch.stop))
        with watch.phase("rooms_s"):
            rooms = tuple(_rooms(problem, conflict, watch))
        return replace(result, conflict=conflict, ways=ways, rooms=rooms)
    if result.chosen is None:
        return result
    with watch.phase("reserves_s"):
        drawn = result.drawn.order if result.drawn else order_of(problem, result.seed)
        return replace(result, reserves=plan(problem, result.chosen, drawn))


def _rooms(problem: Problem, conflict: Conflict, watch: Watch) -> Iterator[Room]:
    """Only a quota of the conflict can end it on its own."""
    for rule in sorted({one.place for one in conflict.demands if one.side in {"min", "max"}}):
        if watch.left <= 0 or watch.stop():
            return
        if problem.rules[rule].kind == "quota" and (room := room_of(problem, rule, limit_s=watch.left)):
            yield Room(rule, *room)


def _choose(sheets: Sheets, seed: str | None, watch: Watch, listener: Listener | None) -> Result:
    problem = sheets.problem
    chosen_seed = usual_seed(problem.ids, problem.seats) if seed is None else seed
    told = (sheets, chosen_seed, seed is not None)
    try:
        with watch.phase("solve_s"):
            outcome = solve(problem, limit_s=watch.left, stop=watch.stop, progress=listener)
    except Infeasible:
        return Result(*told, "infeasible", None, None, None)
    except NoSlateYet as why:
        return Result(*told, "stopped", None, None, why.bound)
    if not outcome.proved:
        return Result(*told, "stopped", outcome, None, outcome.bound)
    if listener:
        listener(Progress("draw", outcome.value, outcome.bound))
    with watch.phase("draw_s"):
        drawn = draw(problem, outcome, chosen_seed, limit_s=watch.left, stop=watch.stop, progress=listener)
    return Result(*told, "proved" if drawn.complete else "stopped", outcome, drawn, outcome.bound)
