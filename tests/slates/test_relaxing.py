from __future__ import annotations

from itertools import chain, repeat

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.slates.instances import flexible, pool
from tests.slates.problems import problem, slates
from tests.slates.sheets.writing import read
from tests.slates.test_solver import problems
from zhongmu.slates.problem import Problem
from zhongmu.slates.relaxing import Give, Way, relaxed, ways_of


def needed(case: Problem, slate: tuple[int, ...]) -> tuple[Give, ...] | None:
    """What must give for these people; None where it may not."""
    gives = []
    for number, rule in enumerate(case.rules):
        count = len(np.intersect1d(case.members_of(number), slate))
        if not rule.low_flex <= count <= rule.high_flex:
            return None
        if count < rule.low:
            gives.append(Give(number, "min", count))
        elif count > rule.high:
            gives.append(Give(number, "max", count))
    return tuple(gives)


def size(case: Problem, gives: tuple[Give, ...]) -> tuple[int, int, int]:
    """Total, quotas touched, and how early in the file they stand."""
    rules = case.rules
    total = sum(
        abs(give.bound - (rules[give.rule].low if give.side == "min" else rules[give.rule].high))
        for give in gives
    )
    soft = [n for n, rule in enumerate(rules) if rule.low_flex < rule.low or rule.high_flex > rule.high]
    return total, len(gives), sum(len(soft) - soft.index(give.rule) for give in gives)


def every_way(case: Problem) -> set[tuple[Give, ...]]:
    bare = relaxed_to_limits(case)
    return {way for slate in slates(bare) if (way := needed(case, slate)) is not None}


def relaxed_to_limits(case: Problem) -> Problem:
    gives = []
    for number, rule in enumerate(case.rules):
        gives += [Give(number, "min", rule.low_flex), Give(number, "max", rule.high_flex)]
    return relaxed(case, tuple(gives))


@given(problems(), st.integers(1, 3))
def test_the_first_way_is_the_smallest_and_each_next_touches_other_quotas(case, room):
    assume(not slates(case))
    case = flexible(case, room)
    possible = every_way(case)
    seen: list[Way] = []
    for way in ways_of(case, limit_s=30):
        allowed = [
            one
            for one in possible
            if not any({give.rule for give in before.gives} <= {give.rule for give in one} for before in seen)
        ]
        assert size(case, way.gives) == min(size(case, one) for one in allowed)
        assert (way.total, way.smallest, way.shown) == (size(case, way.gives)[0], True, True)
        assert slates(relaxed(case, way.gives))
        seen.append(way)
    assert bool(seen) == bool(possible)


def test_limits_are_kept_and_where_they_do_not_help_there_is_no_way():
    case = flexible(problem([1, 1, 1], 2, [({0}, 2, 2)]), 0)
    assert list(ways_of(case)) == []
    assert [way.gives for way in ways_of(flexible(case, 1))] == [(Give(0, "min", 1),)]


@pytest.mark.parametrize("kind", ["unit", "address", "pair"])
def test_caps_and_pairs_never_give(kind):
    case = read(
        "id,gender,unit,home\na,F,x,1\nb,F,x,1\nc,M,y,2\n",
        "feature,value,min,max\ngender,F,2,2\ngender,M,0,0\n",
        settings={"unit": "unit_cap = 1", "address": 'address_columns = ["home"]', "pair": ""}[kind],
        **({"pairs": "x,y\na,b\n"} if kind == "pair" else {}),
    ).problem
    ways = list(ways_of(case))
    assert ways
    assert {case.rules[give.rule].kind for way in ways for give in way.gives} == {"quota"}


def test_where_only_fractions_would_do_the_way_is_found_in_whole_people():
    """Each two of the three share a value that one may have: halves of all three fit, whole people do not."""
    case = read(
        "id,score,A,B,C\n1,5,a,b,n\n2,4,a,n,c\n3,3,n,b,c\n4,1,n,n,n\n",
        "feature,value,min,max\nA,a,1,1\nA,n,0,3\nB,b,1,1\nB,n,0,3\nC,c,1,1\nC,n,0,3\n",
        seats=2,
    ).problem
    assert not slates(case)
    ways = list(ways_of(case, limit_s=30))
    assert ways
    assert all(way.gives and way.total == 1 and way.smallest and way.shown for way in ways[:1])
    assert all(slates(relaxed(case, way.gives)) for way in ways)


def test_stopping_gives_what_was_found():
    case = flexible(problem([1, 1, 1], 2, [({0}, 2, 2), ({1}, 2, 2)]), 2)
    ways = ways_of(case, stop=chain([False, False], repeat(True)).__next__, limit_s=30)
    assert next(ways).total == 2
    assert next(ways, None) is None


def test_thousands_of_people_are_relaxed():
    people, quotas = pool(400, 40)
    lines = quotas.splitlines()
    lines[1] = lines[1].rsplit(",", 2)[0] + ",32,36"
    case = read(people, "\n".join(lines) + "\n", seats=40).problem
    way = next(iter(ways_of(case, most=1)))
    assert way.smallest
    assert [(give.rule, give.side) for give in way.gives] == [(0, "min")]
