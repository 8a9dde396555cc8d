from __future__ import annotations

from pathlib import Path

import pytest

from tests.clauses.pieces import clause, house, row
from zhongmu.clauses.commands import clauses, problems_of
from zhongmu.clauses.record import Record, save
from zhongmu.clauses.tree import tree_digest

EVERY = {c.id: c for c in (clause("CQ-1"), clause("CQ-2", done=False, required=False))}


def proved(*ids: str, outcome: str = "passed", vendor: str = "sqlite", tree: str = "t") -> Record:
    record = Record(tree)
    record.note(test="tests/a.py::test_a", clauses=list(ids), vendor=vendor, outcome=outcome)
    return record


def test_a_proved_register_has_no_problem():
    assert problems_of(EVERY, proved("CQ-1"), tree="t") == []


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (None, "没有测试记录"),
        (proved("CQ-1", tree="old"), "不是这份代码的"),
        (proved("CQ-2"), "CQ-1：在 sqlite 上没有通过的测试"),
        (proved("CQ-1", vendor="postgresql"), "CQ-1：在 sqlite 上没有通过的测试"),
        (proved("CQ-1", outcome="failed"), "CQ-1：在 sqlite 上没有通过的测试"),
        (proved("CQ-1", "CQ-9"), "CQ-9：测试标了它"),
    ],
)
def test_each_gap_is_told_in_a_sentence(record, sentence):
    assert any(sentence in one for one in problems_of(EVERY, record, tree="t"))


def test_one_failing_proof_spoils_a_clause():
    record = proved("CQ-1")
    record.note(test="tests/a.py::test_b", clauses=["CQ-1"], vendor="sqlite", outcome="failed")
    assert problems_of(EVERY, record, tree="t") == ["CQ-1：在 sqlite 上有未通过的测试。"]


def test_a_database_once_recorded_must_pass_too():
    record = proved("CQ-1").over(proved("CQ-1", vendor="postgresql", outcome="failed"))
    assert problems_of(EVERY, record, tree="t") == ["CQ-1：在 postgresql 上没有通过的测试。"]


def test_a_required_clause_must_be_done():
    every = {"CQ-1": clause("CQ-1", done=False)}
    assert problems_of(every, Record("t"), tree="t") == ["CQ-1：目前必须做到，尚未完成。"]


def run(root: Path, *, check: bool) -> tuple[int, list[str]]:
    said: list[str] = []
    return clauses(check=check, out=said.append, root=root, path=root / "record.json"), said


def test_the_command_prints_every_clause(tmp_path):
    code, said = run(house(tmp_path, row("CQ-1")), check=False)
    assert (code, len(said)) == (0, 124)
    assert said[0].split() == ["CQ-1", "done", "必须", "0", "zhongmu/a.py", "（无）"]


def test_the_check_passes_on_a_proved_house_and_fails_once_it_is_edited(tmp_path):
    root = house(tmp_path, row("CQ-1"))
    save(proved("CQ-1", tree=tree_digest(root)), root / "record.json")
    assert run(root, check=True)[0] == 0
    (root / "zhongmu/a.py").write_text("A = 2\n")
    code, said = run(root, check=True)
    assert code == 1
    assert said[-1] == "1 处不符。"


def test_a_bad_register_is_bad_input(tmp_path):
    assert run(house(tmp_path, fill=False), check=True) == (2, ["应有 124 条，实有 0 条。"])
