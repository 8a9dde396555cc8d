from __future__ import annotations

from pathlib import Path

import pytest

from tests.clauses.pieces import house
from zhongmu.clauses.register import ROOT
from zhongmu.clauses.tree import sources, tree_digest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "conftest.py").write_text("")
    return house(tmp_path)


@pytest.mark.parametrize("name", ["zhongmu/b.py", "zhongmu/x/p.html", "zhongmu/p.toml", "tests/test_a.py"])
def test_a_new_source_changes_the_digest(root, name):
    before = tree_digest(root)
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("")
    assert tree_digest(root) != before


def test_an_edit_changes_the_digest_and_undoing_it_restores_it(root):
    before = tree_digest(root)
    (root / "conftest.py").write_text("B = 2\n")
    assert tree_digest(root) != before
    (root / "conftest.py").write_text("")
    assert tree_digest(root) == before


@pytest.mark.parametrize(
    "name", ["zhongmu/__pycache__/a.py", "zhongmu/web/static/vendor/x.css", "var/a.py", "zhongmu/a.png"]
)
def test_what_is_built_or_fetched_does_not_count(root, name):
    before = tree_digest(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("x")
    assert tree_digest(root) == before


def test_the_register_itself_does_not_count(root):
    before = tree_digest(root)
    (root / "clauses.toml").write_text("")
    assert tree_digest(root) == before


def test_the_house_counts_its_code_templates_measures_and_tests():
    names = {path.relative_to(ROOT).as_posix() for path in sources(ROOT)}
    assert {"zhongmu/cli.py", "zhongmu/policies/library/chongqing-2024-43.toml", "conftest.py"} <= names
    assert "zhongmu/web/jinja2/base/office.html" in names
    assert "tests/clauses/test_tree.py" in names
