"""A list of people read cell by cell: each bad cell by its place, nothing passed over, nothing created."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.samples import remade
from tests.files.samples import xlsx as no_workbook
from tests.intake.lists import good, heads, person, xlsx
from tests.recruitment.conftest import resident_number
from zhongmu.files.checks import check
from zhongmu.files.kinds import XLSX_FILE, BadFile
from zhongmu.intake.sheets import inside, reading
from zhongmu.intake.sheets.cells import letter, tables_of
from zhongmu.intake.sheets.columns import columns_of
from zhongmu.intake.sheets.importing import check_list
from zhongmu.intake.sheets.reading import read_list
from zhongmu.intake.sheets.template import template

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(yuzhong, today):
    return yuzhong.policy(today)


@pytest.fixture
def checked(policy, noticed, yuzhong, today):
    """checked(content) → lines and findings of this list for an open batch."""
    batch = noticed(yuzhong)
    return lambda content: check_list(content, batch, policy, on=today, arrived_on=today)


def told(checked):
    return [(f.row, f.column, f.head, f.sentence) for f in checked.findings]


@pytest.mark.clause("CQ-F6")
def test_a_list_without_a_fault_gives_what_was_written(checked, policy):
    lines = checked(xlsx(policy, [good(policy)])).lines
    assert lines[0].values == {
        "channel": "public", "name": "李秀英", "sex": "2", "political": "13", "ethnic": "01",
        "resident_id": resident_number(2), "health": "10", "health_note": "", "phone": "13800138000",
        "employed": "0", "email": "", "employer": "无", "post": "", "address": "渝中区示范路1号", "education": "",
        "school": "", "major": "", "category": "insured", "other_categories": "", "unit_name": "",
        "reason": "退休前做过十年财务，热心社区事务，愿意为守护医保基金出力。", "unit_opinion": "", "remark": "",
        "signed_on": "2026-11-01",
    }  # fmt: skip
    assert told(checked(xlsx(policy, [good(policy)]))) == []


@pytest.mark.parametrize(
    ("changes", "column", "head", "words"),
    [
        ({"身份证号": 500103197001010027}, "F", "身份证号", "身份证号在表格里变成了数字，末几位已丢失，请把该列设为文本后重填"),
        ({"身份证号": "1.1010119900307E+17"}, "F", "身份证号", "末几位已丢失"),
        ({"身份证号": "11010519491231002A"}, "F", "身份证号", "第18位"),
        ({"身份证号": resident_number(2)[:-1]}, "F", "身份证号", "17位"),
        ({"联系电话": 1.3800138e20}, "I", "联系电话", "末几位已丢失"),
        ({"联系电话": "123"}, "I", "联系电话", "手机号应为11位"),
        ({"姓名": ""}, "B", "姓名", "请填写姓名"),
        ({"姓名": date(2026, 1, 1)}, "B", "姓名", "当成了日期"),
        ({"性别": "不详"}, "C", "性别", "没有这一项"),
        ({"性别": "2"}, "C", "性别", "不要写代码"),
        ({"民族": "火星族"}, "E", "民族", "没有这一项"),
        ({"是否在职": "也许"}, "J", "是否在职", "没有这一项"),
        ({"来源类别": "路人"}, "R", "来源类别", "没有这一项"),
        ({"同时具有的其他身份": "专家、路人"}, "S", "同时具有的其他身份", "没有这一项"),
        ({"聘任理由": "短"}, "T", "聘任理由", "现有1字"),
        ({"推荐、特邀单位意见": "同意"}, "V", "推荐、特邀单位意见", "不填单位意见"),
        ({"产生方式": "推荐聘任"}, "A", "产生方式", "没有这一项"),
        ({"备注": "备" * 201}, "W", "备注", "最多200字"),
        ({"签字日期": "昨天"}, "X", "签字日期", "看不出这是哪一天"),
        ({"签字日期": "2027-01-01"}, "X", "签字日期", "不能晚于今天"),
        ({"签字日期": 0.5}, "X", "签字日期", "看不出这是哪一天"),
        ({"身份证号": resident_number(2, born="20150101")}, "F", "身份证号", "18"),
    ],
)  # fmt: skip
def test_each_bad_cell_is_named_by_row_column_and_heading_with_what_to_do(
    checked, policy, changes, column, head, words
):
    found = told(checked(xlsx(policy, [person(policy, 4), good(policy, **changes)])))
    assert [(row, c, h) for row, c, h, _said in found if h == head] == [(3, column, head)]
    assert words in next(said for _r, _c, h, said in found if h == head)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"身份证号": f"'{resident_number(2)}"}, "resident_id", resident_number(2)),
        (
            {"身份证号": "５００１０３" + resident_number(2)[6:]},
            "resident_id",
            "５００１０３" + resident_number(2)[6:],
        ),
        ({"联系电话": 13800138000}, "phone", "13800138000"),
        ({"是否在职": True}, "employed", "1"),
        ({"签字日期": 46327}, "signed_on", "2026-11-01"),
        ({"签字日期": "二〇二六年十一月一日"}, "signed_on", "2026-11-01"),
        ({"毕业院校": 985}, "school", "985"),
        ({"毕业院校": 98.5}, "school", "98.5"),
        ({"备注": "=1+1"}, "remark", "=1+1"),
        ({"性别": " 女 "}, "sex", "2"),
    ],
)
def test_what_programs_and_hands_do_to_a_cell_is_undone(checked, policy, changes, field, value):
    result = checked(xlsx(policy, [good(policy, **{"工作单位": "示范小学", **changes})]))
    assert told(result) == []
    assert result.lines[0].values[field] == value


def test_a_day_formatted_as_a_day_is_that_day_and_a_number_counted_from_1904_is_asked_about(checked, policy):
    day = checked(xlsx(policy, [good(policy, 签字日期=date(2026, 11, 1))]))
    assert day.lines[0].values["signed_on"] == "2026-11-01"
    found = told(checked(xlsx(policy, [good(policy, 签字日期=44865)], date_1904=True)))
    assert "看不准是哪一天" in found[0][3]


def test_a_time_of_day_is_no_text(checked, policy):
    def timed(book, sheet):
        sheet.write_number(1, 16, 1.5, book.add_format({"num_format": "[h]:mm:ss"}))

    found = told(checked(xlsx(policy, [good(policy)], change=timed)))
    assert [(c, "时间" in said) for _r, c, _h, said in found] == [("Q", True)]


def _merge(book, sheet):
    sheet.merge_range(1, 1, 2, 1, "李秀英")


def _hide_row(book, sheet):
    sheet.set_row(1, None, None, {"hidden": True})


def _hide_column(book, sheet):
    sheet.set_column(5, 5, 20, None, {"hidden": True})


def _fail(book, sheet):
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")


def _second(book, sheet):
    book.add_worksheet("说明2").write(0, 0, "别忘了")


def _unknown_column(book, sheet):
    sheet.write(0, 24, "微信号")


def _without_title(book, sheet):
    sheet.write(1, 30, "漏了表头")


def _twice(book, sheet):
    sheet.write(0, 24, "姓名")


def _filter(book, sheet):
    sheet.autofilter(0, 0, 1, 5)
    sheet.set_row(1, None, None, {"hidden": True})


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        (_merge, 2, "B2:B3 是合并的单元格"),
        (_hide_row, 2, "这一行是隐藏的"),
        (_filter, 2, "筛选掉"),
        (_hide_column, 1, "这一列是隐藏的"),
        (_fail, 2, "公式算不出结果"),
        (_second, 0, "没有表头，没有读"),
        (_unknown_column, 1, "模板里没有这一列"),
        (_without_title, 1, "模板里没有这一列"),
        (_twice, 1, "有两列"),
    ],
)
def test_what_a_reader_would_pass_over_is_named(checked, policy, change, row, words):
    found = told(checked(xlsx(policy, [good(policy)], change=change)))
    assert [r for r, _c, _h, said in found if words in said][:1] == [row]


def test_a_hidden_sheet_with_a_list_is_named(checked, policy):
    def hide(book, sheet):
        other = book.add_worksheet("另一半")
        other.write_row(0, 0, heads(policy))
        other.hide()

    found = checked(xlsx(policy, [good(policy)], change=hide)).findings
    assert [(f.sheet, "隐藏" in f.sentence) for f in found] == [("另一半", True)]


def test_several_sheets_and_a_title_above_the_head_are_read(checked, policy):
    def more(book, sheet):
        other = book.add_worksheet("街道")
        other.write_row(0, 0, heads(policy))
        row = person(policy, 4)
        for place, title in enumerate(heads(policy)):
            other.write(1, place, row.get(title.strip("*"), ""))

    result = checked(xlsx(policy, [good(policy)], above=["2026年报名名单", ""], change=more))
    assert told(result) == []
    assert [(line.sheet, line.row) for line in result.lines] == [("名单", 4), ("街道", 2)]


def test_columns_may_be_moved_and_a_missing_one_is_named(checked, policy):
    moved = list(reversed(heads(policy)))
    assert told(checked(xlsx(policy, [good(policy)], titles=moved))) == []
    fewer = [head for head in heads(policy) if head != "身份证号*"]
    assert "少了“身份证号”这一列" in told(checked(xlsx(policy, [good(policy)], titles=fewer)))[0][3]


def test_a_title_with_its_star_or_a_note_in_brackets_is_the_same_title(checked, policy):
    titles = [head.replace("*", "（必填）") for head in heads(policy)]
    assert told(
        checked(xlsx(policy, [dict(zip(titles, good(policy).values(), strict=False))], titles=titles))
    )
    assert (
        told(checked(xlsx(policy, [good(policy)], titles=[h.replace("*", "") for h in heads(policy)]))) == []
    )


@pytest.mark.clause("CQ-7.0")
def test_one_person_is_one_line_and_not_in_the_batch_already(policy, noticed, apply, yuzhong, today):
    batch = noticed(yuzhong)
    apply(batch, 4)
    rows = [person(policy, 2), person(policy, 2, 姓名="王五"), person(policy, 4)]
    result = check_list(xlsx(policy, rows), batch, policy, on=today, arrived_on=today)
    assert [(r, "同一个身份证号" in said, "已经报过名" in said) for r, _c, _h, said in told(result)] == [
        (3, True, False),
        (4, False, True),
    ]
    assert resident_number(2) not in str(result.findings)


@pytest.mark.parametrize("code", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_list_as_csv_is_read_in_either_coding(checked, policy, code, mark):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(heads(policy))
    writer.writerow([good(policy, 姓名="李秀英䶮").get(head.strip("*"), "") for head in heads(policy)])
    result = checked(out.getvalue().encode(code))
    assert told(result) == []
    assert result.lines[0].values["name"] == "李秀英䶮"


def test_a_csv_without_an_end_to_its_quotes_is_refused(policy):
    with pytest.raises(BadFile, match="太大"):
        tables_of(("\n" * (inside.MOST_ROWS + 2)).encode())
    with pytest.raises(BadFile, match="打不开"):
        tables_of(b'"a"b\n')


def test_blank_lines_between_people_are_no_people(checked, policy):
    assert len(checked(xlsx(policy, [good(policy), {}, person(policy, 4)])).lines) == 2


@pytest.mark.parametrize("rows", [[], [{"姓名": " "}]])
def test_an_empty_list_says_so(checked, policy, rows):
    assert "没有人" in told(checked(xlsx(policy, rows)))[0][3]


def test_another_table_is_not_the_list(checked):
    assert "没有找到表头" in told(checked(b"a,b,c\n1,2,3\n"))[-1][3]


def test_more_people_than_one_list_may_hold_are_counted(checked, policy, monkeypatch):
    monkeypatch.setattr(reading, "MOST_PEOPLE", 1)
    found = told(checked(xlsx(policy, [person(policy, 2, 聘任理由="短"), person(policy, 4)])))
    assert ["有2人" in said for _r, _c, _h, said in found] == [True]


def _far_row(book, sheet):
    sheet.write(1_000_000, 0, "x")


def _far_column(book, sheet):
    sheet.write(1, 16_000, "x")


@pytest.mark.parametrize("change", [_far_row, _far_column])
def test_a_sheet_that_reaches_to_the_horizon_is_refused_before_room_is_made_for_it(policy, change):
    with pytest.raises(BadFile, match="太大"):
        tables_of(xlsx(policy, [good(policy)], change=change))


SHEET = "xl/worksheets/sheet1.xml"
RELATED = "xl/_rels/workbook.xml.rels"
FAR = (b'r="A2"', b'r="A200000"')
STRICT = (b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/")


def _second_of_its_name(part):
    first = part[part.index(b"<sheet ") : part.index(b"</sheets>")]
    return part.replace(first, first + first.replace(b"rId1", b"rId2"))


HIDDEN = [
    {SHEET: lambda part: part.replace(*FAR)},
    {SHEET: lambda part: part.replace(*FAR).replace(b"row", b"line")},
    {SHEET: lambda part: part.replace(*FAR).replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>").replace(b"xmlns=", b'xmlns:x="x" xmlns=', 1)},
    {SHEET: lambda part: part.replace(b'<c r="A2"', b'<c r="XFD2"/><c')},
    {SHEET: lambda part: part.replace(b"<sheetData>", b'<sheetData><row r="900000"/><row><c><v>1</v></c></row>')},
    {SHEET: lambda part: part.replace(*FAR).replace(*STRICT), "xl/workbook.xml": lambda part: part.replace(*STRICT)},
]  # fmt: skip


def test_no_way_of_writing_a_far_cell_hides_it(policy):
    whole = xlsx(policy, [good(policy)])
    for changes in HIDDEN:
        with pytest.raises(BadFile, match="太大"):
            tables_of(remade(whole, changes))


UNTOLD = [
    {RELATED: lambda part: part.replace(b"worksheets/sheet1.xml", b"./worksheets/sheet1.xml")},
    {RELATED: lambda part: part.replace(b"worksheets/sheet1.xml", b"worksheets/sheet2.xml")},
    {RELATED: lambda part: part.replace(b"rId2", b"rId1")},
    {"xl/workbook.xml": lambda part: part.replace(b"<sheet ", b'<sheet xmlns:o="o" o:id="rId2" ')},
    {"xl/workbook.xml": _second_of_its_name, SHEET: lambda part: part.replace(b"</row>", b"")},
]


def test_a_sheet_of_which_nobody_can_say_what_is_in_it_is_refused(policy):
    whole = xlsx(policy, [good(policy)])
    for changes in UNTOLD:
        with pytest.raises(BadFile, match="打不开"):
            tables_of(remade(whole, changes))
    with pytest.raises(BadFile, match="打不开"):
        tables_of(remade(whole, {}, **{SHEET.upper(): b"<worksheet/>"}))


def test_a_strict_workbook_hides_nothing(policy):
    def change(book, sheet):
        _hide_row(book, sheet)
        _fail(book, sheet)

    content = xlsx(policy, [good(policy)], change=change)
    strict = remade(content, {SHEET: lambda part: part.replace(*STRICT), "xl/workbook.xml": lambda part: part.replace(*STRICT)})  # fmt: skip
    (table,) = tables_of(strict)
    assert (table.inside.hidden_rows, table.inside.errors) == ({1}, {(1, 1)})


def test_a_sheet_too_long_to_look_through_is_refused(policy, monkeypatch):
    monkeypatch.setattr(inside, "MOST_XML", 100)
    with pytest.raises(BadFile, match="太大"):
        tables_of(xlsx(policy, [good(policy)]))


@pytest.mark.parametrize("content", [no_workbook(), b"PK\x03\x04 broken"])
def test_a_broken_workbook_is_refused_with_a_sentence(content):
    with pytest.raises(BadFile, match="打不开"):
        tables_of(content)


def test_columns_are_called_as_the_program_calls_them():
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.clause("CQ-F0")
def test_the_template_is_a_list_with_nobody_on_it(policy, checked):
    content = template(columns_of(policy), title="社会监督员报名名单", rehearsal=False)
    assert content == template(columns_of(policy), title="社会监督员报名名单", rehearsal=False)
    assert check("模板.xlsx", content) == XLSX_FILE
    people, rules, choices = tables_of(content)
    assert list(people.rows[0]) == heads(policy)
    assert [f.sentence for f in read_list([people, rules, choices], columns_of(policy)).findings] == [
        "表头下面没有人。请把名单填在表头下面。"
    ]
    assert "维吾尔族" in {word for row in choices.rows for word in row}


def test_the_template_offers_choices_and_keeps_numbers_as_text(policy):
    with zipfile.ZipFile(io.BytesIO(template(columns_of(policy), title="t", rehearsal=False))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    offered = sum(1 for column in columns_of(policy) if column.options)
    assert sheet.count("<dataValidation ") == offered
    assert 'numFmtId="49"' in styles


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["姓名", "身份证号", "联系电话", "签字日期", "备注", "性别"]), st.one_of(
    texts, st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(date(1950, 1, 1), date(2100, 1, 1))
), max_size=6))  # fmt: skip
def test_whatever_stands_in_a_cell_the_list_is_read_or_the_cell_is_named(policy, changes):
    rows = [good(policy, **changes)]
    listed = read_list(tables_of(xlsx(policy, rows)), columns_of(policy))
    assert len(listed.lines) == 1
    named = {finding.head for finding in listed.findings}
    for title, value in changes.items():
        if isinstance(value, float) and title == "身份证号":
            assert title in named
