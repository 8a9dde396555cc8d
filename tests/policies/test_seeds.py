"""Nothing of the two published measures is lost, changed or added."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhongmu.policies.library import SHIPPED
from zhongmu.policies.loader import load
from zhongmu.policies.pack import NOT_OBTAINED

PACKS = load(sorted(SHIPPED.glob("*.toml")))
SEEDS = Path(__file__).parent / "seeds"
BOTH = ["chongqing-2024-43", "heilongjiang-draft"]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text.replace("[bookmark: _GoBack]", ""))


def seed(pack_id: str) -> str:
    return bare((SEEDS / f"{pack_id}.txt").read_text(encoding="utf-8"))


def printed(pack_id: str) -> str:
    """The whole document as the pack holds it: each chapter heading once, each number as printed."""
    parts, chapter = [], ""
    for article in PACKS[pack_id].articles:
        if article.chapter and article.chapter != chapter:
            chapter = article.chapter
            parts.append(chapter)
        parts += [article.printed, article.text]
    return bare("".join(parts))


@pytest.mark.parametrize("pack_id", BOTH)
def test_every_article_stands_in_the_published_text(pack_id):
    text = seed(pack_id)
    for article in PACKS[pack_id].articles:
        assert bare(article.printed + article.text) in text, article.key


@pytest.mark.parametrize("pack_id", BOTH)
def test_the_published_text_is_covered_from_first_to_last_character(pack_id):
    assert printed(pack_id) == seed(pack_id)


@pytest.mark.parametrize("pack_id", BOTH)
def test_no_conversion_debris_is_left(pack_id):
    for article in PACKS[pack_id].articles:
        assert "bookmark" not in article.text
        assert not re.search(r"  |\t|\u3000|\xa0", article.text), article.key


@pytest.mark.parametrize(
    ("pack_id", "misprint"),
    [
        ("chongqing-2024-43", "管理暂行办法"),
        ("chongqing-2024-43", "真实有效本人"),
        ("chongqing-2024-43", "第9条"),
        ("chongqing-2024-43", "第2章"),
        ("chongqing-2024-43", "（1）"),
        ("heilongjiang-draft", "国办发(2020]20号"),
        ("heilongjiang-draft", "工做"),
    ],
)
def test_misprints_are_kept_and_flagged(pack_id, misprint):
    flagged = {erratum.printed: erratum for erratum in PACKS[pack_id].errata}
    assert flagged[misprint].read_as
    assert flagged[misprint].note
    assert bare(misprint) in printed(pack_id)


def test_mixed_numbering_is_cited_by_integers():
    chongqing = PACKS["chongqing-2024-43"]
    assert [chongqing.article(key).label for key in ("4.1", "4.3", "9", "9.6")] == [
        "第四条（一）", "第四条（三）", "第九条", "第九条（六）",
    ]  # fmt: skip
    assert [a.printed for a in chongqing.children("4")] == ["（1）", "（2）", "（三）", "（四）"]
    assert {a.number for a in chongqing.articles} == set(range(16))


def test_the_national_opinion_claims_no_words_it_does_not_have():
    national = PACKS["national-2024-24"]
    assert {a.text for a in national.articles} == {NOT_OBTAINED}
    assert national.effective_from is None
    assert not any(p.article for p in national)
