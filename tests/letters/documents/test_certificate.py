from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.letters.documents.pieces import BUREAU, HOSTILE, certificate, jpeg, pages, squeezed, words
from zhongmu.letters.documents.activation_slip import (
    ActivationSlipFacts,
    activation_slip_pdf,
    activation_slips_pdf,
)
from zhongmu.letters.documents.certificate import certificate_pdf, certificates_draft, certificates_pdf
from zhongmu.letters.documents.wording import BEIJING

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=BEIJING)
SLIP = ActivationSlipFacts(
    holder="张三",
    bureau=BUREAU,
    code="K7Q2-9FHM-3XTP",
    url="https://jd.example.cn/activate",
    printed_at=NOW,
    valid_until=NOW + timedelta(days=14),
)


@pytest.mark.parametrize("name", ["聘任证书", "聘书", "监督员证"])
def test_a_certificate_says_everything_it_must(name):
    pdf = certificate_pdf(certificate(printed_name=name, photo=jpeg()))
    text = words(pdf)
    expected = (name, "张䶮𬭎", "2026年3月1日", "2028年2月29日", BUREAU, "渝中监〔2026〕0001号", "打印后盖章")
    assert [piece for piece in expected if piece not in text] == []
    assert "社会监督员不属于执法人员，无检查、处罚、查阅病历权" in text
    assert len(pages(pdf)) == 1


def test_a_certificate_is_a4_landscape_and_pdf_a():
    pdf = certificate_pdf(certificate())
    box = pages(pdf)[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    assert b"pdfaid:part" in pdf


def test_a_certificate_without_a_photo_leaves_room_to_paste_one():
    assert "照片" in words(certificate_pdf(certificate()))
    assert "照片" not in words(certificate_pdf(certificate(photo=jpeg())))


def test_the_same_certificate_gives_the_same_bytes():
    assert certificate_pdf(certificate(photo=jpeg())) == certificate_pdf(certificate(photo=jpeg()))


def test_a_batch_is_one_document_with_a_page_each():
    pdf = certificates_pdf([certificate(holder=name, photo=jpeg()) for name in ("甲一", "乙二", "丙三")])
    texts = [squeezed(page.extract_text()) for page in pages(pdf)]
    assert [name in text for name, text in zip(("甲一", "乙二", "丙三"), texts, strict=True)] == [True] * 3


def test_an_empty_batch_is_refused():
    with pytest.raises(ValueError, match="至少一人"):
        certificates_pdf([])


def test_rehearsal_and_effect_are_never_printed_together():
    with pytest.raises(ValueError, match="分开"):
        certificates_draft([certificate(), certificate(rehearsal=True)])


def test_a_rehearsal_certificate_is_marked_and_a_real_one_is_not():
    assert "演练·征求意见稿" in words(certificate_pdf(certificate(rehearsal=True)))
    assert "演练" not in words(certificate_pdf(certificate()))


def test_markup_in_a_name_is_printed_not_run():
    assert squeezed(HOSTILE) in words(certificate_pdf(certificate(holder=HOSTILE)))


@pytest.mark.parametrize("holder", ["阿卜杜拉·" * 8, "A" * 120])
def test_a_very_long_name_stays_on_one_page(holder):
    assert len(pages(certificate_pdf(certificate(holder=holder)))) == 1


def test_an_activation_slip_says_who_code_where_and_until_when():
    text = words(activation_slip_pdf(SLIP))
    expected = (
        "张三",
        BUREAU,
        "K7Q2-9FHM-3XTP",
        "https://jd.example.cn/activate",
        "2026年3月15日09:30",
        "仅可使用一次",
    )
    assert [piece for piece in expected if piece not in text] == []


def test_activation_slips_print_a_page_each_and_not_none():
    assert len(pages(activation_slips_pdf([SLIP, SLIP]))) == 2
    with pytest.raises(ValueError, match="至少选择一人"):
        activation_slips_pdf([])
