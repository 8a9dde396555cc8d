"""`zhongmu slate` as it is typed: what it writes, what it exits with, what it says."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.slates.instances import pool
from tests.slates.sheets.writing import PEOPLE, QUOTAS
from zhongmu.cli import main


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "P.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "Q.csv").write_text(QUOTAS, encoding="utf-8")
    return tmp_path


def slate(*more: str, seats: int = 2) -> int:
    return main(
        ["slate", "--people", "P.csv", "--quotas", "Q.csv", "--seats", str(seats), "--out", "out", *more]
    )


def record() -> dict:
    return json.loads(Path("out/record.json").read_text("utf-8"))


def results() -> dict[str, bytes]:
    """Every file but the times."""
    files = [path for path in Path("out").rglob("*") if path.is_file() and path.name != "timing.json"]
    return {str(path): path.read_bytes() for path in files}


class TestProved:
    def test_the_best_slate_is_written(self, desk, capsys):
        assert slate() == 0
        said = record()
        assert (said["optimum"], said["bound"], said["gap"], said["proved"]) == (50, 50, 0, True)
        assert said["selected"] == ["a", "b"]
        assert Path("out/selected.csv").read_text("utf-8") == "id,score,gender\na,30,F\nb,20,M\n"
        assert Path("out/remaining.csv").read_text("utf-8") == "id,score,gender\nc,10,M\n"
        assert "已证明最优：2 人合计 50" in capsys.readouterr().out

    def test_every_seat_has_its_substitute_or_the_quota_that_must_give(self, desk):
        slate()
        plan = record()["reserves"]
        assert plan["order"] == ["c"]
        assert plan["seats"] == [
            {"id": "a", "substitute": "c", "gives": []},
            {"id": "b", "substitute": "c", "gives": []},
        ]
        lines = Path("out/reserve.csv").read_text("utf-8").splitlines()
        assert lines == ["reserve_order,substitute_for,id,score,gender", "1,a、b,c,10,M"]
        Path("Q.csv").write_text("feature,value,min,max\ngender,F,1,1\ngender,M,1,1\n")
        slate()
        assert record()["reserves"]["seats"][0]["gives"] == [
            {"rule": 0, "side": "min", "bound": 0},
            {"rule": 1, "side": "max", "bound": 2},
        ]

    def test_hashes_are_of_the_bytes(self, desk):
        slate()
        digest = hashlib.sha256(PEOPLE.encode()).hexdigest()
        assert record()["hashes"]["people"] == digest
        selected = Path("out/selected.csv").read_bytes()
        assert record()["outputs"]["selected.csv"] == hashlib.sha256(selected).hexdigest()
        assert Path("out/inputs/people.csv").read_text("utf-8") == PEOPLE

    def test_times_live_in_their_own_file(self, desk):
        slate()
        timing = json.loads(Path("out/timing.json").read_text("utf-8"))
        assert {"read_s", "solve_s", "draw_s", "total_s"} <= timing.keys()
        assert not [name for name in record() if name.endswith("_s")]

    def test_a_folder_that_is_there_is_used_and_cleared_of_the_last_choice(self, desk):
        Path("X.csv").write_text("x,y\na,b\n")
        assert slate("--pairs", "X.csv") == 0
        Path("out/note.txt").write_text("mine")
        assert slate() == 0
        assert Path("out/note.txt").read_text() == "mine"
        assert not Path("out/inputs/pairs.csv").exists()

    def test_a_second_run_gives_the_same_bytes(self, desk):
        slate("--seed", "2026")
        first = results()
        slate("--seed", "2026")
        assert results() == first

    def test_the_seed_is_recorded_and_a_missing_one_told(self, desk, capsys):
        slate("--seed", "开标 2026-11-21")
        assert (record()["seed"], record()["seed_given"]) == ("开标 2026-11-21", True)
        slate()
        told = record()["seed"]
        assert not record()["seed_given"]
        assert told == hashlib.sha256(b"a\nb\nc\n2").hexdigest()
        assert told in capsys.readouterr().out

    def test_columns_stay_as_given_and_numbered_rows_say_their_number(self, desk):
        Path("P.csv").write_bytes("姓名,性别\n甲 ,女\n乙,男\n丙,男\n".encode("gb18030"))
        Path("Q.csv").write_text("feature,value,min,max\n性别,女,1,1\n性别,男,1,1\n", encoding="utf-8")
        assert slate() == 0
        lines = Path("out/selected.csv").read_bytes().decode("gb18030").split("\r\n")
        assert lines[:2] == ["id,姓名,性别", "1,甲 ,女"]

    def test_settings_members_and_pairs_are_kept(self, desk):
        Path("P.csv").write_text("编号,分,单位,gender\na,9.5,x,F\nb,9,x,M\nc,8,y,M\nd,1,z,M\ne,0,z,M\n")
        Path("S.toml").write_text(
            'id_column = "编号"\nscore_column = "分"\nscore_decimals = 1\nunit_column = "单位"\nunit_cap = 1\n'
        )
        Path("A.csv").write_text("编号\ne\n")
        Path("X.csv").write_text("一,二\na,c\n")
        more = ["--settings", "S.toml", "--already", "A.csv", "--pairs", "X.csv"]
        assert slate(*more, seats=2) == 0
        assert (record()["selected"], record()["optimum"]) == (["a", "e"], 95)


class TestBadCells:
    def test_each_is_named_and_nothing_is_written(self, desk, capsys):
        Path("P.csv").write_text("id,score,gender\na,x,F\nb,1,?\n")
        assert slate() == 2
        said = capsys.readouterr().err.splitlines()
        assert [line.split("：")[0] for line in said] == [
            "P.csv 第 2 行“score”一栏",
            "P.csv 第 3 行“gender”一栏",
        ]
        assert not Path("out").exists()

    def test_a_missing_file_is_told(self, desk, capsys):
        Path("Q.csv").unlink()
        assert slate() == 2
        assert "Q.csv 不存在" in capsys.readouterr().err

    def test_results_do_not_overwrite_what_they_were_made_from(self, desk, capsys):
        slate()
        Path("again.csv").write_bytes(Path("out/selected.csv").read_bytes())
        assert slate("--already", "out/selected.csv") == 2
        assert "out/selected.csv 会被结果盖掉" in capsys.readouterr().err
        assert slate("--already", "again.csv") == 0

    def test_the_folder_must_be_one(self, desk, capsys):
        Path("out").write_text("a file")
        assert slate() == 2
        assert "out 不是文件夹" in capsys.readouterr().err

    def test_a_seed_can_be_read_out(self, desk, capsys):
        assert slate("--seed", "a\udcffb") == 2
        assert "--seed" in capsys.readouterr().err

    @pytest.mark.parametrize("seats", ["0", "-1", "two"])
    def test_seats_are_counted(self, desk, seats, capsys):
        with pytest.raises(SystemExit) as end:
            slate("--seats", seats)
        assert end.value.code == 2


class TestInfeasible:
    def test_nobody_can_keep_the_rules(self, desk, capsys):
        slate()
        Path("Q.csv").write_text("feature,value,min,max\ngender,F,2,2\ngender,M,0,2\n")
        assert slate() == 3
        said = record()
        assert (said["status"], said["proved"], said["optimum"], said["selected"]) == (
            "infeasible",
            False,
            None,
            [],
        )
        assert not Path("out/selected.csv").exists()

    def test_more_seats_than_people(self, desk):
        assert slate(seats=4) == 3

    def test_fractions_alone_are_not_enough(self, desk):
        # Each of three needs exactly one of two people who overlap in a ring: only halves of people would do.
        Path("P.csv").write_text("id,x,y,z\na,1,1,0\nb,1,0,1\nc,0,1,1\nd,0,0,0\n")
        quotas = "".join(f"{name},1,1,1\n{name},0,0,9\n" for name in "xyz")
        Path("Q.csv").write_text(f"feature,value,min,max\n{quotas}")
        Path("X.csv").write_text("one,two\na,d\nb,d\nc,d\n")
        assert slate("--pairs", "X.csv") == 3


def write_pool(people: int, seats: int, **more: int) -> list[str]:
    """Writes both files; the people's lines, header first."""
    table, quotas = pool(people, seats, **more)
    Path("P.csv").write_text(table, encoding="utf-8")
    Path("Q.csv").write_text(quotas, encoding="utf-8")
    return table.splitlines()


def elsewhere(seats: int) -> subprocess.Popen:
    """The same command in a process of its own."""
    command = [sys.executable, "-m", "zhongmu.cli", "slate", "--people", "P.csv", "--quotas", "Q.csv"]
    command += ["--seats", str(seats), "--out", "out"]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONHASHSEED": "7"}
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)


class TestTheWay:
    def test_a_folder_where_a_file_goes_is_told_before_anything_is_touched(self, desk, capsys):
        assert slate() == 0
        before = results()
        Path("out/timing.json").unlink()
        Path("out/timing.json").mkdir()
        assert slate(seats=1) == 2
        assert "timing.json 是文件夹" in capsys.readouterr().err
        assert results() == before

    def test_a_long_cell_is_read_by_the_check_as_well(self, desk):
        text = "说" * 200_000
        Path("P.csv").write_text(f"id,score,gender,note\na,30,F,{text}\nb,20,M,\nc,10,M,\n", encoding="utf-8")
        assert slate() == 0
        assert subprocess.run([sys.executable, "out/check_slate.py", "out"], check=False).returncode == 0

    def test_hours_without_end_are_refused(self, desk, capsys):
        Path("S.toml").write_text("time_limit_s = 1" + "0" * 400)
        assert slate("--settings", "S.toml") == 2
        assert "time_limit_s" in capsys.readouterr().err


class TestStopped:
    def test_the_time_limit_ends_it_with_what_is_known(self, desk):
        write_pool(600, 80, spread=0)
        Path("S.toml").write_text("time_limit_s = 0.02")
        assert slate("--settings", "S.toml", seats=80) == 4
        said = record()
        assert (said["status"], said["proved"]) == ("stopped", False)
        assert said["bound"] > 0

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_it_with_what_is_known(self, desk, number):
        write_pool(2000, 200, spread=0)
        with elsewhere(200) as child:
            assert "Ctrl-C" in child.stderr.readline()
            child.send_signal(number)
            said = child.communicate(timeout=60)[1]
        assert child.returncode == 4, said
        assert record()["status"] == "stopped"
        assert "正在停下" in said

    def test_a_signal_while_it_still_reads_is_heard_too(self, desk):
        write_pool(600, 80, spread=0)
        Path("P.csv").rename("kept.csv")
        os.mkfifo("P.csv")
        with elsewhere(80) as child:
            with Path("P.csv").open("wb") as people:  # opens once the command reads
                child.send_signal(signal.SIGTERM)
                people.write(Path("kept.csv").read_bytes())
            said = child.communicate(timeout=60)[1]
        assert child.returncode == 4, said
        assert record()["status"] == "stopped"


class TestShuffled:
    def test_no_seat_changes_with_the_rows_or_the_process(self, desk):
        header, *rows = write_pool(200, 15, spread=2, step=200)
        seats = []
        for turn in range(20):
            random.Random(turn).shuffle(rows)  # noqa: S311  any order will do
            Path("P.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
            assert slate(seats=15) == 0
            seats.append(record()["selected"])
        with elsewhere(15) as child:
            child.communicate(timeout=60)
        assert child.returncode == 0
        seats.append(record()["selected"])
        assert len(set(map(tuple, seats))) == 1
