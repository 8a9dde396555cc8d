"""Printed options with a tick: the one that is meant, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.intake.annex.ticks import ticked

YES_NO = ("是", "否")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("☑是 □否", "是"),
        ("□是　☑ 否", "否"),
        ("√是 否", "是"),
        ("是 否√", "否"),
        ("是□ 否■", "否"),
        ("□是/√否", "否"),
        ("是√", "是"),
        ("是 √ 否", None),
        ("☑是☑", None),
        ("☑ □是 否", None),
        ("☑☑是", None),
        ("☑也许", None),
        ("☑是 ☑否", None),
        ("□是 □否", None),
        ("×是 □否", None),
        ("☑", None),
        ("", None),
        ("是", None),
        ("☑是 □是", None),
    ],
)
def test_the_option_with_the_tick_is_meant_where_it_can_be_told(text, meant):
    assert ticked(text, YES_NO) == meant


labels = st.lists(st.sampled_from("甲乙丙丁戊"), min_size=2, max_size=5, unique=True)


@given(labels, st.integers(0, 4), st.booleans(), st.sampled_from(["", " ", "　", "\n"]))
def test_one_tick_among_boxes_names_its_neighbour(options, at, before, gap):
    at %= len(options)
    marks = ["☑" if n == at else "□" for n in range(len(options))]
    written = gap.join(f"{m}{o}" if before else f"{o}{m}" for m, o in zip(marks, options, strict=True))
    assert ticked(written, options) == options[at]


@given(st.text("是否☑□√☒ /", max_size=12))
def test_no_answer_is_ever_one_without_a_tick_beside_it(text):
    meant = ticked(text, YES_NO)
    if meant is not None:
        bare = text.replace(" ", "").replace("/", "")
        assert any(f"{mark}{meant}" in bare or f"{meant}{mark}" in bare for mark in "☑√")
