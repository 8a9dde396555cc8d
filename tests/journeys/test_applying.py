"""An application begun on one device, finished on another: kept, read back, cut, signed, sent, followed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SIZES
from tests.journeys.steps import (
    attach,
    check_accessible,
    choose,
    fact,
    fill,
    heading,
    press,
    reads,
    sign,
    tick,
)
from zhongmu.demo.people import Citizen
from zhongmu.people.readback import parts_of

pytestmark = pytest.mark.journey
BEIJING = ZoneInfo("Asia/Shanghai")
Check = Callable[[], None]
PEOPLE = {
    "phone": Citizen(951, "范接着填", "2", date(1964, 4, 6)),
    "desk": Citizen(952, "彭接着填", "1", date(1961, 9, 3)),
}
WHY = "退休前在社区做了二十年居民工作，熟悉老人看病买药的情况，愿意经常走访，如实反映。"
WRONG = ["500103200102290013", "5O0103200002290013", "50010320000229001X", "810000199003070015", "5001032000"]


def test_begun_on_one_device_and_finished_on_another(
    page: Page, size: str, browser: Browser, server: str, accessible: Check
) -> None:
    citizen = PEOPLE[size]
    code = given_a_form_half_filled_in(page, citizen, accessible)
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=server, locale="zh-CN"
    )
    other = context.new_page()
    other.set_default_timeout(30_000)
    when_it_is_taken_to_another_device(other, code, citizen)
    and_the_photo_is_cut_there(other)
    and_it_is_signed_and_sent(other)
    then_its_progress_is_told(other)
    then_the_first_device_has_an_empty_form(page)
    context.close()


def _open_form(page: Page) -> None:
    page.goto("/b/500103/notices/")
    page.locator("main ul.cards a").first.click()
    page.wait_for_load_state("load")
    press(page, "在线报名")


def given_a_form_half_filled_in(page: Page, citizen: Citizen, accessible: Check) -> str:
    _open_form(page)
    accessible()
    for typed in WRONG:
        fill(page, {"resident_id": typed})
        expect(page.locator(".parts > div")).to_have_count(4)
        said = [
            part.said
            for part in parts_of(typed, places={"500103": "渝中区"}, on=datetime.now(BEIJING).date())
        ]
        expect(page.locator(".parts dd")).to_have_text(said)
    person = {"name": citizen.name, "resident_id": citizen.resident.number, "phone": citizen.phone}
    fill(page, {**person, "address": citizen.address, "reason": WHY})
    choose(page, "sex", citizen.sex)
    expect(page.locator("[data-said]")).to_contain_text("已保存")
    page.wait_for_timeout(2500)
    page.reload()
    assert page.locator("main [name=address]").input_value() == citizen.address
    accessible()
    press(page, "换一台设备接着填")
    heading(page, "换一台设备接着填")
    accessible()
    return page.locator(".slip").inner_text().strip()


def when_it_is_taken_to_another_device(page: Page, code: str, citizen: Citizen) -> None:
    page.goto("/b/500103/notices/")
    press(page, "接着填没填完的报名表")
    check_accessible(page)
    fill(page, {"code": "AAAA-BBBB-CCCC"})
    press(page, "接着填")
    reads(page, "号码不对，或已经过期、用过")
    check_accessible(page)
    fill(page, {"code": code.lower()})
    press(page, "接着填")
    assert page.locator("main [name=name]").input_value() == citizen.name


def _snapshot() -> bytes:
    """Wider than high, as a phone held across takes it: red to the left, blue to the right."""
    picture = Image.new("RGB", (1600, 1200), "#c03030")
    picture.paste("#3050c0", (800, 0, 1600, 1200))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def _dot(page: Page, x: int) -> list[int]:
    return list(
        page.locator(".crop canvas").evaluate(
            "(c, x) => [...c.getContext('2d').getImageData(x, 200, 1, 1).data]", x
        )
    )


def and_the_photo_is_cut_there(page: Page) -> None:
    attach(page, "photo", _snapshot())
    frame = page.locator(".crop canvas")
    expect(frame).to_be_visible()
    assert _dot(page, 60)[0] > _dot(page, 60)[2]
    assert _dot(page, 285)[2] > _dot(page, 285)[0]
    frame.focus()
    for _press in range(40):
        page.keyboard.press("ArrowLeft")
    assert _dot(page, 60)[2] > _dot(page, 60)[0]  # as far to the right as the picture goes
    page.keyboard.press("+")
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        page.locator(".crop input").evaluate("e => { e.value = 150; e.dispatchEvent(new Event('input')); }")
    assert kept.value.status == 200
    expect(page.locator("[name=photo_token]")).not_to_have_value("")
    check_accessible(page)


def and_it_is_signed_and_sent(page: Page) -> None:
    fill(page, {"political": "13", "ethnic": "01", "employer": "无"})
    for name, value in (("employed", "0"), ("category", "insured"), ("health", "10")):
        choose(page, name, value)
    tick(page, "health_consent", "declared", "privacy_consent", "name_consent")
    sign(page)
    press(page, "提交报名")
    heading(page, "报名已收到")
    check_accessible(page)


def then_its_progress_is_told(page: Page) -> None:
    number, secret = fact(page, "回执号"), fact(page, "查询码")
    page.goto("/progress/")
    fill(page, {"number": number, "secret": secret})
    press(page, "查看")
    reads(page, "已收到报名", "发给您的信")
    check_accessible(page)


def then_the_first_device_has_an_empty_form(page: Page) -> None:
    _open_form(page)
    assert page.locator("main [name=name]").input_value() == ""
