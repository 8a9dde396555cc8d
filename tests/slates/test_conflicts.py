from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given

from tests.slates.instances import pool
from tests.slates.problems import problem, slates
from tests.slates.sheets.writing import read
from tests.slates.test_solver import problems
from zhongmu.slates.conflicts import conflict_of, impossible_in_fractions, thinned
from zhongmu.slates.demands import Demand, demands_of
from zhongmu.slates.problem import OPEN, Problem


def test_out_of_time_it_says_that_more_could_go():
    people, quotas = pool(400, 40)
    case = read(people, quotas.replace(quotas.splitlines()[1], "特征1,值0,41,41"), seats=40).problem
    for found in (conflict_of(case, limit_s=0), conflict_of(case, stop=lambda: True)):
        assert (found.proved, found.minimal) == (False, False)
        assert len(found.demands) == len(demands_of(case))


def keeping(case: Problem, demands) -> bool:
    """Whether some group of people, of any size unless the seats are asked, keeps these demands."""
    rules = [
        replace(
            rule,
            low=rule.low if Demand("min", number) in demands else 0,
            high=rule.high if Demand("max", number) in demands else case.people,
        )
        for number, rule in enumerate(case.rules)
    ]
    fixed = case.fixed.copy()
    sides = {1: "in", -1: "out"}
    for person in np.flatnonzero(fixed != OPEN).tolist():
        if Demand(sides[int(fixed[person])], person) not in demands:
            fixed[person] = OPEN
    sizes = [case.seats] if Demand("seats") in demands else range(case.people + 1)
    return any(slates(replace(case, rules=tuple(rules), fixed=fixed, seats=seats)) for seats in sizes)


@given(problems())
def test_the_demands_clash_and_all_but_any_one_do_not(case):
    assume(not slates(case))
    found = conflict_of(case)
    assert found.proved
    assert found.minimal
    assert not keeping(case, found.demands)
    for one in found.demands:
        assert keeping(case, set(found.demands) - {one})


@given(problems())
def test_the_quick_test_is_never_wrong_when_it_says_no(case):
    if impossible_in_fractions(case):
        assert not slates(case)


@given(problems())
def test_every_demand_counts_and_together_they_are_the_choice(case):
    assert keeping(case, set(demands_of(case))) == bool(slates(case))


def test_more_seats_than_people():
    assert conflict_of(problem([1, 2], 3)).demands == (Demand("seats"),)


def test_a_clash_of_whole_people_only_is_found():
    # Of any two of three exactly one may be in: halves would do, people do not.
    rules = [({0, 1}, 1, 1), ({0, 2}, 1, 1), ({1, 2}, 1, 1)]
    case = problem([0, 0, 0, 0], 2, rules)
    assert not impossible_in_fractions(case)
    found = conflict_of(case)
    assert {one.side for one in found.demands} <= {"min", "max"}
    assert not keeping(case, found.demands)


def test_time_that_runs_out_is_admitted():
    rules = [({0, 1}, 1, 1), ({0, 2}, 1, 1), ({1, 2}, 1, 1)]
    found = conflict_of(problem([0, 0, 0, 0], 2, rules), stop=lambda: True, limit_s=0)
    assert not found.minimal or found.proved


@pytest.mark.parametrize("size", [1, 2, 3, 7, 16])
def test_the_filter_keeps_what_clashes_wherever_it_stands(size):
    demands = [Demand("in", person) for person in range(size)]
    for one in demands:
        for other in demands:
            assert set(thinned(demands, lambda kept, both={one, other}: both <= set(kept))) == {one, other}


def test_ten_thousand_people_are_explained():
    people, quotas = pool(10_000, 500)
    lines = quotas.splitlines()
    lines[1] = lines[1].rsplit(",", 2)[0] + ",400,450"
    case = read(people, "\n".join(lines) + "\n", seats=500).problem
    found = conflict_of(case)
    assert found.minimal
    assert Demand("min", 0) in found.demands
    assert len(found.demands) <= 6
