from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.slates.problems import best, problem, slates
from tests.slates.test_solver import problems
from zhongmu.slates.problem import IN, OPEN, OUT
from zhongmu.slates.solver import solve
from zhongmu.slates.what_if import Change, changed, room_of, what_if


@given(problems(), st.integers(0, 4), st.sampled_from([IN, OPEN, OUT]))
def test_a_moved_slider_gives_the_best_of_the_new_plan(case, number, status):
    assume(slates(case))
    chosen = solve(case, limit_s=20).chosen
    bounds = {0: (number, number + 1)} if case.rules else {}
    change = Change(seats=min(case.people, number), bounds=bounds, fixed={0: status})
    after = changed(case, change)
    found = what_if(case, chosen, change, limit_s=20)
    wanted = best(after)
    assert found.possible == (wanted is not None)
    assert (found.value, found.proved) == (wanted, True)
    if wanted is not None:
        assert after.is_slate(found.chosen)
        moved = np.union1d(np.setdiff1d(chosen, found.leaving), found.coming)
        assert not len(found.chosen) or np.array_equal(moved, found.chosen)


def test_without_time_nothing_is_claimed():
    case = problem(list(range(8)), 4, [({0, 1, 2}, 1, 2), ({2, 3, 4, 5}, 2, 3)])
    found = what_if(case, np.array([2, 5, 6, 7]), Change(seats=3), limit_s=0, stop=lambda: True)
    assert (found.possible, found.value, found.proved) == (None, None, False)
    assert found.bound >= best(changed(case, Change(seats=3)))


@given(problems(), st.integers(0, 4))
def test_no_slate_stands_outside_the_room_of_a_quota(case, which):
    assume(case.rules)
    number = which % len(case.rules)
    free = changed(case, Change(bounds={number: (0, case.people)}))
    counts = [len(np.intersect1d(case.members_of(number), slate)) for slate in slates(free)]
    room = room_of(case, number)
    if room is None:
        assert counts == []
    assert all(room[0] <= count <= room[1] for count in counts)


@pytest.mark.parametrize(("bounds", "room"), [((1, 1), (1, 2)), ((3, 3), (1, 2))])
def test_the_room_does_not_ask_what_the_quota_says_now(bounds, room):
    case = problem([1, 2, 3, 4], 2, [({0, 1, 2}, *bounds), ({3}, 0, 1)])
    assert room_of(case, 0) == room
