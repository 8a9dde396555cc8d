"""The other ways in: a unit recommends, the bureau invites, somebody offers themselves; each person agrees alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pypdf
import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.journeys.papers import agree_and_sign, fill_in_annex_2, scan
from tests.journeys.steps import (
    attach,
    choose,
    choose_all,
    fact,
    fetched,
    fill,
    heading,
    press,
    printed,
    reads,
    refused,
    saved,
)
from zhongmu.demo.people import Citizen

pytestmark = pytest.mark.journey
BEIJING = ZoneInfo("Asia/Shanghai")
UNITS = {"phone": "渝中区老年协会（走查）", "desk": "渝中区妇女联合会（走查）"}
CODES = {"phone": "51500103MJP000001Y", "desk": "13500103MB10000016"}
RECOMMENDED = {
    "phone": Citizen(961, "温单荐", "2", date(1968, 2, 11)),
    "desk": Citizen(962, "席单荐", "1", date(1972, 6, 5)),
}
BY_LETTER = {
    "phone": Citizen(963, "季函荐", "1", date(1961, 10, 20)),
    "desk": Citizen(964, "麻函荐", "2", date(1959, 7, 14)),
}
INVITED = {
    "phone": Citizen(965, "强特邀", "1", date(1963, 1, 9)),
    "desk": Citizen(966, "贾特邀", "2", date(1970, 12, 2)),
}
OFFERED = {
    "phone": Citizen(967, "路自荐", "2", date(1974, 8, 23)),
    "desk": Citizen(968, "娄自荐", "1", date(1966, 5, 30)),
}
LISTED = {"phone": ("单名单例", "洪名单例"), "desk": ("包名单例", "左名单例")}
WHY = "退休前在社区做了二十年居民工作，熟悉老人看病买药的情况，愿意经常走访，把看到的问题如实反映。"
WHY_THEM = "在街道做职工医疗互助十五年，熟悉报销单据，群众信任，愿意走访定点医药机构。"
OPINION = "同意推荐，该同志长期参加互助保障工作，办事公道。"
PASSWORD = "liang-jian-qing-feng-26"
Enter = Callable[[str], None]
Check = Callable[[], None]


def _today() -> str:
    return f"{datetime.now(BEIJING):%Y-%m-%d}"


@pytest.mark.clause("CQ-7.2")
def test_a_unit_recommends_by_account_and_by_letter(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    citizen, other = RECOMMENDED[size], BY_LETTER[size]
    code = given_a_unit_entered_with_a_slip(page, size, enter, accessible)
    when_the_unit_opens_its_login(page, size, code, accessible)
    and_recommends_somebody(page, citizen, accessible)
    and_a_list_of_two_once_its_bad_cell_is_put_right(page, size, accessible)
    told = and_the_officer_tells_the_person(page, citizen, enter)
    then_the_person_agrees_alone(page, citizen, told, accessible)
    and_the_officer_takes_it_up(page, size, citizen, enter, accessible)
    when_a_letter_of_the_unit_is_registered(page, size, other, accessible)
    told = and_the_officer_tells_the_person(page, other, enter)
    then_the_person_declines_without_a_reason(page, told, accessible)
    then_the_unit_learns_no_more_than_the_outcome(page, size, citizen, other, accessible)


def given_a_unit_entered_with_a_slip(page: Page, size: str, enter: Enter, accessible: Check) -> str:
    enter("陈静")
    page.goto("/office/recruitment/")
    press(page, "推荐单位")
    accessible()
    press(page, "登记推荐单位")
    accessible()
    fill(page, {"name": UNITS[size], "credit_code": CODES[size][:-1] + "0"})
    choose(page, "kind", "association")
    fill(page, {"contact": "丁走查", "phone": "02367890001"})
    press(page, "保存")
    reads(page, "校验位")
    accessible()
    fill(page, {"credit_code": CODES[size]})
    press(page, "保存")
    heading(page, UNITS[size])
    accessible()
    press(page, "打印激活单")
    accessible()
    fill(page, {"reason": "首次开通"})
    slip = printed(page, page.locator("main form button[type=submit]"))
    text = pypdf.PdfReader(io.BytesIO(slip)).pages[0].extract_text()
    return str(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)[0])


def when_the_unit_opens_its_login(page: Page, size: str, code: str, accessible: Check) -> None:
    page.context.clear_cookies()
    page.goto("/b/500103/")
    press(page, "推荐单位")
    accessible()
    fill(page, {"holder": UNITS[size], "code": code, "username": f"walk-unit-{size}"})
    fill(page, {"password": PASSWORD, "again": PASSWORD})
    press(page, "开通")
    _log_in(page, size)
    heading(page, UNITS[size])
    accessible()


def _log_in(page: Page, size: str) -> None:
    fill(page, {"login": f"walk-unit-{size}", "password": PASSWORD})
    press(page, "登录")


def and_recommends_somebody(page: Page, citizen: Citizen, accessible: Check) -> None:
    press(page, "推荐一人")
    accessible()
    _name_them(page, citizen)
    press(page, "提交", within="main form")
    reads(page, "没有盖章不能提交")
    accessible()
    attach(page, "seal", scan())
    press(page, "提交", within="main form")
    heading(page, citizen.name)
    reads(page, "待本人确认")
    accessible()


def _name_them(page: Page, citizen: Citizen) -> None:
    fill(page, {"name": citizen.name, "phone": citizen.phone, "reason": WHY_THEM, "opinion": OPINION})
    fill(page, {"sealed_on": _today(), "handled_by": "丁走查"})


def _list_of(size: str, *phones: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名*", "本人电话*", "聘任理由*", "单位意见*"])
    for row, (name, phone) in enumerate(zip(LISTED[size], phones, strict=True), 1):
        sheet.write_row(row, 0, [name, phone, WHY_THEM, OPINION])
    book.close()
    return out.getvalue()


def and_a_list_of_two_once_its_bad_cell_is_put_right(page: Page, size: str, accessible: Check) -> None:
    page.goto("/unit/")
    press(page, "推荐多人")
    assert saved(page, page.get_by_role("link", name="下载模板")).startswith(b"PK")
    attach(page, "seal", scan())
    fill(page, {"sealed_on": _today(), "handled_by": "丁走查"})
    phones = {"phone": ("13900000981", "13900000982"), "desk": ("13900000983", "13900000984")}[size]
    for second in ("1390000", phones[1]):
        content = _list_of(size, phones[0], second)
        page.locator("main input[name=people]").set_input_files(
            [{"name": "推荐名单.xlsx", "mimeType": "application/octet-stream", "buffer": content}]
        )
        press(page, "核对并推荐", within="main form")
        if second != phones[1]:
            reads(page, "没有推荐任何人", "第3行 B列“本人电话”", "盖章的意见已收到并保留")
            accessible()
    reads(page, "已推荐2人", *LISTED[size])


def and_the_officer_tells_the_person(page: Page, citizen: Citizen, enter: Enter) -> dict[str, str]:
    """By telephone: what the letter says is read out, and ticked off."""
    enter("陈静")
    page.goto("/office/letters/")
    row = page.locator("main tr", has_text=citizen.name).filter(has_text="查询码").first
    row.locator("summary").click()
    number, secret = re.findall(r"编号(\S+?)，查询码(\S+?)，", row.inner_text())[0]
    row.locator("input[name=how]").fill("电话告知本人")
    with page.expect_navigation(wait_until="load"):
        row.get_by_role("button", name="已告知").click()
    assert secret not in page.content()
    return {"number": number, "secret": secret}


def _open_with(page: Page, told: dict[str, str]) -> None:
    page.context.clear_cookies()
    page.goto("/reply/")
    fill(page, told)
    press(page, "查看")


def then_the_person_agrees_alone(
    page: Page, citizen: Citizen, told: dict[str, str], accessible: Check
) -> None:
    page.context.clear_cookies()
    page.goto("/b/500103/")
    press(page, "答复推荐、邀请")
    accessible()
    _open_with(page, told)
    heading(page, "推荐您")
    reads(page, OPINION, "参加完全自愿")
    accessible()
    press(page, "同意，填写报名表")
    assert page.locator("main [name=name], main [name=reason]").count() == 0
    accessible()
    fill_in_annex_2(page, citizen)
    press(page, "同意并提交")
    heading(page, "报名已收到")
    accessible()
    assert fact(page, "回执号")


def _open_batch(page: Page) -> None:
    """The demo's batch that takes people at this very moment."""
    page.goto("/office/recruitment/")
    page.locator("main tr", has_text="公开选聘").filter(has_text="报名中").locator("a.what").click()
    page.wait_for_load_state("load")


def and_the_officer_takes_it_up(
    page: Page, size: str, citizen: Citizen, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    _open_batch(page)
    accessible()
    press(page, "单位推荐的人选")
    accessible()
    press(page, citizen.name)
    reads(page, "本人已确认")
    accessible()
    press(page, "看本人的报名表")
    reads(page, "推荐聘任", UNITS[size], OPINION)
    accessible()
    press(page, "逐项审查")
    choose_all(page, "conforms", prefix="item_")
    press(page, "保存审查结论")
    press(page, "通过审查")
    reads(page, "已办理：通过审查")


def when_a_letter_of_the_unit_is_registered(
    page: Page, size: str, citizen: Citizen, accessible: Check
) -> None:
    _open_batch(page)
    press(page, "单位推荐的人选")
    press(page, "登记推荐函")
    accessible()
    unit = page.locator("main select[name=unit]")
    unit.select_option(label=UNITS[size])
    choose(page, "intake_channel", "post")
    fill(page, {"arrived_on": _today()})
    _name_them(page, citizen)
    attach(page, "seal", scan())
    press(page, "登记推荐", within="main form")
    reads(page, "推荐已登记", "推荐函")
    accessible()


def then_the_person_declines_without_a_reason(page: Page, told: dict[str, str], accessible: Check) -> None:
    _open_with(page, told)
    press(page, "谢绝")
    accessible()
    press(page, "确定谢绝")
    reads(page, "已记下您的答复")
    accessible()


def then_the_unit_learns_no_more_than_the_outcome(
    page: Page, size: str, citizen: Citizen, other: Citizen, accessible: Check
) -> None:
    page.context.clear_cookies()
    page.goto("/login/")
    _log_in(page, size)
    expect(page.locator("main tr", has_text=citizen.name)).to_contain_text("本人已确认，正在办理")
    expect(page.locator("main tr", has_text=other.name)).to_contain_text("本人谢绝")
    accessible()
    press(page, citizen.name)
    reads(page, "不向推荐单位提供")
    assert citizen.resident.number not in page.content()
    accessible()


@pytest.mark.clause("CQ-7.3")
def test_an_invitation_is_drafted_by_one_and_signed_by_another(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    citizen = INVITED[size]
    given_a_draft_the_drafter_cannot_sign(page, citizen, enter, accessible)
    when_the_leader_signs(page, citizen, enter, accessible)
    told = and_the_officer_tells_the_person(page, citizen, enter)
    then_the_person_accepts(page, citizen, told, accessible)


def _open_invitations(page: Page) -> None:
    _open_batch(page)
    press(page, "特邀的人选")


def given_a_draft_the_drafter_cannot_sign(
    page: Page, citizen: Citizen, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    _open_invitations(page)
    accessible()
    press(page, "起草邀请")
    accessible()
    _name_them(page, citizen)
    attach(page, "seal", scan())
    press(page, "保存邀请稿")
    reads(page, "等待负责人签发")
    assert "负责人" in refused(page, "签发")
    accessible()


def when_the_leader_signs(page: Page, citizen: Citizen, enter: Enter, accessible: Check) -> None:
    enter("周敏")
    _open_invitations(page)
    press(page, citizen.name)
    accessible()
    assert fetched(page, page.get_by_role("link", name="邀请函（PDF）")).startswith(b"%PDF")
    press(page, "签发")
    reads(page, "已办理：签发")
    accessible()


def then_the_person_accepts(page: Page, citizen: Citizen, told: dict[str, str], accessible: Check) -> None:
    _open_with(page, told)
    heading(page, "邀请您")
    assert fetched(page, page.get_by_role("link", name="邀请函（PDF）")).startswith(b"%PDF")
    accessible()
    press(page, "接受，填写报名表")
    accessible()
    fill_in_annex_2(page, citizen)
    press(page, "接受并提交")
    heading(page, "报名已收到")


@pytest.mark.clause("CQ-7.4")
def test_somebody_offers_themselves_and_is_drawn_into_a_batch(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    citizen = OFFERED[size]
    told = given_a_self_nomination(page, citizen, accessible)
    when_the_officer_draws_them_into_a_batch(page, citizen, enter, accessible)
    then_the_person_signs_anew(page, told, accessible)
    and_the_officer_finds_them_in_the_batch(page, citizen, enter, accessible)


def given_a_self_nomination(page: Page, citizen: Citizen, accessible: Check) -> dict[str, str]:
    page.goto("/b/500103/")
    accessible()
    press(page, "个人自荐")
    accessible()
    fill_in_annex_2(page, citizen, reason=WHY)
    press(page, "提交自荐")
    heading(page, "自荐已收到")
    accessible()
    return {"number": fact(page, "编号"), "secret": fact(page, "查询码")}


def when_the_officer_draws_them_into_a_batch(
    page: Page, citizen: Citizen, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    page.goto("/office/recruitment/")
    press(page, "自荐池")
    accessible()
    press(page, citizen.name)
    accessible()
    press(page, "选入批次")
    accessible()
    page.get_by_role("radio", name=re.compile("公开选聘")).check()
    press(page, "选入批次")
    reads(page, "已通知本人确认", "待本人确认")
    accessible()


def then_the_person_signs_anew(page: Page, told: dict[str, str], accessible: Check) -> None:
    _open_with(page, told)
    reads(page, "是否仍愿意参加这一批")
    accessible()
    press(page, "仍愿意，核对并签名")
    accessible()
    agree_and_sign(page)
    press(page, "确认并提交")
    heading(page, "报名已收到")


def and_the_officer_finds_them_in_the_batch(
    page: Page, citizen: Citizen, enter: Enter, accessible: Check
) -> None:
    enter("陈静")
    page.goto("/office/recruitment/pool/?tab=all")
    accessible()
    press(page, citizen.name)
    press(page, "看在批次里的报名表")
    reads(page, "个人自荐", citizen.name)
    accessible()
