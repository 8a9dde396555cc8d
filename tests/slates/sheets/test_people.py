from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slates.sheets.writing import QUOTAS, mistakes, read, sentence
from zhongmu.slates.sheets.people import BAD, HIGHEST_SCORE, score_of


def test_people_stand_in_the_order_of_their_ids():
    problem = read("id,score,gender\nc,10,M\na,30,F\nb,20,M\n").problem
    assert (problem.ids, problem.scores.tolist()) == (("a", "b", "c"), [30, 20, 10])
    assert problem.members_of(1).tolist() == [1, 2]


def test_headers_and_values_match_trimmed_and_in_any_case():
    problem = read(" ID , Score , GENDER \n a , 30 , f \nb,20, m\nc,10,M\n").problem
    assert (problem.ids, problem.members_of(0).tolist()) == (("a", "b", "c"), [0])


def test_without_an_id_the_rows_are_numbered():
    sheets = read("score,gender\n30,F\n20,M\n10,M\n")
    assert sheets.numbered
    assert sheets.problem.ids == ("1", "2", "3")
    assert "按行编号" in sheets.notices[0]


def test_an_id_column_that_the_settings_name_must_be_there():
    assert mistakes(settings='id_column = "编号"') == [("people.csv", 1, "编号", "")]


def test_another_id_column_is_used():
    problem = read(
        "编号,id,score,gender\nx,1,30,F\ny,1,20,M\nz,1,1,M\n", settings='id_column = "编号"'
    ).problem
    assert problem.ids == ("x", "y", "z")


def test_nobody_goes_without_an_id():
    assert mistakes("id,gender\na,F\n ,M\n") == [("people.csv", 3, "id", "")]


@pytest.mark.parametrize(("cell", "text"), [("", ""), ("  ", ""), ("X", "X")])
def test_everyone_has_a_known_value_for_every_feature(cell, text):
    assert mistakes(f"id,gender\na,F\nb,{cell}\n") == [("people.csv", 3, "gender", text)]


def test_a_feature_without_a_column_is_named():
    assert mistakes("id,sex\na,F\n") == [("people.csv", 1, "gender", "")]


def test_rows_count_as_in_a_spreadsheet_empty_ones_too():
    assert mistakes("id,gender\n\na,F\n,\nb,X\n") == [("people.csv", 5, "gender", "X")]


def test_a_cell_may_hold_several_lines():
    assert mistakes('id,note,gender\na,"one\ntwo",F\nb,,X\n') == [("people.csv", 3, "gender", "X")]


def test_a_short_row_is_filled_up_and_a_long_one_refused():
    assert mistakes("id,gender,note\na,F\nb,M\nc,M,,\n") == []
    assert mistakes("id,gender\na,F,x\n") == [("people.csv", 2, "", "x")]


class TestRepeats:
    def test_the_same_row_again_counts_once(self):
        sheets = read("id,score,gender\na,30,F\nb,20,M\n A ,30,F\na, 30,f\n".replace(" A ", "a"))
        assert sheets.problem.ids == ("a", "b")
        assert sheets.notices == ("有 2 行与前面编号相同、内容也相同，只算一次。",)

    def test_a_different_row_is_refused(self):
        assert sentence("id,score,gender\na,30,F\nb,20,M\na,31,F\n") == (
            "people.csv 第 4 行“score”一栏：写的是“31”，编号“a”在第 2 行出现过，那里写的是“30”。"
            "同一个人请只留一行；不是同一个人请改编号。"
        )

    def test_ids_that_differ_in_case_are_two_people(self):
        assert read("id,gender\na,F\nA,M\n").problem.ids == ("A", "a")


class TestScores:
    def test_without_a_score_everyone_is_worth_nothing(self):
        assert read("id,gender\na,F\nb,M\n").problem.scores.tolist() == [0, 0]

    def test_a_score_column_that_the_settings_name_must_be_there(self):
        assert mistakes(settings='score_column = "总分"') == [("people.csv", 1, "总分", "")]

    @pytest.mark.parametrize("text", ["95.5", "95.0", "95.", "1e3", "1_000", "９５", "", "—", "inf", "0x10"])
    def test_what_is_not_a_whole_number_is_refused(self, text):
        assert mistakes(f"id,score,gender\na,{text},F\n") == [("people.csv", 2, "score", text)]

    def test_decimals_are_multiplied_exactly(self):
        people = "id,score,gender\na,95.5,F\nb,0.29,M\nc,-7,M\nd,1.005,M\n"
        assert mistakes(people, settings="score_decimals = 2") == [("people.csv", 5, "score", "1.005")]
        sheets = read(people.replace("1.005", "1.00"), settings="score_decimals = 2")
        assert sheets.problem.scores.tolist() == [9550, 29, -700, 100]

    def test_a_score_beyond_reason_is_refused(self):
        assert mistakes(f"id,score,gender\na,{HIGHEST_SCORE + 1},F\nb,{-HIGHEST_SCORE},M\n") == [
            ("people.csv", 2, "score", str(HIGHEST_SCORE + 1))
        ]

    @given(st.integers(-HIGHEST_SCORE, HIGHEST_SCORE), st.integers(0, 6))
    def test_a_written_number_is_read_back(self, value, decimals):
        sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(decimals + 1, "0")
        text = digits if not decimals else f"{digits[:-decimals]}.{digits[-decimals:]}"
        assert score_of(f" {sign}{text} ", decimals) == value
        if decimals:
            assert score_of(f"{text}0", decimals) == BAD

    @given(st.text(max_size=8))
    def test_any_text_is_a_number_or_refused(self, text):
        score = score_of(text, 3)
        assert score == BAD or abs(score) <= HIGHEST_SCORE


class TestMust:
    def test_in_and_out_are_fixed(self):
        problem = read("id,must,gender\na, IN ,F\nb,out,M\nc,,M\n").problem
        assert problem.fixed.tolist() == [1, -1, 0]

    def test_anything_else_is_refused(self):
        assert mistakes("id,must,gender\na,yes,F\n") == [("people.csv", 2, "must", "yes")]

    def test_another_column_may_say_it(self):
        problem = read("id,fixed,gender\na,in,F\nb,,M\n", settings='must_column = "fixed"').problem
        assert problem.fixed.tolist() == [1, 0]


class TestUnits:
    PEOPLE = "id,gender,unit,street,no\na,F,甲,x,1\nb,M,甲,X ,1\nc,M,乙,,\nd,M, 甲,,\ne,M,,x,2\n"

    def test_a_cap_is_a_rule_where_it_can_bind(self):
        problem = read(self.PEOPLE, settings="unit_cap = 2").problem
        assert [(r.kind, r.value, r.high) for r in problem.rules[2:]] == [("unit", "甲", 2)]
        assert problem.members_of(2).tolist() == [0, 1, 3]
        assert len(read(self.PEOPLE, settings="unit_cap = 3").problem.rules) == 2

    def test_a_cap_needs_its_column(self):
        assert mistakes(settings='unit_cap = 1\nunit_column = "单位"') == [("people.csv", 1, "单位", "")]

    def test_a_unit_without_a_cap_is_noticed(self):
        assert "没有限制" in read(self.PEOPLE, settings='unit_column = "unit"').notices[0]

    def test_one_address_sends_one_and_an_unknown_one_is_noticed(self):
        sheets = read(self.PEOPLE, settings='address_columns = ["street", "no"]')
        assert [(r.kind, r.value, r.high) for r in sheets.problem.rules[2:]] == [("address", "x 1", 1)]
        assert sheets.problem.members_of(2).tolist() == [0, 1]
        assert sheets.notices == ("有 2 人没有住址，没有查是否与别人同住址。",)


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_reaches_nothing(random):
    rows = [f"p{n},{n % 7},{'FM'[n % 2]},u{n % 3}" for n in range(20)]
    shuffled = rows.copy()
    random.shuffle(shuffled)
    one, other = (
        read("\n".join(["id,score,gender,unit", *lines]), QUOTAS, settings="unit_cap = 1").problem
        for lines in (rows, shuffled)
    )
    assert (one.ids, one.rules, one.members.tolist()) == (other.ids, other.rules, other.members.tolist())
    assert one.scores.tolist() == other.scores.tolist()
