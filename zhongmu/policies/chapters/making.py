"""Words in which the keys of the chapters are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from zhongmu.policies.codes import NOTHING
from zhongmu.policies.kinds import Column, Key

_NUMERALS = "零一两三四五六七八九十"
LEVELS = {"nation": "国家", "province": "省级", "city": "市（地）级", "county": "县级"}
DAYS = ("working_days", "calendar_days")
CLOCK = ("calendar_days", "working_days")


def counted(n: int) -> str:
    """两, 三, 十, and figures beyond ten."""
    return _NUMERALS[n] if n < len(_NUMERALS) else str(n)


def number(
    name: str, title: str, does: str, *, low: int, high: int, units: tuple[str, ...] = ("",), **more: Any
) -> Key:
    return Key(name, title, "int", does, units=units, low=low, high=high, **more)


def flag(name: str, title: str, does: str, *, yes: str = "是", no: str = "否", **more: Any) -> Key:
    return Key(name, title, "bool", does, yes_no=(yes, no), **more)


def text(name: str, title: str, does: str, **more: Any) -> Key:
    return Key(name, title, "text", does, **more)


def choice(name: str, title: str, does: str, choices: Mapping[str, str], **more: Any) -> Key:
    return Key(name, title, "choice", does, choices=MappingProxyType(dict(choices)), **more)


def texts(name: str, title: str, does: str, choices: Mapping[str, str] = NOTHING, **more: Any) -> Key:
    return Key(name, title, "list", does, choices=MappingProxyType(dict(choices)), **more)


def codes(name: str, title: str, does: str, *columns: Column, **more: Any) -> Key:
    return Key(name, title, "codes", does, columns=columns, **more)


def says(pattern: str) -> Callable[[Key, Any, str], str]:
    return lambda _key, n, _unit: pattern.format(counted(n))


VERBATIM = Column("text", "条文原句", verbatim=True)
HINT = Column("hint", "给填写人的提示")
