"""Whole-number prices that bound the merit of every possible slate, without a solver.

A seat and each rule get a price, in parts of a point (`scale` parts make one). A person is worth what their score
exceeds the prices of the seat and of their rules. No slate's merit passes the seats and bounds at their prices plus
what the people who are worth something are worth. That holds whatever the prices are: good ones only make it tight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhongmu.slates.problem import IN, OPEN, Ints, Problem

ROOM = 2**61
"""Sums stay below this, so that 64 bits hold them."""
MOST = 2**62


@dataclass(frozen=True, slots=True)
class Prices:
    """`rules` names only the rules with a price other than 0: number of the rule → price."""

    scale: int
    seat: int
    rules: dict[int, int]


def worths(problem: Problem, prices: Prices) -> Ints:
    """What each person is worth at these prices, in parts of a point."""
    worth = problem.scores * prices.scale - prices.seat
    for rule, price in prices.rules.items():
        worth[problem.members_of(rule)] -= price
    return worth


def bound_in_parts(problem: Problem, prices: Prices, worth: Ints) -> int:
    """The bound in parts of a point, as Python's whole number; `worth` is `worths` of the same prices."""
    at_bounds = sum(
        price * (problem.rules[rule].high if price > 0 else problem.rules[rule].low)
        for rule, price in prices.rules.items()
    )
    gained = worth[(problem.fixed == IN) | ((problem.fixed == OPEN) & (worth > 0))]
    return problem.seats * prices.seat + at_bounds + int(gained.sum())


def fit(problem: Problem, prices: Prices) -> bool:
    """Whether 64 bits hold every sum that these prices come to: asked of prices that come from elsewhere."""
    numbers = [prices.scale, prices.seat, *prices.rules.values()]
    if prices.scale < 1 or max(map(abs, numbers)) >= MOST:
        return False
    worth = abs(problem.scores).astype(np.float64) * prices.scale + abs(prices.seat)
    for rule, price in prices.rules.items():
        worth[problem.members_of(rule)] += abs(price)
    return float(worth.sum()) + problem.people * sum(map(float, map(abs, numbers))) < MOST


def upper_bound(problem: Problem, prices: Prices) -> int:
    """No slate that keeps every rule has more merit than this."""
    return bound_in_parts(problem, prices, worths(problem, prices)) // prices.scale


def scale_for(problem: Problem, largest: float) -> int:
    """Parts of a point: a power of two such that sums over everyone fit, with prices up to `largest` points each."""
    most = int(abs(problem.scores).max(initial=0)) + int(largest) + 1
    depth = int(np.bincount(problem.members, minlength=1).max(initial=0)) + 2
    fits = ROOM // (most * depth * (problem.people + problem.seats + len(problem.rules) + 1))
    return 1 << max(0, min(20, fits.bit_length() - 1))
