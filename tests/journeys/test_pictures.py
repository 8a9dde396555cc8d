"""Takes the pictures of docs/screenshots; collected only with ZHONGMU_SHOTS=1."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import ROOT
from tests.journeys.steps import fact, press

pytestmark = pytest.mark.journey
Enter = Callable[[str], None]
SHOTS = ROOT / "docs/screenshots"
MOST = 200_000  # bytes of one picture
DESK = pytest.mark.parametrize("page", ["desk"], indirect=True)
PHONE = pytest.mark.parametrize("page", ["phone"], indirect=True)


def _take(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    picture = page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")
    assert len(picture) <= MOST, name


@DESK
def test_what_the_public_sees(page: Page) -> None:
    page.goto("/")
    _take(page, "front")
    page.goto("/measures/chongqing-2024-43/")
    page.locator("#a5").scroll_into_view_if_needed()
    _take(page, "measure")
    page.goto("/b/500103/notices/")
    page.locator("main ul.cards a").first.click()
    page.wait_for_load_state("load")
    _take(page, "notice")


@PHONE
def test_what_a_citizen_sees_on_a_phone(page: Page, enter: Enter) -> None:
    page.goto("/demo/")
    check = page.locator("main dl.facts a[href*='/c/']").get_attribute("href")
    page.goto("/b/500103/notices/")
    page.locator("main ul.cards a").first.click()
    press(page, "在线报名")
    _take(page, "apply-phone")
    enter("欧阳样例")
    _take(page, "progress-phone")
    page.goto(str(check))
    _take(page, "certificate-phone")


@PHONE
def test_what_a_supervisor_sees(page: Page, enter: Enter) -> None:
    enter("李示例")
    _take(page, "supervisor-phone")
    page.goto("/my/reports/new/clue/")
    _take(page, "clue-phone")


@DESK
def test_what_an_officer_sees(page: Page, enter: Enter) -> None:
    enter("陈静")
    _take(page, "today")
    page.goto("/office/reports/")
    _take(page, "reports")
    page.locator("main a.what").first.click()
    page.wait_for_load_state("load")
    _take(page, "case")
    page.goto("/office/recruitment/")
    press(page, f"{_year(page)}年度医保基金社会监督员补充选聘")
    _take(page, "batch")
    enter("赵磊")
    page.goto("/office/recruitment/")
    page.locator("main tr", has_text="比选中").locator("a.what").first.click()
    press(page, "候选人并列比选")
    _take(page, "choose")


def _year(page: Page) -> str:
    return page.locator("main a.what", has_text="补充选聘").first.inner_text()[:4]


@DESK
def test_what_leader_and_auditor_see(page: Page, enter: Enter) -> None:
    enter("周敏")
    _take(page, "leader")
    enter("何审示")
    page.goto("/office/ledger/")
    _take(page, "ledger")
    enter("于联示")
    _take(page, "rehearsal")


@DESK
def test_a_certificate_is_looked_up(page: Page) -> None:
    page.goto("/demo/")
    number, holder = fact(page, "聘任证书").removeprefix("编号 ").split("，姓名 ")
    page.goto("/c/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=holder]").fill(holder)
    press(page, "查验")
    _take(page, "certificate")
