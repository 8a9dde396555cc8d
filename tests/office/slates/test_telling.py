"""How a calculation is told to staff: merit in points, people and workplaces by name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from zhongmu.office.slates.telling import bounds_in_words, conclusion, in_our_words, listed, namer, under_way

TABLE = "编号,分数,单位,必须,性别\n报〔2026〕0001,8312,单位1,,女\n报〔2026〕0002,8012,单位11,,男\n"
PEOPLE = {
    "报〔2026〕0001": SimpleNamespace(name="甲示例", employer="示例厂"),
    "报〔2026〕0002": SimpleNamespace(name="乙示例", employer="示例店"),
}


def test_numbers_become_the_names_they_stand_for():
    name = namer(PEOPLE, TABLE)
    assert name("报〔2026〕0001、报〔2026〕0002") == "甲示例、乙示例"
    assert name("单位“单位11”最多 1 人") == "单位“示例店”最多 1 人"
    assert namer({}, TABLE)("报〔2026〕0001") == "报〔2026〕0001"


@pytest.mark.parametrize(
    ("status", "value", "bound", "said"),
    [
        ("proved", 31852, 31852, "已证明最优：4人评分合计318.52"),
        ("stopped", 31852, 31852, "同分抽签没有走完"),
        ("stopped", 31852, 31900, "差距0.48"),
        ("stopped", None, 31900, "都不超过319.00"),
        ("infeasible", None, None, "甲示例必须入选"),
    ],
)
def test_every_end_is_told_in_points(status, value, bound, said):
    words = ["报〔2026〕0001必须入选"]
    name = namer(PEOPLE, TABLE)
    assert said in conclusion(status, 4, value=value, bound=bound, words=words, name=name)[0]


def test_the_office_never_hears_of_the_tables_and_keys_of_the_command():
    said = in_our_words("一共选 4 人（人员表里有 8 人）；性别“女”至少 2 人（人员表里有 1 人：甲示例）")
    assert said == "一共选4人（候选8人）；性别“女”至少2人（候选1人：甲示例）"
    assert in_our_words("要放宽请改名额表后重来。") == "要放宽请改测算要求，再测算一次。"
    assert under_way("读到 8 人、9 条规则，选 4 人；按 Ctrl-C 可以停下。") == "读到8人、9条规则，选4人。"


def test_what_cannot_be_kept_together_is_listed_one_below_the_other():
    demands = [{"words": "报〔2026〕0001 必须入选"}, {"words": "一共选 1 人（人员表里有 2 人）"}]
    conflict = {"words": "这几条不能同时守住：报〔2026〕0001必须入选；一共选 1 人。", "demands": demands}
    name = namer(PEOPLE, TABLE)
    lines = ["没有一份1人的名单守得住每一条。", "这几条不能同时守住：甲示例必须入选；一共选1人。"]
    first, second = listed(lines, conflict, name)
    assert (first.words, first.items) == (lines[0], ())
    assert second.words == "这几条不能同时守住："
    assert second.items == ("甲示例必须入选", "一共选1人（候选2人）")
    assert listed(lines, None, name)[1].words == lines[1]
    many = listed(lines, {**conflict, "demands": demands * 21}, name)[1].items
    assert (len(many), many[-1]) == (41, "……等42条")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 4, "不限"), (0, 1, "至多1人"), (2, 4, "至少2人"), (1, 2, "1至2人"), (2, 2, "正好2人")],
)
def test_bounds_are_told_only_where_they_bind(low, high, said):
    assert bounds_in_words(low, high, 4) == said
