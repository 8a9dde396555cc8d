"""What the two measures settle: table C of the clause list, and the facts of their publication."""

from __future__ import annotations

from datetime import date

import pytest

from zhongmu.policies.library import SHIPPED
from zhongmu.policies.loader import load
from zhongmu.policies.pack import SUGGESTED, UNCHECKED, Source

PACKS = load(sorted(SHIPPED.glob("*.toml")))
CQ, HL = PACKS["chongqing-2024-43"], PACKS["heilongjiang-draft"]


def codes(pack, key):
    return [row.code for row in pack[key]]


def labels(pack, key):
    return [row.label for row in pack[key]]


TABLE_C = [
    ("term.years", 2, 2),
    ("term.natural_expiry", True, True),
    ("plan.authority_min_level", "county", "city"),
    ("quota.ordinary_insured.min_percent", None, 60),
    ("publicity.gate", "none", "before_certificate"),
    ("cert.name", "聘任证书", "聘书"),
    ("duty.min_submissions", None, 1),
    ("training.freq.city", 1, None),
    ("training.freq.county", 1, None),
    ("intake.form", None, "书面、电子邮件"),
    ("termination.severity_gate", False, True),
    ("appraisal.indicators", "政策宣传参与度、意见建议质量、投诉举报数量", None),
    ("honor.name", "表彰", "表扬"),
    ("expense.enabled", False, False),
    ("expense.allowed", None, True),
    ("reward.ruleset", "chongqing", ""),
    ("institution.written_complaint", True, True),
    ("plan.inputs", "辖区内定点医药机构数量、医保基金预算总额、医保管理规范性水平", "工作需要"),
    ("selection.dims", "能力水平、专业背景、工作经历、年龄结构", "专业背景、工作经历、年龄结构、地区分布"),
    ("documents.application_form.template", "CQ-2024-附件2", "通用报名表"),
]


@pytest.mark.parametrize(("key", "chongqing", "heilongjiang"), TABLE_C)
def test_the_two_measures_settle_what_table_c_says(key, chongqing, heilongjiang):
    for pack, expected in ((CQ, chongqing), (HL, heilongjiang)):
        value = pack[key]
        said = "、".join(str(row) for row in value) if isinstance(value, tuple) else value
        assert said == expected


@pytest.mark.parametrize(
    ("key", "chongqing", "heilongjiang"),
    [
        ("discipline.items", 5, 8),
        ("termination.grounds", 4, 7),
        ("supervised.targets", 6, 7),
        ("duties", 6, 7),
    ],
)
def test_their_lists_have_their_own_lengths(key, chongqing, heilongjiang):
    assert (len(CQ[key]), len(HL[key])) == (chongqing, heilongjiang)


def test_only_heilongjiang_watches_insured_employers():
    assert set(codes(HL, "supervised.targets")) - set(codes(CQ, "supervised.targets")) == {"insured_employer"}
    assert {t.code for t in CQ["supervised.targets"] if t["routes_up"]} == {"bureau", "agency", "staff"}


@pytest.mark.clause("CQ-N1")
@pytest.mark.clause("CQ-N5")
def test_the_official_title_is_without_the_annex_list_s_provisional():
    assert CQ.title == "重庆市医疗保障基金社会监督员管理办法"
    assert any("暂行" in alias for alias in CQ.aliases)
    assert CQ.repealed_on is None


@pytest.mark.clause("CQ-N4")
def test_a_meeting_without_a_day_gets_no_invented_day():
    assert CQ.adopted == "局2024年第28次党组会审议通过"
    assert CQ["ack.required"] is True


@pytest.mark.clause("CQ-N6")
@pytest.mark.clause("CQ-15")
def test_force_begins_on_the_effective_day_not_the_issue_day():
    assert CQ.issued_on == date(2024, 11, 26)
    assert not CQ.in_force_on(date(2024, 12, 31))
    assert CQ.in_force_on(date(2025, 1, 1))
    assert CQ.in_force_on(date(2099, 1, 1))


@pytest.mark.clause("CQ-1.2")
def test_chongqing_names_its_two_bases():
    assert [basis.doc_no for basis in CQ.basis] == ["国办发〔2023〕17号", "医保发〔2024〕24号"]
    for basis in CQ.basis:
        assert basis.doc_no in CQ.article("1").text
        assert basis.name in CQ.article("1").text


@pytest.mark.clause("CQ-14")
def test_the_municipal_bureau_interprets():
    assert CQ["interpretation"] == CQ.issuer
    assert CQ.cite("interpretation").label == "第十四条"


@pytest.mark.clause("HL-0.1")
def test_a_draft_is_never_in_force():
    assert HL.status == "draft"
    assert not HL.in_force_on(date(2099, 1, 1))
    assert "征求意见稿" in HL.title


@pytest.mark.clause("HL-0.2")
def test_heilongjiang_s_bases_are_normalised_and_completed_with_a_note():
    assert [basis.doc_no for basis in HL.basis] == [
        "国办发〔2020〕20号",
        "国办发〔2023〕17号",
        "医保发〔2024〕24号",
    ]
    assert HL.basis[2].note == "原文未写文号"


@pytest.mark.parametrize(
    ("key", "article", "quote"),
    [
        ("pay.fixed", "3", "不领取固定薪酬"),
        ("term.years", "6", "每届聘期为两年"),
        ("cert.name", "5", "要颁发聘任证书"),
        ("renew.allowed", "6", "聘任期满后可以续聘"),
    ],
)
def test_a_value_from_an_article_carries_the_words_relied_on(key, article, quote):
    parameter = CQ.parameter(key)
    assert (parameter.source, parameter.article, parameter.quote) == (Source.ARTICLE, article, quote)
    assert parameter.source_words == f"原文：「{quote}」"
    assert not parameter.needs_confirmation
    assert CQ.cite(key) == CQ.cite_article(article)


def test_a_value_no_article_gives_is_shown_as_our_suggestion():
    parameter = CQ.parameter("publicity.days")
    assert (parameter.value, parameter.unit, parameter.words) == (5, "working_days", "5个工作日")
    assert parameter.source_words == SUGGESTED
    assert parameter.needs_confirmation
    assert str(CQ.cite("publicity.days")) == f"公示期（{SUGGESTED}）"


def test_higher_law_is_cited_and_marked_when_nobody_checked_it():
    consent = CQ.parameter("publicity.consent")
    assert consent.source_words.startswith("上位规定：《中华人民共和国个人信息保护法》第二十五条「")
    assert not consent.needs_confirmation
    age = CQ.parameter("age.min")
    assert UNCHECKED in age.source_words
    assert age.needs_confirmation
    assert CQ.cite("age.min").note == UNCHECKED


def test_the_clocks_are_the_agreed_ones():
    clocks = {p.key: (p.value, p.unit, p.source) for p in CQ if p.key.startswith("clock.")}
    assert clocks == {
        "clock.receipt_days": (1, "working_days", Source.SUGGESTED),
        "clock.verify_days": (15, "working_days", Source.SUGGESTED),
        "clock.verify_extension_days": (15, "working_days", Source.SUGGESTED),
        "clock.verify_extensions": (1, "times", Source.SUGGESTED),
        "clock.told_after_decision_days": (5, "working_days", Source.HIGHER_LAW),
        "clock.suggestion_days": (60, "calendar_days", Source.SUGGESTED),
    }


def test_the_four_channels_say_who_must_write_an_opinion():
    opinions = {row.code: row["unit_opinion"] for row in CQ["channels"]}
    assert opinions == {
        "public": "forbidden",
        "recommend": "required",
        "invite": "required",
        "self": "forbidden",
    }
    assert [row.code for row in CQ["channels"] if row["needs_notice"]] == ["public"]
    assert set(codes(HL, "channels")) == set(opinions)


@pytest.mark.clause("CQ-F17")
@pytest.mark.clause("CQ-F18")
def test_the_declaration_is_printed_word_for_word():
    first, second = (row["text"] for row in CQ["statement"])
    assert first == CQ.article("F17").text
    assert "区医疗保障行政部门" in second
    assert CQ["statement.token"] == "区"


def test_a_silent_measure_reads_as_none_and_an_unknown_key_is_refused():
    assert CQ["age.max"] is None
    assert "age.max" not in CQ
    with pytest.raises(KeyError, match=r"没有规定「age\.max」"):
        CQ.parameter("age.max")
    with pytest.raises(KeyError, match="nonsense"):
        CQ["nonsense"]
    with pytest.raises(KeyError, match="没有条文「99」"):
        CQ.article("99")


def test_one_code_is_found_by_its_key():
    assert CQ.code("channels", "invite").article == "7.3"
    assert CQ.code("categories", "insured")["ordinary"] is True
    with pytest.raises(KeyError, match="没有代码「other」"):
        CQ.code("channels", "other")


def test_parameters_are_said_in_words():
    assert CQ.parameter("term.years").words == "两年，止日含当日"
    assert HL.parameter("reward.ruleset").words == "规则文本未取得，只登记不测算"
    assert CQ.parameter("training.freq.county").words == "1次／自然半年"
    assert CQ.parameter("reveal.roles").words == "负责人"
    assert CQ.parameter("publicity.required").words == "须公示"
    assert HL.parameter("statement.token").words == "空"
