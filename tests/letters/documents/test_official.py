from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from tests.letters.documents.pieces import BUREAU, HOSTILE, pages, squeezed, words
from zhongmu.letters.documents.official import Grid, Heading, OfficialFacts, official_pdf, title_lines
from zhongmu.letters.documents.official_docx import official_docx

NAMES = Grid(("序号", "姓名"), tuple((str(n), f"张{n}") for n in range(1, 41)), (1, 3), caption="名单")
NOTICE = OfficialFacts(
    title="关于拟聘任医疗保障基金社会监督员名单的公示",
    body=[
        "现予公示。",
        Heading("一、名单"),
        Heading("（一）拟聘任", 2),
        Heading("1．人员", 3),
        NAMES,
        HOSTILE,
    ],
    bureau=BUREAU,
    dated_on=date(2026, 3, 1),
    doc_no="渝中医保公示〔2026〕3号",
    addressee="社会各界",
    attachments=("名单", "说明"),
    note="联系电话：023-63000000",
)


def reopened(docx):
    return Document(io.BytesIO(docx))


def test_the_pdf_carries_every_part():
    text = words(official_pdf(NOTICE))
    expected = (
        "渝中医保公示〔2026〕3号",
        "社会各界：",
        "一、名单",
        "张40",
        "附件：1．名单",
        "2．说明",
        BUREAU,
        "2026年3月1日",
        "（联系电话",
    )
    assert [piece for piece in expected if squeezed(piece) not in text] == []
    assert squeezed(HOSTILE) in text


def test_pages_are_numbered_and_a_grid_repeats_its_head():
    first, second = (squeezed(page.extract_text()) for page in list(pages(official_pdf(NOTICE)))[:2])
    assert "—1—" in first
    assert "—2—" in second
    assert "序号姓名" in first
    assert "序号姓名" in second


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于公开选聘医疗保障基金社会监督员的公告", ["关于公开选聘医疗保障基金社会监督员的公告"]),
        ("关于拟聘任医疗保障基金社会监督员名单的公示", ["关于拟聘任医疗保障基金", "社会监督员名单的公示"]),
        (
            "某某区医疗保障局2026年度医保基金社会监督员补充选聘拟聘名单公示",
            ["某某区医疗保障局2026年度医保基金", "社会监督员补充选聘拟聘名单公示"],
        ),
        ("甲局\n关于某事的通知", ["甲局", "关于某事的通知"]),
        ("字" * 21, ["字" * 10, "字" * 11]),
    ],
)
def test_titles_break_before_a_word_near_the_middle(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize("lines", range(11, 17))
def test_the_signature_is_never_on_a_page_of_its_own(lines):
    body = [*("正文一行。" for _line in range(lines)), Heading("二、结果"), "最后一段。"]
    facts = OfficialFacts(title="某事的纪要", body=body, bureau=BUREAU, dated_on=date(2026, 3, 1))
    last = squeezed(list(pages(official_pdf(facts)))[-1].extract_text())
    assert "最后一段。" in last
    assert "二、结果" in last
    document = reopened(official_docx(facts))
    kept = [p.text for p in document.paragraphs if p.paragraph_format.keep_with_next]
    assert {"二、结果", "最后一段。"} <= set(kept)


def test_a_column_of_sentences_begins_at_the_left():
    grid = Grid(("序号", "意见"), (("1", "综合比较，认为适合承担，建议拟聘。"), ("2", "同意。")))
    assert grid.read() == (False, True)
    facts = OfficialFacts(title="题", body=[grid], bureau="某局")
    assert "建议拟聘" in words(official_pdf(facts))
    cells = reopened(official_docx(facts)).tables[0].rows[1].cells
    assert [c.paragraphs[0].alignment for c in cells] == [WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT]


def test_the_docx_has_the_margins_and_line_pitch_of_the_standard():
    document = reopened(official_docx(NOTICE))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(m / 36_000) for m in margins] == [37, 35, 28, 26]
    body = next(p for p in document.paragraphs if p.text == "现予公示。")
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.runs[0].font.size == Pt(16)
    assert round(section.page_width / Mm(1)) == 210


def test_the_docx_carries_the_same_words_and_the_same_grid():
    document = reopened(official_docx(NOTICE))
    text = squeezed("".join(p.text for p in document.paragraphs))
    assert [
        p for p in ("社会各界：", "附件：1．名单", BUREAU, "2026年3月1日", squeezed(HOSTILE)) if p not in text
    ] == []
    assert [cell.text for cell in document.tables[0].rows[40].cells] == ["40", "张40"]


def test_a_draft_leaves_the_day_open_and_one_attachment_has_no_number():
    draft = OfficialFacts(
        title="停止聘用决定（草稿）",
        body=["正文。\n第二段。"],
        bureau="某局",
        attachments=("调查报告",),
        rehearsal=True,
    )
    text = words(official_pdf(draft))
    assert "附件：调查报告" in text
    assert "演练·征求意见稿" in text
    with zipfile.ZipFile(io.BytesIO(official_docx(draft))) as parts:
        headers = [parts.read(n).decode() for n in parts.namelist() if n.startswith("word/header")]
    assert all("演练·征求意见稿" in header for header in headers)
    assert len(headers) == 2


def test_a_grid_with_a_short_row_is_refused():
    with pytest.raises(ValueError, match="as many cells"):
        official_pdf(OfficialFacts(title="题", body=[Grid(("甲", "乙"), (("一",),))], bureau="某局"))


def test_the_same_facts_give_the_same_bytes():
    assert official_pdf(NOTICE) == official_pdf(NOTICE)
    assert official_docx(NOTICE) == official_docx(NOTICE)
