from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slates.sheets.writing import PEOPLE, QUOTAS, mistakes, read, sentence
from zhongmu.slates.sheets.cells import SHOWN, BadSheets

CHINESE = "编号,score,性别\n甲,30,女\n乙,20,男\n"
CHINESE_QUOTAS = "feature,value,min,max\n性别,女,0,1\n性别,男,0,1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_encoding_reads_the_same(encoding):
    sheets = read(
        CHINESE.encode(encoding),
        CHINESE_QUOTAS.encode(encoding),
        settings='id_column = "编号"'.encode(encoding),
        pairs="一,二\n甲,乙\n".encode(encoding),
        already="编号\n甲\n".encode(encoding),
    )
    assert sheets.problem.ids == ("乙", "甲")
    assert sheets.problem.fixed.tolist() == [0, 1]
    assert sheets.table.encoding == encoding


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xff\xfea\x00", "UTF-16"),
        (b"PK\x03\x04...", "XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1", "XLS"),
        (b"id,gender\na,\xff\n", "UTF-8"),
        (b"", "空文件"),
        (b"\n\n , \n", "空文件"),
        (b"id,gender\n", "一个人也没有"),
        (b'id,gender\na,F\nb,"M\nc,M\n', "第 3 行"),
        (b"id;gender\na;F\n", "英文逗号"),
    ],
)
def test_what_is_no_table_is_told_so(content, word):
    assert word in sentence(content)


def test_a_broken_byte_is_found_by_its_row():
    assert mistakes(b"id,gender\na,F\nb,\xff\n") == [("people.csv", 3, "", "")]


def test_line_ends_of_every_system_are_read():
    assert [len(read(PEOPLE.replace("\n", end)).problem.ids) for end in ("\n", "\r\n", "\r")] == [3, 3, 3]


def test_a_table_is_read_in_blocks_without_losing_a_row():
    rows = "\n".join(f"p{n:05d},{'FM'[n % 2]}" for n in range(3210))
    problem = read(f"id,gender\n{rows}\n").problem
    assert problem.ids == tuple(f"p{n:05d}" for n in range(3210))
    assert mistakes(f"id,gender\n{rows}\nx,Y\n") == [("people.csv", 3212, "gender", "Y")]


def test_so_many_are_told_and_the_rest_counted():
    people = "id,gender\n" + "".join(f"p{n},X{n}\n" for n in range(SHOWN + 7))
    with pytest.raises(BadSheets) as bad:
        read(people)
    assert len(bad.value.cells) == SHOWN
    assert "另有 7 处同样有误" in str(bad.value)


def test_a_long_cell_is_cut_where_it_is_quoted():
    assert f"“{'长' * 40}…”" in sentence(f"id,gender\na,{'长' * 90}\n")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    for given_ in ({"people": content}, {"quotas": content}, {"already": content}, {"pairs": content}):
        said = sentence(**given_)
        assert not said or ".csv" in said


@given(
    st.lists(st.tuples(st.text('aA ,"\n\r1', max_size=4), st.sampled_from(["F", "m", "", "x"])), max_size=8)
)
def test_any_table_is_read_or_its_cells_are_named(rows):
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    text = "id,gender\r\n" + "".join(f"{quoted(one)},{value}\r\n" for one, value in rows)
    bad = {row for file, row, _column, _text in mistakes(text, QUOTAS) if file == "people.csv"}
    first = {one.strip(): n for n, (one, _value) in reversed(list(enumerate(rows, 2)))}
    wrong = {
        n
        for n, (one, value) in enumerate(rows, 2)
        if first[one.strip()] == n and one.strip() and value in {"", "x"}
    }
    nameless = {n for n, (one, value) in enumerate(rows, 2) if not one.strip() and value}
    assert wrong | nameless <= bad or bad == {1}
