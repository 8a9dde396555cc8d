"""An objection that keeps an appointment shut until it is settled, and one by somebody who did not pass (渝中)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.papers import REFUSED, fill_in_annex_2
from tests.journeys.steps import (
    check_accessible,
    choose_all,
    fact,
    fetched,
    fill,
    heading,
    press,
    reads,
    refused,
    through_the_door,
)
from zhongmu.demo.people import Citizen

pytestmark = pytest.mark.journey
Enter, Check, InDays = Callable[[str], None], Callable[[], None], Callable[[int], Page]
ON_NOTICE = "补充选聘"
WHY = "退休前在社区做了二十年居民工作，熟悉老人看病买药的情况，愿意经常走访，如实反映。"
PERIOD_OVER = 25  # days from now on which any notice that is on show today has ended, holidays included


@pytest.mark.clause("HL-2.2c")
def test_an_objection_blocks_the_appointment_until_it_is_settled(
    page: Page, enter: Enter, accessible: Check, in_days: InDays
) -> None:
    receipt = when_a_citizen_objects_to_a_published_name(page, accessible)
    then_the_appointment_is_refused_and_says_why(page, receipt[0], enter, accessible)
    when_every_objection_is_looked_into(page, enter, accessible)
    then_the_citizen_reads_the_answer(page, receipt, accessible)
    and_only_the_period_is_in_the_way(page, receipt[0], enter)
    later = in_days(PERIOD_OVER)
    then_the_names_are_down_by_themselves(later)
    and_the_appointment_goes_through(later)


def when_a_citizen_objects_to_a_published_name(page: Page, accessible: Check) -> tuple[str, str]:
    page.goto("/b/500103/notices/")
    page.locator("main ul.cards a", has_text=ON_NOTICE).filter(has_text="公示至").click()
    page.wait_for_load_state("load")
    accessible()
    press(page, "提出异议")
    accessible()
    press(page, "提交异议")
    reads(page, "请选择")
    accessible()
    page.locator("main input[name=application]").first.check()
    told = {
        "objector": "匿走查",
        "contact": "13900009010",
        "grounds": "他去年在一家定点诊所领过顾问费，请核实。",
    }
    fill(page, told)
    press(page, "提交异议")
    heading(page, "异议已收到")
    accessible()
    assert fetched(page, page.get_by_role("link", name="打印回执")).startswith(b"%PDF")
    return fact(page, "编号"), fact(page, "查询码")


def _open_batch(page: Page) -> None:
    page.goto("/office/recruitment/")
    page.locator("main a.what", has_text=ON_NOTICE).first.click()
    page.wait_for_load_state("load")


def then_the_appointment_is_refused_and_says_why(
    page: Page, number: str, enter: Enter, accessible: Check
) -> None:
    enter("周敏")
    _open_batch(page)
    why = refused(page, "聘任")
    assert "异议还没有办结" in why
    assert number in why
    accessible()


def when_every_objection_is_looked_into(page: Page, enter: Enter, accessible: Check) -> None:
    """That of the journey and whatever else is open on this list."""
    enter("林涛")
    page.goto("/office/recruitment/objections/")
    accessible()
    rows = page.locator("main tr", has_text=ON_NOTICE).filter(has_text="核实中")
    while rows.count():
        rows.first.locator("a.what").click()
        page.wait_for_load_state("load")
        accessible()
        press(page, "认定不成立")
        said = {
            "reason": "向诊所和本人核实，没有这回事。",
            "answer": "经核实，您反映的情况不存在，异议不成立。",
        }
        fill(page, said)
        press(page, "认定不成立")
        reads(page, "已办理：认定不成立")
        accessible()
        page.goto("/office/recruitment/objections/")


def then_the_citizen_reads_the_answer(page: Page, receipt: tuple[str, str], accessible: Check) -> None:
    page.context.clear_cookies()
    page.goto("/objections/")
    accessible()
    fill(page, {"number": receipt[0], "secret": receipt[1]})
    press(page, "查询")
    reads(page, "异议不成立", "的答复")
    accessible()


def and_only_the_period_is_in_the_way(page: Page, number: str, enter: Enter) -> None:
    enter("周敏")
    _open_batch(page)
    why = refused(page, "聘任")
    assert "才期满" in why
    assert number not in why


def then_the_names_are_down_by_themselves(later: Page) -> None:
    later.goto("/b/500103/notices/")
    assert not later.locator("main ul.cards a", has_text="公示至").filter(has_text=ON_NOTICE).count()
    check_accessible(later)


def and_the_appointment_goes_through(later: Page) -> None:
    through_the_door(later, "周敏")
    _open_batch(later)
    press(later, "聘任")
    check_accessible(later)
    press(later, "聘任")
    reads(later, "已办理：聘任")
    check_accessible(later)


def test_who_did_not_pass_objects_and_another_hand_decides(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    citizen = REFUSED[size]
    receipt = given_somebody_who_applied(page, citizen)
    and_was_refused_by_two_people(page, citizen, enter, accessible)
    when_they_object_from_their_own_page(page, receipt, accessible)
    then_neither_of_the_two_may_answer(page, citizen, enter)
    and_a_third_upholds_it(page, citizen, enter, accessible)
    then_the_applicant_reads_that_it_is_checked_anew(page, receipt, accessible)


def given_somebody_who_applied(page: Page, citizen: Citizen) -> tuple[str, str]:
    page.goto("/b/500103/notices/")
    page.locator("main ul.cards a", has_text="公开选聘").first.click()
    press(page, "在线报名")
    fill_in_annex_2(page, citizen, reason=WHY)
    press(page, "提交报名")
    heading(page, "报名已收到")
    return fact(page, "回执号"), fact(page, "查询码")


def _open_application(page: Page, citizen: Citizen) -> None:
    page.goto("/office/recruitment/")
    page.locator("main a.what", has_text="公开选聘").first.click()
    page.wait_for_load_state("load")
    page.goto(page.url + "applications/?tab=all")
    press(page, citizen.name)


def and_was_refused_by_two_people(page: Page, citizen: Citizen, enter: Enter, accessible: Check) -> None:
    enter("陈静")
    _open_application(page, citizen)
    press(page, "逐项审查")
    accessible()
    choose_all(page, "conforms", prefix="item_")
    page.locator("main input[name=item_conduct][value=fails]").check()
    fill(page, {"basis_conduct": "单位来函说正在接受审查。", "document_conduct": "来函〔走查〕3号"})
    press(page, "保存审查结论")
    press(page, "拟不通过")
    fill(page, {"reason": "单位来函说正在接受纪律审查。"})
    press(page, "拟不通过")
    enter("林涛")
    _open_application(page, citizen)
    press(page, "复核不通过")
    fill(page, {"reason": "来函属实。"})
    press(page, "复核不通过")
    reads(page, "已办理：复核不通过")
    accessible()


def when_they_object_from_their_own_page(page: Page, receipt: tuple[str, str], accessible: Check) -> None:
    _own_page(page, receipt)
    reads(page, "没有通过的条件")
    accessible()
    press(page, "对审查提出异议")
    accessible()
    fill(page, {"grounds": "审查上个月已经结束，没有处分，单位可以出具结论。"})
    press(page, "提交异议")
    reads(page, "由没有办过这份审查的人复查")
    accessible()


def _own_page(page: Page, receipt: tuple[str, str]) -> None:
    page.context.clear_cookies()
    page.goto("/progress/")
    fill(page, {"number": receipt[0], "secret": receipt[1]})
    press(page, "查看")


def _open_appeal(page: Page, citizen: Citizen) -> None:
    _open_application(page, citizen)
    press(page, "审查异议")
    heading(page, "对审查的异议")


def then_neither_of_the_two_may_answer(page: Page, citizen: Citizen, enter: Enter) -> None:
    for name in ("陈静", "林涛"):
        enter(name)
        _open_appeal(page, citizen)
        refused(page, "认定成立")


def and_a_third_upholds_it(page: Page, citizen: Citizen, enter: Enter, accessible: Check) -> None:
    enter("吴评示")
    _open_appeal(page, citizen)
    accessible()
    press(page, "认定成立")
    accessible()
    said = {"reason": "单位补来结论：没有处分。", "answer": "经复查，您的异议成立，报名退回重新审查。"}
    fill(page, said)
    press(page, "认定成立")
    reads(page, "已办理")
    accessible()


def then_the_applicant_reads_that_it_is_checked_anew(
    page: Page, receipt: tuple[str, str], accessible: Check
) -> None:
    _own_page(page, receipt)
    reads(page, "您的异议成立", "成立")
    accessible()
