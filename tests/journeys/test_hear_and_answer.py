"""A clue from a phone to an answer that says something, the reporter sealed all the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.papers import scan
from tests.journeys.steps import attach, choose, fact, fill, heading, press, printed, reads

pytestmark = pytest.mark.journey
Enter, Check = Callable[[str], None], Callable[[], None]
REPORTER = "李示例"
FACTS = "上午十点在收费窗口看到工作人员把没有做过的检查一并刷了医保卡，旁边几位老人都遇到同样的事。"
ANSWER = "已到现场调取当日结算记录，核实其中两笔没有对应检查，已责令退回并立案，处理结果另行告知。"


def test_a_clue_is_heard_and_answered(page: Page, size: str, enter: Enter, accessible: Check) -> None:
    target = f"示范医院{'东' if size == 'phone' else '西'}院区"
    number = given_a_supervisor_files_a_clue_step_by_step(page, target, enter, accessible)
    when_the_officer_accepts_it(page, target, enter, accessible)
    and_records_a_finding(page, accessible)
    and_an_empty_answer_is_refused_with_the_form_still_filled(page, accessible)
    and_a_real_answer_is_given(page)
    then_nothing_of_the_reporter_is_on_the_officers_page(page, accessible)
    when_the_supervisor_reads_it_and_asks_again(page, number, enter, accessible)
    then_the_officer_answers_again_and_closes(page, target, enter, accessible)


def given_a_supervisor_files_a_clue_step_by_step(
    page: Page, target: str, enter: Enter, accessible: Check
) -> str:
    enter(REPORTER)
    accessible()
    press(page, "反映", within="nav.dock")
    accessible()
    press(page, "问题线索")
    reads(page, "第 1 步，共 4 步")
    accessible()
    page.locator("main input[name=scene]").first.check()
    _next(page, "第 2 步")
    choose(page, "target_kind", "hospital")
    fill(page, {"target_name": target})
    accessible()
    _next(page, "第 3 步")
    fill(page, {"facts": FACTS, "happened": "上周三上午", "place": "一楼收费窗口"})
    _next(page, "第 4 步")
    fill(page, {"amount": "320.5"})
    attach(page, "attachments", scan())
    accessible()
    press(page, "提交")
    heading(page, "已收到")
    accessible()
    assert printed(page, page.get_by_role("button", name="存下回执")).startswith(b"%PDF")
    return fact(page, "编号")


def _next(page: Page, words: str) -> None:
    page.get_by_role("button", name="下一步").click()
    expect(page.locator(".step")).to_contain_text(words)


def when_the_officer_accepts_it(page: Page, target: str, enter: Enter, accessible: Check) -> None:
    enter("陈静")
    _open(page, target)
    accessible()
    choose(page, "interest", "none")
    press(page, "声明并继续")
    reads(page, target, FACTS, "320.50")
    accessible()
    press(page, "受理")
    reads(page, "受理已办")


def _open(page: Page, target: str) -> None:
    page.goto(f"/office/reports/?q={target}")
    page.locator("main tr", has_text=target).first.locator("a").first.click()
    page.wait_for_load_state("load")


def and_records_a_finding(page: Page, accessible: Check) -> None:
    press(page, "记录核查结论")
    accessible()
    choose(page, "outcome", "file_case")
    choose(page, "finding", "partly")
    fill(page, {"found_amount": "160.25", "reason": "调取结算明细并询问窗口人员，两笔没有检查记录。"})
    press(page, "记录核查结论")
    reads(page, "立案", "部分查实")
    accessible()


def and_an_empty_answer_is_refused_with_the_form_still_filled(page: Page, accessible: Check) -> None:
    reads(page, "还不能")
    press(page, "反馈")
    accessible()
    fill(page, {"text": "已阅"})
    press(page, "反馈")
    reads(page, "等于没有答复", "请写清办了什么")
    expect(page.locator("main textarea[name=text]")).to_have_value("已阅")
    accessible()


def and_a_real_answer_is_given(page: Page) -> None:
    fill(page, {"text": ANSWER})
    press(page, "反馈")
    reads(page, "反馈已办", ANSWER)


def then_nothing_of_the_reporter_is_on_the_officers_page(page: Page, accessible: Check) -> None:
    assert REPORTER not in page.content()
    reads(page, "反映人身份已封存")
    accessible()


def when_the_supervisor_reads_it_and_asks_again(
    page: Page, number: str, enter: Enter, accessible: Check
) -> None:
    enter(REPORTER)
    press(page, "进展", within="nav.dock")
    accessible()
    page.locator("main li", has_text=number).locator("a").first.click()
    page.wait_for_load_state("load")
    reads(page, ANSWER)
    accessible()
    fill(page, {"text": "还有一位老人的三百元没有查到，请再核对一下上周五的记录。"})
    press(page, "提交")
    reads(page, "再次反映", "上周五的记录")
    accessible()


def then_the_officer_answers_again_and_closes(
    page: Page, target: str, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    _open(page, target)
    accessible()
    press(page, "反馈")
    fill(page, {"text": "已补查上周五的结算记录，另有一笔三百元没有检查单，一并退回，并已告知医院整改。"})
    press(page, "反馈")
    press(page, "结案")
    reads(page, "结案已办")
    assert REPORTER not in page.content()
    accessible()


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_a_slip_opens_an_account_once(page: Page, accessible: Check) -> None:
    page.goto("/demo/")
    accessible()
    code = fact(page, "激活单").split()[-1]
    page.goto("/activate/")
    accessible()
    account = {
        "holder": "卫候补例",
        "code": code.lower(),
        "username": "wei.walk",
        "password": "晨雾里的山城步道和石阶9",
    }
    fill(page, {**account, "password": "山城9", "again": "山城9"})
    press(page, "开通")
    reads(page, "密码太短，至少要10个字")
    fill(page, {**account, "again": account["password"]})
    press(page, "开通")
    reads(page, "账号已开通")
    fill(page, {"login": "wei.walk", "password": account["password"]})
    press(page, "登录")
    heading(page, "卫候补例")
    accessible()
    _sign_the_pledge(page, accessible)
    page.context.clear_cookies()
    page.goto("/activate/")
    fill(page, {**account, "again": account["password"], "username": "wei.again"})
    press(page, "开通")
    reads(page, "激活单已经用过")
    accessible()


def _sign_the_pledge(page: Page, accessible: Check) -> None:
    press(page, "签纪律承诺书")
    accessible()
    for box in page.locator("main input[name=items]").all():
        box.check()
    attach(page, "photo", scan())
    press(page, "签署")
    reads(page, "已签署纪律承诺书")
    accessible()
