"""A district in Heilongjiang may not set its headcount: its figures go up to the city, the number comes back (HL-2.4b)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.steps import fill, heading, press, reads

pytestmark = pytest.mark.journey
Enter, Check = Callable[[str], None], Callable[[], None]
COUNTY, OFFICER, LEADER = "沈联示", "于联示", "傅负示"


@pytest.mark.clause("HL-2.4b")
def test_figures_go_up_and_a_headcount_comes_back(page: Page, enter: Enter, accessible: Check) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    title = f"道里报送批次{width}"
    given_figures_sent_up(page, enter, accessible, title)
    and_a_number_the_city_proposed(page, enter, accessible, title)
    then_its_leader_approves_it(page, enter, accessible, title)
    and_the_district_goes_on(page, enter, accessible, title)


def given_figures_sent_up(page: Page, enter: Enter, accessible: Check, title: str) -> None:
    enter(COUNTY)
    page.goto("/office/recruitment/new/")
    reads(page, "转市级")
    accessible()
    press(page, "把辖区情况报送")
    heading(page, "报送辖区情况")
    accessible()
    fill(page, {"title": title, "input_needs": "定点机构410家，药店230家，现有监督员3名，建议增聘8名。"})
    press(page, "报送")
    reads(page, "辖区情况已报送哈尔滨市医疗保障局")
    accessible()


def and_a_number_the_city_proposed(page: Page, enter: Enter, accessible: Check, title: str) -> None:
    enter(OFFICER)
    reads(page, title)
    page.goto("/office/recruitment/headcounts/")
    accessible()
    page.locator("tr", has_text=title).get_by_role("link").first.click()
    reads(page, "还没有拟定")
    accessible()
    press(page, "拟定名额")
    fill(page, {"headcount": "8", "headcount_reason": "机构较多，每五十家一名，另留机动"})
    accessible()
    press(page, "拟定名额")
    reads(page, "8名")


def then_its_leader_approves_it(page: Page, enter: Enter, accessible: Check, title: str) -> None:
    enter(LEADER)
    page.goto("/office/recruitment/headcounts/")
    page.locator("tr", has_text=title).get_by_role("link").first.click()
    press(page, "核定名额")
    reads(page, "名额已核定")
    accessible()


def and_the_district_goes_on(page: Page, enter: Enter, accessible: Check, title: str) -> None:
    enter(COUNTY)
    page.goto("/office/recruitment/")
    page.get_by_role("link", name=title).click()
    reads(page, "名额由哈尔滨市医疗保障局核定")
    accessible()
    press(page, "写公告")
    heading(page, "公告")
