"""How a calculation is told to staff: merit in points, people and workplaces by name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from zhongmu.office.slates.telling import bounds_in_words, conclusion, namer

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


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 4, "不限"), (0, 1, "至多1人"), (2, 4, "至少2人"), (1, 2, "1至2人"), (2, 2, "正好2人")],
)
def test_bounds_are_told_only_where_they_bind(low, high, said):
    assert bounds_in_words(low, high, 4) == said
