from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

from tests.personas import MONDAY
from zhongmu.bureaus.models import Bureau, FormerName, PackBinding
from zhongmu.bureaus.queries import places_near
from zhongmu.bureaus.tree import TREES, TreeError, load_tree
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
ADDRESSEES = [
    "两江新区社会保障局",
    "高新区政务服务和社会事务中心",
    "万盛经开区人力社保局",
    "成都铁路重庆社保部",
]


def load(path: Path) -> int:
    return load_tree(path, by=Actor.system(), at=MONDAY)


@pytest.mark.clause("CQ-N3")
def test_every_addressee_of_the_chongqing_notice_is_in_the_tree():
    assert load(TREES / "chongqing.toml") == 43
    names = set(Bureau.objects.values_list("name", flat=True))
    assert set(ADDRESSEES) <= names
    assert Bureau.objects.filter(level="county", name__endswith="医疗保障局").count() == 38
    assert Bureau.objects.get(name="成都铁路重庆社保部").region_code == ""


def test_heilongjiang_has_thirteen_prefectures_and_their_counties():
    load(TREES / "heilongjiang.toml")
    prefectures = Bureau.objects.filter(level="city")
    assert prefectures.count() == 13
    assert Bureau.objects.get(code="232700").name == "大兴安岭地区医疗保障局"
    assert all(p.children.exists() for p in prefectures)


def test_loading_again_changes_nothing():
    load(TREES / "chongqing.toml")
    before = list(Bureau.objects.values())
    load(TREES / "chongqing.toml")
    assert list(Bureau.objects.values()) == before
    assert PackBinding.objects.count() == 1
    assert LedgerEntry.objects.filter(chain="platform", action="bureaus.load").count() == 2


def write(folder: Path, rows: str, more: str = "") -> Path:
    path = folder / "tree.toml"
    path.write_text(f"starts_on = 2020-01-01\n{more}\n[tree]\nbureaus = [\n{rows}\n]\n", encoding="utf-8")
    return path


TOP = '{ code = "top", name = "示例省局", level = "province", kind = "省局" },\n'


@pytest.mark.clause("CQ-N3")
def test_a_rename_and_a_merger_keep_their_dates(tmp_path):
    rows = TOP + (
        '{ code = "new", name = "新区局", level = "county", parent = "top", '
        'former_names = [{ name = "老区局", ends_on = 2024-12-31 }] },\n'
        '{ code = "gone", name = "并入局", level = "county", parent = "top", ends_on = 2025-06-30, successor = "new" },'
    )
    load(write(tmp_path, rows))
    new = Bureau.objects.get(code="new")
    assert new.name_on(MONDAY.date().replace(year=2024)) == "老区局"
    assert new.name_on(MONDAY.date()) == "新区局"
    assert [b.code for b in new.predecessors.all()] == ["gone"]
    assert "gone" not in Bureau.objects.existing(MONDAY.date()).values_list("code", flat=True)
    assert FormerName.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "more", "says"),
    [
        ('{ name = "无代码", level = "county" },', "", "缺少 code"),
        ('{ code = "a", name = "甲", level = "town" },', "", "层级“town”不认识"),
        ('{ code = "a", name = "甲", level = "county", parent = "b" },', "", "上级机构“b”不在文件里"),
        (TOP + '{ code = "a", name = "甲", level = "province", parent = "top" },', "", "层级不高于"),
        ('{ code = "a", name = "甲", level = "county", colour = "red" },', "", "不认识的字段 colour"),
        (
            TOP,
            '[[bindings]]\nbureau = "x"\npack = "chongqing-2024-43"\nstarts_on = 2025-01-01',
            "机构“x”不在系统里",
        ),
        (
            TOP,
            '[[bindings]]\nbureau = "top"\npack = "nowhere"\nstarts_on = 2025-01-01',
            "制度文件“nowhere”不在制度库里",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_changes_nothing(tmp_path, rows, more, says):
    with pytest.raises(TreeError, match=says):
        load(write(tmp_path, rows, more))
    assert not Bureau.objects.exists()


def test_a_file_that_is_no_tree_is_refused(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text("not toml [", encoding="utf-8")
    with pytest.raises(TreeError, match="读不出来"):
        load(path)


def test_places_are_named_by_the_bureaus_of_the_same_province(yuzhong, harbin):
    cache.clear()
    assert places_near(yuzhong)["500103"] == "渝中区"
    assert not any(code.startswith("23") for code in places_near(yuzhong))
    assert "500000" not in places_near(yuzhong)
    yuzhong.region_code = ""
    assert places_near(yuzhong) == {}
