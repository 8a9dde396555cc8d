from __future__ import annotations

import pytest

from tests.slates.sheets.writing import PEOPLE, mistakes, read, sentence

DIALECTS = [
    "feature,value,min,max",
    "category,name,min,max",
    "Category,Category Value,MIN,Max",
    "category,category_value,min,max",
    "feature,category-value,min,max",
    "category,feature,min,max",
    "FeatureName,ValueName,MinQuota,MaxQuota",
    " feature , name , min , max ",
]


@pytest.mark.parametrize("header", DIALECTS)
def test_every_dialect_says_the_same(header):
    sheets = read(quotas=f"{header}\ngender,F,0,1\nGender, m ,1,2\n")
    rules = [(rule.value, rule.low, rule.high) for rule in sheets.problem.rules]
    assert rules == [("F", 0, 1), ("m", 1, 2)]
    assert [sheets.problem.members_of(rule).tolist() for rule in (0, 1)] == [[0], [1, 2]]


def test_columns_stand_in_any_order_and_others_do_not_matter():
    sheets = read(quotas="note,max,min,value,feature\nx,1,0,F,gender\ny,2,1,M,gender\n")
    assert [(rule.value, rule.low, rule.high) for rule in sheets.problem.rules] == [("F", 0, 1), ("M", 1, 2)]


def test_without_limits_a_quota_may_go_to_nobody_and_to_every_seat():
    assert [(r.low_flex, r.high_flex) for r in read().problem.rules] == [(0, 2), (0, 2)]


def test_limits_on_relaxing_are_kept():
    sheets = read(
        quotas="feature,value,min,max,min_flex,max_flex\ngender,F,1,1,1,2\ngender,M,1,2,0,\n", seats=2
    )
    assert [(r.low_flex, r.high_flex) for r in sheets.problem.rules] == [(1, 2), (0, 2)]


def test_a_maximum_above_the_seats_is_its_own_limit():
    assert read(quotas="feature,value,min,max\ngender,F,0,9\ngender,M,0,9\n").problem.rules[0].high_flex == 9


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("gender,F,,1", "min", ""),
        ("gender,F,0,", "max", ""),
        ("gender,F,-1,1", "min", "-1"),
        ("gender,F,0,1.5", "max", "1.5"),
        ("gender,F,two,3", "min", "two"),
        ("gender,F,2,1", "max", "1"),
        ("gender,,0,1", "value", ""),
        (",F,0,1", "feature", ""),
    ],
)
def test_a_bad_cell_is_named(row, column, text):
    found = mistakes(quotas=f"feature,value,min,max\ngender,M,0,2\n{row}\n")
    assert ("quotas.csv", 3, column, text) in found


@pytest.mark.parametrize(
    ("flex", "column"), [("2,2", "min"), ("0,1", "max_flex"), ("-1,2", "min_flex"), ("0,x", "max_flex")]
)
def test_a_limit_on_the_wrong_side_is_named(flex, column):
    found = mistakes(
        quotas=f"feature,value,min,max,min_flex,max_flex\ngender,F,0,1,0,1\ngender,M,1,2,{flex}\n"
    )
    assert [(row, name) for _file, row, name, _text in found] == [(3, column)]


def test_a_share_is_told_as_a_number_of_people():
    said = sentence(quotas="feature,value,min,max\ngender,F,60%,5\ngender,M,0,5\n", seats=5)
    assert said == (
        "quotas.csv 第 2 行“min”一栏：写的是“60%”，不是 0 或更大的整数。请写人数：5 人的 60% 是 3 人。"
    )


def test_the_same_quota_twice_is_refused():
    quotas = "feature,value,min,max\ngender,F,0,1\ngender,M,1,2\nGENDER, f,0,1\n"
    assert "与第 2 行是同一个名额" in sentence(quotas=quotas)


@pytest.mark.parametrize("header", ["feature,min,max", "value,min,max", "feature,value,max", "feature;value"])
def test_a_missing_column_is_named_in_the_header(header):
    found = mistakes(quotas=f"{header}\n" + ",".join("1" for _ in header.split(",")) + "\n")
    assert {(file, row) for file, row, _column, _text in found} == {("quotas.csv", 1)}


def test_a_column_that_stands_there_twice_is_refused():
    assert "不止一次" in sentence(quotas="feature,value,min,min,max\ngender,F,0,0,1\n")


def test_no_quota_at_all_is_refused():
    assert mistakes(quotas="feature,value,min,max\n") == [("quotas.csv", 1, "", "")]


def test_a_quota_that_nobody_has_is_read_and_noticed():
    sheets = read(PEOPLE, "feature,value,min,max\ngender,F,0,1\ngender,M,1,2\ngender,X,1,1\n")
    assert sheets.problem.members_of(2).tolist() == []
    assert sheets.notices == ("没有人是gender“X”，请核对写法。",)
