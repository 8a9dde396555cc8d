from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.outcomes import is_sentence, outcome
from zhongmu.people import cjk
from zhongmu.people.amounts import MAX_YUAN, format_fen, parse_yuan
from zhongmu.people.values import BadValue


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("１００", 10_000),
        ("1,234.50", 123_450),
        ("¥20元", 2_000),
        ("0", 0),
        ("0.5", 50),
        ("12.", 1_200),
        ("１，２３４．５", 123_450),
        (str(MAX_YUAN), MAX_YUAN * 100),
    ],
)
def test_an_amount_becomes_whole_fen(typed, fen):
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "没有填写"),
        ("-1", "负数"),
        ("1e308", "数字"),
        ("约三万", "换算成元"),
        ("3万", "换算成元"),
        ("1.234", "两位"),
        ("12,34", "数字"),
        ("1" * 14, "一万亿"),
        ("9" * 5000, "数字"),
        ("1000000000000.01", "一万亿"),
        ("NaN", "数字"),
        ("٣", "数字"),
    ],
)
def test_a_refused_amount_says_how_to_write_it(typed, words):
    with pytest.raises(BadValue, match=words):
        parse_yuan(typed)


@given(st.integers(0, MAX_YUAN * 100))
def test_an_amount_survives_being_written_and_read(fen):
    assert parse_yuan(format_fen(fen)) == fen


def test_an_amount_is_written_with_groups_and_fen():
    assert format_fen(1_248_000) == "12,480.00 元"
    assert format_fen(-5) == "-0.05 元"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (10_000, "一万"),
        (10_005, "一万零五"),
        (100_000, "十万"),
        (123_456, "十二万三千四百五十六"),
    ],
)
def test_a_number_is_written_in_han(number, written):
    assert cjk.numeral(number) == written


def test_a_number_out_of_reach_is_an_error():
    with pytest.raises(ValueError, match="-1"):
        cjk.numeral(-1)


@given(st.integers(0, 99_999_999))
def test_no_two_numbers_are_written_alike(number):
    assert cjk.numeral(number) != cjk.numeral((number + 1) % 100_000_000)


def test_two_of_something_is_liang():
    assert cjk.counted(2, "年") == "两年"
    assert cjk.counted(12, "个月") == "十二个月"


def test_dates_are_written_as_documents_write_them():
    assert cjk.chinese_date(date(2026, 11, 21)) == "2026年11月21日"
    assert cjk.chinese_moment(datetime(2026, 11, 21, 9, 5)) == "2026年11月21日 09:05"  # noqa: DTZ001  wall clock
    assert cjk.han_date(date(2026, 11, 21)) == "二〇二六年十一月二十一日"


@given(st.dates(date(1000, 1, 1)), st.sampled_from([cjk.chinese_date, cjk.han_date, str, "{:%Y%m%d}".format]))
def test_a_date_is_read_back_however_it_was_written(day, write):
    assert cjk.parse_date(write(day)) == day


@pytest.mark.parametrize(
    "typed", ["２０２６年１１月２１日", "2026/11/21", "2026.11.21", " 2026 年 11 月 21 日 "]
)
def test_a_date_is_read_in_every_common_form(typed):
    assert cjk.parse_date(typed) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "哪一天"),
        ("明天", "哪一天"),
        ("2001-02-29", "没有2001年2月29日"),
        ("二〇二六年十十月一日", "没有"),
    ],
)
def test_a_refused_date_says_how_to_write_it(typed, words):
    with pytest.raises(BadValue, match=words):
        cjk.parse_date(typed)


@pytest.mark.parametrize("parse", [parse_yuan, cjk.parse_date])
@given(text=st.one_of(st.text(), st.text("0123456789.,-年月日一二十〇元", max_size=20)))
def test_any_text_gives_a_value_or_a_sentence(parse, text):
    value, sentence = outcome(parse, text)
    assert value is not None or is_sentence(sentence)
