from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.workdays.tables import BadTable, read_table

SHEET = "日期,安排,说明\n2027-01-01,放假,元旦\n\n2027年1月31日,上班,调休\n2027/2/5,休,春节\n"
TOML = 'year = 2027\nsource = "通知"\n[[rest]]\ndays = [2027-01-01]\n'


def refusal(content: str | bytes, source: str = "通知") -> str:
    with pytest.raises(BadTable) as caught:
        read_table(content.encode() if isinstance(content, str) else content, source=source)
    return caught.value.sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_is_read_in_every_encoding_office_programs_write(encoding):
    table = read_table(SHEET.encode(encoding), source="国办发明电〔2026〕8号")
    assert (table.year, table.source, table.sample) == (2027, "国办发明电〔2026〕8号", False)
    assert [(str(day.date), day.working, day.note) for day in table.days] == [
        ("2027-01-01", False, "元旦"),
        ("2027-01-31", True, "调休"),
        ("2027-02-05", False, "春节"),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2027-02-30,放假,", "第2行第1列（日期）"),
        ("下周一,放假,", "第2行第1列（日期）"),
        ("2027-02-05,半天,", "第2行第2列（安排）"),
        ("2027-02-05", "第2行第2列（安排）"),
        ("2027-02-05,放假,\n2027-02-05,上班,", "第3行第1列"),
        ("2027-02-05,放假,\n2028-02-05,上班,", "不在同一年"),
        ("1927-02-05,放假,", "年份1927"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(row, words):
    assert words in refusal(f"日期,安排,说明\n{row}\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TOML + "x = [", "第5行"),
        ("year = = 1", "第1行第8列"),
        ('year = 2027\ncolour = "red"\n', "第2行第1列：不认识“colour”"),
        ('year = "2027"\n', "year 应是年份"),
        ("rest = 1\nyear = 2027\n", "第1行第1列：rest"),
        ("year = 2027\n[[rest]]\ndays = [1]\n", "第2行第1列"),
        ("year = 2027\n[[rest]]\n", "第2行第1列"),
        ("year = 2027\nrest = [1]\n", "days 应是日期"),
        ("year = 2027\n[[rest]]\ndays = [2026-01-01]\n", "第3行第9列"),
        ("year = 2027\n[[rest]]\ndays = [2027-01-01]\n[[work]]\ndays = [2027-01-01]\n", "第5行第9列"),
        ("year = 1999\n[[rest]]\ndays = [1999-01-01]\n", "年份1999"),
        ("year = 2027\n", "一天也没有"),
        ("日期,安排,说明\n", "一天也没有"),
    ],
)
def test_a_wrong_table_is_named_by_row_and_column(text, words):
    assert words in refusal(text)


def test_a_table_without_its_notice_is_refused():
    assert "没有写明依据" in refusal(SHEET, source=" ")


def test_what_is_no_text_or_too_large_is_refused():
    assert "不是文本" in refusal(b"\xff\xff\x00")
    assert "太大" in refusal(b"a" * 200_001)
    assert "不是完整的CSV" in refusal("日期,安排\n" + '"' + "a" * 140_000)


SHEETS = st.text("year=2027[]\"'\n-,日期放假").map(lambda rows: ("日期,安排\n" + rows).encode())


@given(st.one_of(st.binary(), st.text().map(str.encode), SHEETS))
def test_any_bytes_give_a_table_or_a_sentence(content):
    sentence = ""
    try:
        table = read_table(content, source="通知")
    except BadTable as refused:
        sentence = refused.sentence
    assert sentence.endswith("。") or table.days
