"""From an approved headcount to a certificate at the door, and what an upheld objection does to it (Chongqing)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests.journeys.papers import PERSONS, fill_in_annex_2, scan
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
    printed,
    reads,
    sign,
    tick,
)
from zhongmu.demo.people import Citizen

pytestmark = pytest.mark.journey
BEIJING = ZoneInfo("Asia/Shanghai")
WINDOW = timedelta(seconds=75)  # long enough to apply and to correct in, short enough to wait for
WHY = "退休前在社区做了二十年居民工作，熟悉老人看病买药的情况，愿意经常走访，把看到的问题如实反映。"
Enter, Check = Callable[[str], None], Callable[[], None]


def test_from_headcount_to_certificate_and_back(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    citizen, title = PERSONS[size], f"走查批次·{size}"
    given_an_approved_headcount(page, title, enter, accessible)
    closes = and_a_notice_open_right_now(page, title, enter, accessible)
    receipt = when_a_citizen_applies(page, title, citizen, accessible)
    and_the_officer_sends_it_back(page, citizen, enter)
    and_the_citizen_corrects_it(page, receipt, accessible)
    and_the_officer_passes_it_item_by_item(page, citizen, enter, accessible)
    time.sleep(max(0.0, (closes - datetime.now(BEIJING)).total_seconds() + 1))
    and_it_is_chosen_and_settled(page, title, citizen, enter, accessible)
    and_appointed_and_certified(page, title, citizen, enter, accessible)
    check = then_anyone_may_check_the_certificate(page, citizen, accessible)
    when_someone_objects_to_the_published_name(page, title, enter, accessible)
    and_the_leader_upholds_it(page, citizen, enter, accessible)
    then_the_check_page_says(page, check, "暂停", accessible)
    when_the_leader_lifts_it(page, citizen, enter, accessible)
    then_the_check_page_says(page, check, "有效", accessible)


def given_an_approved_headcount(page: Page, title: str, enter: Enter, accessible: Check) -> None:
    enter("陈静")
    accessible()
    page.goto("/office/recruitment/")
    accessible()
    press(page, "新建批次")
    accessible()
    plan = {"title": title, "input_institutions": "412", "input_fund_budget": "18.6"}
    fill(page, {**plan, "input_management_level": "检查中轻微问题居多，药店管理水平不齐。"})
    choose(page, "unit_fund_budget", "亿元")
    fill(page, {"headcount": "1", "headcount_reason": "先补一名，熟悉社区的。"})
    choose(page, "gate", "none")
    press(page, "提出方案")
    reads(page, "等待负责人核定", "18.6亿元")
    enter("周敏")
    accessible()
    press(page, title)
    press(page, "核定名额")
    reads(page, "已办理：核定名额")
    accessible()


def and_a_notice_open_right_now(page: Page, title: str, enter: Enter, accessible: Check) -> datetime:
    enter("陈静")
    _open_batch(page, title)
    press(page, "写公告")
    accessible()
    now = datetime.now(BEIJING).replace(microsecond=0)
    closes = now + WINDOW
    opens = now - timedelta(minutes=5)
    fill(page, {"phone": "023-60000123", "opens_at": f"{opens:%Y-%m-%dT%H:%M:%S}"})
    fill(page, {"closes_at": f"{closes:%Y-%m-%dT%H:%M:%S}"})
    press(page, "保存公告稿")
    press(page, "发布公告")
    reads(page, "已办理：发布公告")
    return closes


def _open_batch(page: Page, title: str) -> None:
    page.goto("/office/recruitment/")
    press(page, title)
    heading(page, title)


def when_a_citizen_applies(page: Page, title: str, citizen: Citizen, accessible: Check) -> tuple[str, str]:
    page.context.clear_cookies()
    page.goto("/b/500103/notices/")
    press(page, title)
    press(page, "在线报名")
    fill_in_annex_2(page, citizen, reason=WHY)
    press(page, "提交报名")
    heading(page, "报名已收到")
    accessible()
    number, secret = fact(page, "回执号"), fact(page, "查询码")
    assert fetched(page, page.get_by_role("link", name="打印回执")).startswith(b"%PDF")
    return number, secret


def and_the_officer_sends_it_back(page: Page, citizen: Citizen, enter: Enter) -> None:
    enter("陈静")
    _open_application(page, citizen)
    press(page, "退回补正")
    fill(page, {"reason": "毕业院校请写全称。"})
    press(page, "退回补正")
    reads(page, "已办理：退回补正")


def _open_application(page: Page, citizen: Citizen) -> None:
    _open_batch(page, "走查批次·" + next(size for size, who in PERSONS.items() if who is citizen))
    page.goto(page.url + "applications/?tab=all")
    press(page, citizen.name)


def and_the_citizen_corrects_it(page: Page, receipt: tuple[str, str], accessible: Check) -> None:
    page.context.clear_cookies()
    page.goto("/progress/")
    accessible()
    fill(page, {"number": receipt[0], "secret": receipt[1]})
    press(page, "查看")
    reads(page, "请补正后重新提交", "毕业院校请写全称")
    press(page, "补正报名表")
    fill(page, {"school": "示范省示范大学", "reason": WHY + "补充一句。"})
    tick(page, "health_consent", "declared", "privacy_consent", "name_consent")
    sign(page)
    press(page, "重新提交")
    reads(page, "已重新提交")
    accessible()


def and_the_officer_passes_it_item_by_item(
    page: Page, citizen: Citizen, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    _open_application(page, citizen)
    accessible()
    for form in ("pdf", "docx"):
        assert fetched(page, page.locator(f"main a[href$='form.{form}']")).startswith((b"%PDF", b"PK"))
    press(page, "逐项审查")
    accessible()
    choose_all(page, "conforms", prefix="item_")
    press(page, "保存审查结论")
    press(page, "通过审查")
    reads(page, "已办理：通过审查")


def and_it_is_chosen_and_settled(
    page: Page, title: str, citizen: Citizen, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    _open_batch(page, title)
    accessible()
    press(page, "开始比选")
    press(page, "候选人并列比选")
    accessible()
    press(page, "写意见")
    accessible()
    fill_all(page, "表达清楚，做事认真，合乎这一项。", prefix="dim_")
    fill(page, {"overall": "符合条件，建议拟聘。"})
    choose(page, "proposed", "yes")
    press(page, "保存意见")
    fill(page, {"minutes": "负责人召集，联络员、审核人参加，逐人讨论后一致同意。"})
    press(page, "保存纪要")
    enter("周敏")
    _open_batch(page, title)
    press(page, "候选人并列比选")
    press(page, "确定拟聘名单")
    reads(page, "已办理：确定拟聘名单")


def and_appointed_and_certified(
    page: Page, title: str, citizen: Citizen, enter: Enter, accessible: Check
) -> None:
    _open_batch(page, title)
    press(page, "聘任")
    press(page, "聘任")
    reads(page, "已办理：聘任")
    enter("陈静")
    page.goto("/office/corps/")
    accessible()
    press(page, citizen.name)
    reads(page, "还不能")
    accessible()
    press(page, "登记纸质承诺书")
    accessible()
    for box in page.locator("main input[name=items]").all():
        box.check()
    fill(page, {"signed_on": f"{datetime.now(BEIJING):%Y-%m-%d}"})
    attach(page, "scan", scan())
    press(page, "登记")
    press(page, "签发证书")
    reads(page, "已签发")
    assert printed(page, page.get_by_role("button", name="打印证书")).startswith(b"%PDF")


def then_anyone_may_check_the_certificate(page: Page, citizen: Citizen, accessible: Check) -> str:
    page.get_by_role("link", name="核验页").first.click()
    page.wait_for_load_state("load")
    number = fact(page, "编号")
    page.context.clear_cookies()
    page.goto("/c/")
    accessible()
    fill(page, {"number": number, "holder": citizen.name})
    press(page, "查验")
    reads(page, "有效", "非执法人员", citizen.name)
    accessible()
    return page.url


def when_someone_objects_to_the_published_name(
    page: Page, title: str, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    _open_batch(page, title)
    press(page, "名单公示")
    press(page, "发布名单公示")
    accessible()
    page.context.clear_cookies()
    page.goto("/b/500103/notices/")
    accessible()
    press(page, title)
    accessible()
    press(page, "提出异议")
    accessible()
    page.locator("main input[name=application]").first.check()
    told = {"objector": "匿举例", "contact": "13900009009"}
    fill(page, {**told, "grounds": "他在本区一家定点药店兼职，报名时没有写明。"})
    press(page, "提交异议")
    heading(page, "异议已收到")
    accessible()


def and_the_leader_upholds_it(page: Page, citizen: Citizen, enter: Enter, accessible: Check) -> None:
    enter("林涛")
    _open_objection(page, citizen)
    reads(page, "由负责人", "药店兼职")
    accessible()
    enter("周敏")
    _open_objection(page, citizen)
    press(page, "认定成立")
    accessible()
    fill(
        page,
        {
            "reason": "向药店所在街道核实，兼职属实。",
            "answer": "经核实，您反映的情况属实，已停止其资格并复核。",
        },
    )
    press(page, "认定成立")
    reads(page, "已办理：认定成立")


def _open_objection(page: Page, citizen: Citizen) -> None:
    page.goto("/office/recruitment/objections/")
    page.locator("main tr", has_text=citizen.name).first.locator("a").first.click()
    page.wait_for_load_state("load")


def then_the_check_page_says(page: Page, check: str, words: str, accessible: Check) -> None:
    page.context.clear_cookies()
    page.goto(check)
    assert words in fact(page, "核验结果")
    accessible()


def when_the_leader_lifts_it(page: Page, citizen: Citizen, enter: Enter, accessible: Check) -> None:
    enter("周敏")
    page.goto("/office/corps/?tab=suspended")
    press(page, citizen.name)
    press(page, "作出复核决定")
    accessible()
    choose(page, "outcome", "lift")
    fill(page, {"reason": "兼职在报名前已经结束，恢复聘任。"})
    press(page, "作出复核决定")
    reads(page, "复核已办结")
    accessible()
