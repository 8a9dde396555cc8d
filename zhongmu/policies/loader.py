"""From TOML files to packs. Whatever is wrong is refused with file, line and remedy, all at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from zhongmu.policies.inheritance import inherit
from zhongmu.policies.pack import LEVELS, NOT_OBTAINED, STATUS_WORDS, Article, Basis, Erratum, Pack
from zhongmu.policies.parameters import read_parameters
from zhongmu.policies.problems import PackError, Page
from zhongmu.policies.tables import check_fields, read_day, read_rows, read_text

_TEXTS = ("id", "title", "level", "place", "issuer", "status", "doc_no", "adopted", "parent", "note")
_TABLES = ("aliases", "delegated_to", "basis", "errata", "articles", "parameters")
_DAYS = ("issued_on", "effective_from", "repealed_on")
_FIELDS = frozenset({*_TEXTS, *_TABLES, *_DAYS})
_NEEDED = ("id", "title", "level", "place", "issuer", "status")


def load(paths: Iterable[Path]) -> dict[str, Pack]:
    """Read every file and resolve inheritance. Raises PackError with every problem of every file."""
    pages: dict[str, Page] = {}
    packs: dict[str, Pack] = {}
    unread: list[Page] = []
    for path in paths:
        page, pack = read(path)
        if pack is None:
            unread.append(page)
        elif pack.id in packs:
            page.wrong(
                f"id「{pack.id}」与 {packs[pack.id].file} 重复", "请给其中一个另取 id。", line=page.top("id")
            )
            unread.append(page)
        else:
            pages[pack.id], packs[pack.id] = page, pack
    whole = inherit(packs, pages)
    problems = [p for page in (*unread, *pages.values()) for p in page.problems]
    if problems:
        raise PackError(sorted(set(problems)))
    return whole


def read(path: Path) -> tuple[Page, Pack | None]:
    """Read one file by itself, inheriting nothing. The problems are on the page; the pack is None if unreadable."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        page = Page(path, "")
        page.wrong(f"读不出这个文件（{error}）", "请检查路径和权限，并保存为 UTF-8。")
        return page, None
    page = Page(path, text)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        page.wrong(f"TOML 写法有误（{error}）", "请按提示改正这一行。", line=_line_in(str(error)))
        return page, None
    return page, _pack(page, raw)


def _line_in(message: str) -> int:
    _, _, tail = message.partition("at line ")
    digits = tail.partition(",")[0]
    return int(digits) if digits.isdigit() else 1


def _pack(page: Page, raw: dict[str, Any]) -> Pack | None:
    check_fields(page, raw, _FIELDS, line_of=page.top)
    if not _check_head(page, raw):
        return None
    days = {name: read_day(page, raw, name) for name in _DAYS}
    texts: dict[str, Any] = {name: read_text(page, raw, name) for name in _TEXTS}
    pack = Pack(
        **texts,
        issued_on=days["issued_on"],
        effective_from=days["effective_from"],
        repealed_on=days["repealed_on"],
        file=page.file,
        aliases=tuple(raw.get("aliases", ())),
        articles=_articles(page, raw),
        basis=tuple(read_rows(page, raw, "basis", Basis)),
        errata=tuple(read_rows(page, raw, "errata", Erratum)),
        parameters={},
    )
    _check_dates(page, pack, unknown=raw.get("effective_from") == NOT_OBTAINED)
    _check_errata(page, pack)
    own = read_parameters(page, pack, raw.get("parameters", {}), delegated_to=raw.get("delegated_to", []))
    return replace(pack, parameters=own)


def _check_head(page: Page, raw: dict[str, Any]) -> bool:
    before = len(page.problems)
    for name in _NEEDED:
        if not raw.get(name):
            page.wrong(f"缺少「{name}」", f'请在文件开头写 {name} = "…"。')
    for name, known in (("level", LEVELS), ("status", tuple(STATUS_WORDS))):
        if raw.get(name) and raw[name] not in known:
            page.wrong(f"「{name}」不认识「{raw[name]}」", f"可写：{'、'.join(known)}。", line=page.top(name))
    for name in ("basis", "errata", "articles"):
        if not isinstance(raw.get(name, []), list):
            page.wrong(f"「{name}」应是一组表", f"请逐条写成 [[{name}]]。", line=page.top(name))
    aliases = raw.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        page.wrong("「aliases」应是文字列表", '请写成 ["甲", "乙"]。', line=page.top("aliases"))
    if not isinstance(raw.get("parameters", {}), dict):
        page.wrong(
            "「parameters」应是一组参数", '请逐项写成 [parameters."键"]。', line=page.top("parameters")
        )
    return len(page.problems) == before


def _articles(page: Page, raw: dict[str, Any]) -> tuple[Article, ...]:
    articles = tuple(read_rows(page, raw, "articles", Article))
    seen: set[str] = set()
    for number, article in enumerate(articles):
        if article.key in seen:
            page.wrong(
                f"条文「{article.key}」重复", "请给其中一条另取 key。", line=page.row("articles", number)
            )
        seen.add(article.key)
    return articles


def _check_dates(page: Page, pack: Pack, *, unknown: bool) -> None:
    issued, effective, repealed = pack.issued_on, pack.effective_from, pack.repealed_on
    if issued and effective and effective < issued:
        page.wrong(
            "施行日早于成文日", "请核对 issued_on 和 effective_from。", line=page.top("effective_from")
        )
    if effective and repealed and repealed < effective:
        page.wrong("废止日早于施行日", "请核对 effective_from 和 repealed_on。", line=page.top("repealed_on"))
    if pack.status != "draft" and effective is None and not unknown:
        page.wrong(
            f"状态是「{STATUS_WORDS[pack.status]}」却没有施行日",
            '请写 effective_from；确实没有取得的写 "未取得"；还没有印发的，状态写 "draft"。',
            line=page.top("status"),
        )
    if pack.status == "draft" and effective is not None:
        page.wrong(
            "征求意见稿不能有施行日", '请删去 effective_from；已印发的，状态写 "in_force"。',
            line=page.top("effective_from"),
        )  # fmt: skip
    if (pack.status == "repealed") != (repealed is not None):
        page.wrong(
            "状态与废止日不一致", '有 repealed_on 的，状态写 "repealed"；反之亦然。', line=page.top("status")
        )


def _check_errata(page: Page, pack: Pack) -> None:
    texts = {a.key: f"{a.chapter}{a.printed}{a.text}" for a in pack.articles}
    for number, erratum in enumerate(pack.errata):
        line = page.row("errata", number)
        if erratum.article not in texts:
            page.wrong(f"勘误所指的条文「{erratum.article}」不存在", "请改写 article。", line=line)
        elif erratum.printed not in texts[erratum.article]:
            page.wrong(
                f"条文「{erratum.article}」里没有勘误所引的「{erratum.printed}」",
                "请照录原文的误字。",
                line=line,
            )
