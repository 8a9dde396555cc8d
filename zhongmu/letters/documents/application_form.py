"""The application form of Annex 2 (CQ-F0 to CQ-F21), filled or blank, as PDF and DOCX from one grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.letters.documents.fitting import fitted_size, fitted_text
from zhongmu.letters.documents.pictures import photo_jpeg, picture_svg, signature_png
from zhongmu.letters.documents.typst_engine import JSON, Draft, compile_pdf
from zhongmu.letters.documents.wording import long_date

# CQ-F17 prints 「真实有效本人」 without a comma; the form repeats it as published.
DECLARATION = (
    "1．以上填写内容真实有效本人具备履行医疗保障基金社会监督职责的身体条件和综合素质能力；",
    "2．本人信用良好，无犯罪记录及严重失信行为。愿意接受区医疗保障行政部门指导，秉持公心，依法开展医疗保障基金社会监督工作；",
)
REASON_HINT = "此项主要填写拟聘任对象适合承担社会监督员工作的具体理由等有关情况"
OPINION_HINT = "此项为推荐聘用或特邀聘用时，单位填写，公开报名及个人自荐时此项不填写"

WIDTHS = (26.0, 41.0, 24.0, 37.0, 32.0)  # millimetres
HEIGHTS = (11.0, 11.0, 11.0, 11.0, 11.0, 13.0, 11.0, 13.0, 64.0, 48.0, 32.0, 16.0)
_PADDING = 4.0
_SIGNATURE = 13.0  # millimetres kept free under the declaration


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """What stands in the form; None leaves a field blank to be filled in by hand.

    `region_word` takes the place of 「区」 in the declaration and nowhere else (CQ-F18); keep 「区」 where the bureau has
    no such level. `photo` and `signature` are JPEG or PNG bytes.
    """

    title: str
    name: str | None = None
    sex: str | None = None
    political_status: str | None = None
    ethnic_group: str | None = None
    id_number: str | None = None
    health: str | None = None
    phone: str | None = None
    employed: str | None = None
    email: str | None = None
    employer_and_post: str | None = None
    home_address: str | None = None
    education: str | None = None
    school_and_major: str | None = None
    reason: str | None = None
    unit_opinion: str | None = None
    remark: str | None = None
    photo: bytes | None = None
    signature: bytes | None = None
    signed_on: date | None = None
    region_word: str = "区"
    declaration: tuple[str, ...] = DECLARATION
    rehearsal: bool = False

    @property
    def is_blank(self) -> bool:
        return self.name is None

    def declared(self) -> str:
        """The declaration as this applicant signs it."""
        before, after = "愿意接受区医疗保障行政部门", f"愿意接受{self.region_word}医疗保障行政部门"
        return "\n".join(line.replace(before, after) for line in self.declaration)


@dataclass(frozen=True)
class Cell:
    """One cell of the grid, `rows` × `cols` large; `kind` is label, short, long, hint, declaration or photo."""

    row: int
    col: int
    kind: str
    text: str = ""
    rows: int = 1
    cols: int = 1

    @property
    def width(self) -> float:
        return sum(WIDTHS[self.col : self.col + self.cols]) - _PADDING

    @property
    def height(self) -> float:
        return HEIGHTS[self.row] - _PADDING + 1 - (_SIGNATURE if self.kind == "declaration" else 0)

    @property
    def size(self) -> float:
        """Points."""
        return 12.0 if self.kind == "label" else fitted_size(self.text, width=self.width, height=self.height)

    def fitted(self) -> Cell:
        more = _("……（全文见系统记录）")
        text = fitted_text(self.text, width=self.width, height=self.height, more=more)
        return Cell(self.row, self.col, self.kind, text, self.rows, self.cols)


def cells(facts: ApplicationFacts) -> list[Cell]:
    """The whole grid, row by row, every text already fitting its cell."""
    return [cell.fitted() if cell.kind in {"short", "long"} else cell for cell in _grid(facts)]


def _grid(facts: ApplicationFacts) -> Iterator[Cell]:
    pairs = (
        ("姓　名", facts.name, "性　别", facts.sex),
        ("政治面貌", facts.political_status, "民　族", facts.ethnic_group),
        ("身份证号", facts.id_number, "健康状况", facts.health),
        ("联系电话", facts.phone, "是否在职", facts.employed),
    )
    for row, (label, value, label2, value2) in enumerate(pairs):
        yield Cell(row, 0, "label", label)
        yield Cell(row, 1, "short", value or "")
        yield Cell(row, 2, "label", label2)
        yield Cell(row, 3, "short", value2 or "")
        if row == 0:
            yield Cell(0, 4, "photo", rows=4)
    wide = (
        ("电子邮箱", facts.email),
        ("工作单位\n及职务", facts.employer_and_post),
        ("家庭住址", facts.home_address),
    )
    for row, (label, value) in enumerate(wide, start=4):
        yield Cell(row, 0, "label", label)
        yield Cell(row, 1, "short", value or "", cols=4)
    yield Cell(7, 0, "label", "学　历")
    yield Cell(7, 1, "short", facts.education or "")
    yield Cell(7, 2, "label", "毕业院校\n及专业")
    yield Cell(7, 3, "short", facts.school_and_major or "", cols=2)
    yield from _long_rows(facts)


def _long_rows(facts: ApplicationFacts) -> Iterator[Cell]:
    yield Cell(8, 0, "label", "聘任理由")
    yield _long(8, facts.reason, REASON_HINT, blank=facts.is_blank)
    yield Cell(9, 0, "label", "应聘人员\n诚信声明")
    yield Cell(9, 1, "declaration", facts.declared(), cols=4)
    yield Cell(10, 0, "label", "推荐、特邀\n单位意见")
    yield _long(10, facts.unit_opinion, OPINION_HINT, blank=facts.is_blank)
    yield Cell(11, 0, "label", "备注")
    yield Cell(11, 1, "long", facts.remark or "", cols=4)


def _long(row: int, text: str | None, hint: str, *, blank: bool) -> Cell:
    return (
        Cell(row, 1, "hint", hint, cols=4)
        if blank and text is None
        else Cell(row, 1, "long", text or "", cols=4)
    )


def application_pdf(facts: ApplicationFacts) -> bytes:
    """A4, one page whatever is in it. Raises MissingGlyph."""
    pictures = {}
    if facts.photo is not None:
        pictures["photo"] = picture_svg(photo_jpeg(facts.photo))
    if facts.signature is not None:
        pictures["signature"] = picture_svg(signature_png(facts.signature))
    grid: list[JSON] = [
        {"kind": c.kind, "text": c.text, "size": c.size, "rows": c.rows, "cols": c.cols} for c in cells(facts)
    ]
    return compile_pdf(
        Draft(
            template="application_form",
            facts={
                "title": facts.title,
                "rehearsal": facts.rehearsal,
                "signed_on": long_date(facts.signed_on),
                "widths": list(WIDTHS),
                "heights": list(HEIGHTS),
                "cells": grid,
            },
            pictures=pictures,
            on=facts.signed_on,
        )
    )
