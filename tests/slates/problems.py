"""Small problems, and what they come to when every slate is tried."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from zhongmu.slates.problem import Problem, Rule


def rule(low: int, high: int, kind: str = "quota") -> Rule:
    return Rule(kind, "", "", low, high, low, high)


def problem(scores, seats, rules=(), fixed=None) -> Problem:
    """`rules`: (members, low, high) each."""
    starts = np.cumsum([0, *(len(members) for members, _low, _high in rules)])
    return Problem(
        ids=tuple(f"p{n:04d}" for n in range(len(scores))),
        scores=np.array(scores, dtype=np.int64),
        seats=seats,
        rules=tuple(rule(low, high) for _members, low, high in rules),
        starts=starts.astype(np.int64),
        members=np.array([m for members, _l, _h in rules for m in sorted(members)], dtype=np.int64),
        fixed=np.array(fixed if fixed is not None else [0] * len(scores), dtype=np.int8),
    )


def slates(problem: Problem) -> list[tuple[int, ...]]:
    tried = combinations(range(problem.people), problem.seats)
    return [slate for slate in tried if problem.is_slate(np.array(slate, dtype=np.int64))]


def best(problem: Problem) -> int | None:
    return max((problem.total(np.array(slate, dtype=np.int64)) for slate in slates(problem)), default=None)
