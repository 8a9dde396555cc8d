from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slates.sheets.writing import mistakes, sentence, source
from zhongmu.slates.sheets.settings import Settings, read_settings


def test_without_a_file_everything_is_usual():
    assert read_settings(None) == Settings()


def test_every_key_is_read():
    text = """
        id_column = "编号"
        score_column = "总分"
        unit_column = "单位"
        unit_cap = 2
        must_column = "必选"
        address_columns = ["街道", "门牌"]
        time_limit_s = 1.5
        score_decimals = 2
    """
    assert read_settings(source("s.toml", "\ufeff" + text)) == Settings(
        "编号", "总分", "单位", 2, "必选", ("街道", "门牌"), 1.5, 2
    )


@pytest.mark.parametrize(
    "line",
    [
        "unit_cap = 0",
        "unit_cap = true",
        'unit_cap = "2"',
        "unit_cap = 1.0",
        'id_column = ""',
        "id_column = 3",
        "address_columns = []",
        'address_columns = "街道"',
        "address_columns = [1]",
        "time_limit_s = 0",
        "time_limit_s = inf",
        "time_limit_s = nan",
        "score_decimals = -1",
        "score_decimals = 7",
        "adress_columns = []",
    ],
)
def test_a_bad_line_is_named(line):
    found = mistakes(settings=f"\n{line}\n")
    assert [(file, row, name) for file, row, name, _text in found] == [
        ("settings.toml", 2, line.split(" ")[0])
    ]


def test_what_may_be_written_is_told():
    assert "address_columns" in sentence(settings="address = 1")


def test_bad_toml_is_found_by_its_line():
    assert mistakes(settings="unit_cap = 1\nid_column = 编号\n") == [("settings.toml", 2, "", "")]


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    said = sentence(settings=text.encode("utf-8", "surrogatepass"))
    assert not said or said.startswith(("settings.toml", "people.csv"))
