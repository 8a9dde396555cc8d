from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from zhongmu.policies.library import library

pytestmark = pytest.mark.django_db


def read(name: str, *args: str, **query: str) -> str:
    response = Client().get(reverse(f"portal:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.clause("CQ-N5", "CQ-N6", "CQ-1.2", "CQ-15")
def test_the_measure_is_shown_with_title_number_dates_and_basis():
    page = read("measure", "chongqing-2024-43")
    for words in (
        "重庆市医疗保障基金社会监督员管理办法",
        "渝医保发〔2024〕43号",
        "2024年11月26日",
        "2025年1月1日",
        "重庆市医疗保障基金社会监督员管理暂行办法",
        "国务院办公厅关于加强医疗保障基金使用常态化监管的实施意见",
        "局2024年第28次党组会",
    ):
        assert words in page


def test_every_article_stands_beside_what_the_software_does_with_it():
    page = read("measure", "chongqing-2024-43")
    pack = library().get("chongqing-2024-43")
    for article in pack.articles:
        assert f'id="a{article.key}"' in page
    for parameter in pack:
        assert parameter.title in page
        assert parameter.words.split("、")[0] in page


def test_what_no_article_gives_is_marked_as_a_suggestion():
    page = read("measure", "chongqing-2024-43")
    assert "原文未定，本系统建议值" in page.split('id="rest"')[1]


@pytest.mark.clause("HL-0.1")
def test_the_draft_is_shown_as_a_draft_without_conversion_debris():
    page = read("measure", "heilongjiang-draft")
    assert "征求意见稿" in page
    assert "_GoBack" not in page
    assert "尚未施行" in page


@pytest.mark.clause("HL-0.2")
def test_the_drafts_misprints_are_kept_and_pointed_out():
    page = read("measure", "heilongjiang-draft")
    assert "国办发(2020]20号" in page
    assert "原文照录" in page


@pytest.mark.clause("CQ-N1", "CQ-N2", "CQ-N5")
@pytest.mark.parametrize(
    "wanted",
    [
        "渝医保发(2024)43号",
        "渝医保发【2024】43号",
        "重庆市医疗保障基金社会监督员管理暂行办法",
        "渝医保发〔2024〕43号",
    ],
)
def test_title_alias_and_number_find_the_same_measure(wanted):
    page = read("measures", q=wanted)
    assert "渝医保发〔2024〕43号" in page
    assert "征求意见稿）" not in page.split("<main")[1].split("</main>")[0]


def test_an_unknown_title_is_told_so():
    assert "没有找到“不存在的办法”" in read("measures", q="不存在的办法")


def test_two_measures_stand_side_by_side():
    page = read("compare", a="chongqing-2024-43", b="heilongjiang-draft")
    assert "聘任证书" in page
    assert "聘书" in page
    assert "不同" in page
    assert "选好两个办法" in read("compare")


def test_an_unknown_measure_is_not_found():
    assert Client().get("/measures/nowhere/").status_code == 404
    assert Client().get("/measures/compare/?a=nowhere&b=nowhere").status_code == 404


def test_the_front_page_finds_a_bureau(chongqing):
    assert "渝中区医疗保障局" in read("front", q="渝中")
    assert "没有找到“不存在”" in read("front", q="不存在")
    assert "两江新区" in read("front")


def test_the_front_page_says_what_will_be_there_before_anything_is_loaded():
    assert "还没有开通的医疗保障局" in read("front")


def test_a_bureaus_page_names_its_measure_and_an_unknown_one_is_not_found(chongqing, harbin):
    assert "渝医保发〔2024〕43号" in read("bureau", "500103")
    assert "演练" in read("bureau", "230100")
    assert Client().get("/b/nowhere/").status_code == 404


def test_the_front_page_asks_as_much_of_the_database_for_two_places_as_for_one(
    chongqing, django_assert_num_queries
):
    with django_assert_num_queries(1):
        read("front")
