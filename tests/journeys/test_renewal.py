"""A term ends soon: the supervisor says so on the phone or in person, an officer checks again, a leader decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.papers import scan
from tests.journeys.steps import attach, choose, fetched, fill, heading, press, reads

pytestmark = pytest.mark.journey
Enter, Check = Callable[[str], None], Callable[[], None]
ON_LINE, IN_PERSON = "赵样板", "柳续样例"
REHEARSED = "窦候补例"
LIST = "/office/corps/renewals/"


def test_a_supervisor_goes_on_for_another_term(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    who = {"phone": ON_LINE, "desk": IN_PERSON}[size]
    if size == "phone":
        given_the_supervisor_says_so_on_the_phone(page, enter, accessible)
    else:
        given_an_officer_takes_down_what_was_said_in_person(page, who, enter, accessible)
    when_eligibility_and_recusal_are_checked_again(page, who, "陈静", enter, accessible)
    and_the_leader_renews(page, who, "周敏", enter, accessible)
    then_there_is_another_term_with_a_pledge_to_sign(page, who, accessible)


def test_under_the_draft_it_is_rehearsed(page: Page, size: str, enter: Enter, accessible: Check) -> None:
    if size == "phone":
        enter("于联示")
        page.goto(LIST)
        reads(page, REHEARSED, "演练")
        accessible()
        return
    when_eligibility_and_recusal_are_checked_again(page, REHEARSED, "于联示", enter, accessible)
    and_the_leader_renews(page, REHEARSED, "傅负示", enter, accessible)
    reads(page, "演练聘", "演练，无效力")


def open_the_row(page: Page, who: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("main").get_by_role("link", name=who, exact=True).first.click()


def given_the_supervisor_says_so_on_the_phone(page: Page, enter: Enter, accessible: Check) -> None:
    enter("聘期快满")
    reads(page, "愿意续聘吗")
    accessible()
    press(page, "说说我的意愿")
    accessible()
    press(page, "提交")
    reads(page, "请选择是否愿意续聘")
    accessible()
    choose(page, "willing", "yes")
    fill(page, {"summary": "参加两次培训，走访了六家药店", "changes": "没有变化"})
    press(page, "提交")
    reads(page, "您已表示愿意续聘")
    accessible()


def given_an_officer_takes_down_what_was_said_in_person(
    page: Page, who: str, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    page.goto(LIST + "?tab=done")
    accessible()
    open_the_row(page, who)
    reads(page, "本人不再续聘")
    page.get_by_text("本人改变意愿，重新登记").click()
    choose(page, "willing", "yes")
    fill(page, {"channel": "visit"})
    attach(page, "scan", scan())
    accessible()
    press(page, "登记意愿")
    reads(page, "已登记本人意愿", "看纸质意愿")
    assert fetched(page, page.get_by_role("link", name="打印续聘审批表")).startswith(b"%PDF")


def when_eligibility_and_recusal_are_checked_again(
    page: Page, who: str, officer: str, enter: Enter, accessible: Check
) -> None:
    enter(officer)
    page.goto(LIST + "?tab=willing")
    accessible()
    open_the_row(page, who)
    choose(page, "advice", "renew")
    fill(page, {"opinion": "履职认真，群众反映好，建议续聘", "recusal": "核对过工作单位，没有变化"})
    press(page, "提请负责人决定")
    reads(page, "还有资格条件没有复核为“仍然符合”")
    accessible()
    for box in page.locator("main input[name='checked']").all():
        box.check()
    press(page, "提请负责人决定")
    reads(page, "已提请，等负责人决定")
    accessible()


def and_the_leader_renews(page: Page, who: str, leader: str, enter: Enter, accessible: Check) -> None:
    enter(leader)
    page.goto(LIST + "?tab=proposed")
    accessible()
    open_the_row(page, who)
    choose(page, "outcome", "end")
    press(page, "作出决定")
    reads(page, "决定不续聘没有写明理由")
    accessible()
    choose(page, "outcome", "renew")
    press(page, "作出决定")
    reads(page, "新的一届")
    accessible()


def then_there_is_another_term_with_a_pledge_to_sign(page: Page, who: str, accessible: Check) -> None:
    page.locator("main .panel", has_text="新的一届").get_by_role("link").first.click()
    heading(page, who)
    reads(page, "未到聘期", "纪律承诺书：未签", "第2届")
    accessible()
