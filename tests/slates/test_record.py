"""The record is what its published schema says, whatever came of the choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.slates.instances import pool
from tests.slates.sheets.writing import PEOPLE, QUOTAS, inputs
from zhongmu.slates.reading import read_sheets
from zhongmu.slates.record import as_text, digest_of, record_of
from zhongmu.slates.run import Watch, run

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/slate-record.schema.json").read_text("utf-8"))
HARD = pool(200, 40, spread=0)
PROVED = (PEOPLE, QUOTAS, 2, 60.0)
MADE = {
    "proved": PROVED,
    "stopped": (*HARD, 40, 0.0),
    "infeasible": (PEOPLE, QUOTAS.replace("F,0,1", "F,2,2"), 2, 60.0),
    "impossible": (
        PEOPLE,
        "feature,value,min,max,min_flex,max_flex\ngender,F,2,2,2,2\ngender,M,0,9,0,9\n",
        2,
        60.0,
    ),
    "few": (PEOPLE, QUOTAS, 3, 60.0),
}


def made(people: str, quotas: str, seats: int, limit_s: float) -> dict:
    given = inputs(people, quotas)
    result = run(read_sheets(given, seats), "x", Watch(limit_s))
    return record_of(result, {part: one.digest for part, one in given.given.items()}, {})


def valid(record: dict) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(record)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", MADE)
def test_every_outcome_is_what_the_schema_says(name):
    record = made(*MADE[name])
    errors = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(record)]
    assert errors == []
    assert json.loads(as_text(record)) == record


def test_every_field_is_explained_and_asked():
    record = made(*PROVED)
    assert list(record) == list(SCHEMA["required"]) == list(SCHEMA["properties"])
    for name in record:
        assert not valid({key: value for key, value in record.items() if key != name})
    assert not valid(record | {"more": 1})


@pytest.mark.parametrize(
    "change",
    [{"gap": 1}, {"proved": False}, {"optimum": 1.5}, {"draw": None}, {"relaxations": [{}]}, {"gap": -1}],
)
def test_what_cannot_be_is_refused(change):
    assert not valid(made(*PROVED) | change)


def test_the_digest_is_of_everything_else():
    record = made(*PROVED)
    told = record.pop("digest")
    assert told == digest_of(record)
    assert told != digest_of(record | {"seed": "y"})


def test_an_impossible_choice_says_why_and_how_to_let_go():
    record = made(*MADE["infeasible"])
    assert record["conflict"]["demands"] == [
        {
            "side": "min",
            "rule": 0,
            "bound": 2,
            "people": 1,
            "words": "gender“F”至少 2 人（人员表里有 1 人：a）",
        }
    ]
    assert [way["gives"] for way in record["relaxations"]] == [[{"rule": 0, "side": "min", "bound": 1}]]
    assert record["relaxations"][0]["words"] == "gender“F”的最少人数由 2 改为 1；共动 1 人次。"
    assert [room["words"] for room in record["rooms"]] == ["其余各条不动时，gender“F”只能在 0 至 1 人之间。"]
    assert "没有放宽任何一条" in record["words"][-1]


def test_limits_that_do_not_help_are_told():
    record = made(*MADE["impossible"])
    assert record["relaxations"] == []
    assert any("没有找到放宽的办法" in sentence for sentence in record["words"])
