"""A worse slate written up as the best, with every hash and sum in order: neither the script nor a solver believes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.slates.test_check_slate import choose, load, rewrite, said_of
from zhongmu.slates.check_slate import digest
from zhongmu.slates.draw import order_of
from zhongmu.slates.folder import read_inputs, results_of
from zhongmu.slates.problem import OPEN
from zhongmu.slates.reading import read_sheets
from zhongmu.slates.record import reserves_in
from zhongmu.slates.reserves import plan
from zhongmu.slates.run import Result
from zhongmu.slates.verify import verify

PEOPLE = "id,score,must,x\na,9,,1\nb,8,,1\nc,7,,1\nd,4,,1\ne,3,,1\nf,2,out,1\n"
QUOTAS = "feature,value,min,max\nx,1,0,3\n"


@pytest.fixture
def made(tmp_path):
    return choose(tmp_path, people=PEOPLE, quotas=QUOTAS, seats=2, seed="1")


def forge(folder: Path, chosen: set[str], reasons: dict[str, dict[str, Any]], **prices: Any) -> None:
    """The record says that `chosen` is the best; its prices are these, its sums right by those prices."""
    record, sheets = load(folder), read_sheets(read_inputs(folder, load(folder)["hashes"]), 2)
    problem = sheets.problem
    people = np.array([n for n, one in enumerate(problem.ids) if one in chosen])
    order, value = order_of(problem, record["seed"]), problem.total(people)
    reserves = plan(problem, people, order)
    scale, seat = prices.get("scale", 1), prices.get("seat_price", 0)
    worth = [int(score) * scale - seat for score in problem.scores]
    parts = 2 * seat + sum(w for n, w in enumerate(worth) if w > 0 and problem.fixed[n] == OPEN)
    bound = parts // scale if scale else value
    files = results_of(Result(sheets, "1", True, "proved", _Outcome(people), None, value, reserves))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    walked = [problem.ids[n] for n in order.tolist()]
    last = max(walked.index(one) for one in chosen)
    left = [one for one in walked[:last] if one not in chosen]
    record |= {
        "optimum": value, "bound": value, "gap": 0, "proved": True, "status": "proved",
        "selected": sorted(chosen),
        "outputs": {name: digest(content) for name, content in files.items()},
        "certificate": {
            "scale": scale, "seat_price": seat, "rule_prices": {}, "parts": parts, "bound": bound,
            "gap": bound - value,
        },
        "draw": {
            "method": "HMAC-SHA-256", "complete": True,
            "kept": [one for one in walked if one in chosen],
            "rejected": [reasons.get(one, {"reason": "solver"}) | {"id": one} for one in left],
        },
        "reserves": reserves_in(problem, reserves),
    }  # fmt: skip
    record["rules"] = [rule | {"chosen": len(chosen)} for rule in record["rules"]]
    rewrite(folder, json.loads(json.dumps(record)))


class _Outcome:
    """What `results_of` asks of one."""

    def __init__(self, chosen: np.ndarray) -> None:
        self.chosen = chosen


def believed(folder: Path) -> list[int]:
    """Exit codes of the script and of both solvers."""
    return [
        said_of(folder)[0],
        *(verify(folder, {}, engine, out=lambda _: None) for engine in ("highs", "cbc")),
    ]


def test_the_forger_knows_how(made):
    """The true optimum in the same words passes: what fails below fails for what it says."""
    forge(made, {"a", "b"}, {"f": {"reason": "fixed"}}, seat_price=7)
    assert believed(made) == [0, 0, 0]


@pytest.mark.parametrize("scale", [-1, 0, True])
def test_prices_that_bound_from_the_wrong_side(made, scale):
    forge(made, {"d", "e"}, {"f": {"reason": "fixed"}}, scale=scale, seat_price=-3)
    assert believed(made) == [1, 1, 1]


@pytest.mark.parametrize("seat", [-(2**62), 2**62, -(2**70)])
def test_prices_too_large_for_the_sums(made, seat):
    forge(made, {"d", "e"}, {"f": {"reason": "fixed"}}, seat_price=seat)
    assert believed(made)[1:] == [1, 1]


def test_a_twin_of_somebody_who_may_not_be_chosen(tmp_path):
    people = "id,score,must,x\na,5,,1\nb,5,,1\nq,5,out,1\n"
    folder = choose(tmp_path, people=people, quotas="feature,value,min,max\nx,1,0,2\n", seats=1)
    truly = load(folder)["selected"][0]
    other = ({"a", "b"} - {truly}).pop()
    seeds = (str(n) for n in range(1000))
    seed = next(s for s in seeds if ids(folder, s) == ["q", truly, other])
    folder = choose(tmp_path, people=people, quotas="feature,value,min,max\nx,1,0,2\n", seats=1, seed=seed)
    record = load(folder)
    assert record["selected"] == [truly]
    record["selected"], record["draw"]["kept"] = [other], [other]
    record["draw"]["rejected"] = [
        {"id": "q", "reason": "fixed"},
        {"id": truly, "reason": "twin", "like": "q"},
    ]
    rewrite(folder, record)
    assert "理由“twin”不成立" in said_of(folder)[1]


def ids(folder: Path, seed: str) -> list[str]:
    problem = read_sheets(read_inputs(folder, load(folder)["hashes"]), 1).problem
    return [problem.ids[n] for n in order_of(problem, seed).tolist()]


def test_a_run_stopped_without_a_slate_proves_nothing(tmp_path):
    folder = choose(tmp_path, limit_s=0)
    record = load(folder)
    rewrite(folder, record | {"bound": 5, "words": ["停下时还没有找到名单；任何名单都不超过 5。"]})
    assert said_of(folder)[0] == 0
    assert believed(folder)[1:] == [1, 1]
    for lie in ({"status": "proved"}, {"proved": True}, {"gap": 0}):
        rewrite(folder, record | lie)
        assert said_of(folder)[0] == 1
