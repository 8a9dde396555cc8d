"""Why no slate keeps every demand: a few demands that cannot be kept together, while all but any one of them can."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhongmu.slates.crowds import Crowd
from zhongmu.slates.demands import Demand, Fractions, demands_of, model_under
from zhongmu.slates.engines import never, solve_model
from zhongmu.slates.problem import Problem

ONE_TEST_S = 20.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """`proved`: no slate keeps these demands. `minimal`: without any one of them some slate keeps the rest.
    `fractions_too`: fractions of people would not keep every demand either.
    """

    demands: tuple[Demand, ...]
    proved: bool
    minimal: bool
    fractions_too: bool


def conflict_of(problem: Problem, *, limit_s: float = 60.0, stop: Callable[[], bool] = never) -> Conflict:
    """To be asked only where no slate keeps every demand.

    Demands that clash even in fractions of people are found by those; what is left is tried in whole people, one
    demand at a time. A test that finds no answer in time keeps its demand, and the conflict is not called minimal.
    """
    until = time.monotonic() + limit_s
    fractions = Fractions(problem, until=until, stop=stop)
    demands = fractions.every
    clash = not fractions.feasible(demands)
    if clash:
        demands = thinned(demands, lambda kept: not fractions.feasible(kept))
    whole = _Whole(problem, until, stop)
    proved = whole.impossible(demands)
    return Conflict(tuple(thinned(demands, whole.impossible)[::-1]), proved, not whole.unsure, clash)


def impossible_in_fractions(problem: Problem) -> bool:
    """The quick test: True is a proof that no slate keeps every demand, False leaves it open."""
    return not Fractions(problem).feasible(demands_of(problem))


def thinned(demands: Sequence[Demand], impossible: Callable[[Sequence[Demand]], bool]) -> list[Demand]:
    """Deletion filter: as many as can go from the front go, the next one is needed, and so on to the end. So the
    demands that stand last are the ones that are kept where there is a choice.
    """
    kept, needed = list(demands), 0
    while needed < len(kept):
        least, most = 0, len(kept) - needed
        while least < most:
            middle = (least + most + 1) // 2
            if impossible(kept[:needed] + kept[needed + middle :]):
                least = middle
            else:
                most = middle - 1
        del kept[needed : needed + least]
        needed += 1
    return kept


class _Whole:
    """Whether no whole slate keeps some demands; `unsure` once a test found no answer in time."""

    def __init__(self, problem: Problem, until: float, stop: Callable[[], bool]) -> None:
        self.problem, self.until, self.stop = problem, until, stop
        self.unsure = False

    def impossible(self, demands: Sequence[Demand]) -> bool:
        left = min(ONE_TEST_S, self.until - time.monotonic())
        if left <= 0 or self.stop():
            self.unsure = True
            return False
        rules = {one.place for one in demands if one.side in {"min", "max"}}
        model = model_under(self.problem, Crowd(self.problem, rules), demands)
        found = solve_model(model, "highs", limit_s=left, stop=self.stop)
        self.unsure |= found.status == "stopped"
        return found.status == "infeasible"
