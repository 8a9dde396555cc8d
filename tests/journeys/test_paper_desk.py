"""Whoever comes with paper gets the same road: registered, receipted, told, ticked off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests.journeys.papers import ON_PAPER, portrait, scan
from tests.journeys.steps import attach, choose, fact, fetched, fill, heading, press, printed, reads, tick
from zhongmu.demo.people import Citizen

pytestmark = pytest.mark.journey
Enter, Check = Callable[[str], None], Callable[[], None]
WHY = "在街道做过十五年调解工作，认识的人多，退休后有时间，愿意把听到的情况如实反映给医保部门。"


def _days_ago(n: int) -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')) - timedelta(days=n):%Y-%m-%d}"


def test_the_clerk_registers_what_comes_on_paper(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    enter("王芳")
    given_blank_forms_to_hand_out(page, accessible)
    when_a_letter_with_a_clue_is_registered(page, size, accessible)
    and_a_form_filled_in_by_hand(page, ON_PAPER[size], accessible)
    then_people_on_the_list_are_told_and_ticked_off(page, accessible)


def given_blank_forms_to_hand_out(page: Page, accessible: Check) -> None:
    accessible()
    page.goto("/office/intake/")
    accessible()
    for link in page.locator("main a[href*='/paper/'][href$='/']").all():
        if "recruitment" not in str(link.get_attribute("href")):
            assert fetched(page, link).startswith(b"%PDF")


def when_a_letter_with_a_clue_is_registered(page: Page, size: str, accessible: Check) -> None:
    press(page, "问题线索")
    accessible()
    choose(page, "who", "other")
    source = {
        "channel": "post",
        "arrived_on": _days_ago(3),
        "reporter_name": "匿来信",
        "reporter_contact": "示范路9号",
    }
    facts = "来信说该药店用医保卡卖保健食品，店员主动提出把货款记成药品，附有两张小票的复印件。"
    fill(page, {**source, "target_kind": "pharmacy", "target_name": f"示范药店{size}", "facts": facts})
    page.locator("main select[name=scene]").select_option(index=1)
    attach(page, "attachments", scan())
    press(page, "登记，出回执")
    heading(page, "已登记")
    accessible()
    assert len(fact(page, "查询码")) >= 12
    assert printed(page, page.get_by_role("button", name="打印回执")).startswith(b"%PDF")
    press(page, "打开这一件")
    choose(page, "interest", "none")
    press(page, "声明并继续")
    assert "匿来信" not in page.content()
    accessible()


def and_a_form_filled_in_by_hand(page: Page, citizen: Citizen, accessible: Check) -> None:
    page.goto("/office/recruitment/paper/")
    accessible()
    if page.locator("main input[name=name]").count() == 0:
        press(page, f"{_days_ago(0)[:4]}年度医保基金社会监督员公开选聘")
    accessible()
    press(page, "提交报名")
    reads(page, "处需要改正")
    accessible()
    _type_it_in(page, citizen)
    press(page, "提交报名")
    heading(page, "已登记")
    accessible()
    press(page, "看这份报名")
    reads(page, citizen.name, "纸面来件")
    accessible()


def _type_it_in(page: Page, citizen: Citizen) -> None:
    choose(page, "intake_channel", "post")
    choose(page, "sex", citizen.sex)
    choose(page, "category", "other")
    choose(page, "employed", "0")
    choose(page, "health", "10")
    typed = {"arrived_on": _days_ago(1), "name": citizen.name, "resident_id": citizen.resident.number}
    fill(page, {**typed, "political": "13", "ethnic": "01", "phone": citizen.phone})
    fill(page, {"address": citizen.address, "employer": "无", "reason": WHY, "signed_on": _days_ago(4)})
    attach(page, "photo", portrait(citizen))
    attach(page, "scan", scan())
    attach(page, "signed_scan", scan())
    tick(page, "health_consent", "declared", "privacy_consent", "name_consent")


def then_people_on_the_list_are_told_and_ticked_off(page: Page, accessible: Check) -> None:
    page.goto("/office/letters/")
    accessible()
    waiting = page.locator("main tr", has=page.locator("form input[name=how]"))
    before = _to_tell(page)
    waiting.first.locator("input[name=how]").fill("电话告知本人")
    with page.expect_navigation(wait_until="load"):
        waiting.first.get_by_role("button", name="已告知").click()
    reads(page, "已记下")
    assert _to_tell(page) == before - 1
    accessible()
    page.goto("/office/letters/?tab=done")
    reads(page, "电话告知本人")
    accessible()


def _to_tell(page: Page) -> int:
    """How many wait, as the tab says: the list itself goes on to another page."""
    return int(page.locator("main nav.tabs a[aria-current]").inner_text().split()[-1])
