from __future__ import annotations

from pathlib import Path

import pytest

from tests.clauses.pieces import house, row
from zhongmu.clauses.register import BadRegister, register
from zhongmu.policies.library import library


def read(root: Path):
    return register(root / "clauses.toml", root)


def refusal(root: Path) -> str:
    with pytest.raises(BadRegister) as caught:
        read(root)
    return str(caught.value)


def test_the_register_holds_the_124_clauses_of_both_measures():
    ids = list(register())
    assert len([one for one in ids if one.startswith("CQ-")]) == 78
    assert len([one for one in ids if one.startswith("HL-")]) == 46


def test_a_good_register_is_read_in_order(tmp_path):
    assert list(read(house(tmp_path, row("CQ-2"), row("CQ-1"))))[:2] == ["CQ-2", "CQ-1"]


def test_a_missing_clause_is_refused(tmp_path):
    assert "应有 124 条，实有 1 条" in refusal(house(tmp_path, row("CQ-1"), fill=False))


def test_a_clause_registered_twice_is_refused(tmp_path):
    assert "CQ-1：登记了两次" in refusal(house(tmp_path, row("CQ-1"), row("CQ-1")))


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    bad = row("CQ-1").replace("a.py", "b.py")
    assert "CQ-1：没有 zhongmu/b.py" in refusal(house(tmp_path, bad))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('status = "done"', 'status = "soon"', "status 只能是"),
        ('target = "报名页"', 'target = ""', "完成的条目写明 target"),
        ('text = "第CQ-1条"', 'text = ""', "没有原文"),
        ("required = true\n", "", "键不对：required"),
        ("required = true\n", 'required = true\nwhy = "x"\n', "键不对：why"),
    ],
)
def test_a_bad_row_is_refused_with_a_sentence(tmp_path, old, new, sentence):
    assert sentence in refusal(house(tmp_path, row("CQ-1").replace(old, new)))


def bare(text: str) -> str:
    """Letters only: the seeds differ from the library in spaces, and the library keeps misprints as they stand."""
    return "".join(c for c in text.replace("[bookmark: _GoBack]", "") if c.isalnum())


@pytest.mark.parametrize(("prefix", "pack"), [("CQ-", "chongqing-2024-43"), ("HL-", "heilongjiang-draft")])
def test_every_clause_is_a_sentence_of_its_measure(prefix, pack):
    measure = bare("".join(f"{a.label}{a.text}" for a in library().packs[pack].articles))
    strays = [
        c.id for c in register().values() if c.id.startswith(prefix) and bare(c.text)[-12:] not in measure
    ]
    assert strays == []
