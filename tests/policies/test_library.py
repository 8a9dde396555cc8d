from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.checks import run_checks

from zhongmu.policies.checks import refuse_wrong_packs
from zhongmu.policies.compare import compare
from zhongmu.policies.documentation import DOCS, policies_page
from zhongmu.policies.library import library, reset
from zhongmu.policies.problems import PackError

WORKED = DOCS / "worked-pack.toml"


@pytest.fixture
def folder(tmp_path, settings):
    settings.POLICIES_DIR = str(tmp_path)
    reset()
    yield tmp_path
    reset()


@pytest.mark.clause("CQ-N1")
@pytest.mark.parametrize(
    "text",
    [
        "重庆市医疗保障基金社会监督员管理办法",
        "《重庆市医疗保障基金社会监督员管理暂行办法》",
        "关于印发《重庆市医疗保障基金社会监督员 管理办法》的通知",
        "chongqing-2024-43",
    ],
)
def test_either_title_finds_the_same_measure(folder, text):
    assert library().find(text) is library().get("chongqing-2024-43")


@pytest.mark.clause("CQ-N2")
@pytest.mark.parametrize("number", ["渝医保发(2024)43号", "渝医保发[2024]43号", "渝医保发【２０２４】43号"])
def test_a_number_finds_its_measure_however_it_is_written(folder, number):
    found = library().find(number)
    assert found is not None
    assert found.doc_no == "渝医保发〔2024〕43号"


def test_what_is_not_there_is_not_found(folder):
    assert library().find("某某办法") is None
    with pytest.raises(KeyError, match="已载入：national-2024-24、chongqing-2024-43"):
        library().get("nowhere")


def test_a_pack_in_the_operator_s_folder_is_read_too(folder):
    assert library() is library()
    shutil.copy(WORKED, folder / "own.toml")
    reset()
    pack = library().get("worked-example")
    assert (pack["term.years"], pack["age.min"], pack["age.max"], pack["renew.max_terms"]) == (3, 22, 65, 2)
    assert [row.code for row in pack["channels"]] == ["recommend"]
    assert (len(pack["categories"]), len(pack["duties"])) == (7, 7)
    assert (pack["publicity.required"], pack["publicity.gate"], pack["cert.name"]) == (
        False,
        "none",
        "监督员证",
    )


def test_a_bad_pack_keeps_the_server_from_starting(folder):
    assert run_checks(tags=["policies"]) == []
    bad = folder / "bad.toml"
    bad.write_text(WORKED.read_text(encoding="utf-8").replace("value = 22", "value = 5"), encoding="utf-8")
    reset()
    with pytest.raises(PackError):
        library()
    (error,) = run_checks(tags=["policies"])
    assert str(bad) in error.msg
    assert "超出允许范围" in error.msg
    assert error.hint is not None
    assert "14 到 100" in error.hint


def test_a_server_with_a_bad_pack_leaves_with_the_sentence_and_no_traceback(folder, capsys):
    refuse_wrong_packs()
    bad = folder / "bad.toml"
    bad.write_text(WORKED.read_text(encoding="utf-8").replace("value = 22", "value = 5"), encoding="utf-8")
    reset()
    with pytest.raises(SystemExit) as left:
        refuse_wrong_packs()
    said = capsys.readouterr().err
    assert (left.value.code, left.value.__suppress_context__) == (1, True)
    assert said.startswith(f"不能启动：制度文件有误。\n{bad}:")
    assert "14 到 100" in said


def test_a_folder_that_is_not_there_is_refused_and_not_read_as_empty(folder, settings):
    settings.POLICIES_DIR = str(folder / "mistyped")
    reset()
    with pytest.raises(PackError, match="请核对 ZHONGMU_POLICIES 写的路径"):
        library()
    assert len(run_checks(tags=["policies"])) == 1


def test_the_page_about_packs_is_up_to_date():
    assert (DOCS / "policies.md").read_text(encoding="utf-8") == policies_page()


def test_comparing_shows_where_two_measures_differ(folder):
    result = compare(library().get("chongqing-2024-43"), library().get("heilongjiang-draft"))
    different = {row.key: (row.a, row.b) for row in result.different}
    assert different["cert.name"] == ("聘任证书", "聘书")
    assert different["quota.ordinary_insured.min_percent"] == ("未规定", "60％")
    assert "term.years" not in different
    assert "suggestion.kinds" not in different
    assert result.articles == (72, 11)
    assert Path(result.a.file).name == "chongqing-2024-43.toml"
