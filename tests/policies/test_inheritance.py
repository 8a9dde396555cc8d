from __future__ import annotations

from pathlib import Path

import pytest

from zhongmu.policies.library import SHIPPED
from zhongmu.policies.loader import load
from zhongmu.policies.pack import Source
from zhongmu.policies.problems import PackError

SHIPPED_FILES = sorted(SHIPPED.glob("*.toml"))

CITY = """
id = "{id}"
title = "甲市规定"
level = "{level}"
place = "{place}"
issuer = "甲市医疗保障局"
parent = "{parent}"
status = "draft"
"""
TERM = (
    '[parameters."term.years"]\nvalue = 3\nsource = "bureau_decision"\ndecision = "甲市局〔2026〕1号决定"\n'
)
QUOTA = '[parameters."quota.ordinary_insured.min_percent"]\nvalue = 50\nsource = "suggested"\n'


def packs(tmp_path: Path, rest: str = "", **head: str):
    chosen = {
        "id": "city", "level": "city", "place": "黑龙江省哈尔滨市", "parent": "heilongjiang-draft", **head
    }  # fmt: skip
    file = tmp_path / "city.toml"
    file.write_text(CITY.format(**chosen) + rest, encoding="utf-8")
    return load([*SHIPPED_FILES, file])


def test_a_city_takes_everything_from_its_province(tmp_path):
    city = packs(tmp_path)["city"]
    assert city["quota.ordinary_insured.min_percent"] == 60
    assert city.parameter("quota.ordinary_insured.min_percent").pack_id == "heilongjiang-draft"
    assert city.parameter("clock.verify_days").pack_id == "national-2024-24"
    assert city.cite("cert.name").label == "二（二）"
    assert city.own == ()


@pytest.mark.clause("HL-2.4b")
def test_a_city_may_change_a_key_delegated_to_cities(tmp_path):
    city = packs(tmp_path, TERM)["city"]
    assert city["term.years"] == 3
    assert city.parameter("term.years").source is Source.BUREAU_DECISION
    assert city.cite("term.years").note == "甲市局〔2026〕1号决定"
    assert "甲市局" in city.parameter("term.years").source_words


@pytest.mark.clause("HL-2.4b")
def test_a_county_may_not_change_what_is_delegated_to_cities_only(tmp_path):
    with pytest.raises(PackError, match="没有下放给县级"):
        packs(tmp_path, TERM, level="county", place="黑龙江省哈尔滨市道里区")


@pytest.mark.clause("CQ-14")
def test_a_key_nobody_delegated_cannot_be_changed(tmp_path):
    with pytest.raises(PackError) as caught:
        packs(tmp_path, QUOTA)
    (problem,) = caught.value.problems
    assert "没有下放给市（地）级" in problem.wrong
    assert "任何下级都没有" in problem.remedy
    assert problem.line == 9


@pytest.mark.parametrize("level", ["province", "nation"])
def test_a_sister_province_is_no_parent(tmp_path, level):
    with pytest.raises(PackError, match="不高于本制度"):
        packs(tmp_path, level=level, place="吉林省")


def test_a_parent_must_contain_the_place(tmp_path):
    with pytest.raises(PackError, match="不在其辖区内"):
        packs(tmp_path, parent="chongqing-2024-43")


def test_heilongjiang_takes_nothing_from_chongqing():
    heilongjiang = load(SHIPPED_FILES)["heilongjiang-draft"]
    assert {p.pack_id for p in heilongjiang} == {"heilongjiang-draft", "national-2024-24"}
    for key in ("age.min", "statement", "documents.application_form", "institution.written_complaint"):
        fallback = heilongjiang.parameter(key)
        assert (fallback.pack_id, fallback.source) == ("heilongjiang-draft", Source.SUGGESTED)


def test_a_channel_cannot_do_without_its_own_parameters(tmp_path):
    worked = (Path(__file__).parents[2] / "docs" / "worked-pack.toml").read_text(encoding="utf-8")
    alone = tmp_path / "alone.toml"
    alone.write_text(worked.replace('parent = "national-2024-24"\n', ""), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load([*SHIPPED_FILES, alone])
    said = [p.wrong for p in caught.value.problems]
    assert any("「单位推荐」要用的参数「nomination.reply_days」没有写" in sentence for sentence in said)


def test_only_a_kind_of_unit_there_is_may_lack_a_code(tmp_path):
    worked = (Path(__file__).parents[2] / "docs" / "worked-pack.toml").read_text(encoding="utf-8")
    own = '\n[parameters."recommender.code_waivable"]\nvalue = ["club"]\nsource = "suggested"\n'
    (tmp_path / "own.toml").write_text(worked + own, encoding="utf-8")
    with pytest.raises(PackError, match="「club」不是推荐单位类型"):
        load([*SHIPPED_FILES, tmp_path / "own.toml"])
