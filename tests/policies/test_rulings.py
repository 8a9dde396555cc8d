from __future__ import annotations

import pytest

from zhongmu.policies.rulings import Blocker, Cite, NeedsApproval, Notice, blockers

CITE = Cite("chongqing-2024-43", "6", "第六条")


@pytest.mark.parametrize("kind", [Blocker, NeedsApproval, Notice])
def test_a_ruling_reads_as_what_why_and_what_next(kind):
    assert str(kind("聘期未满", CITE, "请等期满。")) == "聘期未满（依据：第六条）。请等期满。"
    assert str(kind("聘期未满。")) == "聘期未满。"


def test_a_citation_with_a_note_says_it():
    assert str(Cite("x", "", "公示期", "本系统建议值")) == "公示期（本系统建议值）"


def test_only_blockers_block():
    first, second = Blocker("甲"), Blocker("乙")
    assert blockers([first, Notice("丙"), NeedsApproval("丁"), second]) == (first, second)
    assert NeedsApproval("丁").role == "leader"
