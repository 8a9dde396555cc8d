"""The record of a choice: everything that made it and everything it came to, nothing of when or where.

The same inputs, seats and seed give the same bytes, where the run was proved. docs/slate-record.schema.json says it
to a machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from zhongmu.slates.certificate import bound_in_parts, worths
from zhongmu.slates.conflicts import Conflict
from zhongmu.slates.demands import Demand
from zhongmu.slates.draw import Drawn
from zhongmu.slates.problem import IN, OUT, Ints, Problem
from zhongmu.slates.relaxing import Way
from zhongmu.slates.reserves import Reserves
from zhongmu.slates.run import Result
from zhongmu.slates.shaping import running
from zhongmu.slates.solver import Outcome
from zhongmu.slates.words import conflict_in_words, demand_in_words, in_words, room_in_words, way_in_words

FORMAT = "zhongmu-slate-1"
Fields = dict[str, Any]


def record_of(result: Result, hashes: dict[str, str], outputs: dict[str, str]) -> Fields:
    """`hashes` are SHA-256 of the inputs by their part, `outputs` of the files written beside the record."""
    record = _fields(result, hashes, outputs)
    return record | {"digest": digest_of(record)}


def digest_of(record: Fields) -> str:
    """SHA-256 of the record without its digest: keys sorted, no spaces, UTF-8."""
    canonical = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _fields(result: Result, hashes: dict[str, str], outputs: dict[str, str]) -> Fields:
    problem, outcome = result.sheets.problem, result.outcome
    value, bound = result.value, result.bound
    return {
        "format": FORMAT,
        "status": result.status,
        "optimum": value,
        "bound": bound,
        "proved": result.status == "proved",
        "gap": None if value is None or bound is None else bound - value,
        "seed": result.seed,
        "seed_given": result.seed_given,
        "seats": problem.seats,
        "people": problem.people,
        "settings": _settings(result),
        "hashes": hashes,
        "outputs": outputs,
        "selected": _ids(problem, result.chosen),
        "fixed_in": _ids(problem, np.flatnonzero(problem.fixed == IN)),
        "fixed_out": _ids(problem, np.flatnonzero(problem.fixed == OUT)),
        "rules": list(_rules(problem, result.chosen)),
        "certificate": None if outcome is None else _certificate(problem, outcome),
        "draw": None if result.drawn is None else _draw(problem, result.drawn),
        "reserves": None if result.reserves is None else reserves_in(problem, result.reserves),
        "conflict": None if result.conflict is None else _conflict(problem, result.conflict),
        "rooms": [asdict(room) | {"words": room_in_words(problem, room)} for room in result.rooms],
        "relaxations": [_way(problem, way) for way in result.ways],
        "words": [*in_words(result), *result.sheets.notices],
    }


def _settings(result: Result) -> Fields:
    """As they were used: the usual column where none was named, None where the table has no such column."""
    sheets = result.sheets
    used = asdict(sheets.settings)
    for name, usual in (("id_column", "id"), ("score_column", "score"), ("must_column", "must")):
        used[name] = used[name] or (usual if sheets.table.places(usual) else None)
    used["unit_column"] = (used["unit_column"] or "unit") if used["unit_cap"] else used["unit_column"] or None
    used["unit_cap"] = used["unit_cap"] or None
    used["address_columns"] = list(used["address_columns"])
    return used


def _ids(problem: Problem, people: Ints | None) -> list[str]:
    return [] if people is None else [problem.ids[person] for person in people.tolist()]


def _rules(problem: Problem, chosen: Ints | None) -> Iterator[Fields]:
    taken = np.zeros(problem.people, np.int64)
    taken[chosen if chosen is not None else []] = 1
    for number, (rule, count) in enumerate(zip(problem.rules, running(problem, taken).tolist(), strict=True)):
        yield {
            "kind": rule.kind,
            "feature": rule.feature,
            "value": rule.value,
            "min": rule.low,
            "max": rule.high,
            "min_flex": rule.low_flex,
            "max_flex": rule.high_flex,
            "people": len(problem.members_of(number)),
            "chosen": None if chosen is None else count,
        }


def _certificate(problem: Problem, outcome: Outcome) -> Fields:
    prices = outcome.prices
    parts = bound_in_parts(problem, prices, worths(problem, prices))
    bound = parts // prices.scale
    return {
        "scale": prices.scale,
        "seat_price": prices.seat,
        "rule_prices": {str(rule): price for rule, price in sorted(prices.rules.items())},
        "parts": parts,
        "bound": bound,
        "gap": bound - outcome.value,
    }


def _draw(problem: Problem, drawn: Drawn) -> Fields:
    kept = set(drawn.chosen.tolist())
    return {
        "method": "HMAC-SHA-256",
        "complete": drawn.complete,
        "kept": [problem.ids[person] for person in drawn.order.tolist() if person in kept],
        "rejected": [
            {"id": problem.ids[one.person], "reason": one.reason}
            | ({} if one.like is None else {"like": problem.ids[one.like]})
            | ({} if one.rule is None else {"rule": one.rule})
            for one in drawn.rejected
        ],
    }


def reserves_in(problem: Problem, reserves: Reserves) -> Fields:
    return {
        "order": _ids(problem, reserves.order),
        "seats": [
            {
                "id": problem.ids[one.member],
                "substitute": None if one.person is None else problem.ids[one.person],
                "gives": [asdict(stretch) for stretch in one.stretches],
            }
            for one in reserves.substitutes
        ],
    }


def _conflict(problem: Problem, conflict: Conflict) -> Fields:
    return {
        "proved": conflict.proved,
        "minimal": conflict.minimal,
        "fractions_too": conflict.fractions_too,
        "demands": [_demand(problem, demand) for demand in conflict.demands],
        "words": conflict_in_words(problem, conflict),
    }


def _demand(problem: Problem, demand: Demand) -> Fields:
    told: Fields = {"side": demand.side}
    if demand.side in {"in", "out"}:
        told["id"] = problem.ids[demand.place]
    elif demand.side == "seats":
        told |= {"bound": problem.seats, "people": problem.people}
    else:
        rule = problem.rules[demand.place]
        bound = rule.low if demand.side == "min" else rule.high
        people = len(problem.members_of(demand.place))
        told |= {"rule": demand.place, "bound": bound, "people": people}
    return told | {"words": demand_in_words(problem, demand)}


def _way(problem: Problem, way: Way) -> Fields:
    return {
        "total": way.total,
        "smallest": way.smallest,
        "shown": way.shown,
        "gives": [asdict(give) for give in way.gives],
        "words": way_in_words(problem, way),
    }


def as_text(record: Fields) -> str:
    """JSON, one field a line and one entry of a list of objects a line: to be read, and compared line by line."""
    return "{\n" + ",\n".join(f"{_json(name)}: {_entries(value)}" for name, value in record.items()) + "\n}\n"


def _entries(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {_json(one)}" for one in value) + "\n]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
