"""`zhongmu slate verify`: the record is proved anew by the solver one names, or not believed."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from tests.slates.sheets.writing import PEOPLE
from tests.slates.test_check_slate import choose, load, rewrite
from zhongmu.cli import main
from zhongmu.slates import check_slate
from zhongmu.slates.folder import RESULTS
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
    seats, none = "一共选 5 人（人员表里有 40 人）", "没有一份 5 人的名单守得住每一条。"
    demand = {"side": "seats", "bound": 5, "people": 40, "words": seats}
    record["conflict"] = {"demands": [demand], "words": f"这一条守不住：{seats}。", **proved}
    no_way = "在各名额准许的限度内，没有找到放宽的办法。"
    advice = "以上只是建议，没有放宽任何一条；要放宽请改名额表后重来。"
    record["words"] = [none, record["conflict"]["words"], no_way, advice]
    for name in RESULTS:
        (folder / name).unlink()
    rewrite(folder, json.loads(json.dumps(record)))
    code, said = said_of(folder)
    assert (code, "不成立　没有一份名单守得住每一条" in said) == (1, True)
    assert "不成立　这一条守不住：一共选 5 人" in said


def test_a_stopped_choice_has_nothing_more_to_prove(tmp_path):
    folder = choose(tmp_path, limit_s=0)
    assert load(folder)["status"] == "stopped"
    assert said_of(folder)[0] == 0


class TestAdvice:
    """What a choice that has no slate says of its quotas is asked of the solver too."""

    @pytest.fixture
    def impossible(self, tmp_path):
        people = "id,x\na,1\nb,1\nc,2\nd,2\n"
        return choose(tmp_path, people=people, quotas="feature,value,min,max\nx,1,2,2\nx,2,2,2\n", seats=3)

    @pytest.mark.parametrize("engine", ["highs", "cbc"])
    def test_true_advice_is_proved(self, impossible, engine):
        code, said = said_of(impossible, engine)
        assert (code, said.count("证明　照放宽办法")) == (0, 2)
        assert "证明　其余各条不动时，x“1”只能正好 1 人。" in said
        assert "证明　把人拆成几分之几，也凑不出来。" in said
        assert "没有重新证明　放宽办法是不是动得最少的" in said

    @pytest.mark.parametrize("engine", ["highs", "cbc"])
    def test_a_way_that_opens_nothing_is_found_out(self, impossible, engine):
        record = load(impossible)
        way = record["relaxations"][0]
        way["gives"] = [{"rule": 0, "side": "max", "bound": 3}]
        way["words"] = "x“1”的最多人数由 2 改为 3；共动 1 人次。"
        record["words"] = [f"放宽办法 1：{way['words']}" if "放宽办法 1" in w else w for w in record["words"]]
        rewrite(impossible, record)
        assert check_said(impossible) == 0
        code, said = said_of(impossible, engine)
        assert (code, "不成立　照放宽办法 1 选得出名单" in said) == (1, True)

    @pytest.mark.parametrize("engine", ["highs", "cbc"])
    def test_a_quota_that_has_more_room_than_told_is_found_out(self, tmp_path, engine):
        quotas = "feature,value,min,max\nx,1,2,2\nx,2,0,2\ny,1,0,0\ny,2,0,3\n"
        people = "id,x,y\na,1,1\nb,1,2\nc,2,2\nd,2,2\n"
        folder = choose(tmp_path, people=people, quotas=quotas, seats=2)
        record = load(folder)
        room = next(one for one in record["rooms"] if one["rule"] == 0)
        before = room["words"]
        room |= {"least": 0, "most": 0, "words": "其余各条不动时，x“1”只能正好 0 人。"}
        record["words"] = [room["words"] if words == before else words for words in record["words"]]
        rewrite(folder, record)
        assert check_said(folder) == 0
        assert "不成立　其余各条不动时" in said_of(folder, engine)[1]

    def test_fractions_that_would_not_do_either_are_not_called_enough(self, impossible):
        record = load(impossible)
        record["conflict"]["fractions_too"] = False
        record["words"].insert(1, "要把人拆成几分之几才凑得出来。")
        rewrite(impossible, record)
        assert check_said(impossible) == 0
        assert said_of(impossible)[0] == 1


def check_said(folder: Path) -> int:
    """The exit code of the stand-alone script: what follows is what only a solver can see."""
    return check_slate.main([str(folder)], io.StringIO())
