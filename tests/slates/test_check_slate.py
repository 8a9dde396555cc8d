"""The stand-alone check: what is whole passes, and whatever is tampered with is named."""

from __future__ import annotations

import ast
import io
import json
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.slates.instances import pool
from tests.slates.sheets.writing import inputs
from zhongmu.slates import check_slate
from zhongmu.slates.folder import write
from zhongmu.slates.reading import read_sheets
from zhongmu.slates.record import as_text, digest_of
from zhongmu.slates.run import Watch, run

SETTINGS = 'unit_cap = 2\nunit_column = "特征1"\naddress_columns = ["特征2", "特征3"]\nscore_decimals = 1\n'


def choose(
    folder: Path, *, seats: int = 5, seed: str | None = "种子", limit_s: float = 60, **more: Any
) -> Path:
    people, quotas = pool(40, seats, spread=3, step=500)
    given = inputs(more.pop("people", people), more.pop("quotas", quotas), **more)
    result = run(read_sheets(given, seats), seed, Watch(limit_s))
    write(folder, result, given)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A choice with everything in it: caps, addresses, a pair, someone fixed in, a newcomer, equal slates."""
    newcomer = "id,score," + ",".join(f"特征{n}" for n in range(1, 9)) + "\nz1,1" + ",值4" * 8 + "\np000003\n"
    return choose(
        tmp_path_factory.mktemp("made"), settings=SETTINGS, already=newcomer, pairs="a,b\np000000,p000001\n"
    )


@pytest.fixture(scope="module")
def lottery(tmp_path_factory):
    people, quotas = pool(400, 20, spread=2, step=100_000)
    return choose(tmp_path_factory.mktemp("lottery"), people=people, quotas=quotas, seats=20)


@pytest.fixture
def folder(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "copy"))


def said_of(folder: Path) -> tuple[int, str]:
    out = io.StringIO()
    return check_slate.main([str(folder)], out), out.getvalue()


def rewrite(folder: Path, record: dict[str, Any]) -> None:
    """A forger who knows of the digest."""
    record["digest"] = digest_of({name: value for name, value in record.items() if name != "digest"})
    (folder / "record.json").write_text(as_text(record), encoding="utf-8")


def load(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "record.json").read_text("utf-8"))


class TestWhole:
    def test_it_passes_and_tells_what_it_cannot_prove(self, folder):
        code, said = said_of(folder)
        assert (code, "不对" in said) == (0, False), said
        assert "结论：能核对的都对得上" in said
        assert "任何名单都不超过" in said
        assert "没有求解器证明不了" in said
        assert f"合计 {load(folder)['optimum']}" in said

    def test_the_copy_in_the_folder_needs_nothing_else(self, folder):
        done = subprocess.run(
            [sys.executable, "-I", "-S", "check_slate.py"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")

    def test_it_imports_the_standard_library_alone(self):
        tree = ast.parse(Path(check_slate.__file__).read_text("utf-8"))
        names = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names

    def test_numbered_rows_and_another_encoding_pass(self, tmp_path):
        people = "姓名,性别\n甲,女\n乙,男\n丙,男\n".encode("gb18030")
        quotas = "category,feature,min,max\n性别,女,0,1\n性别,男,1,2\n"
        assert said_of(choose(tmp_path, people=people, quotas=quotas, seats=2, seed=None))[0] == 0

    def test_an_impossible_choice_passes(self, tmp_path):
        quotas = "feature,value,min,max\nx,1,2,2\n"
        folder = choose(tmp_path, people="id,x\na,1\nb,1\n", quotas=quotas, seats=1)
        code, said = said_of(folder)
        assert code == 0
        assert "没有一份名单守得住每一条" in said

    def test_no_record_is_told(self, tmp_path):
        assert said_of(tmp_path)[0] == 2
        (tmp_path / "record.json").write_text("[")
        assert said_of(tmp_path)[0] == 2
        (tmp_path / "record.json").write_text('{"format": "other"}')
        assert said_of(tmp_path)[0] == 2


@pytest.mark.parametrize(
    "name",
    [
        "selected.csv",
        "remaining.csv",
        "reserve.csv",
        *(f"inputs/{part}.csv" for part in ("people", "quotas", "already", "pairs")),
        "inputs/settings.toml",
    ],
)
class TestFiles:
    def test_a_changed_file_is_named(self, folder, name):
        path = folder / name
        path.write_bytes(path.read_bytes() + b"\n")
        code, said = said_of(folder)
        assert code == 1
        assert f"不对　{name} 被改动过" in said

    def test_a_missing_file_is_named(self, folder, name):
        (folder / name).unlink()
        code, said = said_of(folder)
        assert code == 1
        assert f"不对　{name} 读不了" in said


def test_a_result_rewritten_with_its_hash_is_still_named(folder):
    record = load(folder)
    for name in ("selected.csv", "remaining.csv", "reserve.csv"):
        path = folder / name
        path.write_bytes(path.read_bytes().replace("值1".encode(), "值2".encode(), 1))
        record["outputs"][name] = check_slate.digest(path.read_bytes())
    rewrite(folder, record)
    said = said_of(folder)[1]
    assert all(f"不对　{name} 与人员表和名单不符" in said for name in record["outputs"])


def leaves(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Every number, and every text but the sentences and the digest."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"words", "digest"}:
                yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    elif value is not None:
        yield path


def changed(record: dict[str, Any], path: tuple, change: Callable[[Any], Any]) -> dict[str, Any]:
    record = deepcopy(record)
    at: Any = record
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = change(at[path[-1]])
    return record


def forged(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return f"{value}x" if isinstance(value, str) else value + 1


def test_every_number_and_name_of_the_record_is_held_to(folder):
    record = load(folder)
    paths = [path for path in leaves(record) if path[0] != "format" and path[-1] != "reason"]
    assert len(paths) > 400
    passed = []
    for path in paths:
        rewrite(folder, changed(record, path, forged))
        if said_of(folder)[0] != 1:
            passed.append(path)
    assert passed == []


def test_sentences_are_held_to_by_the_digest(folder):
    record = load(folder)
    record["words"][0] = "没有的事"
    (folder / "record.json").write_text(as_text(record), encoding="utf-8")
    assert "record.json 被改动过" in said_of(folder)[1]


class TestLottery:
    """Nobody has a score: the draw alone decides, and counting settles nearly all of it."""

    def test_counting_says_why_nearly_everyone_was_left_out(self, lottery):
        reasons = Counter(one["reason"] for one in load(lottery)["draw"]["rejected"])
        assert reasons["full"] > 120
        assert reasons["needed"] > 0
        assert reasons["solver"] < 15
        assert said_of(lottery)[0] == 0

    def test_a_count_that_does_not_add_up_is_named(self, lottery, tmp_path):
        folder = Path(shutil.copytree(lottery, tmp_path / "copy"))
        record, passed = load(folder), []
        for number, one in enumerate(record["draw"]["rejected"]):
            if one["reason"] in {"full", "needed"} and len(passed) < 30:
                forgery = deepcopy(record)
                other = {"full": "needed", "needed": "full"}[one["reason"]]
                forgery["draw"]["rejected"][number] = one | {"reason": other}
                rewrite(folder, forgery)
                passed.append(said_of(folder)[0])
        assert passed.count(1) > 25


class TestForgeries:
    def test_a_worse_slate_is_no_optimum(self, folder):
        record = load(folder)
        record["selected"][0], record["draw"]["kept"][0] = record["reserves"]["order"][0], "z"
        rewrite(folder, record)
        assert said_of(folder)[0] == 1

    def test_a_reason_that_does_not_hold_is_named(self, folder):
        record = load(folder)
        named = 0
        for number, one in enumerate(record["draw"]["rejected"][:8]):
            for reason in {"fixed", "price", "twin", "else"} - {one["reason"]}:
                forgery = deepcopy(record)
                forgery["draw"]["rejected"][number] = {"id": one["id"], "reason": reason, "like": one["id"]}
                rewrite(folder, forgery)
                named += said_of(folder)[0] == 1
        assert named > 8

    def test_another_seed_gives_another_order(self, folder):
        rewrite(folder, load(folder) | {"seed": "别的种子"})
        assert "抽签" in said_of(folder)[1]

    def test_prices_that_bound_too_low_are_named(self, folder):
        record = load(folder)
        record["certificate"]["bound"] = record["optimum"] - 1
        rewrite(folder, record)
        assert said_of(folder)[0] == 1


def test_twenty_thousand_are_checked_in_a_fifth_of_the_time_for_a_hundred_thousand(tmp_path):
    # Everyone beyond the seats is out by the settings, so that the choice itself takes no time.
    people, quotas = pool(20_000, 500, spread=500)
    rows = people.splitlines()
    must = [rows[0] + ",must", *(f"{row},{'in' if n < 500 else 'out'}" for n, row in enumerate(rows[1:]))]
    folder = choose(tmp_path, people="\n".join(must) + "\n", quotas=quotas, seats=500)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    script = [sys.executable, "-I", "-S", str(folder / "check_slate.py"), str(folder)]
    assert subprocess.run(script, check=False, capture_output=True).returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1
