"""A form that came by e-mail, and a list filled in from paper: read, put right, taken in."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from playwright.sync_api import Page

from tests.journeys.papers import portrait
from tests.journeys.steps import choose, fill, heading, press, reads, tick
from zhongmu.demo.people import Citizen
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import ApplicationFacts

pytestmark = pytest.mark.journey
Enter, Check = Callable[[str], None], Callable[[], None]
WHY = "在街道做过十五年调解工作，认识的人多，退休后有时间，愿意把听到的情况如实反映给医保部门。"
BY_MAIL = {
    "phone": Citizen(951, "甘邮来", "2", datetime(1971, 4, 6, tzinfo=ZoneInfo("Asia/Shanghai")).date()),
    "desk": Citizen(952, "申邮来", "1", datetime(1966, 9, 9, tzinfo=ZoneInfo("Asia/Shanghai")).date()),
}
# A picture of one dot stands for what somebody pasted on the line for signing.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _mail(citizen: Citizen) -> bytes:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    facts = ApplicationFacts(
        title="社会监督员报名表",
        name=citizen.name,
        sex="女" if citizen.sex == "2" else "男",
        political_status="群众",
        ethnic_group="汉族",
        id_number=citizen.resident.number,
        health="健康",
        phone="12",
        employed="否",
        email="无",
        employer_and_post="无",
        home_address=citizen.address,
        education="大学本科",
        school_and_major="无",
        reason=WHY,
        unit_opinion="",
        remark="",
        photo=portrait(citizen),
        signature=DOT,
        signed_on=today,
    )
    message = EmailMessage()
    message["From"], message["Subject"] = f"c{citizen.number}@example.invalid", "社会监督员报名"
    message["Message-ID"] = f"<{citizen.number}@example.invalid>"
    message.set_content("报名表请见附件。")
    message.add_attachment(
        application_docx(facts), maintype="application", subtype="octet-stream", filename="报名表.docx"
    )
    return message.as_bytes()


def _upload(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("main input[name=file]").set_input_files([file])


def test_a_mailed_form_is_read_put_right_and_registered(
    page: Page, size: str, enter: Enter, accessible: Check
) -> None:
    citizen = BY_MAIL[size]
    enter("王芳")
    page.goto("/office/intake/")
    accessible()
    press(page, "电子邮件")
    accessible()
    press(page, "上传邮件或报名表")
    accessible()
    _upload(page, "来件.eml", _mail(citizen))
    press(page, "收件并读表")
    reads(page, citizen.name, "待核", "原文：12", "报名表上没有这一栏")
    accessible()
    batch = page.locator("main select[name=batch]")
    if batch.count():
        batch.select_option(index=1)
    fill(page, {"phone": citizen.phone})
    choose(page, "category", "other")
    page.locator("main input[name=signature_from]").first.check()
    tick(page, "health_consent", "declared", "privacy_consent", "looked")
    press(page, "提交报名")
    heading(page, "已登记")
    accessible()


def _list() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名*", "身份证号*", "联系电话*"])
    sheet.write_row(1, 0, ["甄有误", 500103197001010027, "12"])
    book.close()
    return out.getvalue()


def test_a_list_with_faults_names_each_and_takes_in_nobody(
    page: Page, enter: Enter, accessible: Check
) -> None:
    enter("王芳")
    page.goto("/office/intake/sheets/")
    accessible()
    press(page, "上传名单")
    accessible()
    batch = page.locator("main select[name=batch]")
    if batch.count():
        batch.select_option(index=1)
    fill(page, {"channel": "post"})
    _upload(page, "街道报来.xlsx", _list())
    press(page, "上传并核对")
    reads(page, "没有导入", "末几位已丢失", "第2行 B列“身份证号”", "少了“性别”这一列")
    accessible()
