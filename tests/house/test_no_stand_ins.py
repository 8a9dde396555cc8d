"""What is here works: nothing half made, nothing faked, nothing fetched from elsewhere when a page is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import HOUSE, ROOT, named

HERE = Path(__file__)
FOLDERS = ("zhongmu", "tests", "tools", "bench", "frontend", "requirements", "deploy", ".ci")
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".toml",
    ".css",
    ".js",
    ".sh",
    ".json",
    ".typ",
    ".in",
    ".lock",
    ".mjs",
    ".yml",
    ".yaml",
}
NEVER = {"node_modules", "vendor", "__pycache__"}

HALF_MADE = re.compile(r"\bTODO\b|\bFIXME\b|\bXXX\b|raise NotImplementedError|\bHACK\b")
FAKED = re.compile(
    r"unittest\.mock|from unittest import mock|MagicMock|mocker\b|pytest\.(mark\.)?(skip|xfail)|importorskip"
)
# Written with a seam in each name: this file, too, names no registry.
REGISTRY = re.compile(
    r"npm(?:js\.|mirror)|py(?:pi\.org)|python(?:hosted)|mirrors?\.[a-z]+\.|js(?:delivr)|un(?:pkg)|cdn(?:js)|gh(?:cr\.io)"
)
FOREIGN = re.compile(r"""(?:src|href|action|url\(|import|fetch\()\s*[=(:]?\s*["']?(?:https?:)?//[^"'\s)>]+""")
XMLNS = re.compile(r"https?://www\.w3\.org/")


def texts(*folders: str) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in TEXT and path.is_file() and not NEVER & set(path.parts) and path != HERE:
                yield path, path.read_text("utf-8")


def hits(pattern: re.Pattern[str], *folders: str) -> list[str]:
    return [
        f"{named(path)}: {found.group(0)}"
        for path, text in texts(*folders)
        for found in pattern.finditer(text)
    ]


def test_nothing_is_left_half_made():
    assert hits(HALF_MADE, *FOLDERS) == []


def test_nothing_is_faked_or_passed_over():
    assert hits(FAKED, *FOLDERS) == []


def test_nothing_names_the_place_packages_come_from():
    assert hits(REGISTRY, *FOLDERS) == []


def foreign(text: str) -> list[str]:
    return [hit.group(0) for hit in FOREIGN.finditer(text) if not XMLNS.search(hit.group(0))]


def test_no_page_asks_a_foreign_host_for_anything():
    pages = [
        p
        for p in HOUSE.rglob("*")
        if p.suffix in {".html", ".css", ".js", ".svg"} and not NEVER & set(p.parts)
    ]
    assert pages
    found = [f"{named(path)}: {hit}" for path in pages for hit in foreign(path.read_text("utf-8"))]
    assert found == []


def test_the_rules_see_what_they_ban():
    assert foreign('<script src="https://cdn.example/x.js">')
    assert foreign("background: url(//cdn.example/x.png)")
    assert foreign('<svg xmlns="http://www.w3.org/2000/svg">') == []
    assert HALF_MADE.search("# TODO: later")
    assert FAKED.search("@pytest.mark.skip")
