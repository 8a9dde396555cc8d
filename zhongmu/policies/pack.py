"""A published measure as data: its articles, its typed parameters, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from zhongmu.policies.codes import Code
from zhongmu.policies.rulings import Cite
from zhongmu.policies.schema import SCHEMA

UNCHECKED = "未经核对，请按正式文件确认"
SUGGESTED = "原文未定，本系统建议值"
NOT_OBTAINED = "未取得"
LEVELS = ("nation", "province", "city", "county")
LEVEL_WORDS = {"nation": "国家", "province": "省级", "city": "市（地）级", "county": "县级"}
STATUS_WORDS = {"in_force": "现行有效", "draft": "征求意见稿", "repealed": "已废止"}


class Source(Enum):
    ARTICLE = "article"
    HIGHER_LAW = "higher_law"
    BUREAU_DECISION = "bureau_decision"
    SUGGESTED = "suggested"


@dataclass(frozen=True)
class Article:
    """One article as printed. `number` is the integer anchor (0 outside the numbered articles)."""

    key: str
    label: str
    chapter: str
    text: str
    number: int = 0
    printed: str = ""  # the number as the document prints it: 第9条, （1）
    note: str = ""  # ours, never the measure's


@dataclass(frozen=True)
class Basis:
    doc_no: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Erratum:
    """A misprint kept as printed. `read_as` is how the software understands it; empty when it changes nothing."""

    article: str
    printed: str
    read_as: str
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """One typed value. `pack_id` names the pack that wrote it, which is an ancestor when it is inherited."""

    key: str
    title: str
    value: Any
    unit: str
    source: Source
    pack_id: str
    words: str
    article: str = ""
    article_label: str = ""
    quote: str = ""
    law: str = ""
    law_article: str = ""
    tag: str = ""
    decision: str = ""
    note: str = ""
    delegated_to: tuple[str, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Whether a leader must confirm it before its first use: our suggestion, or law nobody has checked."""
        return self.source is Source.SUGGESTED or self.tag in {"M", "I"}

    @property
    def source_words(self) -> str:
        if self.source is Source.ARTICLE:
            return f"原文：「{self.quote}」"
        if self.source is Source.SUGGESTED:
            return SUGGESTED
        if self.source is Source.BUREAU_DECISION:
            return f"本机关决定：{self.decision}"
        said = f"上位规定：{self.law}{self.law_article}" + (f"「{self.quote}」" if self.quote else "")
        return f"{said}（{UNCHECKED}）" if self.tag in {"M", "I"} else said


@dataclass(frozen=True)
class Pack:
    id: str
    title: str
    level: str
    place: str
    issuer: str
    status: str
    articles: tuple[Article, ...]
    parameters: Mapping[str, Parameter]  # inherited ones included
    file: str = ""
    aliases: tuple[str, ...] = ()
    doc_no: str = ""
    issued_on: date | None = None
    effective_from: date | None = None
    repealed_on: date | None = None
    adopted: str = ""
    parent: str = ""
    note: str = ""
    basis: tuple[Basis, ...] = ()
    errata: tuple[Erratum, ...] = ()

    def article(self, key: str) -> Article:
        """Raises KeyError with a sentence."""
        for article in self.articles:
            if article.key == key:
                return article
        raise KeyError(f"《{self.title}》没有条文「{key}」")

    def children(self, key: str) -> tuple[Article, ...]:
        """The items under an article: `children("4")` are 4.1 to 4.4."""
        return tuple(a for a in self.articles if a.key.startswith(f"{key}."))

    def parameter(self, key: str) -> Parameter:
        """Raises KeyError when the measure is silent on this key."""
        try:
            return self.parameters[key]
        except KeyError:
            raise KeyError(f"《{self.title}》没有规定「{key}」") from None

    def __getitem__(self, key: str) -> Any:
        """The typed value; None where the schema lets a measure stay silent and this one does."""
        if key not in self.parameters and key in SCHEMA and SCHEMA[key].optional:
            return None
        return self.parameter(key).value

    def __contains__(self, key: object) -> bool:
        return key in self.parameters

    def __iter__(self) -> Iterator[Parameter]:
        """Parameters in the schema's order."""
        return (self.parameters[key] for key in SCHEMA if key in self.parameters)

    def code(self, key: str, code: str) -> Code:
        """One row of a table of codes. Raises KeyError with a sentence."""
        for row in self[key] or ():
            if row.code == code:
                found: Code = row
                return found
        raise KeyError(f"《{self.title}》的「{key}」没有代码「{code}」")

    def cite(self, key: str) -> Cite:
        """The words behind a parameter, as a citation. Raises KeyError when the measure is silent."""
        found = self.parameter(key)
        if found.source is Source.ARTICLE:
            return Cite(found.pack_id, found.article, found.article_label)
        if found.source is Source.HIGHER_LAW:
            note = UNCHECKED if found.tag in {"M", "I"} else ""
            return Cite(found.pack_id, "", f"{found.law}{found.law_article}", note)
        said = SUGGESTED if found.source is Source.SUGGESTED else found.decision
        return Cite(found.pack_id, "", found.title, said)

    def cite_article(self, key: str) -> Cite:
        return Cite(self.id, key, self.article(key).label)

    @property
    def own(self) -> tuple[Parameter, ...]:
        """Parameters this pack writes itself."""
        return tuple(p for p in self if p.pack_id == self.id)

    def in_force_on(self, on: date) -> bool:
        """A draft never is. A repealed measure governs acts done before its repeal (CQ-15)."""
        if self.status == "draft" or self.effective_from is None or on < self.effective_from:
            return False
        return self.repealed_on is None or on < self.repealed_on
