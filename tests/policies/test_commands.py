from __future__ import annotations

import pytest

from zhongmu.policies import commands
from zhongmu.policies.documentation import DOCS
from zhongmu.policies.library import SHIPPED, reset

WORKED = DOCS / "worked-pack.toml"


@pytest.fixture
def said(settings):
    settings.POLICIES_DIR = ""
    reset()
    yield []
    reset()


def test_checking_a_good_pack_says_so(said):
    assert commands.check(WORKED, out=said.append) == 0
    assert "可以使用。条文 8 条" in said[0]


def test_a_shipped_pack_can_be_checked_in_place(said):
    assert commands.check(str(SHIPPED / "chongqing-2024-43.toml"), out=said.append) == 0


def test_checking_a_bad_pack_prints_file_line_and_remedy(said, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(WORKED.read_text(encoding="utf-8").replace("每届聘期三年。", ""), encoding="utf-8")
    bad.write_text(bad.read_text(encoding="utf-8").replace("三年，期满", "期满"), encoding="utf-8")
    assert commands.check(bad, out=said.append) == 2
    assert all(line.startswith(f"{bad}:") for line in said)
    assert "请照录这一条里的原话" in said[0]


def own_pack(pack_id: str) -> str:
    """The worked pack under another id."""
    return WORKED.read_text(encoding="utf-8").replace('id = "worked-example"', f'id = "{pack_id}"')


def test_a_pack_may_inherit_from_one_in_the_operators_folder(said, settings, tmp_path):
    folder, city = tmp_path / "packs", tmp_path / "city.toml"
    folder.mkdir()
    settings.POLICIES_DIR = str(folder)
    (folder / "province.toml").write_text(own_pack("own-province"), encoding="utf-8")
    head = 'id = "own-city"\ntitle = "某市办法"\nlevel = "city"\nplace = "示例省某市"\nissuer = "某市局"\n'
    city.write_text(f'{head}status = "draft"\nparent = "own-province"\n', encoding="utf-8")
    assert commands.check(city, out=said.append) == 0, said


def test_a_new_text_of_a_pack_in_the_folder_is_checked_in_its_place(said, settings, tmp_path):
    folder, newer = tmp_path / "packs", tmp_path / "newer.toml"
    folder.mkdir()
    settings.POLICIES_DIR = str(folder)
    for place in (folder / "own.toml", newer):
        place.write_text(own_pack("own-province"), encoding="utf-8")
    assert commands.check(newer, out=said.append) == 0
    assert commands.check(folder / "own.toml", out=said.append) == 0


def test_listing_names_every_pack_with_its_status(said):
    assert commands.list_(out=said.append) == 0
    assert [line.split("\t")[:2] for line in said] == [
        ["national-2024-24", "现行有效"], ["chongqing-2024-43", "现行有效"], ["heilongjiang-draft", "征求意见稿"],
    ]  # fmt: skip


def test_showing_prints_each_parameter_with_its_source(said):
    assert commands.show("渝医保发(2024)43号", out=said.append) == 0
    page = "\n".join(said)
    assert "term.years\t两年，止日含当日\t第六条　原文：「每届聘期为两年」" in page
    assert "原文未定，本系统建议值［继承自 national-2024-24］" in page
    assert "勘误\t「真实有效本人」，读作「真实有效，本人」" in page


@pytest.mark.clause("HL-0.1")
def test_comparing_prints_the_differences(said):
    assert commands.diff("chongqing-2024-43", "heilongjiang-draft", out=said.append) == 0
    assert "honor.name（鼓励用语）\t表彰\t表扬" in said
    assert said[-1].endswith("条文 72 与 11。")


def test_an_unknown_measure_is_bad_input(said):
    assert commands.show("nowhere", out=said.append) == 2
    assert commands.diff("chongqing-2024-43", "nowhere", out=said.append) == 2
    assert (
        said == ["没有制度「nowhere」；已载入：national-2024-24、chongqing-2024-43、heilongjiang-draft"] * 2
    )


def test_a_bad_installation_is_reported_by_every_command(said, settings, tmp_path):
    (tmp_path / "bad.toml").write_text("id = ", encoding="utf-8")
    settings.POLICIES_DIR = str(tmp_path)
    assert commands.list_(out=said.append) == 2
    assert commands.show("chongqing-2024-43", out=said.append) == 2
    assert all("bad.toml:1：TOML 写法有误" in line for line in said)
