"""Scoring by three reviewers: rules locked, conflicts declared, cards filled in, one score talked over, names opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests.journeys.steps import fill, heading, press, reads, tick

pytestmark = pytest.mark.journey
BEIJING = ZoneInfo("Asia/Shanghai")
TITLE = "评委评分选聘"
REVIEWERS = {"林涛": "85", "吴评示": "78", "蔡评示": "62"}
DIMS = ("ability", "profession", "experience")
Enter, Check = Callable[[str], None], Callable[[], None]


def test_three_reviewers_score_and_the_leader_opens(page: Page, enter: Enter, accessible: Check) -> None:
    given_rules_drafted_anew(page, enter, accessible)
    and_locked_by_the_leader(page, enter, accessible)
    when_the_list_is_drawn_and_all_declare(page, enter, accessible)
    and_three_reviewers_score_and_sign(page, enter, accessible)
    and_a_score_far_apart_is_talked_over(page, enter, accessible)
    then_the_leader_opens_the_names(page, enter, accessible)


def _open(page: Page) -> None:
    page.goto("/office/recruitment/")
    page.locator("main a.what", has_text=TITLE).first.click()
    page.wait_for_load_state("load")
    press(page, "评委评分")
    heading(page, "评委评分")


def given_rules_drafted_anew(page: Page, enter: Enter, accessible: Check) -> None:
    enter("周敏")
    _open(page)
    accessible()
    press(page, "作废重评")
    fill(page, {"reason": "权重要改，全部重新评"})
    press(page, "作废重评")
    enter("陈静")
    _open(page)
    press(page, "修改评分规则")
    accessible()
    fill(page, {"weight_ability": "50", "weight_profession": "20", "weight_experience": "30", "each": "3"})
    press(page, "保存规则")
    reads(page, "评分规则已保存")
    accessible()


def and_locked_by_the_leader(page: Page, enter: Enter, accessible: Check) -> None:
    enter("周敏")
    _open(page)
    press(page, "锁定评分规则")
    reads(page, "已办理：锁定评分规则", "规则校验值")
    accessible()


def when_the_list_is_drawn_and_all_declare(page: Page, enter: Enter, accessible: Check) -> None:
    enter("陈静")
    _open(page)
    press(page, "给候选人编号")
    accessible()
    fill(page, {"due_on": f"{datetime.now(BEIJING) + timedelta(days=10):%Y-%m-%d}"})
    press(page, "给候选人编号")
    reads(page, "未申报")
    for name in REVIEWERS:
        enter(name)
        _my_round(page)
        heading(page, "申报回避")
        accessible()
        fill(page, {"own": "示范市示范大学"})
        tick(page, "truthful")
        press(page, "申报")
        reads(page, "已申报")
    enter("陈静")
    _open(page)
    press(page, "分派并开始评分")
    reads(page, "已办理：分派并开始评分")
    accessible()


def _my_round(page: Page) -> None:
    page.goto("/office/scoring/")
    page.locator("main a.what", has_text=TITLE).first.click()
    page.wait_for_load_state("load")


def and_three_reviewers_score_and_sign(page: Page, enter: Enter, accessible: Check) -> None:
    for name, points in REVIEWERS.items():
        enter(name)
        _my_round(page)
        accessible()
        page.locator("main a.what").first.click()
        page.wait_for_load_state("load")
        accessible()
        while page.locator("main [name=points_ability]").count():
            fill(page, {f"points_{dim}": points for dim in DIMS})
            press(page, "保存，看下一名")
        reads(page, "评完，待签字")
        tick(page, "free")
        press(page, "签字")
        reads(page, "已签字")
        accessible()


def and_a_score_far_apart_is_talked_over(page: Page, enter: Enter, accessible: Check) -> None:
    enter("陈静")
    _open(page)
    reads(page, "已签")
    press(page, "收齐议分")
    press(page, "看各人分数")
    reads(page, "85、78、62", "相差23分")
    accessible()
    enter("蔡评示")
    _my_round(page)
    press(page, "看各人分数")
    press(page, "写议分记录")
    accessible()
    fill(page, {"text": "三人逐条核对了材料里的事实。"})
    press(page, "写下记录")
    fill(page, {"points": "70", "reason": "核对后认为原先偏低"})
    press(page, "改分")
    reads(page, "已改分", "85、78、70")


def then_the_leader_opens_the_names(page: Page, enter: Enter, accessible: Check) -> None:
    enter("周敏")
    _open(page)
    press(page, "定分揭名")
    press(page, "评分结果")
    reads(page, "重算一致", "评委宽严")
    accessible()
    page.locator("main th a", has_text="姓名").click()
    page.wait_for_load_state("load")
    accessible()
    press(page, "候选人并列比选")
    reads(page, "评委评分（参考）")
    accessible()
