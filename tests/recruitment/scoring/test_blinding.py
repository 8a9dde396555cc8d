"""What is taken out of a candidate's own words, and what stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recruitment.conftest import resident_number
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.scoring.blinding import LETTERS, MATERIALS, blinded, career, draw_label, materials

HIDDEN = "〔隐去〕"
ON = date(2026, 11, 2)


@pytest.fixture
def person():
    return candidate()


def candidate(**changes):
    said = {
        "name": "李秀英",
        "number": "报〔2026〕0007",
        "resident_id": "500103200002290013",
        "phone": "13800138000",
        "address": "重庆市渝中区示范路1号",
        "employer": "重庆市渝中区示范社区居民委员会",
        "unit_name": "渝中区总工会",
        "school": "示范大学",
        "ethnic": "15",
        "sex": "2",
        "education": "21",
        "major": "公共管理",
        "post": "主任",
        "employed": True,
        "remark": "",
        "reason": "",
    }
    return Application(**{**said, **changes})


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("我叫李秀英，大家叫我秀英", f"我叫{HIDDEN}，大家叫我{HIDDEN}"),
        ("李 秀 英", HIDDEN),
        ("李老师、李某、小李、老李", "、".join([HIDDEN] * 4)),
        ("在重庆市渝中区示范社区居民委员会工作", f"在{HIDDEN}工作"),
        ("在示范社区居民委员会工作", f"在{HIDDEN}工作"),
        ("渝中区总工会推荐", f"{HIDDEN}推荐"),
        ("毕业于示范大学", f"毕业于{HIDDEN}"),
        ("住示范路1号", f"住{HIDDEN}"),
        ("土家族，土家文化", f"{HIDDEN}，{HIDDEN}文化"),
        ("中共党员，党龄三十年", f"{HIDDEN}，{HIDDEN}三十年"),
        ("电话13800138000或023-67890123", f"电话{HIDDEN}或{HIDDEN}"),
        ("身份证500103200002290013", f"身份证{HIDDEN}"),
        ("１３８００１３８０００", HIDDEN),
        ("a.li@example.com，微信 lixiuying_1", f"{HIDDEN}，{HIDDEN}"),
        ("报〔2026〕0007", HIDDEN),
        ("1970年3月生，今年56岁", f"{HIDDEN}，今年{HIDDEN}"),
        ("我是一名女教师，男，女", f"我是一名{HIDDEN}教师，{HIDDEN}，{HIDDEN}"),
        ("从事妇女工作，任妇女主任、三八红旗手", f"从事{HIDDEN}工作，任{HIDDEN}主任、{HIDDEN}"),
        ("她怀孕时，宝妈，老太太，小伙子，他", f"{HIDDEN}{HIDDEN}时，" + "，".join([HIDDEN] * 4)),
        ("少数民族，汉族，土 家", "，".join([HIDDEN] * 3)),
        ("民盟盟员、民建会员、九三学社、民革党员", "、".join([HIDDEN] * 4)),
        ("加入民进，无党派人士，政治面貌：群众", f"加入{HIDDEN}，{HIDDEN}，{HIDDEN}"),
        ("报[2026]0007，报２０２６0007", f"{HIDDEN}，{HIDDEN}"),
    ],
)
def test_what_tells_who_it_is_is_taken_out(person, told, shown):
    assert blinded(told, person) == shown


@pytest.mark.parametrize(
    "told",
    [
        "做了二十年居民工作，联系群众，熟悉男女老少和妇女儿童的需要",
        "有两个子女，儿女都已成年，女儿在读书",
        "2019年至2024年查出问题37处，追回12480.50元",
        "民族地区的基层卫生院",
        "为居民建档，组织农民进城务工，帮助他人和其他病友，他们都满意",
    ],
)
def test_what_tells_about_the_work_stays(person, told):
    assert blinded(told, person) == told


def test_a_unit_with_a_branch_is_found_whole_by_its_parts_and_in_any_brackets():
    person = candidate(employer="重庆市人民医院（江北院区）", unit_name="", ethnic="03")
    told = "重庆市人民医院（江北院区）、重庆市人民医院(江北院区)、重庆市人民医院、江北院区、回民、回族"
    assert blinded(told, person) == "、".join([HIDDEN] * 6)
    assert blinded("回民", candidate()) == "回民"


def test_ages_stay_only_for_a_dimension_about_age(person):
    assert blinded("今年56岁", person, ages=False) == "今年56岁"


def test_a_name_with_a_separator_is_found_by_its_parts():
    person = candidate(name="阿依古丽·买买提", ethnic="01")
    assert blinded("阿依古丽说，买买提 · 阿依古丽", person).count(HIDDEN) == 3


def test_a_surname_of_two_characters_is_a_name_by_itself():
    person = candidate(name="欧阳建国")
    assert blinded("欧阳老师、老欧阳、建国、阳建国、阳台", person) == "、".join(
        [HIDDEN] * 3 + [f"阳{HIDDEN}", "阳台"]
    )


@given(st.text(max_size=200))
def test_no_text_breaks_it_or_keeps_the_name(text):
    person = candidate()
    assert "李秀英" not in blinded(text + "李秀英" + text, person)


def test_a_name_of_one_character_and_empty_fields_hide_nothing_else():
    person = candidate(name="李", employer="", unit_name="", school="", address="", ethnic="97")
    assert blinded("李子树下，其他都好", person) == "李子树下，其他都好"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "2008年至2015年在样例（重庆）药业有限公司任质检员，2016年起到样例区第三人民医院做会计",
            f"2008年至2015年在{HIDDEN}任质检员，2016年起到{HIDDEN}做会计",
        ),
        ("2001年样例县财政局科员；样例镇中学教师", f"2001年{HIDDEN}科员；{HIDDEN}教师"),
        ("做过二十年信息员，管过三个村的账", "做过二十年信息员，管过三个村的账"),
    ],
)
def test_a_career_is_shown_without_the_units_it_was_made_at(person, told, shown):
    assert career(told, person) == shown


def test_what_is_told_beside_the_form_is_taken_out_too():
    person = candidate(community="样例坪", deputy_number="样例07号", credential="执业药师，证号AB-0012")
    told = "住样例坪，代表证样例07号，药师证ａｂ-0012，管12个小区"
    assert blinded(told, person) == f"住{HIDDEN}，代表证{HIDDEN}，药师证{HIDDEN}，管12个小区"


def test_each_material_is_shown_for_the_dimensions_that_need_it():
    person = candidate(
        reason="李秀英今年56岁",
        resident_id=resident_number(1),
        remark="周末有空",
        history="在示范社区居民委员会做会计",
    )
    every = dict.fromkeys(MATERIALS, ("工作经历",))
    shown = {m.label: m.text for m in materials(person, every, ON)}
    assert shown == {
        "学历": "大学本科",
        "专业": "公共管理",
        "职务": "主任",
        "工作经历": f"在{HIDDEN}做会计",
        "是否在职": "在职",
        "年龄段": "45—59岁",
        "聘任理由": f"{HIDDEN}今年56岁",
        "备注": "周末有空",
    }
    few = materials(candidate(reason="今年56岁", employed=False), {"reason": ("专业背景",)}, ON)
    assert [(m.text, m.dims) for m in few] == [(f"今年{HIDDEN}", ("专业背景",))]
    assert materials(candidate(employed=False), {"employed": ("工作经历",)}, ON)[0].text == "不在职"


def test_a_label_is_drawn_and_never_twice():
    taken = set()
    for _draw in range(300):
        taken.add(draw_label(taken))
    assert len(taken) == 300
    assert {len(label) for label in taken} == {4}
    assert {char for label in taken for char in label} <= set(LETTERS)
