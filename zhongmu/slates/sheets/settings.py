"""The settings of a choice: a TOML file of a few keys, all optional; an unknown key is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from zhongmu.slates.sheets.cells import Findings, refuse
from zhongmu.slates.sheets.tables import Source, text_of

MOST_DECIMALS = 6
LINE_OF_ERROR = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Settings:
    """Names left empty mean the usual column (`id`, `score`, `must`, `unit`), where the people's table has it."""

    id_column: str = ""
    score_column: str = ""
    unit_column: str = ""
    unit_cap: int = 0
    must_column: str = ""
    address_columns: tuple[str, ...] = ()
    time_limit_s: float = 300.0
    score_decimals: int = 0


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


LONGEST_S = 10**7


def _is_whole(value: Any, least: int, most: float = float("inf")) -> bool:
    return type(value) is int and least <= value <= most


WANTED: dict[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(
        ("id_column", "score_column", "unit_column", "must_column"),
        (_is_name, "请写人员表的一个栏名，加引号。"),
    ),
    "unit_cap": (lambda v: _is_whole(v, 1), "请写整数，至少为 1：一个单位最多几人。"),
    "address_columns": (
        lambda v: isinstance(v, list) and bool(v) and all(map(_is_name, v)),
        '请写栏名的列表，如 ["街道", "门牌"]。',
    ),
    "time_limit_s": (
        lambda v: type(v) in {int, float} and 0 < v <= LONGEST_S,
        f"请写大于 0 的秒数，最多 {LONGEST_S}。",
    ),
    "score_decimals": (
        lambda v: _is_whole(v, 0, MOST_DECIMALS),
        f"请写 0 到 {MOST_DECIMALS} 的整数：分数最多几位小数。",
    ),
}


def read_settings(source: Source | None) -> Settings:
    """The settings of a file, or the usual ones; BadSheets names every key that is wrong."""
    if source is None:
        return Settings()
    text, _encoding = text_of(source)
    findings = Findings(source.name, "项")
    given = _parsed(text.removeprefix("\ufeff"), findings)
    for name, value in given.items():
        row = _row(text, name)
        if name not in WANTED:
            known = "、".join(field.name for field in fields(Settings))
            findings.add("没有这一项", f"可以写的有：{known}。", row=row, column=name, text=name)
        elif not WANTED[name][0](value):
            findings.add("不能用", WANTED[name][1], row=row, column=name, text=str(value))
    refuse(findings)
    chosen: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    return Settings(**chosen)


def _parsed(text: str, findings: Findings) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as why:
        line = LINE_OF_ERROR.search(str(why))
        row = int(line[1]) if line else text.count("\n") + 1
        findings.add(
            "TOML 写法不对", '一行一项，如 unit_cap = 2；文字加引号，如 id_column = "编号"。', row=row
        )
        return {}


def _row(text: str, name: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf'\s*\[*\s*["\']?{re.escape(name)}\b', line):
            return number
    return 1
