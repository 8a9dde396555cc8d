"""A choice proved anew by a solver of one's own choosing: that nothing is better, and each step of the draw."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from zhongmu.slates import check_slate
from zhongmu.slates.certificate import Prices, bound_in_parts, fit, worths
from zhongmu.slates.conflicts import Conflict, impossible_in_fractions
from zhongmu.slates.crowds import Crowd
from zhongmu.slates.demands import Demand, model_under
from zhongmu.slates.draw import order_of
from zhongmu.slates.engines import Engine, Model, Status, solve_model
from zhongmu.slates.folder import RECORD, read_inputs
from zhongmu.slates.problem import IN, OPEN, OUT, Problem, Rule
from zhongmu.slates.reading import read_sheets
from zhongmu.slates.record import reserves_in
from zhongmu.slates.relaxing import Give, relaxed
from zhongmu.slates.reserves import plan
from zhongmu.slates.shaping import model_of, settled
from zhongmu.slates.sheets.cells import BadSheets
from zhongmu.slates.sheets.tables import Source
from zhongmu.slates.words import conflict_in_words

Out = Callable[[str], object]
GOOD, WRONG, UNREADABLE = 0, 1, 2
PROOF_LIMIT_S = 600.0


def verify(folder: Path, given: dict[str, Path], engine: Engine, *, out: Out = print) -> int:
    """0 everything was proved anew, 1 something is wrong or was not proved in time, 2 no record to read.

    `given`: the original files by their part, held against the hashes of the record.
    """
    said = io.StringIO()
    code = check_slate.main([str(folder)], said)
    for line in said.getvalue().splitlines():
        if not line.startswith("没有求解器证明不了"):
            out(line)
    if code != GOOD:
        return code
    record = json.loads((folder / RECORD).read_bytes())
    for part, path in given.items():
        if Source(path.name, path.read_bytes()).digest != record["hashes"].get(part):
            out(f"不对　{path} 不是做这次择优的那个文件：摘要不符。")
            return WRONG
    try:
        problem = read_sheets(read_inputs(folder, record["hashes"]), record["seats"]).problem
    except BadSheets as bad:
        out(f"不对　留存的表格有写错的格子，做不成一次择优：\n{bad}")
        return WRONG
    try:
        failed = [claim for claim in _claims(problem, record, engine) if not claim.holds(out)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as why:
        out(f"不对　记录的写法不对，证明不下去（{type(why).__name__} {why}）。")
        return WRONG
    if record["relaxations"]:
        out("没有重新证明　放宽办法是不是动得最少的：那只是建议。")
    out("结论：有没能重新证明的。" if failed else f"结论：用 {engine} 全部重新证明。")
    return WRONG if failed else GOOD


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing to prove; `proof` says how far a solver came: it should find that there is nothing."""

    words: str
    proof: Callable[[], Status | bool]

    def holds(self, out: Out) -> bool:
        status = self.proof()
        mark = {"infeasible": "证明", True: "证明", "stopped": "超时，没有证明"}.get(status, "不成立")
        out(f"{mark}　{self.words}")
        return mark == "证明"


def _claims(problem: Problem, record: dict[str, Any], engine: Engine) -> Iterator[Claim]:
    """Each is to be asked before the next is taken: the steps of the draw build on the ones before."""
    if record["optimum"] is None:
        yield from _without_slate(problem, record, engine)
        return
    room, bound = Room(problem, record), record["bound"]
    yield Claim(f"没有合计超过 {bound} 的名单。", lambda: room.better(bound, engine))
    if record["draw"] is not None and record["draw"]["complete"]:
        yield from _steps(room, record, engine)
    yield Claim("每个名额的替补都是合规者中分数最高的。", lambda: _planned(problem, record))


def _without_slate(problem: Problem, record: dict[str, Any], engine: Engine) -> Iterator[Claim]:
    if record["status"] != "infeasible":
        columns, inside = settled(problem)
        bound = record["bound"]
        above, model = bound - problem.total(inside), model_of(problem, columns, inside)
        yield Claim(f"没有合计超过 {bound} 的名单。", lambda: _ask(model, engine, above))
        return
    yield Claim("没有一份名单守得住每一条。", lambda: _any_slate(problem, engine))
    conflict = _conflict(problem, record["conflict"])
    words = conflict_in_words(problem, replace(conflict, minimal=False))
    yield Claim(words, lambda: _together(problem, conflict.demands, engine))
    if conflict.minimal and len(conflict.demands) > 1:
        rests = [conflict.demands[:n] + conflict.demands[n + 1 :] for n in range(len(conflict.demands))]
        yield Claim(
            "少了其中任何一条，其余的就守得住。",
            lambda: all(_together(problem, rest, engine) == "proved" for rest in rests),
        )
    told = conflict_in_words(problem, conflict)
    yield Claim("记录里对冲突的说法与所列各条一致。", lambda: record["conflict"]["words"] == told)
    words = f"把人拆成几分之几，{'也凑不出来' if conflict.fractions_too else '就凑得出来'}。"
    yield Claim(words, lambda: impossible_in_fractions(problem) == conflict.fractions_too)
    for room in record["rooms"]:
        yield Claim(room["words"], partial(_no_room_beside, problem, room, engine))
    for number, way in enumerate(record["relaxations"], 1):
        if way["shown"]:
            yield Claim(f"照放宽办法 {number} 选得出名单。", partial(_opens, problem, way, engine))


def _no_room_beside(problem: Problem, room: dict[str, Any], engine: Engine) -> Status:
    """Whether some slate, every other demand kept, has fewer or more of this quota than told: it should be `infeasible`."""
    rule = problem.rules[room["rule"]]
    for low, high in ((0, room["least"] - 1), (room["most"] + 1, problem.people)):
        if low > high:
            continue
        status = _any_slate(_with_rule(problem, room["rule"], replace(rule, low=low, high=high)), engine)
        if status != "infeasible":
            return status
    return "infeasible"


def _with_rule(problem: Problem, number: int, rule: Rule) -> Problem:
    return replace(problem, rules=(*problem.rules[:number], rule, *problem.rules[number + 1 :]))


def _opens(problem: Problem, way: dict[str, Any], engine: Engine) -> bool:
    gives = tuple(Give(**give) for give in way["gives"])
    return _any_slate(relaxed(problem, gives), engine) == "proved"


def _any_slate(problem: Problem, engine: Engine) -> Status:
    return _ask(model_of(problem, *settled(problem)), engine, None)


def _conflict(problem: Problem, told: dict[str, Any]) -> Conflict:
    places = {one: person for person, one in enumerate(problem.ids)}
    demands = tuple(
        Demand(one["side"], places[one["id"]] if "id" in one else one.get("rule", -1))
        for one in told["demands"]
    )
    return Conflict(demands, told["proved"], told["minimal"], told["fractions_too"])


def _steps(room: Room, record: dict[str, Any], engine: Engine) -> Iterator[Claim]:
    """Whoever was kept is in the slate, which has the greatest merit: only a rejection needs a proof."""
    optimum = record["optimum"]
    reasons = {one["id"]: one["reason"] for one in record["draw"]["rejected"]}
    places = {one: person for person, one in enumerate(room.problem.ids)}
    last = [one for one in record["draw"]["kept"] if room.problem.fixed[places[one]] == OPEN][-1:]
    for person in order_of(room.problem, record["seed"]).tolist():
        name = room.problem.ids[person]
        reason = reasons.get(name)
        if room.fixed[person] == OPEN:
            room.fixed[person] = IN
            if reason == "solver":
                yield Claim(
                    f"抽签：{name} 与先前留下的人不同在任何最优名单里。",
                    lambda: room.better(optimum - 1, engine),
                )
            if reason is not None:
                room.fixed[person] = OUT
        if [name] == last:
            return


class Room:
    """What the prices of a record leave open for a slate of some merit, some people being in or out."""

    def __init__(self, problem: Problem, record: dict[str, Any]) -> None:
        told = record["certificate"]
        rules = {int(rule): price for rule, price in told["rule_prices"].items()}
        prices = Prices(told["scale"], told["seat_price"], rules)
        if not fit(problem, prices):
            raise OverflowError("价格太大，64 位整数算不准")
        self.problem, self.scale = problem, prices.scale
        self.worth = worths(problem, prices)
        self.parts = bound_in_parts(problem, prices, self.worth)
        self.fixed = problem.fixed.copy()

    def better(self, merit: int, engine: Engine) -> Status:
        """Whether a slate passes this merit: `proved` for one that does, `infeasible` for none."""
        fixed, worth = self.fixed, self.worth
        chosen = (fixed == IN) & (self.problem.fixed == OPEN)
        dropped = (fixed == OUT) & (self.problem.fixed == OPEN)
        left = self.parts + int(np.minimum(worth, 0)[chosen].sum()) - int(np.maximum(worth, 0)[dropped].sum())
        wanted = (merit + 1) * self.scale
        if left < wanted:
            return "infeasible"
        held = (fixed == IN) | ((fixed == OPEN) & (left - worth < wanted))
        columns = np.flatnonzero((fixed == OPEN) & ~held & (left + worth >= wanted))
        inside = np.flatnonzero(held)
        model = model_of(self.problem, columns, inside)
        return _ask(model, engine, merit - self.problem.total(inside))


def _together(problem: Problem, demands: Sequence[Demand], engine: Engine) -> Status:
    """`proved` where some slate keeps these, `infeasible` where none does."""
    crowd = Crowd(problem, {one.place for one in demands if one.side in {"min", "max"}})
    return _ask(model_under(problem, crowd, demands), engine, None)


def _ask(model: Model, engine: Engine, above: int | None) -> Status:
    return solve_model(model, engine, limit_s=PROOF_LIMIT_S, above=above).status


def _planned(problem: Problem, record: dict[str, Any]) -> bool:
    places = {one: person for person, one in enumerate(problem.ids)}
    chosen = np.array(sorted(places[one] for one in record["selected"]), np.int64)
    anew = plan(problem, chosen, order_of(problem, record["seed"]))
    return bool(reserves_in(problem, anew) == record["reserves"])
