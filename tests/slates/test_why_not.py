from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.slates.problems import best, problem, slates
from tests.slates.sheets.writing import read
from tests.slates.test_solver import problems
from zhongmu.slates.problem import IN, OUT, Problem
from zhongmu.slates.solver import NoSlateYet, solve
from zhongmu.slates.why_not import Holding, why_not
from zhongmu.slates.words import why_in_words


def others(case: Problem, person: int, *, inside: bool) -> int | None:
    fixed = case.fixed.copy()
    fixed[person] = OUT if inside else IN
    return best(replace(case, fixed=fixed))


def scored(case: Problem, person: int, score: int) -> tuple[bool, bool]:
    """With this score: whether some best slate has the person, and whether every one does."""
    scores = case.scores.copy()
    scores[person] = score
    moved = replace(case, scores=scores)
    top = best(moved)
    there = [person in slate for slate in slates(moved) if moved.total(np.array(slate)) == top]
    return any(there), all(there)


@given(problems(), st.integers(0, 8))
def test_the_cost_and_the_score_that_flips_it_are_exact(case, which):
    assume(slates(case))
    person = which % case.people
    assume(case.fixed[person] == 0)
    chosen = solve(case, limit_s=20).chosen
    found = why_not(case, chosen, person)
    inside = person in chosen
    other = others(case, person, inside=inside)
    assert found.chosen == inside
    if other is None:
        assert (found.cost, found.some_at) == (None, None)
        return
    cost = case.total(chosen) - other
    assert found.cost == (cost, cost)
    assert scored(case, person, found.some_at) == (True, False)
    assert scored(case, person, found.some_at - 1) == (False, False)
    assert scored(case, person, found.every_at) == (True, True)
    after = np.union1d(np.setdiff1d(chosen, found.leaving), found.coming)
    assert case.total(after) == other
    assert (person in found.leaving) if inside else (person in found.coming)


def test_what_stands_in_the_way_is_named():
    # 3 is better than 1 and 2, but their quota is full of 0; 1 and 2 are held by a minimum of theirs.
    case = problem([9, 1, 2, 8], 3, [({0, 3}, 0, 1), ({1, 2}, 2, 3)])
    found = why_not(case, np.array([0, 1, 2]), 3)
    assert (found.cost, found.some_at, found.every_at) == ((1, 1), 9, 10)
    assert (found.full, found.holding, found.lower) == ((0,), (Holding(1, 2),), 2)
    assert (found.leaving.tolist(), found.coming.tolist()) == ([0], [3])


def test_it_is_told_in_sentences():
    case = read(
        "id,score,g\na,9,x\nb,1,y\nc,2,y\nd,8,x\n", "feature,value,min,max\ng,x,0,1\ng,y,2,3\n", seats=3
    ).problem
    chosen = np.array([0, 1, 2])
    assert why_in_words(case, why_not(case, chosen, 3)) == [
        "放进 d，名单合计最好也要少 1。",
        "其余不变，d 的分数到 9 就能与最优名单打平，到 10 则必定入选。",
        "d 所在的g“x”（1 人）已经满了。",
        "分数比 d 低的 2 名入选者里，有 2 人是g“y”，这里只剩最少人数，换不下来。",
    ]
    assert why_in_words(case, why_not(case, chosen, 1)) == ["守住每一条的名单里，没有一份没有 b。"]
    tied = problem([5, 5], 1)
    assert (
        why_in_words(tied, why_not(tied, np.array([0]), 1))[0] == "放进 p0001，名单合计不变，同分时由抽签定。"
    )
    out = problem([1, 5], 1, fixed=[0, -1])
    assert why_in_words(out, why_not(out, np.array([0]), 1))[0] == "放进 p0001，名单合计会多 4。"
    part = replace(why_not(case, chosen, 3), cost=(1, 3), some_at=None, every_at=None)
    assert why_in_words(case, part)[0] == "放进 d，名单合计要少 1 至 3（没有算完）。"


def test_someone_out_by_the_settings_is_asked_about_all_the_same_and_no_score_flips_that():
    found = why_not(problem([1, 5], 1, fixed=[0, -1]), np.array([0]), 1)
    assert (found.cost, found.some_at, found.every_at) == ((-4, -4), None, None)
    found = why_not(problem([8, 4], 1, fixed=[0, -1]), np.array([0]), 1)
    assert (found.cost, found.some_at, found.every_at) == ((4, 4), None, None)
    found = why_not(problem([4, 8], 1, fixed=[1, 0]), np.array([0]), 0)
    assert (found.cost, found.some_at) == ((-4, -4), None)


def test_no_score_is_told_against_a_slate_that_is_not_the_best():
    found = why_not(problem([3, 8], 1), np.array([0]), 1)
    assert (found.cost, found.some_at, found.every_at) == ((-5, -5), None, None)


def test_no_time_no_answer():
    case = problem(list(range(8)), 4, [({0, 1, 2}, 1, 2), ({2, 3, 4, 5}, 2, 3)])
    with pytest.raises(NoSlateYet):
        why_not(case, np.array([2, 5, 6, 7]), 0, limit_s=0, stop=lambda: True)
