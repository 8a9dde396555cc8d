"""Whoever follows a link in the documents arrives: at a file of the checkout, at a heading of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT

PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"""\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)\"""")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
ELSEWHERE = ("http://", "https://", "mailto:")
DECISIONS = ROOT / "docs" / "adr"


def links_of(page: Path) -> Iterator[str]:
    text = FENCE.sub("", page.read_text("utf-8"))
    for found in LINK.finditer(text):
        target = found[1] or found[2]
        if not target.startswith(ELSEWHERE):
            yield target


def anchors_of(page: Path) -> set[str]:
    """Heading anchors as code hosts make them: lower case, blanks to dashes, punctuation gone."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: Path, link: str) -> bool:
    path, _hash, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or (target.suffix == ".md" and anchor in anchors_of(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_and_a_heading(page):
    assert [link for link in links_of(page) if not leads_somewhere(page, link)] == []


def test_every_guide_and_every_decision_is_in_its_index():
    for folder in (DECISIONS, ROOT / "docs" / "guides"):
        index = (folder / "README.md").read_text("utf-8")
        others = [page.name for page in folder.glob("*.md") if page.name != "README.md"]
        assert [name for name in others if f"({name})" not in index] == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(page.name[:4]) for page in DECISIONS.glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_check_sees_a_broken_link_and_a_missing_heading(tmp_path):
    page = DECISIONS / "README.md"
    assert not leads_somewhere(page, "9999-nowhere.md")
    assert not leads_somewhere(page, "README.md#没有这一节")
    assert leads_somewhere(page, "README.md#决定记录")
    assert not leads_somewhere(tmp_path / "x.md", "y.md")
