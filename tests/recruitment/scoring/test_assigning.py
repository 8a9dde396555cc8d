"""Who scores whom: enough, even, linked, never one who is barred."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zhongmu.recruitment.scoring.assigning import assign
from zhongmu.recruitment.scoring.severity import groups

LABELS = st.sets(st.text("ABCDEFGHJK23456789", min_size=4, max_size=4), min_size=1, max_size=30)


@given(LABELS, st.integers(2, 7), st.integers(2, 4))
def test_everybody_gets_enough_reviewers_evenly(labels, reviewers, each):
    each = min(each, reviewers)
    made = assign(labels, range(reviewers), each=each)
    assert made.short == {}
    assert set(Counter(label for label, _reviewer in made.pairs).values()) == {each}
    load = Counter(reviewer for _label, reviewer in made.pairs)
    assert max(load.values()) - min(load[r] for r in range(reviewers)) <= 1
    assert made == assign(sorted(labels, reverse=True), list(reversed(range(reviewers))), each=each)


@given(st.integers(2, 7), st.integers(2, 4), st.integers(0, 20))
def test_with_as_many_candidates_as_reviewers_all_reviewers_are_linked(reviewers, each, more):
    labels = [f"L{n:03}" for n in range(reviewers + more)]
    made = assign(labels, range(reviewers), each=min(each, reviewers))
    assert len(groups(made.pairs)) == 1


@given(LABELS, st.data())
def test_nobody_scores_whom_they_are_barred_from(labels, more):
    barred = {(label, more.draw(st.integers(0, 3))) for label in labels if more.draw(st.booleans())}
    made = assign(labels, range(4), each=3, barred=barred)
    assert not barred & set(made.pairs)
    assert made.short == {}
    tight = assign(labels, range(3), each=3, barred={(label, 0) for label in labels})
    assert tight.short == dict.fromkeys(labels, 1)


def test_what_is_done_stays_and_only_the_gap_is_filled():
    done = {("AAAA", 0), ("AAAA", 1), ("BBBB", 0)}
    made = assign(["AAAA", "BBBB"], [0, 1, 2], each=2, done=done)
    assert [label for label, _reviewer in made.pairs] == ["BBBB"]
    assert made.pairs[0][1] == 2  # who has least to do
