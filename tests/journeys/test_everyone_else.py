"""Those who only look, check or watch over: hospital, public, auditor, superior, administrator; and every way of looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SIZES
from tests.journeys.papers import scan
from tests.journeys.steps import attach, choose, fact, fetched, fill, heading, press, reads, saved

pytestmark = pytest.mark.journey
Enter, Check = Callable[[str], None], Callable[[], None]


def test_a_hospital_clerk_checks_at_the_door(page: Page, enter: Enter, accessible: Check) -> None:
    page.goto("/demo/")
    shown = fact(page, "聘任证书").removeprefix("编号 ").split("，姓名 ")
    enter("定点医院窗口")
    accessible()
    fill(page, {"number": shown[0], "holder": shown[1]})
    press(page, "查验")
    reads(page, "有效", "非执法人员")
    accessible()
    page.goto("/c/")
    fill(page, {"number": shown[0], "holder": "查无此人"})
    press(page, "查验")
    reads(page, "没有查到")
    accessible()
    page.goto("/b/500103/institutions/")
    reads(page, "社会监督员不能做什么", "怎样书面反映", "第十三条")
    assert fetched(page, page.get_by_role("link", name="打印反映表")).startswith(b"%PDF")
    accessible()


def test_the_public_reads_and_compares_the_measures(page: Page, accessible: Check) -> None:
    page.goto("/")
    accessible()
    fill(page, {"q": "渝中"})
    press(page, "查找")
    accessible()
    press(page, "渝中")
    accessible()
    page.goto("/measures/chongqing-2024-43/")
    reads(page, "第十三条", "社会监督员")
    accessible()
    page.goto("/measures/heilongjiang-draft/")
    accessible()
    page.goto("/measures/")
    accessible()
    page.goto("/measures/compare/?a=chongqing-2024-43&b=heilongjiang-draft")
    reads(page, "不同", "相同")
    accessible()


def test_the_auditor_verifies_and_exports(page: Page, enter: Enter, accessible: Check) -> None:
    enter("何审示")
    accessible()
    page.goto("/office/ledger/")
    accessible()
    press(page, "核验本局台账")
    reads(page, "核验通过")
    accessible()
    lines = saved(page, page.get_by_role("button", name="导出")).splitlines()
    assert len(lines) > 100
    page.goto("/office/ledger/?kind=exports")
    reads(page, "导出台账")
    accessible()
    page.goto("/office/ledger/?kind=reveals")
    accessible()


def test_the_city_sees_sums_and_no_names(page: Page, enter: Enter, accessible: Check) -> None:
    enter("罗局示")
    accessible()
    page.goto("/office/oversight/")
    reads(page, "渝中区", "尚未开展")
    assert "李示例" not in page.content()
    accessible()
    enter("韩厅示")
    accessible()
    page.goto("/office/oversight/")
    accessible()


def test_an_administrator_adds_a_member(page: Page, size: str, enter: Enter, accessible: Check) -> None:
    enter("郭系示")
    accessible()
    page.goto("/office/members/")
    accessible()
    press(page, "增加成员")
    accessible()
    fill(page, {"username": f"walker-{size}", "display_name": f"走查同事{size}"})
    choose(page, "role", "clerk")
    press(page, "增加")
    assert len(fact(page, "一次性口令")) >= 10
    accessible()
    page.goto("/office/members/")
    reads(page, f"走查同事{size}")


@pytest.mark.parametrize(
    "looks", [("长辈版",), ("高对比",), ("长辈版", "高对比")], ids=["elder", "contrast", "both"]
)
def test_larger_and_stronger_stays_accessible(
    page: Page, looks: tuple[str, ...], enter: Enter, accessible: Check
) -> None:
    page.goto("/")
    for look in looks:
        press(page, look, within="body")
    for address in ("/", "/b/500103/notices/", "/c/", "/measures/chongqing-2024-43/", "/demo/"):
        page.goto(address)
        accessible()
    enter("陈静")
    for look in looks:
        press(page, look, within="body")
    for address in (
        "/office/",
        "/office/reports/",
        "/office/recruitment/",
        "/office/corps/",
        "/office/letters/",
    ):
        page.goto(address)
        accessible()
    enter("李示例")
    for look in looks:
        if page.get_by_role("button", name=look).count():
            press(page, look, within="body")
    accessible()


def test_the_keyboard_reaches_the_text_and_the_menu(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    page.goto("/office/reports/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto("/office/reports/")
    _tab_to(page, "今天" if size == "desk" else "众目")
    if size == "phone":
        page.keyboard.press("Enter")
        _tab_to(page, "今天")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/")
    heading(page, "今天")
    accessible()


def _tab_to(page: Page, words: str) -> None:
    for _press in range(12):
        page.keyboard.press("Tab")
        if words in page.locator(":focus").inner_text() and (words != "众目" or _is_summary(page)):
            return
    raise AssertionError(words)


def _is_summary(page: Page) -> bool:
    return bool(page.locator(":focus").evaluate("e => e.tagName === 'SUMMARY'"))


@pytest.fixture(params=SIZES, ids=list(SIZES))
def plain(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    """A browser without scripts."""
    width, height = SIZES[request.param]
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, base_url=server, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_a_notice_is_read_without_scripts(plain: Page) -> None:
    plain.goto("/b/500103/notices/")
    plain.locator("main ul.cards a").first.click()
    reads(plain, "名额", "报名条件", "在线报名")
    plain.get_by_role("link", name="在线报名", exact=True).click()
    heading(plain, "在线报名")
    plain.get_by_role("button", name="提交报名").click()
    reads(plain, "处需要改正", "请填写姓名", "还没有签名")


def test_a_clue_is_filed_without_scripts(plain: Page) -> None:
    plain.goto("/demo/")
    plain.get_by_role("button", name="李示例").click()
    plain.goto("/my/reports/new/clue/")
    plain.locator("input[name=scene]").first.check()
    plain.locator("input[name=target_kind][value=pharmacy]").check()
    plain.locator("[name=target_name]").fill("无脚本示范药店")
    plain.locator("[name=facts]").fill("在柜台看到店员把一箱牛奶的钱刷了医保卡，小票上写的是感冒药。")
    attach(plain, "attachments", scan())
    plain.get_by_role("button", name="提交", exact=True).click()
    heading(plain, "已收到")
    assert fact(plain, "编号").startswith("线")
