"""The slate in the office: what is asked, the proof, other bounds, why not me, taken as advice and departed from (渝中)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import choose, fetched, fill, heading, press, reads

pytestmark = pytest.mark.journey
TITLE = "择优选聘"
MINUTES = "负责人召集，联络员、审核人参加，对照参考名单逐人讨论，一人与参考名单不同，理由已写明。"
Enter, Check = Callable[[str], None], Callable[[], None]


def test_a_slate_is_asked_for_proved_adopted_and_departed_from(
    page: Page, enter: Enter, accessible: Check
) -> None:
    given_a_batch_being_chosen_from(page, enter)
    when_bounds_and_the_draw_are_written_down(page, enter, accessible)
    then_the_calculation_proves_its_slate(page, accessible)
    and_anyone_can_be_held_against_it(page, accessible)
    and_other_bounds_can_be_tried(page, accessible)
    when_the_leader_takes_it_as_advice(page, enter, accessible)
    then_nobody_departs_from_it_without_a_reason(page, enter, accessible)
    and_the_list_is_settled(page, enter, accessible)


def _choosing(page: Page) -> None:
    page.goto("/office/recruitment/")
    page.locator("main a.what", has_text=TITLE).first.click()
    page.wait_for_load_state("load")
    press(page, "候选人并列比选")
    heading(page, "比选")


def given_a_batch_being_chosen_from(page: Page, enter: Enter) -> None:
    """Its list settled already where this has been walked before: the leader takes it back."""
    enter("周敏")
    _choosing(page)
    if page.get_by_role("link", name="退回比选").count():
        press(page, "退回比选")
        fill(page, {"reason": "名单要重新商量"})
        press(page, "退回比选")


def when_bounds_and_the_draw_are_written_down(page: Page, enter: Enter, accessible: Check) -> None:
    enter("陈静")
    _choosing(page)
    press(page, "名单测算")
    accessible()
    page.get_by_label("性别 女：至少").fill("3")
    page.get_by_label("性别 女：至多").fill("1")
    press(page, "保存测算要求")
    reads(page, "前后矛盾")
    accessible()
    page.get_by_label("性别 女：至少").fill("1")
    page.get_by_label("性别 女：至多").fill("2")
    page.get_by_label("性别 女：最少可放宽到").fill("1")
    page.get_by_label("性别 女：最多可放宽到").fill("2")
    fill(page, {"seed": "0719223031-12", "seed_source": "走查当天的双色球开奖号码"})
    press(page, "保存测算要求")
    reads(page, "测算要求已保存")


def then_the_calculation_proves_its_slate(page: Page, accessible: Check) -> None:
    press(page, "开始测算")
    reads(page, "可以离开本页")
    accessible()
    expect(page.locator("body")).to_contain_text("已证明最优")
    page.reload()
    reads(page, "上界", "参考名单", "替补次序")
    accessible()
    packed = page.get_by_role("link", name="下载核对包")
    assert fetched(page, packed).startswith(b"PK")


def and_anyone_can_be_held_against_it(page: Page, accessible: Check) -> None:
    shown = page.url
    for words in ("为什么没有入选", "为什么入选"):
        page.get_by_role("link", name=words).first.click()
        heading(page, words)
        reads(page, "评分")
        accessible()
        page.goto(shown)


def and_other_bounds_can_be_tried(page: Page, accessible: Check) -> None:
    press(page, "测算要求和历次测算")
    press(page, "试调上下限")
    accessible()
    least, most = (page.get_by_label(f"性别 女：至{end}").locator("visible=true").first for end in "少多")
    least.fill("3")
    least.blur()
    expect(page.locator("#trial")).to_contain_text("前后矛盾")
    most.fill("4")
    most.blur()
    expect(page.locator("#trial")).to_contain_text("评分合计")
    expect(page.locator("#trial")).to_contain_text("换进")
    accessible()


def when_the_leader_takes_it_as_advice(page: Page, enter: Enter, accessible: Check) -> None:
    enter("周敏")
    _choosing(page)
    press(page, "名单测算")
    page.locator("main aside ol.plain a").first.click()
    page.wait_for_load_state("load")
    press(page, "采用为参考名单")
    reads(page, "已采用为参考名单", "拟聘4人")
    accessible()


def then_nobody_departs_from_it_without_a_reason(page: Page, enter: Enter, accessible: Check) -> None:
    enter("陈静")
    _choosing(page)
    advised = page.locator("table.compared tr").last.locator("td", has_text="拟聘").filter(has_not_text="不")
    advised.first.get_by_role("link").click()
    page.wait_for_load_state("load")
    accessible()
    choose(page, "proposed", "no")
    press(page, "保存意见")
    reads(page, "不照参考名单")
    accessible()
    fill(page, {"departure": "本人来电说最近要照顾病人，愿意让给别人。"})
    press(page, "保存意见")
    reads(page, "拟聘3人", "决定与此不同：本人来电说")
    accessible()


def and_the_list_is_settled(page: Page, enter: Enter, accessible: Check) -> None:
    fill(page, {"minutes": MINUTES})
    press(page, "保存纪要")
    enter("周敏")
    _choosing(page)
    press(page, "确定拟聘名单")
    reads(page, "已办理：确定拟聘名单")
    accessible()
