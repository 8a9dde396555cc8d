from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.outcomes import is_sentence, outcome
from zhongmu.people import codes
from zhongmu.people.credit import check_credit_code, credit_check_character
from zhongmu.people.institutions import read_institution_code
from zhongmu.people.values import BadValue

CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.builds(
    lambda head, region, tail: head + region + tail,
    st.sampled_from(["91", "11", "52", "N2", "Y1"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CHARSET, min_size=9, max_size=9),
)
READERS = [codes.sex_code, codes.political_code, codes.ethnic_code, codes.education_code, codes.health_code]


@pytest.mark.parametrize("code", ["91110000600037341L", "11500000MB1670604W", "91500103MA5U00001G"])
def test_known_credit_codes_are_accepted_in_any_typing(code):
    assert check_credit_code(f" {code.lower()[:9]} {code[9:]}") == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "18位"),
        ("9111000060003734", "18位"),
        ("91110000600037341I", "第18位"),
        ("911100X0600037341L", "第3至8位"),
        ("91110000600037341M", "校验位"),
    ],
)
def test_a_refused_credit_code_names_the_part(typed, words):
    with pytest.raises(BadValue, match=words):
        check_credit_code(typed)


@given(BODIES, st.integers(0, 17), st.sampled_from(CHARSET))
def test_no_single_wrong_character_passes_as_a_credit_code(body, place, char):
    code = body + credit_check_character(body)
    assert check_credit_code(code) == code
    if code[place] != char:
        with pytest.raises(BadValue):
            check_credit_code(code[:place] + char + code[place + 1 :])


@given(st.text())
def test_any_text_is_an_institution_code_or_a_warning(text):
    found = read_institution_code(text)
    assert read_institution_code(found.code) == found


def test_an_unusual_institution_code_only_warns():
    assert read_institution_code(" h44010300351 ").warnings == ()
    assert read_institution_code("12345").warnings
    assert read_institution_code("").warnings == ()


@pytest.mark.clause("CQ-F5")
@pytest.mark.parametrize("typed", ["汉", "汉族", "1", "01", "０１", " 汉 族 "])
def test_every_way_to_write_han_is_one_code(typed):
    assert codes.ethnic_code(typed) == "01"


@pytest.mark.clause("CQ-F5")
def test_the_table_of_peoples_is_whole():
    assert list(codes.ETHNIC) == [f"{n:02}" for n in range(1, 57)] + ["97", "98"]
    assert (codes.ETHNIC["15"], codes.ETHNIC["56"]) == ("土家族", "基诺族")
    assert len(set(codes.ETHNIC.values())) == 58


@pytest.mark.clause("CQ-F4")
def test_the_political_table_runs_from_01_to_13():
    assert list(codes.POLITICAL) == [f"{n:02}" for n in range(1, 14)]
    assert codes.political_code("党员") == "01"
    assert codes.political_code("群众") == "13"


def test_words_people_use_find_their_code():
    assert codes.sex_code("男性") == "1"
    assert codes.education_code("大专") == "31"
    assert codes.health_code("健康") == "10"


@pytest.mark.parametrize("read", READERS)
def test_an_empty_or_unknown_word_is_refused(read):
    for typed in ("", "外星", "党员党员", "999"):
        with pytest.raises(BadValue):
            read(typed)


def test_a_word_of_one_table_is_no_word_of_another():
    with pytest.raises(BadValue, match="民族"):
        codes.ethnic_code("党员")
    with pytest.raises(BadValue, match="政治面貌"):
        codes.political_code("博士")


@pytest.mark.parametrize("read", READERS)
@given(text=st.text())
def test_any_text_gives_a_code_or_a_sentence(read, text):
    code, sentence = outcome(read, text)
    assert is_sentence(sentence) if code is None else read(code) == code


@given(st.text())
def test_any_text_gives_a_credit_code_or_a_sentence(text):
    code, sentence = outcome(check_credit_code, text)
    assert is_sentence(sentence) if code is None else len(code) == 18
