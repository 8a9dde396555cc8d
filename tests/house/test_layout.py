"""Imports run one way: a folder imports only folders above it, a noun's files only files before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.sources import HOUSE, dotted, imports, modules

# From the top of the house to the bottom; folders on one line do not import each other.
ORDER = [
    {"policies", "slates"},
    {"statements"},
    {"workdays"},
    {"seals"},
    {"clauses"},
    {"ledger"},
    {"people"},
    {"bureaus"},
    {"files"},
    {"letters"},
    {"interests"},
    {"corps"},
    {"recruitment", "reports"},
    {"intake"},
    {"oversight"},
    {"web"},
    {"portal", "field", "office"},
    {"config"},
    {"demo"},
    {"cli"},
]
RANK = {folder: rank for rank, line in enumerate(ORDER) for folder in line}

# (module, what it imports): why it may, against the order.
SPECIAL = {
    (
        "zhongmu.config.serving",
        "demo",
    ): "`zhongmu demo` builds the demo world, then starts the server it configures",
    (
        "zhongmu.config.wsgi",
        "demo",
    ): "a server asks the demo whether its world is invented before it opens, or keeps shut, the demo's door",
}

# Inside a noun; files on one line may ask each other.
STEPS = [{"states"}, {"models"}, {"access", "queries", "rulings"}, {"actions"}, {"forms", "tasks"}]
STEP = {name: step for step, line in enumerate(STEPS) for name in line}

# (module, what it reaches): why it may, against the steps.
SPECIAL_STEPS: dict[tuple[str, str], str] = {
    (
        "zhongmu.letters.actions",
        "zhongmu.letters.tasks",
    ): "a letter that is queued wakes the task that delivers it, once the transaction is through",
}


def folder_of(module: str) -> str:
    return module.split(".")[1]


def against_the_order(module: str, target: str) -> bool:
    own, other = folder_of(module), folder_of(target)
    return own != other and RANK[other] >= RANK[own]


def crossings(path: Path) -> set[tuple[str, str]]:
    module = dotted(path)
    if module == "zhongmu":
        return set()
    return {
        (module, folder_of(target))
        for target in imports(path) - {"zhongmu"}
        if against_the_order(module, target)
    }


def test_every_folder_has_its_place_in_the_order():
    folders = {p.name for p in HOUSE.iterdir() if p.is_dir() and any(p.rglob("*.py"))} - {"locale"}
    assert folders - RANK.keys() == set(), "add the folder to ORDER, where its imports allow it"


def test_a_folder_imports_only_folders_above_it():
    found = {crossing for path in modules() for crossing in crossings(path)}
    assert found - SPECIAL.keys() == set()


def test_every_special_case_is_still_needed():
    found = {crossing for path in modules() for crossing in crossings(path)}
    missing = {key for key in SPECIAL if (HOUSE / key[1]).is_dir()} - found
    assert missing == set()


def step_of(module: str) -> int | None:
    parts = module.split(".")
    return STEP.get(parts[2]) if len(parts) > 2 else None


def reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    """The files with a step that `start` imports, itself or through files without one."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for target in graph.get(waiting.pop(), set()) - seen:
            seen.add(target)
            if step_of(target) is None:
                waiting.append(target)
    return {target for target in seen if step_of(target) is not None}


def graph_of(noun: str) -> dict[str, set[str]]:
    graph = {dotted(path): imports(path) for path in modules(noun)}
    return {module: {t for t in targets if t in graph} for module, targets in graph.items()}


@pytest.mark.parametrize("noun", sorted({p.parent.name for p in HOUSE.glob("*/models*")} - {"web"}))
def test_inside_a_noun_files_build_on_the_ones_before(noun):
    graph = graph_of(noun)
    backwards = {
        (module, target)
        for module in graph
        if (own := step_of(module)) is not None
        for target in reached(module, graph)
        if (step_of(target) or 0) > own
    }
    assert backwards - SPECIAL_STEPS.keys() == set()


def test_the_rules_see_a_crossing():
    assert against_the_order("zhongmu.reports.actions", "zhongmu.recruitment.models")
    assert against_the_order("zhongmu.portal.front.views", "zhongmu.office.pages")
    assert against_the_order("zhongmu.policies.library", "zhongmu.ledger")
    assert not against_the_order("zhongmu.office.reports.views", "zhongmu.reports.actions")


def test_the_steps_see_through_files_without_one():
    graph = {"zhongmu.a.models": {"zhongmu.a.clocks"}, "zhongmu.a.clocks": {"zhongmu.a.actions"}}
    assert reached("zhongmu.a.models", graph) == {"zhongmu.a.actions"}
