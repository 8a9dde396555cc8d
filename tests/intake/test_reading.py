"""Annex 2 read cell by cell: right, or in doubt; never a wrong value without a doubt."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.samples import docx as odd_docx
from tests.files.samples import remade
from tests.intake.forms import (
    DECLARATION,
    FACTS,
    REASON,
    TODAY,
    TRUE,
    altered,
    cell,
    form,
    original_layout,
    read,
    run_of,
    saved,
    struck,
    symbol,
    text_of_element,
    tracked,
    with_text,
)
from tests.recruitment.conftest import photo_jpeg, resident_number
from zhongmu.files.kinds import BadFile
from zhongmu.intake.annex import grid
from zhongmu.intake.annex.reading import NotTheForm, read_form
from zhongmu.intake.annex.rules import NOTHING, label_of
from zhongmu.letters.documents.application_form import REASON_HINT, ApplicationFacts
from zhongmu.people import codes


@pytest.mark.clause("CQ-F0")
def test_our_own_form_is_read_back_as_it_was_filled():
    reading = read(form())
    assert reading.values == TRUE
    assert set(reading.doubts) == {"signed_scan"}
    assert reading.photo is not None
    assert reading.signature is not None
    assert reading.rest == (FACTS.title,)


def test_a_blank_form_is_all_doubt_and_no_value():
    reading = read(
        form(
            **dict.fromkeys(
                set(ApplicationFacts.__dataclass_fields__)
                - {"title", "region_word", "declaration", "rehearsal"}
            )
        )
    )
    empty = {name for name, text in reading.values.items() if not text}
    assert set(reading.values) == empty
    assert {"name", "sex", "resident_id", "phone", "address", "photo", "signed_scan", "signed_on"} <= set(
        reading.doubts
    )


def test_the_measure_s_own_layout_is_read_with_its_merged_cells_and_ticks():
    reading = read(original_layout())
    expected = {
        "name": "张三",
        "sex": "1",
        "political": "01",
        "ethnic": "01",
        "resident_id": resident_number(1),
    }
    expected |= {"health": "10", "phone": "023-67890123", "employed": "1", "address": "渝中区 示范路1号"}
    assert {name: reading.values[name] for name in expected} == expected
    assert reading.values["signed_on"] == "2026-11-01"
    assert not set(expected) & set(reading.doubts)
    assert reading.photo == photo_jpeg()
    assert "打出来的字" in reading.doubts["signed_scan"]
    assert "没有找到" in reading.doubts["education"]
    assert "附件2" in reading.rest


names = st.text("赵钱孙李周吴郑王䶮㛃昇喆堃𬭎", min_size=1, max_size=12)
words = (
    st.text(
        st.characters(whitelist_categories=("Lo", "Ll", "Lu", "Nd"), max_codepoint=0x9FFF),
        min_size=1,
        max_size=40,
    )
    .map(str.strip)
    .filter(lambda text: text and text not in NOTHING and text != REASON_HINT and label_of(text) is None)
)  # words the form prints itself are read as printed, not as written


@st.composite
def facts(draw: st.DrawFn) -> tuple[dict[str, object], dict[str, str]]:
    """What is printed into the form, and what reading must give back."""
    seq = draw(st.integers(1, 999))
    number = resident_number(seq, born=draw(st.dates(date(1930, 1, 1), date(2008, 1, 1))).strftime("%Y%m%d"))
    political = draw(st.sampled_from(list(codes.POLITICAL.items())))
    ethnic = draw(st.sampled_from(list(codes.ETHNIC.items())))
    health = draw(st.sampled_from(list(codes.HEALTH.items())))
    education = draw(st.sampled_from(list(codes.EDUCATION.items())))
    name, address, reason = draw(names), draw(words), draw(words)
    signed = draw(st.dates(date(2020, 1, 1), TODAY))
    phone = draw(st.integers(13000000000, 19999999999))
    printed = {
        "name": name, "sex": "男" if seq % 2 else "女", "id_number": number, "political_status": political[1],
        "ethnic_group": ethnic[1], "health": health[1], "education": education[1], "home_address": address,
        "reason": reason, "phone": str(phone), "signed_on": signed,
    }  # fmt: skip
    told = {
        "name": name, "sex": "1" if seq % 2 else "2", "resident_id": number, "political": political[0],
        "ethnic": ethnic[0], "health": health[0], "education": education[0], "address": address,
        "reason": reason, "phone": str(phone), "signed_on": signed.isoformat(),
    }  # fmt: skip
    return printed, told


@settings(max_examples=15)
@given(facts())
def test_whatever_is_printed_into_the_form_comes_back_equal(pair):
    printed, told = pair
    reading = read(form(**printed))
    assert {name: reading.values[name] for name in told} == told
    assert not (set(told) - {"name"}) & set(reading.doubts)


@pytest.mark.parametrize(
    ("label", "text", "name", "value", "said"),
    [
        ("姓名", "张3", "name", "张3", "数字"),
        ("姓名", "", "name", "", "没有填写姓名"),
        ("姓名", "张", "name", "张", "只有一个字"),
        ("性别", "男/女", "sex", None, "没有这一项"),
        ("性别", "□男 □女", "sex", None, "看不出勾的"),
        ("性别", "☑男 ☑女", "sex", None, "看不出勾的"),
        ("性别", "☒男 □女", "sex", None, "看不出勾的"),
        ("性别", "男", "sex", "1", "第17位"),
        ("性别", "2", "sex", None, "只写了数字"),
        ("民族", "火星族", "ethnic", None, "没有这一项"),
        ("身份证号", "1.1010119900307e17", "resident_id", "1.1010119900307e17", "18位"),
        ("身份证号", resident_number(2)[:17] + "Z", "resident_id", resident_number(2)[:17] + "Z", "第18位"),
        ("身份证号", "990103197001010024", "resident_id", "990103197001010024", ""),
        ("联系电话", "13800138000/13900139000", "phone", "13800138000/13900139000", "联系电话"),
        ("是否在职", "是", "employed", "1", ""),
        ("工作单位及职务", "示范小学 教师", "employer", "示范小学", "请核对"),
        ("工作单位及职务", "示范小学教师兼会计", "employer", "示范小学教师兼会计", "没有分开"),
        ("家庭住址", " ", "address", None, "空的"),
        ("家庭住址", "无", "address", None, "空的"),
        ("家庭住址", "学历", "address", None, "没有填写的格子"),
        ("学历", "研究生", "education", "14", "硕士还是博士"),
        ("毕业院校及专业", "示范大学　会计学", "major", "会计学", "请核对"),
        (
            "聘任理由",
            "此项主要填写拟聘任对象的，我愿意",
            "reason",
            "此项主要填写拟聘任对象的，我愿意",
            "印的说明",
        ),
        ("推荐、特邀单位意见", "同意推荐", "unit_opinion", "同意推荐", "公章"),
        ("备注", "长" * 30 + "……（全文见系统记录）", "remark", "长" * 30 + "……（全文见系统记录）", "印不下"),
    ],
)
def test_what_cannot_be_relied_on_says_why(label, text, name, value, said):
    reading = read(with_text(label, text))
    assert reading.values.get(name) == value
    assert said in reading.doubts.get(name, "")


@pytest.mark.parametrize(
    ("label", "text", "name", "value"),
    [
        ("姓名", "阿依古丽•买买提", "name", "阿依古丽·买买提"),
        ("性别", "□男 √女", "sex", "2"),
        ("性别", "男□女☑", "sex", "2"),
        ("性别", " 女 性", "sex", "2"),
        ("民族", "维吾尔", "ethnic", "05"),
        ("政治面貌", "群 众", "political", "13"),
        ("健康状况", "有慢性病（高血压）", "health_note", "高血压"),
        ("联系电话", "＋８６　138 0013 8000", "phone", "13800138000"),
        ("是否在职", "□是 ■否", "employed", "0"),
        ("电子邮箱", "无", "email", ""),
        ("学历", "本科", "education", "21"),
        (
            "聘任理由",
            f"此项主要填写拟聘任对象适合承担社会监督员工作的具体理由等有关情况\n{REASON}",
            "reason",
            REASON,
        ),
    ],
)
def test_what_people_write_in_their_own_way_is_read_without_doubt(label, text, name, value):
    reading = read(with_text(label, text))
    assert reading.values[name] == value
    assert name not in reading.doubts


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: struck("联系电话"), "划掉"),
        (lambda: tracked("联系电话"), "修订"),
        (
            lambda: altered(
                lambda t: setattr(cell(t, "联系电话").paragraphs[0].runs[0].font, "hidden", True)
            ),
            "隐藏",
        ),
        (lambda: with_text("联系电话", "一" * 20_001), "太多"),
    ],
)
def test_what_a_plain_reader_would_lose_is_doubted(make, said):
    assert said in read(make()).doubts["phone"]


def dropdown(paragraph):
    char, field = OxmlElement("w:fldChar"), OxmlElement("w:ffData")
    field.append(OxmlElement("w:ddList"))
    char.append(field)
    run_of(paragraph, char)


def drawn(paragraph):
    run_of(paragraph, OxmlElement("w:pict"))


def placeholder(paragraph):
    control, about, inside = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    about.append(OxmlElement("w:showingPlcHdr"))
    run_of(inside, text_of_element("w:t", "单击此处输入文字"))
    control.append(about)
    control.append(inside)
    paragraph.append(control)


def around(paragraph):
    """The same, with the control around the paragraph."""
    placeholder(paragraph)
    control = paragraph[-1]
    paragraph.addprevious(control)
    whole = OxmlElement("w:p")
    whole.extend(list(control[-1]))
    control[-1].append(whole)


def another_file(paragraph):
    paragraph.addprevious(OxmlElement("w:altChunk"))


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (dropdown, "下拉框"),
        (drawn, "图形"),
        (placeholder, "提示填写"),
        (around, "提示填写"),
        (another_file, "别的文件"),
    ],
)
@pytest.mark.parametrize(
    ("label", "name"), [("学历", "education"), ("家庭住址", "address"), ("备注", "remark")]
)
def test_what_stands_in_a_cell_other_than_words_is_doubted_and_not_taken_for_empty(write, said, label, name):
    def change(table):
        target = cell(table, label)
        target.text = ""
        write(target.paragraphs[0]._element)

    assert said in read(altered(change)).doubts[name]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("电子邮箱", "email"),
        ("学历", "education"),
        ("推荐、特邀单位意见", "unit_opinion"),
        ("备注", "remark"),
    ],
)
def test_a_picture_of_words_or_of_a_seal_is_doubted_and_not_taken_for_empty(label, name):
    def change(table):
        target = cell(table, label)
        target.text = ""
        target.paragraphs[0].add_run().add_picture(io.BytesIO(photo_jpeg()))

    assert "图里的字" in read(altered(change)).doubts[name]


def test_struck_out_words_switched_off_again_are_words():
    content = altered(lambda t: setattr(cell(t, "联系电话").paragraphs[0].runs[0].font, "strike", False))
    assert "phone" not in read(content).doubts


@pytest.mark.parametrize(
    ("char", "value", "doubted"),
    [("F0FE", "2", False), ("F052", None, True), ("F0FD", None, True)],
)
def test_a_tick_drawn_as_a_symbol_is_a_tick_only_where_its_meaning_is_known(char, value, doubted):
    def change(table):
        target = cell(table, "性别")
        target.text = ""
        paragraph = target.paragraphs[0]._element
        run_of(paragraph, symbol("Wingdings", "F0A8"), text_of_element("w:t", "男"))
        run_of(paragraph, symbol("Wingdings", char), text_of_element("w:t", "女"))

    reading = read(altered(change))
    assert reading.values.get("sex") == value
    assert ("sex" in reading.doubts) is doubted


@pytest.mark.parametrize(("state", "value"), [("w:checked", "2"), (None, None)])
def test_an_old_form_field_s_check_box_is_read(state, value):
    def box(checked):
        char, field = OxmlElement("w:fldChar"), OxmlElement("w:ffData")
        tick = OxmlElement("w:checkBox")
        if checked:
            tick.append(OxmlElement(checked))
        else:
            off = OxmlElement("w:default")
            off.set(qn("w:val"), "0")
            tick.append(off)
        field.append(tick)
        char.append(field)
        return char

    def change(table):
        target = cell(table, "性别")
        target.text = ""
        paragraph = target.paragraphs[0]._element
        run_of(paragraph, box(None), text_of_element("w:t", "男"))
        run_of(paragraph, box(state), text_of_element("w:t", "女"))

    assert read(altered(change)).values.get("sex") == value


@pytest.mark.clause("CQ-F19")
@pytest.mark.parametrize(
    ("line", "day", "said"),
    [
        ("本人签字：\n年  月   日", None, "没有签名"),
        ("本人签字：______ 2026年 月 日", None, "没有签名"),
        ("本人签字：张三　2026年10月30日", "2026-10-30", "打出来的字"),
        ("本人签字：张三", None, "打出来的字"),
        ("本人签字：　　26年10月30日", None, "没有签名"),
        ("本人签字：　　2026.10.30", "2026-10-30", "没有签名"),
        ("本人签字：　　2027年1月1日", None, "没有签名"),
        ("", None, "没有签名"),
    ],
)
def test_typed_letters_or_nothing_are_no_signature(line, day, said):
    reading = read(with_text("应聘人员诚信声明", "\n".join([*DECLARATION, line])))
    assert said in reading.doubts["signed_scan"]
    assert reading.values.get("signed_on") == day
    assert ("signed_on" in reading.doubts) is (day is None)
    assert "declared" not in reading.doubts


@pytest.mark.clause("CQ-F16", "CQ-F18")
def test_a_declaration_that_was_changed_is_doubted_and_the_bureau_s_own_word_is_not():
    changed = with_text("应聘人员诚信声明", DECLARATION[0] + "\n本人签字：2026年11月1日")
    assert "不一样" in read(changed).doubts["declared"]
    ours = tuple(line.replace("愿意接受区", "愿意接受市") for line in DECLARATION)
    for word in ("市", "区"):
        reading = read_form(form(region_word=word), statement=ours, on=TODAY)
        assert "declared" not in reading.doubts


@pytest.mark.clause("CQ-F3")
def test_a_photo_elsewhere_or_among_others_is_doubted():
    def elsewhere(table):
        cell(table, "照片").text = "照片"
        cell(table, "备注").paragraphs[0].add_run("见图").add_picture(io.BytesIO(photo_jpeg()))

    moved = read(altered(elsewhere))
    assert moved.photo == photo_jpeg()
    assert "不在照片格" in moved.doubts["photo"]
    two = read(
        altered(lambda t: cell(t, "备注").paragraphs[0].add_run().add_picture(io.BytesIO(photo_jpeg())))
    )
    assert two.photo is None
    assert "2张图片" in two.doubts["photo"]
    document = Document(io.BytesIO(form(photo=None)))
    document.add_paragraph().add_run().add_picture(io.BytesIO(photo_jpeg()))
    loose = read(saved(document))
    assert loose.photo == photo_jpeg()
    assert "不在照片格" in loose.doubts["photo"]


def test_another_document_is_not_the_form():
    document = Document()
    document.add_paragraph("关于开会的通知")
    with pytest.raises(NotTheForm):
        read(saved(document))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", odd_docx()])
def test_a_file_no_program_wrote_is_refused_with_a_sentence(content):
    with pytest.raises(BadFile, match=r"读不出来|没有找到"):
        read(content)


@pytest.mark.parametrize(("limit", "most"), [("MOST_ROWS", 3), ("MOST_BOXES", 10), ("MOST_XML", 1000)])
def test_a_table_without_end_is_refused(monkeypatch, limit, most):
    monkeypatch.setattr(grid, limit, most)
    with pytest.raises(BadFile, match="太大"):
        read(form())


def test_a_file_that_calls_another_part_its_document_is_measured_by_that(monkeypatch):
    elsewhere = (b"word/document.xml", b"word/other.xml")
    with zipfile.ZipFile(io.BytesIO(form())) as archive:
        body = archive.read("word/document.xml")
    parts = {name: lambda part: part.replace(*elsewhere) for name in ("_rels/.rels", "[Content_Types].xml")}
    small = {"word/document.xml": lambda part: part[:100]}
    moved = remade(form(), parts | small, **{"word/other.xml": body + b" " * grid.MOST_XML})
    with pytest.raises(BadFile, match="太大"):
        read(moved)
