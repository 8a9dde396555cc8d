"""What the documents say is what the code does: generated pages are current, every setting is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest
from django.db.models import TextChoices

from tests.house.sources import HOUSE, ROOT
from zhongmu.ledger.moves import Move, diagram
from zhongmu.policies.documentation import policies_page

DOCS = ROOT / "docs"
SETTING = re.compile(r"\bZHONGMU_[A-Z_]*[A-Z]\b")
MERMAID = re.compile(r"```mermaid\n(.*?)```", re.DOTALL)
STATES = [import_module(f"zhongmu.{path.parent.name}.states") for path in sorted(HOUSE.glob("*/states.py"))]


def tables(module: ModuleType) -> dict[str, dict[str, Move]]:
    found = {name: value for name, value in vars(module).items() if isinstance(value, dict)}
    return {
        name: value
        for name, value in found.items()
        if value and all(isinstance(m, Move) for m in value.values())
    }


def diagrams(module: ModuleType, moves: dict[str, Move]) -> Iterator[str]:
    """The table drawn over each set of states that holds all of its own."""
    used = {str(state) for move in moves.values() for state in (*move.sources, move.target)}
    for states in vars(module).values():
        if isinstance(states, type) and issubclass(states, TextChoices) and used <= set(states.values):
            yield from (diagram(moves, states, start) for start in states.values)


@pytest.mark.parametrize("module", STATES, ids=lambda module: module.__name__)
def test_every_table_of_moves_is_drawn_and_current(module):
    drawn = {
        text for page in (DOCS / "states").glob("*.md") for text in MERMAID.findall(page.read_text("utf-8"))
    }
    stale = [name for name, moves in tables(module).items() if not drawn & set(diagrams(module, moves))]
    assert stale == [], "write the table's diagram into docs/states/"


def test_no_diagram_outlives_its_table():
    current = {text for m in STATES for moves in tables(m).values() for text in diagrams(m, moves)}
    pages = {page.name: MERMAID.findall(page.read_text("utf-8")) for page in (DOCS / "states").glob("*.md")}
    assert [name for name, drawn in pages.items() if not drawn or set(drawn) - current] == []


def test_the_page_of_parameters_is_current():
    assert (DOCS / "policies.md").read_text("utf-8") == policies_page(), (
        "python -m zhongmu.policies.documentation"
    )


def used_settings() -> set[str]:
    files = [*HOUSE.rglob("*.py"), *(ROOT / "tools").glob("*.sh"), ROOT / "Makefile"]
    return {name for path in files for name in SETTING.findall(path.read_text("utf-8"))}


def test_every_setting_is_explained_to_the_operator_and_none_is_invented():
    explained = set(SETTING.findall((DOCS / "operators.md").read_text("utf-8")))
    assert used_settings() - explained == set()
    assert explained - used_settings() == set()


def test_every_link_between_the_documents_leads_somewhere():
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("name", ["LICENSE", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_front_of_the_house_has_its_papers(name):
    assert (ROOT / name).read_text("utf-8").strip()
