from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.slates.problems import problem, slates
from tests.slates.test_solver import problems
from zhongmu.slates.draw import draw, order_of, ticket
from zhongmu.slates.problem import OPEN
from zhongmu.slates.solver import solve


def drawn_by_hand(case, seed):
    """Of all slates of the greatest merit, the one whose people come first in the order, person by person."""
    totals = {slate: case.total(np.array(slate, dtype=np.int64)) for slate in slates(case)}
    left = [set(slate) for slate, total in totals.items() if total == max(totals.values())]
    for person in order_of(case, seed).tolist():
        left = [slate for slate in left if person in slate] or left
    return sorted(left[0])


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
@given(problems(), st.text(max_size=4))
def test_the_draw_is_what_its_words_say(case, seed):
    assume(slates(case))
    drawn = draw(case, solve(case, limit_s=20), seed, limit_s=20)
    assert drawn.complete
    assert drawn.chosen.tolist() == drawn_by_hand(case, seed)
    order, kept = drawn.order.tolist(), set(drawn.chosen.tolist())
    last = max((order.index(person) for person in kept if case.fixed[person] == OPEN), default=-1)
    assert [one.person for one in drawn.rejected] == [p for p in order[: last + 1] if p not in kept]


@pytest.mark.parametrize("engine", ["highs", "cbc"])
def test_both_engines_draw_the_same_and_record_the_same(engine):
    case = problem([3, 3, 3, 2, 2, 1], 3, [({0, 1, 3}, 1, 2), ({2, 4}, 1, 1)])
    drawn = draw(case, solve(case, limit_s=20, engine=engine), "2026", limit_s=20, engine=engine)
    assert drawn.chosen.tolist() == drawn_by_hand(case, "2026")


def test_a_twin_needs_no_solver():
    """One of the first three and one of 0, 1, 3: with 2 in, 3 must come, and neither 4 nor 5, who are alike, can."""
    case = problem([1] * 6, 2, [({0, 1, 2}, 1, 1), ({0, 1, 3}, 1, 1)])
    seeds = (str(n) for n in range(10_000))
    seed = next(s for s in seeds if order_of(case, s).tolist() in ([2, 4, 5, 3, 0, 1], [2, 4, 5, 0, 3, 1]))
    drawn = draw(case, solve(case, limit_s=5), seed, limit_s=5)
    assert drawn.chosen.tolist() == [2, 3]
    assert [one.reason for one in drawn.rejected if one.person in {4, 5}] == ["solver", "twin"]


def test_a_ticket_is_hmac_sha_256_of_the_id_under_the_seed():
    assert ticket("种子", "甲") == hmac.new("种子".encode(), "甲".encode(), hashlib.sha256).hexdigest()


def test_out_of_time_the_draw_says_so():
    case = problem([1, 1, 1, 1], 2)
    assert not draw(case, solve(case, limit_s=5), "s", limit_s=5, stop=lambda: True, engine="highs").complete
