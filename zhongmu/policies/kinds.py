"""The kinds of value a parameter may hold: how each is checked on reading and said in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Formatter
from types import MappingProxyType
from typing import Any

from zhongmu.policies.codes import NOTHING, Code

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "years": "年",
        "working_days": "个工作日",
        "calendar_days": "日",
        "percent": "％",
        "per_year": "次／自然年",
        "per_half": "次／自然半年",
        "per_period": "份／期",
        "periods": "期",
        "terms": "届",
        "times": "次",
        "people": "人",
        "age": "周岁",
        "chars": "字",
        "points": "分",
        "pixels": "像素",
        "bytes": "字节",
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "int": "整数",
        "bool": "真假",
        "text": "文字",
        "choice": "单选",
        "list": "文字列表",
        "codes": "代码表",
    }
)
_ROW_FIELDS = frozenset({"code", "label", "article", "quote"})


class BadValue(ValueError):
    """A value a key cannot hold. `sentence` says what is wrong, `remedy` what to write, `code` the row."""

    def __init__(self, sentence: str, remedy: str, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.remedy, self.code = sentence, remedy, code


@dataclass(frozen=True)
class Column:
    """One column of a table of codes. A `verbatim` text must occur in the row's own article."""

    name: str
    title: str
    kind: str = "text"
    default: Any = ""
    choices: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    verbatim: bool = False

    def read(self, raw: Any, *, code: str) -> Any:
        wanted = {"text": str, "choice": str, "bool": bool, "int": int}[self.kind]
        if type(raw) is not wanted:
            raise BadValue(
                f"代码「{code}」的列 {self.name} 应是{KINDS[self.kind]}", "请改写这一列的值。", code
            )
        if self.kind == "choice" and raw not in self.choices:
            raise BadValue(
                f"代码「{code}」的列 {self.name} 不认识「{raw}」", f"可写：{'、'.join(self.choices)}。", code
            )
        return raw


@dataclass(frozen=True)
class Key:
    """One parameter the system knows.

    `optional`: a measure may stay silent, and `pack[key]` is then None. `words` turns a value into Chinese.
    """

    name: str
    title: str
    kind: str
    does: str
    units: tuple[str, ...] = ("",)
    low: int | None = None
    high: int | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    columns: tuple[Column, ...] = ()
    optional: bool = False
    may_be_empty: bool = False
    placeholders: tuple[str, ...] = ()  # for a pattern: the only {names} it may hold, the last one required
    yes_no: tuple[str, str] = ("是", "否")
    words: Callable[[Key, Any, str], str] | None = field(default=None, compare=False)

    def read(self, raw: Any) -> Any:
        """Return the typed value. Raises BadValue."""
        return _READERS[self.kind](self, raw)

    def say(self, value: Any, unit: str = "") -> str:
        """The value in Chinese; 未规定 for None."""
        if value is None:
            return "未规定"
        return (self.words or _SAYERS.get(self.kind, _plainly))(self, value, unit or self.units[0])


def _plainly(_: Key, value: Any, unit: str) -> str:
    return f"{value}{UNITS[unit]}" if value != "" else "空"


_SAYERS: Mapping[str, Callable[[Key, Any, str], str]] = MappingProxyType(
    {
        "bool": lambda key, value, _: key.yes_no[0] if value else key.yes_no[1],
        "choice": lambda key, value, _: key.choices[value],
        "list": lambda key, value, _: "；".join(key.choices.get(v, v) for v in value),
        "codes": lambda _, value, __: "、".join(row.label for row in value),
    }
)


def _int(key: Key, raw: Any) -> int:
    if type(raw) is not int:
        raise BadValue(f"「{key.name}」应是整数，写的是「{raw}」", "请写不带引号的整数。")
    if (key.low is not None and raw < key.low) or (key.high is not None and raw > key.high):
        raise BadValue(f"「{key.name}」的值 {raw} 超出允许范围", f"请写 {key.low} 到 {key.high} 之间的整数。")
    return raw


def _bool(key: Key, raw: Any) -> bool:
    if type(raw) is not bool:
        raise BadValue(f"「{key.name}」应是真假值，写的是「{raw}」", "请写 true 或 false。")
    return raw


def _text(key: Key, raw: Any) -> str:
    if not isinstance(raw, str) or not (raw or key.may_be_empty):
        raise BadValue(f"「{key.name}」应是文字，写的是「{raw}」", "请写带引号的文字，不留空。")
    if key.placeholders:
        _check_pattern(key, raw)
    return raw


def _check_pattern(key: Key, raw: str) -> None:
    allowed = "、".join(f"{{{name}}}" for name in key.placeholders)
    try:
        names = {name for _, name, _, _ in Formatter().parse(raw) if name is not None}
    except ValueError:
        names = {raw}
    if names - set(key.placeholders) or key.placeholders[-1] not in names:
        raise BadValue(
            f"「{key.name}」的样式「{raw}」不对", f"只可用 {allowed}，且必须有 {{{key.placeholders[-1]}}}。"
        )


def _choice(key: Key, raw: Any) -> str:
    if not isinstance(raw, str) or raw not in key.choices:
        raise BadValue(f"「{key.name}」不认识「{raw}」", f"可写：{'、'.join(key.choices)}。")
    return raw


def _list(key: Key, raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(v, str) and v for v in raw):
        raise BadValue(f"「{key.name}」应是文字列表，写的是「{raw}」", '请写成 ["甲", "乙"]，至少一项。')
    for value in raw:
        if key.choices and value not in key.choices:
            raise BadValue(f"「{key.name}」不认识「{value}」", f"可写：{'、'.join(key.choices)}。")
    return tuple(raw)


def _codes(key: Key, raw: Any) -> tuple[Code, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(row, dict) for row in raw):
        raise BadValue(f"「{key.name}」应是代码表", '请写成 [{ code = "…", label = "…" }]，至少一行。')
    rows = tuple(_row(key, row) for row in raw)
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            raise BadValue(f"「{key.name}」的代码「{row.code}」重复", "请删去一行或改用别的代码。", row.code)
        seen.add(row.code)
    return rows


def _row(key: Key, raw: dict[str, Any]) -> Code:
    code, label = raw.get("code"), raw.get("label")
    if not isinstance(code, str) or not isinstance(label, str) or not code or not label:
        raise BadValue(f"「{key.name}」有一行缺少 code 或 label", "请给每一行写上 code 和 label。")
    columns = {column.name: column for column in key.columns}
    if unknown := set(raw) - _ROW_FIELDS - set(columns):
        allowed = "、".join(sorted(_ROW_FIELDS | set(columns)))
        raise BadValue(
            f"代码「{code}」有不认识的列「{min(unknown)}」", f"「{key.name}」可用的列：{allowed}。", code
        )
    values = {
        name: column.read(raw[name], code=code) if name in raw else column.default
        for name, column in columns.items()
    }
    return Code(code, label, str(raw.get("article", "")), MappingProxyType(values))


_READERS: Mapping[str, Callable[[Key, Any], Any]] = MappingProxyType(
    {"int": _int, "bool": _bool, "text": _text, "choice": _choice, "list": _list, "codes": _codes}
)
