"""A record or a sheet bent by somebody who knows of the hashes: whatever it says besides the truth is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.slates.test_check_slate import SETTINGS, choose, load, rewrite, said_of
from zhongmu.slates.check_slate import digest
from zhongmu.slates.draw import ticket
from zhongmu.slates.verify import verify

IMPOSSIBLE = {
    "people": "id,x\na,1\nb,1\nc,2\n",
    "quotas": "feature,value,min,max\nx,1,2,2\nx,2,0,1\n",
    "seats": 1,
}
# What nothing in the folder can speak against: a seed that was given, a limit of seconds, that a proof was cut short.
UNCHECKED = {("seed",), ("bound",), ("conflict", "proved"), ("settings", "time_limit_s")}


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    """A choice with a slate, one that has none, one stopped before it had one."""
    return {
        "slate": choose(tmp_path_factory.mktemp("slate"), settings=SETTINGS),
        "impossible": choose(tmp_path_factory.mktemp("impossible"), **IMPOSSIBLE),
        "stopped": choose(tmp_path_factory.mktemp("stopped"), limit_s=0),
    }


@pytest.fixture
def copy_of(cases, tmp_path):
    return lambda name: Path(shutil.copytree(cases[name], tmp_path / name))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Everything in the record, the first few of a long list."""
    if path:
        yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in list(inside)[:30]:
        yield from places(inner, (*path, name))


def others(value: Any) -> list[Any]:
    """Other things that could stand there."""
    if isinstance(value, bool):
        return [not value, int(value)]
    if isinstance(value, int):
        return [value + 1, value - 1, float(value), str(value), bool(value), None]
    if isinstance(value, str):
        return [f"{value}x", "", None]
    if isinstance(value, list):
        return [[*value, *value[-1:]], value[:-1], {}] if value else [[0], None]
    if isinstance(value, dict):
        return [value | {"more": 1}, *([{}] if value else [])]
    return [0, [], {}] if value is None else [value + 1]


@pytest.mark.parametrize("name", ["slate", "impossible", "stopped"])
def test_nothing_else_can_stand_in_a_record(copy_of, name):
    folder, passed = copy_of(name), []
    record = load(folder)
    for path, value in places({part: inner for part, inner in record.items() if part != "digest"}):
        if path in UNCHECKED or path[0] == "format" or "rule_prices" in path:
            continue  # other prices that bound the same are a proof too
        for other in others(value):
            rewrite(folder, put(record, path, other))
            if said_of(folder)[0] == 0:
                passed.append((path, other))
    assert passed == []


def put(record: dict[str, Any], path: tuple[Any, ...], other: Any) -> dict[str, Any]:
    record = deepcopy(record)
    at: Any = record
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = other
    return record


@pytest.mark.parametrize("name", ["slate", "impossible", "stopped"])
def test_nothing_is_missing_from_a_record_and_nothing_added(copy_of, name):
    folder = copy_of(name)
    record = load(folder)
    for part in record:
        rewrite(folder, {"digest": "", **{key: value for key, value in record.items() if key != part}})
        assert said_of(folder)[0] != 0 or part == "digest", part
    rewrite(folder, record | {"note": "另有说明"})
    assert '记录的写法不对：["note"]' in said_of(folder)[1]


def test_a_name_that_stands_twice_is_refused(copy_of):
    folder = copy_of("slate")
    text = (folder / "record.json").read_text("utf-8")
    (folder / "record.json").write_text(text.replace("{", '{"optimum": 1,', 1), encoding="utf-8")
    assert said_of(folder)[0] == 2


def test_a_file_the_record_does_not_know_is_named(copy_of):
    folder = copy_of("slate")
    (folder / "inputs/pairs.csv").write_text("a,b\nnobody,no one\n", encoding="utf-8")
    code, said = said_of(folder)
    assert (code, "inputs/pairs.csv 不是这次择优的" in said) == (1, True)
    assert verify(folder, {}, "cbc", out=lambda _: None) == 1


def test_a_result_beside_a_record_without_a_slate_is_named(copy_of):
    folder = copy_of("impossible")
    (folder / "selected.csv").write_text("id\na\n", encoding="utf-8")
    assert "selected.csv 不是这次择优的" in said_of(folder)[1]


def sheets(folder: Path, **changes: tuple[str, str]) -> int:
    """The exit code after these sheets were bent, their hashes put right."""
    record = load(folder)
    for part, (before, after) in changes.items():
        path = folder / "inputs" / f"{part}.csv"
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        record["hashes"][part] = digest(path.read_bytes())
    rewrite(folder, json.loads(json.dumps(record)))
    return said_of(folder)[0]


PLAIN = {
    "people": "id,score,must,x\na,9,,1\nb,8,,1\nc,7,,2\nd,4,out,2\n",
    "quotas": "feature,value,min,max\nx,1,0,2\nx,2,0,2\n",
    "already": "id\nb\n",
    "pairs": "p,q\na,d\n",
    "seats": 2,
}
BENT = {
    "somebody twice with other words": {"people": ("d,4,out,2\n", "d,4,out,2\na,1,,1\n")},
    "somebody without an id": {"people": ("d,4,out,2\n", "d,4,out,2\n,1,,1\n")},
    "a column twice": {"people": ("id,score,must,x\na,9,,1\n", "id,score,must,x,score\na,9,,1,9\n")},
    "a row longer than its header": {"people": ("a,9,,1\n", "a,9,,1,再来一格\n")},
    "a quota twice": {"quotas": ("x,2,0,2\n", "x,2,0,2\nX, 2 ,0,1\n")},
    "bounds the wrong way round": {"quotas": ("x,2,0,2", "x,2,3,2")},
    "a number that is none": {"quotas": ("x,2,0,2", "x,2,-0,2")},
    "a number in other digits": {"quotas": ("x,2,0,2", "x,2,0,２")},
    "somebody in and out": {"already": ("b\n", "b\nd\n")},
    "three in a pair": {"pairs": ("p,q\na,d\n", "p,q,r\na,d,c\n")},
    "a pair of one": {"pairs": ("a,d\n", "a,a\n")},
}


@pytest.mark.parametrize("case", list(BENT))
def test_a_sheet_that_no_choice_would_take_is_named(tmp_path, case):
    folder = choose(tmp_path, **PLAIN)
    assert said_of(folder)[0] == 0
    assert sheets(folder, **BENT[case]) == 1


def test_a_stranger_sheet_that_cannot_be_read_is_told_by_the_solver_too(tmp_path):
    folder = choose(tmp_path, **PLAIN)
    bad = ("d,4,out,2\n", f"d,4,out,2\ne,{10**10},,1\n")
    sheets(folder, people=bad)
    assert verify(folder, {}, "highs", out=lambda _: None) == 1


def test_settings_in_gb18030_are_read_as_the_choice_read_them(tmp_path):
    people = "编号,score,x,单位\na,3,1,甲\nb,2,1,甲\nc,1,1,乙\n".encode("gb18030")
    settings = 'id_column = "编号"\nunit_column = "单位"\nunit_cap = 1\n'.encode("gb18030")
    quotas = "feature,value,min,max\nx,1,0,3\n"
    folder = choose(tmp_path, people=people, quotas=quotas, settings=settings, seats=2)
    assert load(folder)["selected"] == ["a", "c"]
    assert said_of(folder)[0] == 0
    assert verify(folder, {}, "cbc", out=lambda _: None) == 0


def test_somebody_named_as_left_after_the_last_seat_is_too_many(tmp_path):
    people = "id,score,x\n" + "".join(f"p{n},5,1\n" for n in range(8))
    folder = choose(tmp_path, people=people, quotas="feature,value,min,max\nx,1,0,8\n", seats=2)
    record = load(folder)
    named = {one["id"] for one in record["draw"]["rejected"]} | set(record["selected"])
    left = [one for one in ids_in_order(folder) if one not in named]
    record["draw"]["rejected"].append({"id": left[0], "reason": "solver"})
    rewrite(folder, record)
    assert "席位坐满以前该是" in said_of(folder)[1]


def ids_in_order(folder: Path) -> list[str]:
    record = load(folder)
    return sorted((f"p{n}" for n in range(8)), key=lambda one: ticket(record["seed"], one))
