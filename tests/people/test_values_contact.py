from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.outcomes import is_sentence, outcome
from zhongmu.people.emails import mask_email, normalise_email
from zhongmu.people.phones import is_mobile, mask_phone, normalise_phone
from zhongmu.people.values import BadValue


@pytest.mark.clause("CQ-F8")
@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("１３８００１３８０００", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("86 13800138000", "13800138000"),
        ("(+86)138 0013 8000", "13800138000"),
        ("023-67890123", "023-67890123"),
        ("（０２３）67890123", "023-67890123"),
        ("02367890123", "023-67890123"),
        ("+86 23 6789 0123", "023-67890123"),
        ("0451—8234567转801", "0451-8234567-801"),
        ("010-66668888 分机 12", "010-66668888-12"),
        ("010-66668888x12", "010-66668888-12"),
    ],
)
def test_a_phone_is_read_however_it_was_typed(typed, phone):
    assert normalise_phone(typed) == phone


@pytest.mark.clause("CQ-F8")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "没有填写"),
        ("67890123", "区号"),
        ("1380013800", "11位"),
        ("12800138000", "第二位"),
        ("电话问我爱人", "11位手机号"),
        ("023-17890123", "11位手机号"),
    ],
)
def test_a_refused_phone_says_what_to_do(typed, words):
    with pytest.raises(BadValue, match=words):
        normalise_phone(typed)


def test_lists_show_the_ends_of_a_phone():
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("023-67890123-801") == "023-****0123"
    assert mask_phone("12345") == "*****"
    assert is_mobile("13800138000")
    assert not is_mobile("023-67890123")


@pytest.mark.clause("CQ-F10")
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("", ""),
        (" \u3000", ""),
        ("Zhang.San@QQ.com", "Zhang.San@qq.com"),
        ("ｚｓ＠163.com", "zs@163.com"),
    ],
)
def test_an_address_may_be_empty_and_its_domain_is_lowered(typed, address):
    assert normalise_email(typed) == address


@pytest.mark.clause("CQ-F10")
@pytest.mark.parametrize(
    "typed", ["zs", "a@b@c.com", "张@qq.com", ".a@qq.com", "a@qq", "a@-qq.com", f"{'a' * 65}@qq.com"]
)
def test_a_wrong_address_is_refused_with_the_way_out(typed):
    with pytest.raises(BadValue, match="可以不填"):
        normalise_email(typed)


def test_lists_show_the_first_letter_of_an_address():
    assert mask_email("zhang@qq.com") == "z***@qq.com"
    assert mask_email("") == ""


@pytest.mark.parametrize("parse", [normalise_phone, normalise_email])
@given(text=st.one_of(st.text(), st.text("0123456789+-()转x a@.", max_size=20)))
def test_any_text_gives_a_stable_value_or_a_sentence(parse, text):
    value, sentence = outcome(parse, text)
    assert is_sentence(sentence) if value is None else parse(value) == value


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_number_is_accepted(number):
    assert normalise_phone(number) == number
