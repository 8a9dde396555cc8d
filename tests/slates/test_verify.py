"""`zhongmu slate verify`: the record is proved anew by the solver one names, or not believed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.slates.sheets.writing import PEOPLE
from tests.slates.test_check_slate import choose, load, rewrite
from zhongmu.cli import main
from zhongmu.slates.verify import verify


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return choose(tmp_path_factory.mktemp("made"), settings="unit_cap = 3\nunit_column = '特征1'\n")


@pytest.fixture
def folder(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "copy"))


def said_of(folder: Path, engine: str = "cbc", **given: Path) -> tuple[int, str]:
    said: list[str] = []
    return verify(folder, given, engine, out=said.append), "\n".join(said)


@pytest.mark.parametrize("engine", ["highs", "cbc"])
def test_either_solver_proves_the_optimum_and_each_step_of_the_draw(folder, engine):
    code, said = said_of(folder, engine)
    assert code == 0
    assert f"证明　没有合计超过 {load(folder)['optimum']} 的名单" in said
    steps = [one for one in load(folder)["draw"]["rejected"] if one["reason"] == "solver"]
    assert 0 < said.count("证明　抽签：") <= len(steps)
    assert f"结论：用 {engine} 全部重新证明。" in said


def test_from_the_command_line(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder.parent)
    assert main(["slate", "verify", "copy", "--solver", "highs"]) == 0
    assert "全部重新证明" in capsys.readouterr().out
    assert main(["slate", "verify", "nowhere"]) == 2
    assert main(["slate", "verify", "copy", "--people", "nowhere.csv"]) == 2
    with pytest.raises(SystemExit) as end:
        main(["slate", "--people", "P.csv"])
    assert end.value.code == 2
    assert "还缺 --quotas、--seats、--out" in capsys.readouterr().err


def test_the_original_files_are_held_against_the_record(folder, tmp_path):
    original = folder / "inputs/people.csv"
    assert said_of(folder, people=original)[0] == 0
    other = tmp_path / "other.csv"
    other.write_text(PEOPLE)
    code, said = said_of(folder, people=other)
    assert (code, "不是做这次择优的那个文件" in said) == (1, True)


def test_a_tampered_folder_is_not_believed(folder):
    (folder / "selected.csv").write_text("id\n")
    assert said_of(folder)[0] == 1


def lowered(folder: Path) -> None:
    """A worse slate, written up by a forger as the optimum: everything that arithmetic can see is right."""
    people = (folder / "inputs/people.csv").read_text("utf-8").splitlines()
    best = load(folder)["selected"][0]
    must = [
        people[0] + ",must",
        *(f"{row},{'out' if row.startswith(f'{best},') else ''}" for row in people[1:]),
    ]
    other = choose(
        folder.parent / "other", people="\n".join(must), settings="unit_cap = 3\nunit_column = '特征1'\n"
    )
    record, forged = load(folder), load(other)
    for name in ("optimum", "bound", "selected", "certificate", "draw", "reserves", "rules", "outputs"):
        record[name] = forged[name]
    rewrite(folder, record)


def test_a_worse_slate_is_found_out(folder):
    lowered(folder)
    code, said = said_of(folder)
    assert code == 1, said


@pytest.mark.parametrize("engine", ["highs", "cbc"])
def test_an_impossible_choice_is_proved_impossible(tmp_path, engine):
    folder = choose(tmp_path, people="id,x\na,1\nb,1\n", quotas="feature,value,min,max\nx,1,2,2\n", seats=1)
    code, said = said_of(folder, engine)
    assert (code, "证明　没有一份名单守得住每一条" in said) == (0, True)
    assert "证明　这几条不能同时守住" in said
    assert "证明　少了其中任何一条，其余的就守得住。" in said
    record = load(folder)
    record["conflict"]["demands"][0]["side"] = "max"
    rewrite(folder, record)
    assert said_of(folder, engine)[0] == 1


def test_a_possible_choice_called_impossible_is_found_out(folder):
    record = load(folder)
    record |= dict.fromkeys(("optimum", "bound", "gap", "certificate", "draw", "reserves"))
    record |= {"status": "infeasible", "proved": False, "selected": [], "outputs": {}}
    record["rules"] = [rule | {"chosen": None} for rule in record["rules"]]
    proved = {"proved": True, "minimal": True, "fractions_too": True}
    record["conflict"] = {"demands": [{"side": "seats"}], "words": "一共选 5 人。", **proved}
    rewrite(folder, json.loads(json.dumps(record)))
    code, said = said_of(folder)
    assert (code, "不成立　没有一份名单守得住每一条" in said) == (1, True)
    assert "不成立　这一条守不住：一共选 5 人" in said


def test_a_stopped_choice_has_nothing_more_to_prove(tmp_path):
    folder = choose(tmp_path, limit_s=0)
    assert load(folder)["status"] == "stopped"
    assert said_of(folder)[0] == 0
