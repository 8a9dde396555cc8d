"""The rules as a value, and the way from inputs to merits as text."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from zhongmu.ledger.canonical import canonical
from zhongmu.recruitment.scoring.outcome import outcome_of
from zhongmu.recruitment.scoring.rubric import Band, Dimension, Rubric, Seat, read_rubric

ANCHORS = ("有具体事实，远高于需要", "有事实，够用", "事实不足")
RUBRIC = Rubric(
    dims=(
        Dimension("profession", "专业背景", 40, ANCHORS, ("education", "major")),
        Dimension("experience", "工作经历", 60, ANCHORS, ("post", "reason")),
    ),
    highest=100,
    bands=(Band(80, "突出"), Band(60, "合格"), Band(0, "不足")),
    each=2,
    severity="additive",
    spread=20,
    extreme=10,
    reasons="extreme",
    panel=(Seat(1, "reviewer"), Seat(2, "reviewer"), Seat(3, "expert")),
)
SCORES = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from([1, 2, 3])),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
    min_size=1,
)


def inputs_of(scores, **rules):
    rows = [
        {"candidate": c, "reviewer": r, "dimension": d.code, "points": p}
        for (c, r), given_ in scores.items()
        for d, p in zip(RUBRIC.dims, given_, strict=True)
    ]
    return {"rules": {**RUBRIC.as_json(), **rules}, "scores": rows}


def test_rules_survive_being_written_down():
    assert read_rubric(RUBRIC.text) == RUBRIC
    assert read_rubric(RUBRIC.text).digest == RUBRIC.digest
    assert len(RUBRIC.digest) == 64
    assert RUBRIC.text == canonical(json.loads(RUBRIC.text))


def test_bands_and_extremes_are_told_from_the_rules():
    assert RUBRIC.ranges == (("突出", 80, 100), ("合格", 60, 79), ("不足", 0, 59))
    assert [p for p in (0, 10, 11, 89, 90, 100) if RUBRIC.is_extreme(p)] == [0, 10, 90, 100]
    assert RUBRIC.shown["reason"] == ("工作经历",)
    assert not RUBRIC.needs_reason(50)
    assert Rubric(**{n: getattr(RUBRIC, n) for n in RUBRIC.__slots__} | {"reasons": "always"}).needs_reason(
        50
    )


@given(SCORES, st.randoms(use_true_random=False))
def test_the_outcome_is_the_same_bytes_whatever_the_order(scores, random):
    inputs = inputs_of(scores)
    first = outcome_of(canonical(inputs))
    random.shuffle(inputs["scores"])
    assert outcome_of(canonical(inputs)) == first == canonical(json.loads(first))


def test_merits_are_whole_hundredths_of_a_point():
    found = json.loads(outcome_of(canonical(inputs_of({("A", 1): (80, 90), ("A", 2): (85, 70)}))))
    assert found["merits"] == [{"candidate": "A", "merit": 81_00, "plain": 81_00}]
    assert found["reviewers"] == [
        {"reviewer": 1, "effect": "500", "rounded": 500},
        {"reviewer": 2, "effect": "-500", "rounded": -500},
    ]


def test_an_effect_that_is_no_whole_number_is_written_as_a_fraction():
    scores = {("A", 1): (80, 80), ("A", 2): (70, 70), ("B", 2): (75, 75), ("B", 3): (85, 85)}
    scores |= {("C", 1): (90, 90), ("C", 3): (84, 84)}
    found = json.loads(outcome_of(canonical(inputs_of(scores))))
    assert [row["effect"] for row in found["reviewers"]] == ["1600/3", "-2000/3", "400/3"]
    assert [row["merit"] for row in found["merits"]] == [7567, 8267, 8367]


def test_groups_that_cannot_be_compared_keep_the_plain_mean():
    found = json.loads(outcome_of(canonical(inputs_of({("A", 1): (80, 90), ("B", 2): (10, 20)}))))
    assert found["method"] == "apart"
    assert found["reviewers"] == []
    assert [row["merit"] == row["plain"] for row in found["merits"]] == [True, True]


def test_rules_without_correction_give_the_plain_mean():
    scores = {("A", 1): (80, 80), ("A", 2): (70, 70), ("B", 2): (75, 75)}
    found = json.loads(outcome_of(canonical(inputs_of(scores, severity="none"))))
    assert found["method"] == "none"
    assert [row["merit"] for row in found["merits"]] == [7500, 7500]


def test_scores_that_are_not_complete_do_not_count():
    inputs = inputs_of({("A", 1): (80, 90), ("A", 2): (85, 70)})
    inputs["scores"] = inputs["scores"][:-1]
    assert json.loads(outcome_of(canonical(inputs)))["merits"][0]["plain"] == 86_00
