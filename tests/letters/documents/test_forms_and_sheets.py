from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.letters.documents.pieces import BUREAU, HOSTILE, pages, squeezed, words
from zhongmu.letters.documents.paper_forms import (
    clue_form_pdf,
    institution_statement_form_pdf,
    suggestion_form_pdf,
)
from zhongmu.letters.documents.receipt import ReceiptFacts, receipt_pdf
from zhongmu.letters.documents.recovery_sheet import recovery_sheet_pdf

FORMS = {
    clue_form_pdf: "问题线索反映表",
    suggestion_form_pdf: "意见建议表",
    institution_statement_form_pdf: "书面反映表",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_form_is_one_a4_page_with_bureau_number_and_guidance(form):
    pdf = form(BUREAU)
    box = pages(pdf)[0].mediabox
    assert (len(pages(pdf)), round(box.width), round(box.height)) == (1, 595, 842)
    assert [w for w in (FORMS[form], BUREAU, "编号：", "填写说明") if w not in words(pdf)] == []
    assert "演练" not in words(pdf)


@pytest.mark.parametrize("form", FORMS)
def test_a_rehearsal_paper_form_is_marked(form):
    assert "演练·征求意见稿" in words(form(BUREAU, rehearsal=True))


@pytest.mark.parametrize("form", [clue_form_pdf, suggestion_form_pdf])
def test_who_reports_stands_only_below_the_cutting_line(form):
    above, below = words(form(BUREAU)).split("沿此线裁下")
    assert "姓名" in below
    assert "本人签字" in below
    assert "联系电话" not in above


def test_the_institutions_form_names_its_article():
    assert "根据某办法第十三条，定点医药机构" in words(
        institution_statement_form_pdf(BUREAU, basis="某办法第十三条")
    )
    assert "根据" not in words(institution_statement_form_pdf(BUREAU))


def test_a_receipt_carries_number_secret_and_moment_in_beijing():
    facts = ReceiptFacts(
        title="报名回执",
        number="渝中报〔2026〕0012号",
        secret="9FHM-3XTP",
        bureau=BUREAU,
        received_at=datetime(2026, 3, 1, 1, 30, tzinfo=UTC),
        lines=("已收到您的报名材料。", HOSTILE),
        check_url="https://jd.example.cn/progress",
        rehearsal=True,
    )
    text = words(receipt_pdf(facts))
    expected = (
        "报名回执",
        facts.number,
        facts.secret,
        BUREAU,
        "2026年3月1日09:30",
        facts.check_url,
        "演练·征求意见稿",
    )
    assert [piece for piece in expected if piece not in text] == []
    assert squeezed(HOSTILE) in text


def test_a_receipt_without_secret_or_address_asks_for_neither():
    text = words(
        receipt_pdf(
            ReceiptFacts(
                title="回执", number="1", bureau=BUREAU, received_at=datetime(2026, 3, 1, tzinfo=UTC)
            )
        )
    )
    assert "查询码" not in text.replace("查询码", "", 0)
    assert "查询网址" not in text


def test_a_recovery_sheet_prints_every_line_numbered_over_pages():
    pdf = recovery_sheet_pdf("密钥恢复单", [f"第{n}组 ABCD-EFGH" for n in range(1, 61)], date(2026, 3, 1))
    text = words(pdf)
    assert "第60组ABCD-EFGH" in text
    assert "保管人：" in text
    assert "2026年3月1日" in text
    assert len(pages(pdf)) > 1
