from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.policies.document_numbers import BadNumber, DocumentNumber, parse, year_notice

BRACKETS = ["()", "[]", "【】", "〔〕", "（）", "［］", "﹝﹞", "(]"]


@pytest.mark.clause("CQ-N2")
@pytest.mark.parametrize("pair", BRACKETS)
def test_every_way_of_writing_the_brackets_becomes_the_official_one(pair):
    assert str(parse(f"渝医保发{pair[0]}2024{pair[1]}43号")) == "渝医保发〔2024〕43号"


@pytest.mark.clause("CQ-N2")
def test_full_width_figures_and_spaces_are_accepted():
    assert str(parse(" 渝医保发 ［２０２４］　第４３号 ")) == "渝医保发〔2024〕43号"


@pytest.mark.clause("HL-0.2")
def test_the_draft_s_mismatched_brackets_are_read():
    assert str(parse("国办发(2020]20号")) == "国办发〔2020〕20号"


@pytest.mark.parametrize(
    "text", ["", "渝医保发43号", "〔2024〕43号", "渝医保发〔24〕43号", "渝医保发〔2024〕0号"]
)
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(BadNumber, match="请写成「渝医保发〔2024〕43号」"):
        parse(text)


@given(
    st.text(alphabet="渝黑医保发办国函规", min_size=1, max_size=6),
    st.integers(1949, 2100),
    st.integers(1, 99999),
    st.sampled_from(BRACKETS),
    st.booleans(),
)
def test_any_written_form_reads_back_to_the_same_number(authority, year, sequence, pair, wide):
    figures = str.maketrans("0123456789", "０１２３４５６７８９") if wide else {}
    text = f"{authority}{pair[0]}{year}{pair[1]}{sequence}号".translate(figures)
    assert parse(text) == DocumentNumber(authority, year, sequence)
    assert parse(str(parse(text))) == parse(text)


@given(st.text(max_size=40))
def test_any_other_text_is_refused_or_read_never_broken(text):
    try:
        number = parse(text)
    except BadNumber:
        return
    assert parse(str(number)) == number


@pytest.mark.clause("CQ-N2")
def test_a_year_other_than_the_issue_year_is_only_a_notice():
    number = parse("渝医保发〔2024〕43号")
    assert year_notice(number, date(2024, 11, 26)) is None
    notice = year_notice(number, date(2025, 1, 3))
    assert notice is not None
    assert "2024年" in notice.sentence
    assert "核对" in notice.remedy
