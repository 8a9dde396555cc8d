from __future__ import annotations

import pytest

from zhongmu.ledger.moves import RecordedMove
from zhongmu.office.ledger.words import NOUNS, action_label


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("login", "登录"),
        ("recruitment.batch.approve_plan", "选聘批次：核定名额"),
        ("reports.report.accept", "反映：受理"),
        ("corps.appointment.suspend", "聘任：暂停"),
        ("corps.renewal.propose", "续聘：提请决定"),
        ("corps.renewal.ask", "续聘：征求本人意愿"),
        ("nobody.knows.this", "nobody.knows.this"),
    ],
)
def test_an_action_is_said_in_words_where_it_has_any(action, words):
    assert action_label(action) == words


# Of the house only: the tests of the ledger make nouns of their own.
MADE = [made for made in RecordedMove.__subclasses__() if made.__module__.startswith("zhongmu.")]


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.__name__)
def test_the_moves_of_every_noun_are_said_in_words(made):
    nouns = {each.related_model._meta.label_lower for each in made._meta.get_fields() if each.is_relation}
    assert nouns - {noun for noun, _whose, _moves in NOUNS} == set()
