from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slates.problems import best, problem
from zhongmu.slates.certificate import upper_bound
from zhongmu.slates.engines import solve_model
from zhongmu.slates.instances import instance
from zhongmu.slates.shaping import model_of, settled
from zhongmu.slates.solver import Infeasible, NoSlateYet, solve


@st.composite
def problems(draw):
    people = draw(st.integers(1, 9))
    scores = draw(st.lists(st.integers(-3, 6), min_size=people, max_size=people))
    seats = draw(st.integers(0, people))
    rules = []
    for _rule in range(draw(st.integers(0, 5))):
        members = draw(st.sets(st.integers(0, people - 1)))
        low = draw(st.integers(0, 3))
        rules.append((members, low, low + draw(st.integers(0, 3))))
    fixed = draw(st.lists(st.sampled_from([0, 0, 0, 0, 1, -1]), min_size=people, max_size=people))
    return problem(scores, seats, rules, fixed)


@given(problems())
def test_the_slate_is_the_best_of_all(case):
    wanted = best(case)
    if wanted is None:
        with pytest.raises(Infeasible):
            solve(case, limit_s=20)
        return
    found = solve(case, limit_s=20)
    assert found.proved
    assert case.is_slate(found.chosen)
    assert found.value == case.total(found.chosen) == wanted == found.bound
    assert upper_bound(case, found.prices) >= wanted


def test_positions_ascend():
    assert solve(problem([1, 5, 3], 2), limit_s=5).chosen.tolist() == [1, 2]
    assert np.array_equal(solve(problem([], 0), limit_s=5).chosen, [])


@pytest.mark.parametrize("engine", ["highs", "cbc"])
@pytest.mark.parametrize("slack", [0, 1])
def test_both_engines_prove_the_same_merit(engine, slack):
    case = instance(300, 40, slack=slack, seed=7)
    found = solve(case, limit_s=60, engine=engine)
    whole = solve_model(model_of(case, *settled(case)), "highs", limit_s=60)
    assert found.proved
    assert (found.value, whole.status) == (whole.value, "proved")
    assert found.bound <= upper_bound(case, found.prices)


def test_stopped_at_once_there_is_no_slate_and_a_bound_that_holds():
    case = instance(300, 40, slack=1, seed=7)
    with pytest.raises(NoSlateYet) as none:
        solve(case, limit_s=60, stop=lambda: True)
    assert none.value.bound >= solve(case, limit_s=60).value


def test_stopped_with_a_slate_the_gap_is_proven():
    case, best_so_far = instance(2000, 200, slack=0, seed=1), []
    found = solve(
        case, limit_s=60, stop=lambda: any(best_so_far), progress=lambda p: best_so_far.append(p.best)
    )
    assert case.is_slate(found.chosen)
    assert found.value <= solve(case, limit_s=60).value <= found.bound


def test_an_odd_circle_of_pairs_fits_in_fractions_only():
    case = problem([1, 1, 1, 1], 2, [({0, 1}, 1, 1), ({1, 2}, 1, 1), ({0, 2}, 1, 1)])
    with pytest.raises(Infeasible) as whole:
        solve(case, limit_s=20)
    assert not whole.value.fractions_too
    with pytest.raises(Infeasible) as not_even:
        solve(problem([1, 1], 1, [({0, 1}, 2, 2)]), limit_s=20)
    assert not_even.value.fractions_too
