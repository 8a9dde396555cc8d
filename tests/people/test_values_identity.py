from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.outcomes import is_sentence, outcome
from zhongmu.people.identity import check_digit, check_resident_id, mask_resident_id
from zhongmu.people.values import BadValue

TODAY = date(2026, 11, 21)
PROVINCES = ["11", "23", "50", "65", "71", "81", "82", "83"]


@st.composite
def numbers(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1920, 1, 1), TODAY))
    rest = f"{draw(st.integers(0, 9999)):04}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    body = draw(st.sampled_from(PROVINCES)) + rest
    return body + check_digit(body)


def refusal(text: str) -> str:
    with pytest.raises(BadValue) as caught:
        check_resident_id(text, on=TODAY)
    return caught.value.sentence


@pytest.mark.clause("CQ-F6")
@pytest.mark.parametrize(
    "number", ["11010519491231002X", "500103200002290013", "230103199001010023", "810000199003070015"]
)
def test_known_numbers_are_accepted(number):
    found = check_resident_id(number, on=TODAY)
    assert found.number == number
    assert found.warnings == ()
    assert found.hmt == number.startswith("81")


@pytest.mark.clause("CQ-F6")
@pytest.mark.parametrize(
    "typed",
    [
        " 11010519491231002x ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "\u200b11010519491231002X",
    ],
)
def test_every_way_of_typing_gives_one_number(typed):
    assert check_resident_id(typed, on=TODAY).number == "11010519491231002X"


def test_the_number_tells_birth_sex_region_and_mask():
    found = check_resident_id("500103200002290013", on=TODAY)
    assert (found.birth_on, found.sex, found.region_code) == (date(2000, 2, 29), "1", "500103")
    assert found.masked == "500103********0013"
    assert check_resident_id("230103199001010023").sex == "2"
    assert mask_resident_id("123") == "***"


def test_a_leap_day_birthday_comes_on_the_first_of_march():
    found = check_resident_id("500103200002290013", on=TODAY)
    assert found.age(date(2026, 2, 28)) == 25
    assert found.age(date(2026, 3, 1)) == 26
    assert found.age(date(2028, 2, 29)) == 28


@pytest.mark.clause("CQ-F6")
@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "没有填写"),
        ("110105491231002", "15位"),
        ("1101051949123100", "18位"),
        ("11010519491231002Y", "第18位"),
        ("1101O519491231002X", "第5位"),
        ("110105194912310021", "校验位"),
        ("500103200102290013", "第7至14位"),
        ("500103202711220013", "还没有到"),
        ("500103000001010013", "第7至14位"),
    ],
)
def test_a_refusal_names_the_part_that_is_wrong(typed, part):
    assert part in refusal(typed)


def test_an_unknown_province_only_warns():
    body = "99010519491231002"
    found = check_resident_id(body + check_digit(body), on=TODAY)
    assert "99" in found.warnings[0]


def test_an_age_past_a_hundred_and_twenty_only_warns():
    body = "11010518991231002"
    assert "120" in check_resident_id(body + check_digit(body), on=TODAY).warnings[0]


@given(numbers())
def test_every_well_formed_number_is_accepted_and_stays_the_same(number):
    assert check_resident_id(number, on=TODAY).number == number


@given(numbers(), st.integers(0, 17), st.integers(1, 9))
def test_no_single_wrong_digit_passes(number, place, shift):
    if number[place] == "X":
        wrong = number[:place] + str(shift)
    else:
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    refusal(wrong)


@given(st.one_of(st.text(), st.text("0123456789xX０１ ", min_size=15, max_size=20)))
def test_any_text_gives_a_number_or_a_sentence(text):
    found, sentence = outcome(check_resident_id, text)
    assert is_sentence(sentence) if found is None else len(found.number) == 18
