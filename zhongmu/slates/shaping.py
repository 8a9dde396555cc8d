"""The integer model of a problem, or of the part of it that is still open."""

from __future__ import annotations

import numpy as np

from zhongmu.slates.engines import Model
from zhongmu.slates.problem import IN, OPEN, Ints, Problem


def settled(problem: Problem) -> tuple[Ints, Ints]:
    """The people who are open and those who are in, as the problem itself says."""
    return np.flatnonzero(problem.fixed == OPEN), np.flatnonzero(problem.fixed == IN)


def model_of(problem: Problem, columns: Ints, inside: Ints) -> Model:
    """Choose among `columns` (ascending), with `inside` seated and everybody else left out.

    Row 0 is the seats left, row r + 1 what rule r leaves. The objective is the merit of the columns alone.
    """
    place = np.full(problem.people, -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    seated = np.zeros(problem.people, dtype=np.int64)
    seated[inside] = 1
    taken = running(problem, seated)
    there = place[problem.members]
    counts = running(problem, (place >= 0).astype(np.int64))
    starts = np.concatenate(([0, len(columns)], len(columns) + np.cumsum(counts)))
    low = np.array([rule.low for rule in problem.rules], dtype=np.int64)
    high = np.array([rule.high for rule in problem.rules], dtype=np.int64)
    seats = [problem.seats - len(inside)]
    return Model(
        objective=problem.scores[columns],
        lower=np.zeros(len(columns), dtype=np.int64),
        upper=np.ones(len(columns), dtype=np.int64),
        low=np.concatenate((seats, low - taken)),
        high=np.concatenate((seats, high - taken)),
        starts=starts,
        columns=np.concatenate((np.arange(len(columns)), there[there >= 0])),
        weights=np.ones(int(starts[-1]), dtype=np.int64),
    )


def running(problem: Problem, marked: Ints) -> Ints:
    """How many members of each rule are marked."""
    sums = np.concatenate(([0], np.cumsum(marked[problem.members], dtype=np.int64)))
    return sums[problem.starts[1:]] - sums[problem.starts[:-1]]
