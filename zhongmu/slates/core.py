"""The few people whom prices leave undecided.

At prices that bound merit, a slate that leaves out a person worth w > 0, or seats one worth w < 0, falls short of the
bound by |w|. Once a slate of merit v is known, whoever is worth more than what lies between the bound and the next
merit above v stands in every better slate where their worth puts them. Who remains open is the core. All of it is
arithmetic in whole numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from zhongmu.slates.certificate import bound_in_parts, worths
from zhongmu.slates.linear import Relaxation
from zhongmu.slates.problem import IN, OPEN, Ints, Problem

WHOLE = 1e-6
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """`open`: people to choose among, ascending; `inside`: seated beside them.

    No slate elsewhere has a merit above `outside`; None where everybody is open, so that there is none elsewhere.
    """

    open: Ints
    inside: Ints
    outside: int | None


class Ground:
    """A problem and the prices found for it."""

    def __init__(self, problem: Problem, relaxation: Relaxation) -> None:
        self.problem, self.prices = problem, relaxation.prices
        self.worth = worths(problem, self.prices)
        self.parts = bound_in_parts(problem, self.prices, self.worth)
        self.free = problem.fixed == OPEN
        self.step = math.gcd(*np.diff(np.unique(problem.scores[self.free])).tolist()) or 1
        self._likely = (self.worth > 0) | ((self.worth == 0) & (relaxation.shares > HALF))
        whole = abs(relaxation.shares - np.rint(relaxation.shares)) < WHOLE
        doubt = np.where(whole, abs(self.worth), -1)
        self._by_doubt = np.flatnonzero(self.free)[np.argsort(doubt[self.free], kind="stable")]

    @property
    def bound(self) -> int:
        return self.within(self.parts)

    def within(self, parts: int) -> int:
        """The greatest merit that these parts allow: the merits of two slates lie a multiple of `step` apart."""
        inside, free = np.flatnonzero(self.problem.fixed == IN), self.problem.scores[self.free]
        one = self.problem.total(inside) + (self.problem.seats - len(inside)) * int(
            free[0] if len(free) else 0
        )
        return one + (parts // self.prices.scale - one) // self.step * self.step

    def around(self, size: int) -> Core:
        """The `size` people in the greatest doubt; everybody else as they stand in the fractions."""
        settled = abs(self.worth[self._by_doubt[size:]])
        outside = self.within(self.parts - int(settled.min())) if len(settled) else None
        return self._core(self._by_doubt[:size], outside)

    def beyond(self, merit: int) -> Core:
        """Everybody who may stand otherwise in a slate of more than this merit: it holds every such slate."""
        return self._core(self.undecided(merit + self.step), merit)

    def undecided(self, merit: int) -> Ints:
        """Everybody who may stand otherwise than their worth says in a slate of this merit or more."""
        left = self.parts - merit * self.prices.scale
        return np.flatnonzero(self.free & (abs(self.worth) <= left))

    def _core(self, undecided: Ints, outside: int | None) -> Core:
        seated = np.where(self.free, self._likely, self.problem.fixed == IN)
        seated[undecided] = False
        return Core(np.sort(undecided), np.flatnonzero(seated), outside)
