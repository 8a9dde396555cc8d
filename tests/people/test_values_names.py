from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.outcomes import is_sentence, outcome
from zhongmu.people.names import mask_name, name_notices, normalise_name
from zhongmu.people.values import BadValue


def refusal(text: str) -> str:
    with pytest.raises(BadValue) as caught:
        normalise_name(text)
    return caught.value.sentence


@pytest.mark.clause("CQ-F1")
@pytest.mark.parametrize(
    "dot", ["\u00b7", "\u2022", "\u2027", "\u30fb", "\uff65", "\uff0e", ".", " . ", " · "]
)
def test_every_separator_becomes_the_standard_one(dot):
    assert normalise_name(f"阿依古丽{dot}买买提") == "阿依古丽\u00b7买买提"


@pytest.mark.clause("CQ-F1")
@pytest.mark.parametrize(
    "name",
    ["䶮", "赵㛃", "钱𬭎", "孙𠅤", "李〇一", "阿" * 30, "字" * 50, "Anna Maria", "O'Brien", "J. Smith"],
)
def test_rare_long_and_foreign_names_are_kept(name):
    assert normalise_name(name) == name


def test_padding_goes_and_latin_words_keep_one_blank():
    assert normalise_name("　张　三 ") == "张三"
    assert normalise_name(" Anna   Maria ") == "Anna Maria"
    assert normalise_name("Ａｎｎａ") == "Anna"


def test_a_compatibility_character_is_not_replaced():
    assert normalise_name("\uf9dc\u6797") == "\uf9dc\u6797"


def test_combining_marks_follow_letters_only():
    assert normalise_name("Jose\u0301") == "José"
    assert normalise_name("བཀྲ་ཤིས".replace("་", "")) != ""
    assert "符号" in refusal("张\u0301")


@pytest.mark.clause("CQ-F1")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "没有填写"),
        ("张\u200b三", "看不见"),
        ("张\x00三", "看不见"),
        ("张三\ufe0f", "看不见"),
        ("张3", "数字"),
        ("张③", "数字"),
        ("张😀", "表情"),
        ("<b>张三</b>", "符号"),
        ("张\ue000", "自造字"),
        ("张\ud800", "自造字"),
        ("·张三", "间隔号"),
        ("阿依··古丽", "间隔号"),
        ("阿依·", "间隔号"),
        ("字" * 51, "51个字"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_the_name(typed, words):
    assert words in refusal(typed)


def test_a_name_of_one_character_is_kept_with_a_notice():
    assert name_notices(normalise_name("䶮"))
    assert name_notices("张三") == ()


@pytest.mark.parametrize(("name", "masked"), [("张三", "张*"), ("欧阳小明", "欧***"), ("䶮", "*"), ("", "")])
def test_lists_show_the_first_character_only(name, masked):
    assert mask_name(name) == masked


@given(st.one_of(st.text(), st.text("张三·•.．ｱＡb'- \u200b𠅤é́1", max_size=60)))
def test_any_text_gives_a_stable_name_or_a_sentence(text):
    name, sentence = outcome(normalise_name, text)
    if name is None:
        assert is_sentence(sentence)
    else:
        assert normalise_name(name) == name
        assert 1 <= len(name) <= 50
