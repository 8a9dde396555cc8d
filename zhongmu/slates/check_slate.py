#!/usr/bin/env python3
"""核对一次择优的结果文件夹。只用 Python 标准库（3.9 及以上），不需要求解器，也不需要本系统。

    python3 check_slate.py 文件夹

重算：每个文件的摘要、名额、单位和住址上限、不能同时入选的两人、必须入选和不得入选的人、合计、
整数价格给出的上界、由种子定出的抽签次序、候补，以及记录里写成句子的话。没有求解器就证明不了的，最后逐条列出。
退出码：0 都对得上；1 有对不上的，逐条说明；2 文件夹里没有能读的记录。
"""

from __future__ import annotations

import argparse
import csv
import gc
import hashlib
import hmac
import io
import json
import re
import sys
from pathlib import Path
from typing import Any, Iterator, TextIO  # noqa: UP035  Python 3.9

FORMAT = "zhongmu-slate-1"
INPUTS = {part: "inputs/" + part + ".csv" for part in ("people", "quotas", "already", "pairs")}
INPUTS["settings"] = "inputs/settings.toml"
RESULTS = ("selected.csv", "remaining.csv", "reserve.csv")
VALUES = ("value", "name", "category value", "category_value", "category-value", "valuename")
FEATURES = ("feature", "category", "featurename")
SCORE = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
WHOLE = re.compile(r"[0-9]{1,9}")
PAIR = 2
METHOD = "HMAC-SHA-256"
TOO_MANY = 20
LONGEST_CELL = 1_000_000
USUAL_LIMIT_S = 300.0
MOST_TOLD, NAMED = 40, 10

# What a record looks like: exactly these names; a list of one shape; any of several; texts by any name.
ANY = "*"
IDS, GIVES = [str], [{"rule": int, "side": str, "bound": int}]
DEMANDS = (
    {"side": str, "id": str, "words": str},
    {"side": str, "bound": int, "people": int, "words": str},
    {"side": str, "rule": int, "bound": int, "people": int, "words": str},
)
REJECTIONS = (
    {"id": str, "reason": str},
    {"id": str, "reason": str, "like": str},
    {"id": str, "reason": str, "rule": int},
)
COUNTS = ("min", "max", "min_flex", "max_flex", "people")
SHAPE: dict[str, Any] = {
    "format": str,
    "status": str,
    "optimum": (int, None),
    "bound": (int, None),
    "proved": bool,
    "gap": (int, None),
    "seed": str,
    "seed_given": bool,
    "seats": int,
    "people": int,
    "settings": {
        **dict.fromkeys(("id_column", "score_column", "unit_column", "must_column"), (str, None)),
        "unit_cap": (int, None),
        "address_columns": [str],
        "time_limit_s": (float, int),
        "score_decimals": int,
    },
    "hashes": {ANY: str},
    "outputs": {ANY: str},
    "selected": IDS,
    "fixed_in": IDS,
    "fixed_out": IDS,
    "rules": [
        {"kind": str, "feature": str, "value": str, **dict.fromkeys(COUNTS, int), "chosen": (int, None)}
    ],
    "certificate": (
        None,
        {
            **dict.fromkeys(("scale", "seat_price", "parts", "bound", "gap"), int),
            "rule_prices": {ANY: int},
        },
    ),
    "draw": (None, {"method": str, "complete": bool, "kept": IDS, "rejected": [REJECTIONS]}),
    "reserves": (
        None,
        {"order": IDS, "seats": [{"id": str, "substitute": (str, None), "gives": GIVES}]},
    ),
    "conflict": (
        None,
        {
            **dict.fromkeys(("proved", "minimal", "fractions_too"), bool),
            "demands": [DEMANDS],
            "words": str,
        },
    ),
    "rooms": [{"rule": int, "least": int, "most": int, "words": str}],
    "relaxations": [{"total": int, "smallest": bool, "shown": bool, "gives": GIVES, "words": str}],
    "words": [str],
    "digest": str,
}


def fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    if isinstance(shape, list):
        return type(value) is list and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, dict):
        if type(value) is not dict:
            return False
        if ANY in shape:
            return all(fits(one, shape[ANY]) for one in value.values())
        return value.keys() == shape.keys() and all(fits(value[name], shape[name]) for name in shape)
    return value is None if shape is None else type(value) is shape


class Unreadable(Exception):
    """There is no record that could be checked: exit code 2."""


class Wrong(Exception):
    """A sheet does not say what a choice needs: what follows from it cannot be checked."""


class Rule:
    def __init__(self, kind: str, words: tuple[str, str], bounds: tuple[int, int, int, int]) -> None:
        self.kind, (self.feature, self.value) = kind, words
        self.low, self.high, self.low_flex, self.high_flex = bounds
        self.members: list[int] = []

    def __str__(self) -> str:
        return f"{self.feature}“{self.value}”"


# ── Reading ──────────────────────────────────────────────────────────────────
def key(text: str) -> str:
    return text.strip().casefold()


def text_of(name: str, raw: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8", "gb18030"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Wrong(f"{name} 不是 UTF-8，也不是 GB18030 文字。")


class Table:
    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        text, self.encoding = text_of(name, raw)
        usual = csv.field_size_limit(LONGEST_CELL)  # of the whole program, which may be more than this script
        try:
            rows = [
                row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if "".join(row).strip()
            ]
        except csv.Error:
            raise Wrong(f"{name} 读不下去：引号没有成对。") from None
        finally:
            csv.field_size_limit(usual)
        if not rows:
            raise Wrong(f"{name} 是空的。")
        self.header = [title.strip() for title in rows.pop(0)]
        width = len(self.header)
        if any(len(row) != width for row in rows):
            if any("".join(row[width:]).strip() for row in rows):
                raise Wrong(f"{name} 有的行比表头长。")
            rows = [(row + [""] * width)[:width] for row in rows]
        self.rows = rows

    def place(self, *names: str) -> int | None:
        found = [n for name in names for n, title in enumerate(self.header) if key(title) == key(name)]
        if len(found) > 1:
            raise Wrong(f"{self.name} 的“{self.header[found[0]]}”一栏出现了不止一次。")
        return found[0] if found else None

    def needed(self, *names: str) -> int:
        place = self.place(*names)
        if place is None:
            raise Wrong(f"{self.name} 没有“{names[0]}”一栏。")
        return place

    def column(self, place: int) -> list[str]:
        return [row[place] for row in self.rows]


def score_of(text: str, decimals: int) -> int:
    found = SCORE.fullmatch(text.strip())
    if not found or len(found[3] or "") > decimals:
        raise Wrong(f"人员表里的分数“{text}”不能用。")
    whole = int(found[2] + (found[3] or "").ljust(decimals, "0"))
    return -whole if found[1] == "-" else whole


class Choice:
    """The sheets read anew: people in the order of their ids, and every rule over them."""

    def __init__(self, tables: dict[str, Table], settings: dict[str, Any], seats: int) -> None:
        self.settings, self.seats = settings, seats
        self.table = tables["people"]
        self.numbered = settings["id_column"] is None
        if "already" in tables:
            self._join(tables["already"])
        ids = self._ids()
        first = dict(zip(reversed(ids), range(len(ids) - 1, -1, -1)))  # noqa: B905  Python 3.9
        if len(first) < len(ids):
            for row, one in enumerate(ids):
                self._same_person(first[one], row, one)
        if "" in first:
            raise Wrong("人员表里有人没有编号。")
        self.ids = sorted(first)
        self.rows = [self.table.rows[first[one]] for one in self.ids]
        self.at = {one: n for n, one in enumerate(self.ids)}
        self.loose: dict[str, list[int]] = {}
        for n, one in enumerate(self.ids if len(tables) > 2 else []):  # noqa: PLR2004  a list names people
            self.loose.setdefault(key(one), []).append(n)
        self.scores = self._scores()
        self.fixed = self._fixed(tables.get("already"))
        self.rules = [*self._quotas(tables["quotas"]), *self._caps(), *self._pairs(tables.get("pairs"))]

    def _same_person(self, before: int, row: int, one: str) -> None:
        if [key(cell) for cell in self.table.rows[before]] != [key(cell) for cell in self.table.rows[row]]:
            raise Wrong(f"人员表里编号“{one}”有两行，写的不一样。")

    def _ids(self) -> list[str]:
        if self.numbered:
            return [str(n) for n in range(1, len(self.table.rows) + 1)]
        return [cell.strip() for cell in self.table.column(self.table.needed(self.settings["id_column"]))]

    def _already_place(self, already: Table) -> int:
        place = already.place(self.settings["id_column"] or "id")
        return 0 if place is None else place

    def _join(self, already: Table) -> None:
        """Whole rows of people whom the people's table does not have stand below it."""
        ids = set(self._ids())
        loose = {key(one) for one in ids}
        place, score = self._already_place(already), key(self.settings["score_column"] or "score")
        sources = [already.place(title) for title in self.table.header]
        empty = ["0" if key(title) == score else "" for title in self.table.header]
        for row in already.rows:
            if row[place].strip() not in ids and key(row[place]) not in loose:
                cells = [empty[n] if at is None else row[at] for n, at in enumerate(sources)]
                self.table.rows.append(cells)

    def find(self, text: str) -> int:
        found = self.at.get(text.strip())
        others = self.loose.get(key(text), [])
        if found is None and len(others) != 1:
            raise Wrong(f"人员表里没有编号“{text.strip()}”。")
        return others[0] if found is None else found

    def cells(self, place: int) -> list[str]:
        return [row[place] for row in self.rows]

    def _scores(self) -> list[int]:
        name = self.settings["score_column"]
        if name is None:
            return [0] * len(self.ids)
        column = self.cells(self.table.needed(name))
        meaning = {text: score_of(text, self.settings["score_decimals"]) for text in set(column)}
        return [meaning[text] for text in column]

    def _fixed(self, already: Table | None) -> list[int]:
        place = (
            None if self.settings["must_column"] is None else self.table.needed(self.settings["must_column"])
        )
        meaning = {"": 0, "in": 1, "out": -1}
        fixed = [0] * len(self.ids)
        if place is not None:
            fixed = [meaning[key(cell)] for cell in self.cells(place)]
        if already is not None:
            for n in map(self.find, already.column(self._already_place(already))):
                if fixed[n] < 0:
                    raise Wrong(f"{self.ids[n]} 又必须入选又不得入选。")
                fixed[n] = 1
        return fixed

    def _quotas(self, table: Table) -> list[Rule]:
        feature, value = _feature_and_value(table)
        low, high = table.needed("min", "minquota"), table.needed("max", "maxquota")
        flex = table.place("min_flex"), table.place("max_flex")
        rules: dict[str, dict[str, Rule]] = {}
        every = []
        for row in table.rows:
            bounds = _whole(row[low]), _whole(row[high])
            room = _flex(row, flex[0], 0), _flex(row, flex[1], max(bounds[1], self.seats))
            rule = Rule("quota", (row[feature].strip(), row[value].strip()), (*bounds, *room))
            if not room[0] <= bounds[0] <= bounds[1] <= room[1]:
                raise Wrong(f"名额{rule}的几个界限次序不对。")
            every.append(rule)
            if rules.setdefault(key(rule.feature), {}).setdefault(key(rule.value), rule) is not rule:
                raise Wrong(f"名额{rule}写了两次。")
        for values in rules.values():
            self._count(values)
        return every

    def _count(self, values: dict[str, Rule]) -> None:
        feature = next(iter(values.values())).feature
        column = self.cells(self.table.needed(feature))
        add = {}
        for text in set(column):
            rule = values.get(key(text))
            if rule is None:
                raise Wrong(f"有人的{feature}“{text.strip()}”不在名额表里。")
            add[text] = rule.members.append
        for n, text in enumerate(column):
            add[text](n)

    def _caps(self) -> list[Rule]:
        rules: list[Rule] = []
        if self.settings["unit_cap"]:
            rules += self._capped("unit", [self.settings["unit_column"]], self.settings["unit_cap"])
        if self.settings["address_columns"]:
            rules += self._capped("address", self.settings["address_columns"], 1)
        return rules

    def _capped(self, kind: str, names: list[str], cap: int) -> Iterator[Rule]:
        """In the order of their first members' ids; only where more people are than may be in."""
        places = [self.table.needed(name) for name in names]
        groups: dict[tuple[str, ...], list[int]] = {}
        for n, row in enumerate(self.rows):
            parts = tuple([key(row[place]) for place in places])
            if any(parts):
                groups.setdefault(parts, []).append(n)
        for group in groups.values():
            if len(group) > cap:
                said = " ".join(self.rows[group[0]][place].strip() for place in places)
                rule = Rule(kind, ("、".join(names), said), (0, cap, 0, cap))
                rule.members = group
                yield rule

    def _pairs(self, table: Table | None) -> Iterator[Rule]:
        if table and len(table.header) != PAIR:
            raise Wrong(f"{table.name} 不是两栏。")
        pairs = {tuple(sorted(self.find(cell) for cell in row)) for row in table.rows} if table else set()
        for pair in sorted(pairs):
            rule = Rule("pair", ("不能同时入选", "、".join(self.ids[n] for n in pair)), (0, 1, 0, 1))
            rule.members = list(pair)
            if pair[0] == pair[1]:
                raise Wrong(f"{self.ids[pair[0]]} 写成了不能与自己同时入选。")
            yield rule


def _feature_and_value(table: Table) -> tuple[int, int]:
    value = table.place(*VALUES)
    if value is None and table.place("category") is not None and table.place("feature") is not None:
        return table.needed("category"), table.needed("feature")
    return table.needed(*FEATURES), table.needed(*VALUES)


def _whole(text: str) -> int:
    if not WHOLE.fullmatch(text.strip()):
        raise Wrong(f"名额表里的“{text}”不是 0 或更大的整数。")
    return int(text)


def _flex(row: list[str], place: int | None, usual: int) -> int:
    return usual if place is None or not row[place].strip() else _whole(row[place])


# ── Telling ──────────────────────────────────────────────────────────────────
def outcome_words(record: dict[str, Any]) -> Iterator[str]:
    """What the record says in sentences, from its own numbers."""
    seats, value, bound = record["seats"], record["optimum"], record["bound"]
    if not record["seed_given"]:
        yield f"没有给抽签种子，用由编号和人数算出的 {record['seed']}。"
    if record["status"] == "infeasible":
        yield from _impossible_words(record)
    elif value is None:
        yield f"停下时还没有找到名单；任何名单都不超过 {bound}。"
    elif record["proved"]:
        yield f"已证明最优：{seats} 人合计 {value}，没有更高的名单；同分的按种子抽签。"
    elif bound == value:
        yield f"{seats} 人合计 {value}，已证明没有更高的；同分抽签没有走完，名单还不算定。"
    else:
        yield f"未证明最优：{seats} 人合计 {value}，任何名单都不超过 {bound}，差距 {record['gap']}。"


def _impossible_words(record: dict[str, Any]) -> Iterator[str]:
    yield f"没有一份 {record['seats']} 人的名单守得住每一条。"
    if not record["conflict"]["fractions_too"]:
        yield "要把人拆成几分之几才凑得出来。"
    yield record["conflict"]["words"]
    yield from (room["words"] for room in record["rooms"])
    for number, way in enumerate(record["relaxations"], 1):
        yield f"放宽办法 {number}：{way['words']}"
    if not record["relaxations"]:
        yield "在各名额准许的限度内，没有找到放宽的办法。"
    yield "以上只是建议，没有放宽任何一条；要放宽请改名额表后重来。"


def notices(choice: Choice) -> Iterator[str]:
    """What was read in a way that may surprise."""
    settings = choice.settings
    if choice.numbered:
        yield "人员表没有编号一栏，按行编号：行的次序变了，编号也就变了。"
    if (repeats := len(choice.table.rows) - len(choice.ids)) > 0:
        yield f"有 {repeats} 行与前面编号相同、内容也相同，只算一次。"
    if settings["unit_column"] and not settings["unit_cap"]:
        yield "设置里有 unit_column 而没有 unit_cap，没有限制每个单位的人数。"
    if settings["address_columns"]:
        places = [choice.table.needed(name) for name in settings["address_columns"]]
        unknown = sum(not any(row[place].strip() for place in places) for row in choice.rows)
        if unknown:
            yield f"有 {unknown} 人没有住址，没有查是否与别人同住址。"
    for rule in choice.rules:
        if rule.kind == "quota" and not rule.members:
            yield f"没有人是{rule}，请核对写法。"


def demand(choice: Choice, side: str, one: str | None, number: int | None) -> dict[str, Any]:
    """A demand as the record has it, and in words."""
    if side in {"in", "out"}:
        if one is None or choice.fixed[choice.at[one]] != (1 if side == "in" else -1):
            raise Wrong(f"冲突里写着{one}的一条，人员表里没有这样要求。")
        words = f"{one} {'必须入选' if side == 'in' else '不得入选'}"
        return {"side": side, "id": one, "words": words}
    if side == "seats":
        words = f"一共选 {choice.seats} 人（人员表里有 {len(choice.ids)} 人）"
        return {"side": side, "bound": choice.seats, "people": len(choice.ids), "words": words}
    if side not in {"min", "max"} or number is None or number < 0:
        raise Wrong(f"冲突里有看不懂的一条（{side}）。")
    rule = choice.rules[number]
    bound, people = (rule.low if side == "min" else rule.high), len(rule.members)
    named = f"：{'、'.join(choice.ids[n] for n in rule.members)}" if 0 < people <= NAMED else ""
    words = f"{rule}{'至少' if side == 'min' else '最多'} {bound} 人（人员表里有 {people} 人{named}）"
    if rule.kind == "pair":
        words = f"{rule.value}不能同时入选"
    return {"side": side, "rule": number, "bound": bound, "people": people, "words": words}


def conflict_words(choice: Choice, told: dict[str, Any]) -> str:
    parts = []
    for side, words in (("in", "必须入选"), ("out", "不得入选")):
        ids = [
            choice.ids[n] for n in sorted(choice.at[d["id"]] for d in told["demands"] if d["side"] == side)
        ]
        if ids:
            named = "、".join(ids) if len(ids) <= NAMED else f"{'、'.join(ids[:NAMED])} 等 {len(ids)} 人"
            parts.append(f"{named}{words}")
    parts += [one["words"] for one in told["demands"] if one["side"] not in {"in", "out"}]
    said, count = "；".join(parts[:MOST_TOLD]), len(told["demands"])
    if count > MOST_TOLD:
        said += f"……等 {count} 条"
    if count == 1:
        return f"这一条守不住：{said}。"
    if told["minimal"]:
        return f"这几条不能同时守住，少了其中任何一条，其余的就守得住：{said}。"
    return f"这几条不能同时守住（时间所限，也许还能再少几条）：{said}。"


def room_words(choice: Choice, room: dict[str, Any]) -> str:
    rule, least, most = _quota(choice, room["rule"]), room["least"], room["most"]
    said = f"正好 {least} 人" if least == most else f"在 {least} 至 {most} 人之间"
    return f"其余各条不动时，{rule}只能{'不是整数，凑不出' if least > most else said}。"


def way_words(choice: Choice, way: dict[str, Any]) -> str:
    gives = []
    for give in way["gives"]:
        side = "最少" if give["side"] == "min" else "最多"
        rule, before = _quota(choice, give["rule"]), bound_of(choice, give)
        gives.append(f"{rule}的{side}人数由 {before} 改为 {give['bound']}")
    doubts = ("" if way["smallest"] else "，不一定是最小的") + (
        "" if way["shown"] else "，还没有找到照此选出的名单"
    )
    return f"{'，'.join(gives)}；共动 {way['total']} 人次{doubts}。"


def bound_of(choice: Choice, give: dict[str, Any]) -> int:
    rule = _quota(choice, give["rule"])
    return rule.low if give["side"] == "min" else rule.high


def give_bounds(choice: Choice, give: dict[str, Any]) -> tuple[int, int]:
    """Between which numbers this side of a quota may be moved."""
    rule = _quota(choice, give["rule"])
    if give["side"] == "min":
        return rule.low_flex, rule.low - 1
    if give["side"] == "max":
        return rule.high + 1, rule.high_flex
    raise Wrong(f"放宽办法里有看不懂的一边（{give['side']}）。")


def _quota(choice: Choice, number: int) -> Rule:
    if not 0 <= number < len(choice.rules) or choice.rules[number].kind != "quota":
        raise Wrong(f"第 {number} 条规则不是名额，不能放宽。")
    return choice.rules[number]


# ── Judging ──────────────────────────────────────────────────────────────────


class Seats:
    """Seats taken for good so far, counted by rule."""

    def __init__(self, choice: Choice, rules_of: dict[int, list[int]]) -> None:
        self.choice, self.rules_of = choice, rules_of
        self.counts, self.left = [0] * len(choice.rules), choice.seats
        self.values: dict[str, list[int]] = {}
        for number, rule in enumerate(choice.rules):
            if rule.kind == "quota":
                self.values.setdefault(key(rule.feature), []).append(number)
        for n in rules_of:
            if choice.fixed[n] > 0:
                self._count(n)

    def take(self, n: int) -> None:
        if self.choice.fixed[n] <= 0:
            self._count(n)

    def _count(self, n: int) -> None:
        self.left -= 1
        for rule in self.rules_of[n]:
            self.counts[rule] += 1

    def full(self, rule: int) -> bool:
        return self.counts[rule] >= self.choice.rules[rule].high

    def needed(self, rule: int) -> bool:
        """Nobody has two values of a feature, so what its values lack adds up."""
        if self.choice.rules[rule].kind != "quota":
            return False
        values = self.values[key(self.choice.rules[rule].feature)]
        counts = {n: self.counts[n] + (n == rule) for n in values}
        return sum(max(0, self.choice.rules[n].low - counts[n]) for n in values) > self.left - 1


class Report:
    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.wrong: list[str] = []
        self.unproved: list[str] = []

    def good(self, sentence: str) -> None:
        self.out.write(f"对　{sentence}\n")

    def bad(self, sentence: str) -> None:
        self.wrong.append(sentence)
        if len(self.wrong) <= TOO_MANY:
            self.out.write(f"不对　{sentence}\n")

    def same(self, what: str, told: Any, found: Any) -> bool:
        if told == found and type(told) is type(found):
            return True
        self.bad(f"{what}：记录写的是 {_short(told)}，算出来是 {_short(found)}。")
        return False

    def check(self, ok: bool, sentence: str, otherwise: str) -> None:  # noqa: FBT001  the one thing it is told
        (self.good if ok else self.bad)(sentence if ok else otherwise)

    def check_quietly(self, ok: bool, otherwise: str) -> None:  # noqa: FBT001  the one thing it is told
        if not ok:
            self.bad(otherwise)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:60] + "…"  # noqa: PLR2004  a line


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Judge:
    def __init__(self, folder: Path, record: dict[str, Any], report: Report) -> None:
        self.folder, self.record, self.report = folder, record, report

    def judge(self) -> None:
        record, report = self.record, self.report
        self._shape()
        bare = {name: value for name, value in record.items() if name != "digest"}
        canonical = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        report.check(
            digest(canonical.encode()) == record["digest"],
            "record.json 与自己的摘要相符。",
            "record.json 被改动过：与自己的摘要不符。",
        )
        files = {part: self._read(INPUTS[part], told) for part, told in record["hashes"].items()}
        for name, told in record["outputs"].items():
            self._read(name, told)
        strangers = {*INPUTS.values(), *RESULTS} - {INPUTS[part] for part in files} - {*record["outputs"]}
        for name in sorted(strangers):
            if (self.folder / name).exists():
                report.bad(f"{name} 不是这次择优的：记录里没有它的摘要。")
        tables = {part: Table(INPUTS[part], raw) for part, raw in files.items() if part != "settings"}
        self._settings(tables["people"], files.get("settings", b""))
        self.choice = Choice(tables, record["settings"], record["seats"])
        self._head()
        report.same("写成句子的话", record["words"], [*outcome_words(record), *notices(self.choice)])
        if record["optimum"] is None:
            self._without_slate()
            return
        self._slate()
        self._prices()
        self._draw()
        self._reserves()
        self._files()

    def _shape(self) -> None:
        """Whoever reads the record finds in it what its schema says, and nothing else."""
        record = self.record
        wrong = [name for name in record if name not in SHAPE]
        wrong += [name for name in SHAPE if name not in record or not fits(record[name], SHAPE[name])]
        if wrong or record["seats"] < 1:
            raise Wrong(f"记录的写法不对：{_short(wrong or ['seats'])}。")
        if not {"people", "quotas"} <= record["hashes"].keys() <= INPUTS.keys():
            raise Wrong("hashes 里该有 people、quotas，还可以有 settings、already、pairs。")
        results = [] if record["optimum"] is None else sorted(RESULTS)
        if sorted(record["outputs"]) != results:
            raise Wrong(f"outputs 里该有的是 {_short(results)}。")

    def _without_slate(self) -> None:
        record, report = self.record, self.report
        impossible = record["status"] == "infeasible"
        report.same("状态", record["status"], "infeasible" if impossible else "stopped")
        report.same("已证明", record["proved"], False)
        report.same("名单", record["selected"], [])
        for name in ("gap", "certificate", "draw", "reserves"):
            report.same(name, record[name], None)
        for n, rule in enumerate(record["rules"]):
            report.same(f"第 {n} 条规则入选的人数", rule["chosen"], None)
        if not impossible:
            self._no_advice()
            report.unproved.append(f"停下时还没有找到名单；任何名单都不超过 {record['bound']}。")
            return
        report.same("bound", record["bound"], None)
        self._conflict()
        report.unproved.append("没有一份名单守得住每一条，" + record["conflict"]["words"])
        report.unproved.append(
            "放宽办法选得出名单、动得最少，各名额可取的人数到头：用 zhongmu slate verify。"
        )

    def _no_advice(self) -> None:
        """Why there is no slate, and how to let go, is told only where there is none."""
        for name, nothing in (("conflict", None), ("rooms", []), ("relaxations", [])):
            self.report.same(name, self.record[name], nothing)

    def _conflict(self) -> None:
        record, report, choice = self.record, self.report, self.choice
        told = record["conflict"]
        if not told["demands"]:
            report.bad("冲突里一条也没有。")
        for one in told["demands"]:
            report.same("冲突里的一条", one, demand(choice, one["side"], one.get("id"), one.get("rule")))
        report.same("冲突的说法", told["words"], conflict_words(choice, told))
        for room in record["rooms"]:
            report.same("可取的人数的说法", room["words"], room_words(choice, room))
        for way in record["relaxations"]:
            report.same("放宽办法的说法", way["words"], way_words(choice, way))
            moved = 0
            for give in way["gives"]:
                low, high = give_bounds(choice, give)
                moved += abs(give["bound"] - bound_of(choice, give))
                if not low <= give["bound"] <= high:
                    report.bad(f"放宽办法超出了{choice.rules[give['rule']]}准许的限度。")
            report.same("放宽办法所动的人次", way["total"], moved)

    def _read(self, name: str, told: str) -> bytes:
        try:
            raw = (self.folder / name).read_bytes()
        except OSError:
            raise Wrong(f"{name} 读不了。") from None
        self.report.check(
            digest(raw) == told, f"{name} 与摘要相符。", f"{name} 被改动过：与记录里的摘要不符。"
        )
        return raw

    def _settings(self, people: Table, raw: bytes) -> None:
        told = self.record["settings"]
        given = {}
        if raw:
            try:
                import tomllib  # Python 3.11
            except ImportError:
                self.report.unproved.append("设置是否照 settings.toml 所写（要 Python 3.11 或更新版本）。")
                return
            given = tomllib.loads(text_of(INPUTS["settings"], raw)[0].lstrip("\ufeff"))
        found = {"unit_cap": None, "unit_column": None, "address_columns": [], "score_decimals": 0, **given}
        for name, usual in (("id_column", "id"), ("score_column", "score"), ("must_column", "must")):
            found.setdefault(name, usual if people.place(usual) is not None else None)
        if found["unit_cap"]:
            found["unit_column"] = found["unit_column"] or "unit"
        found.setdefault("time_limit_s", USUAL_LIMIT_S)
        self.report.same("设置", {**told}, found)

    def _head(self) -> None:
        record, report, choice = self.record, self.report, self.choice
        report.same("人数", record["people"], len(choice.ids))
        if not record["seed_given"]:
            report.same("种子", record["seed"], digest("\n".join([*choice.ids, str(choice.seats)]).encode()))
        report.same(
            "必须入选的人", record["fixed_in"], [choice.ids[n] for n, f in enumerate(choice.fixed) if f == 1]
        )
        report.same(
            "不得入选的人", record["fixed_out"], [choice.ids[n] for n, f in enumerate(choice.fixed) if f < 0]
        )
        report.same("规则的数目", len(record["rules"]), len(choice.rules))
        for n, rule in enumerate(choice.rules[: len(record["rules"])]):
            found = {
                "kind": rule.kind,
                "feature": rule.feature,
                "value": rule.value,
                "min": rule.low,
                "max": rule.high,
                "min_flex": rule.low_flex,
                "max_flex": rule.high_flex,
                "people": len(rule.members),
                "chosen": record["rules"][n]["chosen"],
            }
            report.same(f"第 {n} 条规则{rule}", record["rules"][n], found)

    def _slate(self) -> None:
        record, report, choice = self.record, self.report, self.choice
        told = record["selected"]
        strangers = [one for one in told if one not in choice.at]
        if strangers or len(set(told)) != len(told):
            raise Wrong(f"名单里有人员表没有的人，或有人写了两次：{_short(strangers or told)}。")
        report.check(
            len(told) == choice.seats,
            f"名单正好 {choice.seats} 人。",
            f"名单有 {len(told)} 人，该是 {choice.seats} 人。",
        )
        self.chosen = {choice.at[one] for one in told}
        for n, fixed in enumerate(choice.fixed):
            if fixed and (fixed > 0) != (n in self.chosen):
                report.bad(f"{choice.ids[n]} {'必须入选而没有入选' if fixed > 0 else '不得入选而入选了'}。")
        self.counts = [len(self.chosen.intersection(rule.members)) for rule in choice.rules]
        broken = 0
        for n, (rule, count) in enumerate(zip(choice.rules, self.counts)):  # noqa: B905  Python 3.9
            report.same(f"{rule}入选的人数", record["rules"][n]["chosen"], count)
            if not rule.low <= count <= rule.high:
                broken += 1
                report.bad(f"{rule}有 {count} 人入选，该是 {rule.low} 至 {rule.high} 人。")
        if not broken:
            report.good(f"{len(choice.rules)} 条规则都守住了。")
        total = sum(choice.scores[n] for n in self.chosen)
        if report.same("合计", record["optimum"], total):
            report.good(f"合计 {total}。")
        report.same("差距", record["gap"], record["bound"] - record["optimum"])
        report.same("状态", record["status"], "proved" if record["proved"] else "stopped")
        self._no_advice()
        if record["proved"] and record["gap"] != 0:
            report.bad("记录说已证明最优，差距却不是 0。")

    def _prices(self) -> None:
        record, report, choice = self.record, self.report, self.choice
        told = record["certificate"]
        scale, seat = told["scale"], told["seat_price"]
        if any(type(n) is not int for n in (scale, seat, *told["rule_prices"].values())) or scale < 1:
            raise Wrong("证明里的价格要是整数，scale 要大于 0。")
        self.worth = [score * scale - seat for score in choice.scores]
        parts = choice.seats * seat
        for place, price in told["rule_prices"].items():
            rule = choice.rules[int(place)]
            parts += price * (rule.high if price > 0 else rule.low)
            for n in rule.members:
                self.worth[n] -= price
        fixed = choice.fixed
        self.parts = parts + sum(
            w for n, w in enumerate(self.worth) if fixed[n] > 0 or (not fixed[n] and w > 0)
        )
        bound = self.parts // scale
        report.same("价格给出的上界（以最小一份计）", told["parts"], self.parts)
        if report.same("价格给出的上界", told["bound"], bound):
            report.good(f"{len(told['rule_prices'])} 个整数价格证明：任何名单都不超过 {bound}。")
        report.same("价格上界与合计的差距", told["gap"], bound - record["optimum"])
        if bound < record["optimum"] or bound < record["bound"]:
            report.bad(f"价格给出的上界 {bound} 比记录的合计或上界还低。")
        if record["bound"] < bound:
            low, high = record["bound"], bound
            report.unproved.append(f"上界从 {high} 收紧到 {low}（差 {high - low}）：用另一种求解器复核。")

    def _draw(self) -> None:
        record, report, choice = self.record, self.report, self.choice
        seed = record["seed"].encode()
        tickets = [hmac.digest(seed, one.encode(), "sha256") for one in choice.ids]
        self.order = sorted(range(len(tickets)), key=tickets.__getitem__)
        drawn = record["draw"]
        if drawn is None or not drawn["complete"]:
            report.same("状态", record["proved"], False)
            report.unproved.append("同分抽签没有走完，名单只是停下时最好的。")
            return
        ids = choice.ids
        kept = [ids[n] for n in self.order if n in self.chosen]
        if report.same("抽签里留下的人", drawn["kept"], kept):
            report.good("抽签次序由种子定出，留下的人依次相符。")
        report.same("抽签的方法", drawn["method"], METHOD)
        told = [one["id"] for one in drawn["rejected"]]
        left = [ids[n] for n in self.order if n not in self.chosen]
        report.same("抽签里落下的人", told, left[: len(told)])
        drawn_in = [n for n in self.order if n in self.chosen and choice.fixed[n] == 0]
        filled = drawn_in[-1] if drawn_in else None
        before = self.order[: self.order.index(filled)] if filled is not None else []
        passed = [n for n in before if n not in self.chosen]
        if len(told) != len(passed):
            report.bad(f"抽签落下的人记了 {len(told)} 个，席位坐满以前该是 {len(passed)} 个。")
        self._rejections(drawn["rejected"][: len(passed)])

    def _rejections(self, rejected: list[dict[str, Any]]) -> None:
        """Each reason that arithmetic can judge; the solver's are counted."""
        report, choice = self.report, self.choice
        told = {choice.at[one["id"]]: one for one in rejected}
        likes = {choice.at[one["like"]] for one in rejected if one["reason"] == "twin"}
        rules_of = self._rules_of(self.chosen | likes | {n for n in told if told[n]["reason"] != "price"})
        seats = Seats(choice, rules_of)
        seen: set[int] = set()
        for n in self.order:
            if n in self.chosen:
                seats.take(n)
            elif n in told:
                if not self._holds(told[n], n, seats, seen):
                    report.bad(f"抽签落下 {told[n]['id']} 的理由“{told[n]['reason']}”不成立。")
                if choice.fixed[n] == 0:  # who may not be chosen says nothing of those who are like them
                    seen.add(n)
        solver = sum(one["reason"] == "solver" for one in rejected)
        if solver:
            report.unproved.append(f"抽签中 {solver} 人落下，是因为没有同样最优的名单能容下他们。")

    def _holds(self, one: dict[str, Any], n: int, seats: Seats, seen: set[int]) -> bool:
        record, choice, reason = self.record, self.choice, one["reason"]
        if reason == "fixed":
            return choice.fixed[n] < 0
        if reason == "price":
            left = (self.parts + min(0, self.worth[n])) // record["certificate"]["scale"]
            return bool(left < record["optimum"])
        rules = seats.rules_of
        if reason in {"full", "needed"}:
            return one["rule"] in rules[n] and bool(getattr(seats, reason)(one["rule"]))
        if reason == "twin":
            like = choice.at[one["like"]]
            return like in seen and choice.scores[like] == choice.scores[n] and rules[like] == rules[n]
        return bool(reason == "solver")

    def _rules_of(self, people: set[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {n: [] for n in people}
        for number, rule in enumerate(self.choice.rules):
            for n in people.intersection(rule.members):
                found[n].append(number)
        return found

    def _reserves(self) -> None:
        report, choice, told = self.report, self.choice, self.record["reserves"]
        turn = {n: place for place, n in enumerate(self.order)}
        order = [choice.at[one] for one in told["order"]]
        ranked = sorted(order, key=lambda n: (-choice.scores[n], turn[n]))
        report.same("候补的次序", told["order"], [choice.ids[n] for n in ranked])
        report.same("候补所替的人", [seat["id"] for seat in told["seats"]], self.record["selected"])
        held = {n: set(rules) for n, rules in self._rules_of(self.chosen | set(order)).items()}
        low = {n for n, count in enumerate(self.counts) if count <= choice.rules[n].low}
        high = {n for n, count in enumerate(self.counts) if count >= choice.rules[n].high}
        nobody = 0
        for seat in told["seats"]:
            mine = held[choice.at[seat["id"]]]
            legal = [choice.ids[n] for n in order if mine & low <= held[n] and held[n] & high <= mine][:1]
            if seat["substitute"] is None or seat["gives"]:
                nobody += 1
                legal = [] if legal else [seat["substitute"]]
            report.check_quietly(
                legal == [seat["substitute"]],
                f"{seat['id']} 的替补：记录写的是 {seat['substitute']}，候补里依次该是 {legal}。",
            )
            self._gives(seat, mine, held, low, high)
        report.good(f"{len(told['seats'])} 个名额各有替补或写明须放宽的名额（{nobody} 个）。")
        report.unproved.append(
            "候补以外有没有更高分的合规替补（不用求解器，用 zhongmu slate verify 重排即知）。"
        )

    def _gives(
        self, seat: dict[str, Any], mine: set[int], held: dict[int, set[int]], low: set[int], high: set[int]
    ) -> None:
        if seat["substitute"] is None:
            self.report.same(f"{seat['id']} 的放宽", seat["gives"], [])
            return
        other = held[self.choice.at[seat["substitute"]]]
        found = [{"rule": n, "side": "min", "bound": self.counts[n] - 1} for n in sorted(mine & low - other)]
        found += [
            {"rule": n, "side": "max", "bound": self.counts[n] + 1} for n in sorted(other & high - mine)
        ]
        found.sort(key=lambda give: (give["rule"], give["side"] == "max"))
        self.report.same(f"{seat['id']} 的放宽", seat["gives"], found)

    def _files(self) -> None:
        choice, told = self.choice, self.record["reserves"]
        chosen = sorted(self.chosen)
        left = [n for n in range(len(choice.ids)) if n not in self.chosen]
        seats: dict[str, list[str]] = {one: [] for one in told["order"]}
        for seat in told["seats"]:
            if seat["substitute"] is not None:
                seats[seat["substitute"]].append(seat["id"])
        before = {
            "reserve_order": [str(n + 1) for n in range(len(told["order"]))],
            "substitute_for": ["、".join(ids) for ids in seats.values()],
        }
        self._file("selected.csv", chosen, {})
        self._file("remaining.csv", left, {})
        self._file("reserve.csv", [choice.at[one] for one in told["order"]], before)

    def _file(self, name: str, people: list[int], before: dict[str, list[str]]) -> None:
        choice = self.choice
        if choice.numbered:
            before = {**before, "id": [choice.ids[n] for n in people]}
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([*before, *choice.table.header])
        columns = list(before.values())
        for place, n in enumerate(people):
            writer.writerow([column[place] for column in columns] + choice.rows[n])
        made = text.getvalue().encode(choice.table.encoding)
        same = made == (self.folder / name).read_bytes()
        self.report.check(same, f"{name} 逐行相符。", f"{name} 与人员表和名单不符。")


def main(arguments: list[str] | None = None, out: TextIO = sys.stdout) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", metavar="文件夹", nargs="?", default=Path(__file__).parent, type=Path)
    folder: Path = parser.parse_args(arguments).folder
    try:
        record = read_record(folder)
    except Unreadable as why:
        out.write(f"{why}\n")
        return 2
    report = Report(out)
    try:
        Judge(folder, record, report).judge()
    except Wrong as why:
        report.bad(str(why))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as why:
        report.bad(f"记录或文件的写法不对，核对不下去（{type(why).__name__} {why}）。")
    return conclude(record, report)


def read_record(folder: Path) -> dict[str, Any]:
    path = folder / "record.json"
    try:
        record = json.loads(path.read_bytes(), object_pairs_hook=_once, parse_constant=_no_number)
    except OSError:
        raise Unreadable(f"{path} 读不了。请给出结果文件夹。") from None
    except (ValueError, RecursionError):
        raise Unreadable(f"{path} 不是 JSON。") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise Unreadable(f"{path} 不是择优的记录（{FORMAT}）。")
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice would say one thing to a reader and another to a program."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(pairs)
    return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def conclude(record: dict[str, Any], report: Report) -> int:
    out = report.out
    if report.wrong:
        more = len(report.wrong) - TOO_MANY
        out.write((f"另有 {more} 处不对。\n" if more > 0 else "") + "结论：有对不上的地方。\n")
        return 1
    if record["optimum"] is not None:
        out.write(f"合计 {record['optimum']}，记录的上界 {record['bound']}，差距 {record['gap']}。\n")
    for sentence in report.unproved:
        out.write(f"没有求解器证明不了：{sentence}\n")
    out.write("结论：能核对的都对得上。\n")
    return 0


if __name__ == "__main__":
    gc.disable()  # it ends before there is anything to collect
    sys.exit(main())
