"""An identity number read back by part, as far as it was typed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.test_values_identity import numbers
from zhongmu.people.identity import check_resident_id
from zhongmu.people.readback import for_script, parts_of
from zhongmu.people.values import BadValue

TODAY = date(2026, 11, 21)
PLACES = {"500103": "渝中区"}


def read(typed: str) -> list[tuple[str, str]]:
    return [(part.said, part.kind) for part in parts_of(typed, places=PLACES, on=TODAY)]


@pytest.mark.clause("CQ-F6")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("500103200002290013", ["重庆市渝中区", "2000年2月29日", "男", "对得上"]),
        (" 11010519491231002x", ["北京市", "1949年12月31日", "女", "对得上"]),
        ("810000199003070015", ["香港居民居住证", "1990年3月7日", "男", "对得上"]),
    ],
)
def test_a_good_number_is_read_back_whole(typed, said):
    assert read(typed) == [(each, "good") for each in said]


@pytest.mark.clause("CQ-F6")
@pytest.mark.parametrize(
    ("typed", "place", "said", "kind"),
    [
        ("990103200002290013", 0, "990103，不在现行地区代码里，请对照证件核对", "doubt"),
        ("5O0103200002290013", 0, "第2位不是数字", "wrong"),
        ("500103200102290013", 1, "日历上没有2001年2月29日，请核对这几位", "wrong"),
        ("500103202702280013", 1, "2027年2月28日还没有到，请核对这几位", "wrong"),
        ("50010320000229A013", 1, "2000年2月29日", "good"),
        ("500103200002290X13", 2, "男", "good"),
        ("50010320000229001X", 3, "与前17位对不上，多半有一位抄错了，请逐位核对", "wrong"),
        ("500103200002290X13", 3, "第16位不是数字", "wrong"),
        ("5001032000022900131", 3, "多了1位，应为18位", "wrong"),
        ("50010320000229001", 3, "还没填到", "open"),
        ("5001032000", 1, "还没填到", "open"),
        ("50", 0, "还没填到", "open"),
    ],
)
def test_the_part_that_is_wrong_is_named(typed, place, said, kind):
    assert read(typed)[place] == (said, kind)


def test_an_empty_box_says_nothing():
    assert read("  ") == []


@given(st.text(max_size=22))
def test_whatever_is_typed_is_read_without_an_error(typed):
    assert len(read(typed)) in {0, 4}


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_part_is_wrong_just_when_the_number_is_taken(number, place, digit):
    typed = number[:place] + digit + number[place + 1 :]
    try:
        check_resident_id(typed, on=TODAY)
    except BadValue:
        assert "wrong" in {kind for _said, kind in read(typed)}
    else:
        assert "wrong" not in {kind for _said, kind in read(typed)}


def test_the_script_is_handed_the_same_sentences():
    told = json.loads(json.dumps(for_script(places=PLACES, on=TODAY)))
    assert told["words"]["fits"] == "对得上"
    assert (told["provinces"]["50"], told["permits"]["81"], told["today"]) == ("重庆市", "香港", "2026-11-21")
