from __future__ import annotations

import pytest

from zhongmu.office.ledger.words import action_label


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("login", "登录"),
        ("recruitment.batch.approve_plan", "选聘批次：核定名额"),
        ("reports.report.accept", "反映：受理"),
        ("corps.appointment.suspend", "聘任：暂停"),
        ("nobody.knows.this", "nobody.knows.this"),
    ],
)
def test_an_action_is_said_in_words_where_it_has_any(action, words):
    assert action_label(action) == words
