"""Filled forms as WPS and Word users send them, made on the spot: our own blank, filled, and altered by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from functools import cache
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell

from tests.recruitment.conftest import photo_jpeg, resident_number, signature_png
from zhongmu.intake.annex.reading import Reading, read_form
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import DECLARATION, ApplicationFacts

TODAY = date(2026, 11, 2)
TITLE = "重庆市医疗保障基金社会监督员报名表"
REASON = "退休前做过十年财务，热心社区事务，愿意为守护医保基金出力。"
FACTS = ApplicationFacts(
    title=TITLE,
    name="阿依古丽·买买提",
    sex="女",
    political_status="群众",
    ethnic_group="维吾尔族",
    id_number=resident_number(2),
    health="健康",
    phone="13800138000",
    employed="否",
    email="gu@example.invalid",
    employer_and_post="无",
    home_address="渝中区示范路9号",
    education="大学本科",
    school_and_major="无",
    reason=REASON,
    unit_opinion="",
    remark="",
    photo=photo_jpeg(),
    signature=signature_png(),
    signed_on=date(2026, 11, 1),
    declaration=DECLARATION,
)
TRUE = {  # field → what reading must give back
    "name": "阿依古丽·买买提",
    "sex": "2",
    "political": "13",
    "ethnic": "05",
    "resident_id": resident_number(2),
    "health": "10",
    "phone": "13800138000",
    "employed": "0",
    "email": "gu@example.invalid",
    "employer": "无",
    "post": "",
    "address": "渝中区示范路9号",
    "education": "21",
    "school": "",
    "major": "",
    "reason": REASON,
    "signed_on": "2026-11-01",
    "unit_opinion": "",
    "remark": "",
}
WHERE = {  # label → row, column of its value in our own form
    "姓名": (0, 1),
    "性别": (0, 3),
    "照片": (0, 4),
    "政治面貌": (1, 1),
    "民族": (1, 3),
    "身份证号": (2, 1),
    "健康状况": (2, 3),
    "联系电话": (3, 1),
    "是否在职": (3, 3),
    "电子邮箱": (4, 1),
    "工作单位及职务": (5, 1),
    "家庭住址": (6, 1),
    "学历": (7, 1),
    "毕业院校及专业": (7, 3),
    "聘任理由": (8, 1),
    "应聘人员诚信声明": (9, 1),
    "推荐、特邀单位意见": (10, 1),
    "备注": (11, 1),
}


def form(**changes: Any) -> bytes:
    return application_docx(replace(FACTS, **changes)) if changes else _as_it_is()


@cache
def _as_it_is() -> bytes:
    return application_docx(FACTS)


def read(content: bytes, on: date = TODAY) -> Reading:
    return read_form(content, statement=DECLARATION, on=on)


def altered(change: Callable[[Table], object], content: bytes | None = None) -> bytes:
    """The form after somebody worked on its table."""
    document = Document(io.BytesIO(content or form()))
    change(document.tables[0])
    return saved(document)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cell(table: Table, label: str) -> _Cell:
    return table.cell(*WHERE[label])


def with_text(label: str, text: str, content: bytes | None = None) -> bytes:
    """The form with other words in one cell."""
    return altered(lambda table: setattr(cell(table, label), "text", text), content)


def struck(label: str) -> bytes:
    def change(table: Table) -> None:
        cell(table, label).paragraphs[0].runs[0].font.strike = True

    return altered(change)


def tracked(label: str) -> bytes:
    """Half of the words were added while changes were tracked: a plain reader would lose them."""

    def change(table: Table) -> None:
        paragraph = cell(table, label).paragraphs[0]
        added = OxmlElement("w:ins")
        run = paragraph.add_run("后加")._element
        added.append(run)
        paragraph._element.append(added)

    return altered(change)


def text_of_element(tag: str, text: str) -> Any:
    element = OxmlElement(tag)
    element.text = text
    return element


def original_layout() -> bytes:
    """The grid as the measure's own Word file has it: more columns than needed, merged, labels spaced by hand."""
    document = Document()
    document.add_paragraph("附件2")
    document.add_paragraph(TITLE)
    table = document.add_table(rows=6, cols=6, style="Table Grid")

    def put(row: int, first: int, last: int, text: str) -> None:
        table.cell(row, first).merge(table.cell(row, last)).text = text

    for row, (label, value, label2, value2) in enumerate(
        [
            ("姓  名", " 张　三 ", "性  别", "☑男  □女"),
            ("政治面貌", "中共党员", "民  族", "汉"),
            (
                "身份证号",
                "５００１０３１９７００１０１００１" + resident_number(1)[17],
                "健康状况",
                "√健康 □一般",
            ),
            ("联系电话", "023-6789 0123", "是否在职", "是√"),
        ]
    ):
        put(row, 0, 0, label)
        put(row, 1, 2, value)
        put(row, 3, 3, label2)
        put(row, 4, 4, value2)
    table.cell(0, 5).merge(table.cell(3, 5)).text = ""
    table.cell(0, 5).paragraphs[0].add_run().add_picture(io.BytesIO(photo_jpeg()))
    put(4, 0, 0, "家庭住址")
    put(4, 1, 5, "渝中区\n示范路1号")
    put(5, 0, 0, "应聘人员\n诚信声明")
    put(5, 1, 5, "\n".join(DECLARATION) + "\n本人签字：张三\n二〇二六年十一月一日")
    return saved(document)


def mail(
    *files: tuple[str, bytes], sender: str = "gu@example.invalid", words: str = "请查收", **heads: str
) -> bytes:
    """An .eml with these attachments."""
    message = EmailMessage()
    message["From"] = f"阿依古丽 <{sender}>"
    message["To"] = "yibao@example.invalid"
    message["Subject"] = heads.pop("subject", "社会监督员报名")
    message["Message-ID"] = heads.pop("identity", "<1@example.invalid>")
    message.set_content(words)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def run_of(paragraph: Any, *children: Any) -> None:
    run = OxmlElement("w:r")
    for child in children:
        run.append(child)
    paragraph.append(run)


def symbol(font: str, char: str) -> Any:
    element = OxmlElement("w:sym")
    element.set(qn("w:font"), font)
    element.set(qn("w:char"), char)
    return element
