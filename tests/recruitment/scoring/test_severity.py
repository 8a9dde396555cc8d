"""Severity of reviewers, exactly: the worked example of the guide, and what must hold whatever was given."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.recruitment.scoring.severity import corrected, effects, groups, means, rounded

# In whole points, as the guide tells it; the functions take 1/100 point.
EXAMPLE = {
    ("A", 1): 84_00, ("A", 2): 72_00,
    ("B", 2): 75_00, ("B", 3): 81_00,
    ("C", 1): 88_00, ("C", 3): 85_00,
}  # fmt: skip
POINTS = st.integers(0, 100_00)


@st.composite
def linked(draw):
    """Some candidates, each scored by two or more of up to five reviewers, linked by one whom everybody met."""
    reviewers = draw(st.integers(2, 5))
    totals = {}
    for candidate in range(draw(st.integers(1, 6))):
        others = draw(st.sets(st.integers(1, reviewers - 1), min_size=1))
        if candidate == 0:
            others = set(range(1, reviewers))
        for reviewer in {0, *others}:
            totals[f"c{candidate}", reviewer] = draw(POINTS)
    return totals


def test_the_worked_example_of_the_guide():
    assert effects(EXAMPLE) == {1: 5_00, 2: -6_00, 3: 1_00}
    assert means(EXAMPLE) == {"A": 78_00, "B": 78_00, "C": 86_50}
    assert corrected(EXAMPLE) == {"A": 78_50, "B": 80_50, "C": 83_50}


@given(linked())
def test_effects_add_up_to_nothing_and_the_residuals_are_least(totals):
    found, fair = effects(totals), corrected(totals)
    assert sum(found.values()) == 0
    left = {pair: total - fair[pair[0]] - found[pair[1]] for pair, total in totals.items()}
    for reviewer in found:
        assert sum(rest for pair, rest in left.items() if pair[1] == reviewer) == 0
    for candidate in fair:
        assert sum(rest for pair, rest in left.items() if pair[0] == candidate) == 0


@given(linked(), st.integers(-50_00, 50_00))
def test_a_reviewer_who_gives_everybody_more_changes_no_difference_between_candidates(totals, more):
    shifted = {pair: total + more * (pair[1] == 0) for pair, total in totals.items()}
    before, after = corrected(totals), corrected(shifted)
    moved = {after[candidate] - before[candidate] for candidate in before}
    assert len(moved) == 1


@given(linked(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(totals, random):
    rows = list(totals.items())
    random.shuffle(rows)
    assert corrected(dict(rows)) == corrected(totals)


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_where_everybody_scored_everybody_nothing_is_corrected(candidates, reviewers, more):
    totals = {(f"c{c}", r): more.draw(POINTS) for c in range(candidates) for r in range(reviewers)}
    assert corrected(totals) == means(totals)


def test_reviewers_without_common_candidates_are_not_compared():
    apart = {("A", 1): 80_00, ("A", 2): 70_00, ("B", 3): 90_00, ("B", 4): 60_00, ("C", 1): 1}
    assert groups(apart) == [frozenset({1, 2}), frozenset({3, 4})]
    with pytest.raises(ValueError, match="in common"):
        effects(apart)
    assert effects({}) == {}


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (Fraction(5, 2), 3),
        (Fraction(-5, 2), -2),
        (Fraction(7, 3), 2),
        (Fraction(4), 4),
        (Fraction(-7, 3), -2),
    ],
)
def test_halves_are_rounded_upwards(value, whole):
    assert rounded(value) == whole
