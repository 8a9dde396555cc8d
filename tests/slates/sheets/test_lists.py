from __future__ import annotations

import pytest

from tests.slates.sheets.writing import PEOPLE, mistakes, read, sentence


class TestAlready:
    @pytest.mark.parametrize(
        "text", ["id\nb\n", "whoever\n B\nb\n", "name,ID\n乙,b\n", "id,score,gender\nb,1,F\n"]
    )
    def test_they_are_in(self, text):
        assert read(already=text).problem.fixed.tolist() == [0, 1, 0]

    def test_a_whole_row_brings_someone_the_pool_does_not_have(self):
        sheets = read(already="ID,Gender,name\nd,f,丁\nd,F,丁\n", pairs="x,y\nd,a\n")
        assert sheets.problem.ids == ("a", "b", "c", "d")
        assert sheets.problem.fixed.tolist() == [0, 0, 0, 1]
        assert sheets.problem.scores.tolist() == [30, 20, 10, 0]
        assert sheets.problem.members_of(0).tolist() == [0, 3]
        assert sheets.table.row(int(sheets.rows[3])) == ["d", "0", "f"]

    def test_a_newcomer_is_checked_like_everyone(self):
        assert mistakes(already="id,gender\nd,X\n") == [("already.csv", 2, "gender", "X")]

    def test_an_unknown_id_alone_is_refused(self):
        assert mistakes(already="id\nb\nz\n") == [("already.csv", 3, "id", "z")]

    def test_an_id_must_be_recognised(self):
        assert mistakes(already="one,two\na,b\n") == [("already.csv", 1, "", "")]

    def test_in_and_out_at_once_is_refused(self):
        people = "id,must,gender\na,out,F\nb,,M\n"
        assert mistakes(people, already="id\nb\na\n") == [("already.csv", 3, "", "a")]

    def test_rows_are_named_by_their_number(self):
        assert read("gender\nF\nM\n", already="row\n2\n").problem.fixed.tolist() == [0, 1]


class TestPairs:
    def test_two_cannot_both_be_in(self):
        problem = read(pairs="who,whom\nb,a\na,b\n C ,b\n").problem
        assert [(r.kind, r.value, r.low, r.high) for r in problem.rules[2:]] == [
            ("pair", "a、b", 0, 1),
            ("pair", "b、c", 0, 1),
        ]
        assert problem.members_of(3).tolist() == [1, 2]

    def test_the_first_line_is_a_header_whatever_it_says(self):
        assert len(read(pairs="a,b\n").problem.rules) == 2

    def test_someone_unknown_is_named(self):
        assert mistakes(pairs="x,y\na,z\n,b\n") == [("pairs.csv", 2, "y", "z"), ("pairs.csv", 3, "x", "")]

    def test_nobody_is_at_odds_with_themselves(self):
        assert mistakes(pairs="x,y\na,A\n") == [("pairs.csv", 2, "y", "A")]

    def test_there_are_two_columns(self):
        assert mistakes(pairs="x,y,z\na,b,c\n") == [("pairs.csv", 1, "", "")]

    def test_another_case_must_fit_one_person_only(self):
        people = "id,gender\nab,F\nAB,M\nc,M\n"
        assert mistakes(people, pairs="x,y\nAb,c\n") == [("pairs.csv", 2, "x", "Ab")]
        assert mistakes(people, pairs="x,y\nab,C\n") == []


def test_every_file_tells_its_mistakes_at_once():
    said = sentence(
        PEOPLE.replace("30", "x"), "feature,value,min,max\ngender,F,0,1\ngender,M,2,1\n", pairs="x,y\na,z\n"
    )
    assert [line.split(" ")[0] for line in said.splitlines()] == ["people.csv", "quotas.csv", "pairs.csv"]
