from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.slates.instances import flexible, pool
from tests.slates.problems import slates
from tests.slates.sheets.writing import read
from tests.slates.test_solver import problems
from zhongmu.slates.draw import order_of
from zhongmu.slates.problem import OUT, Problem
from zhongmu.slates.reserves import NEVER, Reserves, Substitute, plan


def swapped(slate: tuple[int, ...], member: int, person: int) -> np.ndarray:
    return np.array(sorted({*slate} - {member} | {person}), np.int64)


def cost(case: Problem, slate: np.ndarray) -> float:
    """How many quotas must give, NEVER where one may not."""
    total = 0.0
    for number in case.broken(slate):
        rule, count = case.rules[number], len(np.intersect1d(case.members_of(number), slate))
        total += 1 if rule.low_flex <= count <= rule.high_flex else NEVER
    return total


def expected(case: Problem, slate: tuple[int, ...], member: int, turn: list[int]) -> tuple[float, int | None]:
    free = [p for p in range(case.people) if p not in slate and case.fixed[p] != OUT]
    swaps = [(cost(case, swapped(slate, member, p)), -int(case.scores[p]), turn.index(p), p) for p in free]
    least = min(swaps, default=(NEVER, 0, 0, None))
    return (least[0], least[3]) if least[0] < NEVER else (NEVER, None)


@given(problems(), st.integers(0, 10), st.text("ab", max_size=2), st.integers(0, 2))
def test_every_seat_has_its_best_substitute(case, which, seed, room):
    case = flexible(case, room)
    found = slates(case)
    assume(found)
    slate = found[which % len(found)]
    turn = order_of(case, seed).tolist()
    planned = plan(case, np.array(slate, np.int64), np.array(turn, np.int64))
    assert [one.member for one in planned.substitutes] == list(slate)
    for one in planned.substitutes:
        quotas, person = expected(case, slate, one.member, turn)
        assert one.person == person
        if person is not None:
            assert len(one.stretches) == quotas
            assert (
                given_way(case, one).is_slate(swapped(slate, one.member, person))
                or case.fixed[one.member] == 1
            )
    assert first_legal_is_the_substitute(case, slate, planned)


def given_way(case: Problem, one: Substitute) -> Problem:
    """The problem after its quotas gave as the plan says."""
    rules = list(case.rules)
    for stretch in one.stretches:
        side = {"min": "low", "max": "high"}[stretch.side]
        rules[stretch.rule] = replace(rules[stretch.rule], **{side: stretch.bound})
    return replace(case, rules=tuple(rules))


def first_legal_is_the_substitute(case: Problem, slate: tuple[int, ...], planned: Reserves) -> bool:
    for one in planned.substitutes:
        if one.person is not None and not one.stretches:
            legal = [p for p in planned.order.tolist() if not case.broken(swapped(slate, one.member, p))]
            if legal[0] != one.person:
                return False
    return True


def test_ten_thousand_by_five_hundred_is_planned_at_once():
    people, quotas = pool(10_000, 500)
    case = read(people, quotas, seats=500).problem
    chosen = np.arange(500, dtype=np.int64)
    began = time.process_time()
    planned = plan(case, chosen, order_of(case, "x"))
    assert len(planned.substitutes) == 500
    assert time.process_time() - began < 5
