"""Reading a pack's own parameters: known key, right type, named source, quotation that occurs in its article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zhongmu.policies.kinds import UNITS, BadValue, Key
from zhongmu.policies.pack import LEVELS, NOT_OBTAINED, Article, Pack, Parameter, Source
from zhongmu.policies.problems import Page
from zhongmu.policies.schema import SCHEMA
from zhongmu.policies.tables import check_fields

_FIELDS = frozenset(
    {
        "value", "unit", "source", "article", "quote", "law", "law_article", "tag", "decision", "note",
        "delegated_to",
    }
)  # fmt: skip
# What each source must name, and what it may name besides.
_NEEDS = {
    Source.ARTICLE: (("article", "quote"), ()),
    Source.HIGHER_LAW: (("law", "tag"), ("law_article", "quote")),
    Source.BUREAU_DECISION: (("decision",), ()),
    Source.SUGGESTED: ((), ()),
}
_ALWAYS = frozenset({"value", "unit", "source", "note", "delegated_to"})


def read_parameters(page: Page, pack: Pack, raw: Any, *, delegated_to: Any) -> dict[str, Parameter]:
    """`delegated_to` is the pack's own default for parameters that do not say."""
    found: dict[str, Parameter] = {}
    for name, table in raw.items():
        line = page.parameter(name)
        if name not in SCHEMA:
            page.wrong(f"不认识的参数「{name}」", f"{_nearest(name)}全部参数见 docs/policies.md。", line=line)
        elif not isinstance(table, dict):
            page.wrong(
                f"参数「{name}」没有写来源",
                f'请写成 [parameters."{name}"] 一节，含 value 和 source。',
                line=line,
            )
        elif parameter := _Reader(page, pack, SCHEMA[name], table, line).read(delegated_to):
            found[name] = parameter
    return found


def _nearest(name: str) -> str:
    stem = name.split(".", maxsplit=1)[0]
    close = [key for key in SCHEMA if key.split(".")[0] == stem]
    return f"相近的有：{'、'.join(close)}。" if close else ""


def bare(text: str) -> str:
    """Text without white space, as quotations are compared."""
    return re.sub(r"\s", "", text)


class _Reader:
    """One `[parameters."key"]` table."""

    def __init__(self, page: Page, pack: Pack, key: Key, table: dict[str, Any], line: int) -> None:
        self.page, self.key, self.table, self.line = page, key, table, line
        self.pack = pack
        self.articles: Mapping[str, Article] = {a.key: a for a in pack.articles}

    def read(self, delegated_to: Any) -> Parameter | None:
        before = len(self.page.problems)
        check_fields(self.page, self.table, _FIELDS, line_of=self._at)
        source = self._source()
        value = self._value()
        unit = self._unit()
        levels = self._levels(self.table.get("delegated_to", delegated_to))
        if len(self.page.problems) > before or source is None:
            return None
        article = str(self.table.get("article", ""))
        texts = {name: str(self.table.get(name, "")) for name in _FIELDS - _ALWAYS}
        return Parameter(
            key=self.key.name,
            title=self.key.title,
            value=value,
            unit=unit,
            source=source,
            pack_id=self.pack.id,
            words=self.key.say(value, unit),
            article_label=self.articles[article].label if article else "",
            note=str(self.table.get("note", "")),
            delegated_to=levels,
            **texts,
        )

    def _wrong(self, what: str, remedy: str, field: str = "", code: str = "") -> None:
        line = self.page.code(code, after=self.line) if code else self._at(field)
        self.page.wrong(what, remedy, line=line)

    def _at(self, field: str) -> int:
        return self.page.field(field, after=self.line)

    def _source(self) -> Source | None:
        name, written = self.key.name, self.table.get("source")
        if written not in {s.value for s in Source}:
            said = f"不认识的来源「{written}」" if written else "没有写来源"
            self._wrong(
                f"参数「{name}」{said}",
                f"请写 source，可写：{'、'.join(s.value for s in Source)}。",
                "source",
            )
            return None
        source = Source(written)
        needed, allowed = _NEEDS[source]
        for field in needed:
            if not isinstance(self.table.get(field), str) or not self.table[field]:
                self._wrong(
                    f"参数「{name}」的来源是 {source.value}，却没有写 {field}",
                    f"请补写 {field}，或改写 source。",
                )
        for field in sorted(set(self.table) & _FIELDS - _ALWAYS - set(needed) - set(allowed)):
            self._wrong(
                f"参数「{name}」的来源是 {source.value}，不能写 {field}",
                f"请删去 {field}，或改写 source。",
                field,
            )
        self._check_tag()
        if source is Source.ARTICLE:
            self._quoted(self.table.get("article"), self.table.get("quote"))
        return source

    def _check_tag(self) -> None:
        if self.table.get("tag", "F") not in {"F", "M", "I"}:
            self._wrong(
                f"参数「{self.key.name}」的 tag 不认识", "请写 F（有出处）、M（凭记忆）或 I（推断）。", "tag"
            )

    def _quoted(self, article: Any, quote: Any, code: str = "") -> None:
        name = self.key.name
        if not article or not quote:
            return
        if article not in self.articles:
            self._wrong(
                f"参数「{name}」所指的条文「{article}」不存在",
                "请写本文件 [[articles]] 里的 key。",
                "article",
            )
        elif self.articles[article].text == NOT_OBTAINED:
            self._wrong(
                f"参数「{name}」引用的条文「{article}」原文未取得",
                '请先录入原文，或把 source 改为 "higher_law" 或 "suggested"。',
                "quote",
                code,
            )
        elif bare(str(quote)) not in bare(self.articles[article].text):
            self._wrong(
                f"参数「{name}」所引「{quote}」在条文「{article}」中找不到",
                "请照录这一条里的原话。",
                "quote",
                code,
            )

    def _value(self) -> Any:
        if "value" not in self.table:
            self._wrong(f"参数「{self.key.name}」没有写值", "请补写 value。")
            return None
        try:
            value = self.key.read(self.table["value"])
        except BadValue as error:
            self._wrong(error.sentence, error.remedy, "value", code=error.code)
            return None
        if self.key.kind == "codes":
            for row in self.table["value"]:
                self._row(row)
        return value

    def _row(self, row: dict[str, Any]) -> None:
        article = row.get("article", "")
        if article and article not in self.articles:
            self._wrong(
                f"代码「{row['code']}」所指的条文「{article}」不存在",
                "请写本文件 [[articles]] 里的 key。",
                code=row["code"],
            )
            return
        verbatim = [row.get(c.name, "") for c in self.key.columns if c.verbatim]
        for words in [*verbatim, row.get("quote", "")]:
            if words:
                self._quoted(article or self.table.get("article"), words, code=row["code"])

    def _unit(self) -> str:
        unit = self.table.get("unit", self.key.units[0])
        if unit not in self.key.units:
            allowed = "、".join(f"{u}（{UNITS[u]}）" for u in self.key.units if u) or "这个参数没有单位"
            self._wrong(f"参数「{self.key.name}」的单位不能是「{unit}」", f"可写：{allowed}。", "unit")
            return ""
        return str(unit)

    def _levels(self, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list) or any(level not in LEVELS for level in raw):
            self._wrong(
                f"参数「{self.key.name}」的 delegated_to 不对",
                f"请写级别的列表，可写：{'、'.join(LEVELS)}。",
                "delegated_to",
            )
            return ()
        return tuple(raw)
