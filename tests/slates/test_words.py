from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.slates.problems import problem
from tests.slates.sheets.writing import inputs, read
from zhongmu.slates.conflicts import Conflict, conflict_of
from zhongmu.slates.reading import read_sheets
from zhongmu.slates.relaxing import Give, Way
from zhongmu.slates.run import Room, Watch, run
from zhongmu.slates.words import conflict_in_words, demand_in_words, in_words, room_in_words, way_in_words


def test_people_are_named_up_to_ten():
    fixed = [1] * 12 + [0]
    case = problem([0] * 13, 11, fixed=fixed)
    said = conflict_in_words(case, conflict_of(case))
    assert said.startswith("这几条不能同时守住，少了其中任何一条，其余的就守得住：p0000、p0001、")
    assert "等 12 人必须入选；一共选 11 人（人员表里有 13 人）" in said


def test_few_people_behind_a_demand_are_named():
    case = read(pairs="x,y\na,b\n", already="id\na\nb\n").problem
    assert conflict_in_words(case, conflict_of(case)) == (
        "这几条不能同时守住，少了其中任何一条，其余的就守得住：a、b必须入选；a、b不能同时入选。"
    )


def test_a_cap_and_a_bar_are_told():
    people = "id,gender,unit,must\na,F,x,in\nb,M,x,in\nc,M,y,out\n"
    case = read(people, settings="unit_cap = 1").problem
    told = [demand_in_words(case, one) for one in conflict_of(case).demands]
    assert told == ["unit“x”最多 1 人（人员表里有 2 人：a、b）", "b 必须入选", "a 必须入选"]


def test_what_is_not_certain_is_said_so():
    case = read().problem
    conflict = replace(conflict_of(replace(case, seats=9)), minimal=False)
    both = Conflict(conflict.demands * 2, proved=True, minimal=False, fractions_too=True)
    assert "也许还能再少几条" in conflict_in_words(case, both)
    way = Way((Give(1, "max", 3),), 1, smallest=False, shown=False)
    assert way_in_words(case, way) == (
        "gender“M”的最多人数由 2 改为 3；共动 1 人次，不一定是最小的，还没有找到照此选出的名单。"
    )


@pytest.mark.parametrize(
    ("least", "most", "told"), [(1, 1, "正好 1 人"), (1, 2, "在 1 至 2 人之间"), (2, 1, "不是整数，凑不出")]
)
def test_the_room_of_a_quota(least, most, told):
    assert room_in_words(read().problem, Room(0, least, most)) == f"其余各条不动时，gender“F”只能{told}。"


class TestOutcomes:
    @pytest.fixture
    def result(self):
        return run(read_sheets(inputs(), 2), "x", Watch(60))

    def test_proved(self, result):
        assert in_words(result) == ["已证明最优：2 人合计 50，没有更高的名单；同分的按种子抽签。"]

    def test_a_gap_is_told(self, result):
        stopped = replace(result, status="stopped", bound=60)
        assert in_words(stopped) == ["未证明最优：2 人合计 50，任何名单都不超过 60，差距 10。"]

    def test_a_draw_that_did_not_end_is_told(self, result):
        assert "同分抽签没有走完" in in_words(replace(result, status="stopped"))[0]

    def test_no_slate_yet(self, result):
        nothing = replace(result, status="stopped", outcome=None, drawn=None, bound=60)
        assert in_words(nothing) == ["停下时还没有找到名单；任何名单都不超过 60。"]

    def test_only_fractions_would_do(self):
        people = "id,x,y,z\na,1,1,0\nb,1,0,1\nc,0,1,1\nd,0,0,0\n"
        quotas = "feature,value,min,max\n" + "".join(f"{name},1,1,1\n{name},0,0,9\n" for name in "xyz")
        said = in_words(run(read_sheets(inputs(people, quotas), 2), "x", Watch(60)))
        assert said[:2] == ["没有一份 2 人的名单守得住每一条。", "要把人拆成几分之几才凑得出来。"]
        assert np.char.startswith(said, "放宽办法").any()
