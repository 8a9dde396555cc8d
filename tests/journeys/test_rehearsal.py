"""Harbin works under a draft: the quota, the gate and the watermark, and nothing of it has an effect."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests.journeys.papers import portrait, scan
from tests.journeys.steps import (
    attach,
    choose,
    choose_all,
    fact,
    fetched,
    fill,
    fill_all,
    heading,
    press,
    reads,
    refused,
    tick,
)
from zhongmu.demo.people import DAOLI, Citizen

pytestmark = pytest.mark.journey
Enter, Check = Callable[[str], None], Callable[[], None]
OFFICER, LEADER = "于联示", "傅负示"
TITLE = "演练走查批次"
WINDOW = timedelta(seconds=120)
WHY = "常年在社区做志愿服务，熟悉邻居看病买药的难处，愿意在演练中把每一步都走一遍，提出改进意见。"
NAMES = ("甲演练例", "乙演练例", "丙演练例", "丁演练例", "戊演练例", "己演练例", "庚演练例")
ORDINARY = 4
PEOPLE = [
    Citizen(
        951 + n,
        name,
        "2" if n % 2 else "1",
        date(1970 + n, 3, 4 + n),
        DAOLI,
        "insured" if n < ORDINARY else "expert",
    )
    for n, name in enumerate(NAMES)
]


@pytest.mark.parametrize("page", ["desk"], indirect=True)
def test_four_of_seven_are_too_few_and_the_notice_gates(page: Page, enter: Enter, accessible: Check) -> None:
    closes = given_an_open_batch_for_seven(page, enter, accessible)
    and_seven_applications_four_of_them_ordinary(page)
    and_all_of_them_pass(page, enter)
    time.sleep(max(0.0, (closes - datetime.now(ZoneInfo("Asia/Shanghai"))).total_seconds() + 1))
    then_all_seven_cannot_be_settled(page, enter, accessible)
    but_six_can(page, accessible)
    and_the_notice_of_names_gates_the_certificate(page, enter, accessible)


def given_an_open_batch_for_seven(page: Page, enter: Enter, accessible: Check) -> datetime:
    enter(OFFICER)
    reads(page, "演练·征求意见稿")
    accessible()
    page.goto("/office/recruitment/new/")
    fill(
        page,
        {"title": TITLE, "input_needs": "演练全流程。", "headcount": "7", "headcount_reason": "演练用。"},
    )
    press(page, "提出方案")
    enter(LEADER)
    _open(page)
    press(page, "核定名额")
    enter(OFFICER)
    _open(page)
    press(page, "写公告")
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    closes = now + WINDOW
    fill(page, {"phone": "0451-60000123", "opens_at": f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M:%S}"})
    fill(page, {"closes_at": f"{closes:%Y-%m-%dT%H:%M:%S}"})
    press(page, "保存公告稿")
    press(page, "发布公告")
    reads(page, "已办理：发布公告", "演练·征求意见稿")
    accessible()
    return closes


def _open(page: Page) -> None:
    page.goto("/office/recruitment/")
    press(page, TITLE)


def and_seven_applications_four_of_them_ordinary(page: Page) -> None:
    page.context.clear_cookies()
    for citizen in PEOPLE:
        page.goto("/b/230100/notices/")
        press(page, TITLE)
        press(page, "在线报名")
        _fill_in(page, citizen)
        press(page, "提交报名")
        heading(page, "报名已收到")


def _fill_in(page: Page, citizen: Citizen) -> None:
    if page.locator("main input[name=channel][type=radio]").count():
        choose(page, "channel", "public")
    choose(page, "sex", citizen.sex)
    choose(page, "category", citizen.category)
    choose(page, "employed", "0")
    choose(page, "health", "10")
    fill(
        page,
        {"name": citizen.name, "resident_id": citizen.resident.number, "political": "13", "ethnic": "01"},
    )
    fill(page, {"phone": citizen.phone, "address": citizen.address, "reason": WHY, "education": "21"})
    attach(page, "photo", portrait(citizen))
    attach(page, "signed_scan", scan())
    tick(page, "health_consent", "declared", "privacy_consent", "name_consent")


def and_all_of_them_pass(page: Page, enter: Enter) -> None:
    enter(OFFICER)
    _open(page)
    listed = page.url + "applications/?tab=todo"
    for citizen in PEOPLE:
        page.goto(listed)
        press(page, citizen.name)
        press(page, "逐项审查")
        choose_all(page, "conforms", prefix="item_")
        press(page, "保存审查结论")
        press(page, "通过审查")


def then_all_seven_cannot_be_settled(page: Page, enter: Enter, accessible: Check) -> None:
    _open(page)
    press(page, "开始比选")
    press(page, "候选人并列比选")
    for place in range(len(PEOPLE)):
        page.get_by_role("link", name="写意见").nth(place).click()
        page.wait_for_load_state("load")
        fill_all(page, "合乎这一项。", prefix="dim_")
        fill(page, {"overall": "符合条件，建议拟聘。"})
        choose(page, "proposed", "yes")
        press(page, "保存意见")
    fill(page, {"minutes": "演练比选会，逐人讨论。"})
    press(page, "保存纪要")
    enter(LEADER)
    _open(page)
    press(page, "候选人并列比选")
    reads(page, "拟聘7人中4人", "至少5人")
    assert "5人" in refused(page, "确定拟聘名单")
    accessible()


def but_six_can(page: Page, accessible: Check) -> None:
    page.get_by_role("link", name=f"写意见：{NAMES[-1]}").click()
    page.wait_for_load_state("load")
    fill(page, {"overall": "名额有限，列为候补。"})
    choose(page, "proposed", "no")
    press(page, "保存意见")
    reads(page, "拟聘6人中4人", "至少4人")
    accessible()
    press(page, "确定拟聘名单")
    reads(page, "已办理：确定拟聘名单")


def and_the_notice_of_names_gates_the_certificate(page: Page, enter: Enter, accessible: Check) -> None:
    _open(page)
    press(page, "聘任")
    press(page, "聘任")
    reads(page, "已办理：聘任")
    enter(OFFICER)
    page.goto("/office/corps/")
    press(page, NAMES[0])
    reads(page, "演练，无效力", "公示")
    press(page, "登记纸质承诺书")
    for box in page.locator("main input[name=items]").all():
        box.check()
    fill(page, {"signed_on": f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"})
    attach(page, "scan", scan())
    press(page, "登记")
    assert "公示" in refused(page, "签发证书")
    accessible()


def test_a_rehearsed_certificate_has_no_effect(page: Page, enter: Enter, accessible: Check) -> None:
    enter("谢演练")
    reads(page, "演练，无效力", "演练·征求意见稿")
    accessible()
    press(page, "出示")
    accessible()
    press(page, "打开核验页")
    assert fact(page, "核验结果") == "演练，无效力"
    reads(page, "演练·征求意见稿")
    accessible()
    page.goto("/b/230100/notices/")
    reads(page, "演练·征求意见稿")
    accessible()
    page.locator("main ul.cards a").first.click()
    page.wait_for_load_state("load")
    reads(page, "演练·征求意见稿")
    assert fetched(page, page.get_by_role("link", name="公告打印件")).startswith(b"%PDF")
    accessible()
