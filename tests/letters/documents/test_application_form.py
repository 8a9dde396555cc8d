from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.letters.documents.pieces import FORM, HOSTILE, application, jpeg, pages, squeezed, words
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import DECLARATION, ApplicationFacts, application_pdf, cells

# Annex 2, row by row: (label, columns spanned); the photo starts in row 1 and runs through row 4.
ANNEX_2 = [
    [("姓名", 1), ("", 1), ("性别", 1), ("", 1), ("照片", 1)],
    [("政治面貌", 1), ("", 1), ("民族", 1), ("", 1), ("", 1)],
    [("身份证号", 1), ("", 1), ("健康状况", 1), ("", 1), ("", 1)],
    [("联系电话", 1), ("", 1), ("是否在职", 1), ("", 1), ("", 1)],
    [("电子邮箱", 1), ("", 4)],
    [("工作单位及职务", 1), ("", 4)],
    [("家庭住址", 1), ("", 4)],
    [("学历", 1), ("", 1), ("毕业院校及专业", 1), ("", 2)],
    [("聘任理由", 1), ("此项主要填写拟聘任对象适合承担社会监督员工作的具体理由等有关情况", 4)],
    [("应聘人员诚信声明", 1), (squeezed("".join(DECLARATION)) + "本人签字：年月日", 4)],
    [("推荐、特邀单位意见", 1), ("此项为推荐聘用或特邀聘用时，单位填写，公开报名及个人自荐时此项不填写", 4)],
    [("备注", 1), ("", 4)],
]
BLANK = ApplicationFacts(title=FORM)
LONG = "本人长期在基层从事医保经办窗口服务，熟悉参保群众就医购药实际。" * 16 + "尾"


def table(docx):
    return Document(io.BytesIO(docx)).tables[0]._tbl


def grid(docx):
    """(text, columns spanned) of each w:tc, row by row."""

    def cell(tc):
        span = tc.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        text = squeezed("".join(t.text or "" for t in tc.iter(qn("w:t"))))
        return text, int(span.get(qn("w:val"))) if span is not None else 1

    return [[cell(tc) for tc in tr.iterchildren(qn("w:tc"))] for tr in table(docx).iterchildren(qn("w:tr"))]


def merges(docx):
    """vMerge of each row's last cell: restart, continue or None."""
    found = []
    for tr in table(docx).iterchildren(qn("w:tr")):
        merge = list(tr.iterchildren(qn("w:tc")))[-1].find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        found.append(None if merge is None else merge.get(qn("w:val")) or "continue")
    return found


@pytest.mark.clause("CQ-F0")
def test_the_docx_has_the_grid_of_annex_2():
    assert grid(application_docx(BLANK)) == ANNEX_2


@pytest.mark.clause("CQ-F3")
def test_the_photo_cell_spans_rows_one_to_four():
    assert merges(application_docx(BLANK)) == ["restart", "continue", "continue", "continue", *[None] * 8]


@pytest.mark.clause("CQ-F0")
def test_the_pdf_is_set_from_the_same_grid():
    by_row = [[(squeezed(c.text), c.cols) for c in cells(BLANK) if c.row == row] for row in range(12)]
    assert [[n for _, n in row] for row in by_row] == [
        [n for _, n in row if n][: len(got)] for row, got in zip(ANNEX_2, by_row, strict=True)
    ]
    assert [(c.row, c.rows) for c in cells(BLANK) if c.kind == "photo"] == [(0, 4)]


@pytest.mark.clause("CQ-F0")
@pytest.mark.parametrize(
    "facts", [BLANK, application(), application(reason=LONG, photo=jpeg(), signature=jpeg((600, 200)))]
)
def test_the_pdf_is_one_page_with_every_label(facts):
    pdf = application_pdf(facts)
    labels = [text for row in ANNEX_2 for text, _ in row if 0 < len(text) < 12 and text != "照片"]
    assert len(pages(pdf)) == 1
    assert [label for label in [FORM, *labels] if label not in words(pdf)] == []


def test_every_value_is_printed():
    facts, text = application(), words(application_pdf(application()))
    values = [
        facts.name,
        facts.id_number,
        facts.phone,
        facts.email,
        facts.home_address,
        facts.school_and_major,
        facts.reason,
    ]
    assert [value for value in values if squeezed(value) not in text] == []
    assert "2026年3月1日" in text


@pytest.mark.clause("CQ-F15")
def test_five_hundred_characters_of_reasons_are_all_there_on_one_page():
    assert len(LONG) >= 497
    pdf = application_pdf(application(reason=LONG))
    assert LONG in words(pdf)
    assert len(pages(pdf)) == 1


@pytest.mark.parametrize("reason", ["字" * 30_000, "a" * 2_000, "行\n" * 400])
def test_absurd_reasons_still_make_one_page_and_say_where_the_rest_is(reason):
    pdf = application_pdf(application(reason=reason))
    assert len(pages(pdf)) == 1
    assert ("全文见系统记录" in words(pdf)) == (not reason.startswith("a"))


@pytest.mark.clause("CQ-F18")
@pytest.mark.parametrize(
    ("word", "expected"),
    [("市", "愿意接受市医疗"), ("自治县", "愿意接受自治县医疗"), ("区", "愿意接受区医疗")],
)
def test_only_the_one_word_of_the_declaration_changes(word, expected):
    declared = application(region_word=word).declared()
    assert expected in declared
    assert declared.replace(expected, "愿意接受区医疗") == "\n".join(DECLARATION)
    assert squeezed(declared) in words(application_pdf(application(region_word=word)))


def test_hints_stand_only_in_the_blank_form():
    assert "此项主要填写" in words(application_pdf(BLANK))
    assert "此项" not in words(application_pdf(application()))


def test_markup_is_printed_not_run():
    assert squeezed(HOSTILE) in words(application_pdf(application(reason=HOSTILE)))


def test_the_docx_names_the_faces_of_official_documents():
    with zipfile.ZipFile(io.BytesIO(application_docx(application(reason="有\x01控制\x0b字符")))) as parts:
        body = parts.read("word/document.xml").decode()
    assert 'w:eastAsia="仿宋_GB2312"' in body
    assert 'w:eastAsia="方正小标宋简体"' in body
    assert "有控制字符" in body


def test_the_docx_is_a4_with_rows_of_exact_height_within_one_page():
    docx = application_docx(application(photo=jpeg(), signature=jpeg((600, 200))))
    section = Document(io.BytesIO(docx)).sections[0]
    heights = list(table(docx).iter(qn("w:trHeight")))
    assert {h.get(qn("w:hRule")) for h in heights} == {"exact"}
    room = section.page_height - section.top_margin - section.bottom_margin
    assert sum(int(h.get(qn("w:val"))) for h in heights) * 635 + 14 * 36_000 < room
    assert len(Document(io.BytesIO(docx)).inline_shapes) == 2


def test_both_forms_come_out_the_same_each_time():
    facts = application(photo=jpeg())
    assert application_docx(facts) == application_docx(facts)
    assert application_pdf(facts) == application_pdf(facts)


def test_a_rehearsal_form_is_marked_in_both():
    facts = ApplicationFacts(title=FORM, rehearsal=True)
    with zipfile.ZipFile(io.BytesIO(application_docx(facts))) as parts:
        headers = "".join(parts.read(n).decode() for n in parts.namelist() if "header" in n)
    assert 'string="演练·征求意见稿"' in headers
    assert "演练·征求意见稿" in words(application_pdf(facts))
