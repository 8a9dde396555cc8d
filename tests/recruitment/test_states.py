"""The tables of moves, drawn and tried: every state × move × role."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from zhongmu.ledger.actors import ROLE_LABELS, Actor
from zhongmu.ledger.moves import diagram, why_not
from zhongmu.recruitment.models import Application, Batch, Objection
from zhongmu.recruitment.states import (
    APPLICATION_MOVES,
    BATCH_MOVES,
    OBJECTION_MOVES,
    ApplicationState,
    BatchState,
    ObjectionState,
)

NOUNS = {
    "batch": (Batch, BATCH_MOVES, BatchState),
    "application": (Application, APPLICATION_MOVES, ApplicationState),
    "objection": (Objection, OBJECTION_MOVES, ObjectionState),
}
TITLES = {"batch": "选聘批次", "application": "报名", "objection": "名单公示异议"}


def page_of(noun: str) -> str:
    _model, moves, states = NOUNS[noun]
    return f"# {TITLES[noun]}的状态\n\n```mermaid\n{diagram(moves, states)}```\n"


@pytest.mark.parametrize("noun", NOUNS)
def test_the_drawn_states_are_current(noun):
    drawn = Path(settings.ROOT) / "docs" / "states" / f"{noun}.md"
    assert drawn.read_text(encoding="utf-8") == page_of(noun)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("role", ROLE_LABELS)
def test_every_state_and_move_asks_for_state_and_role(noun, role):
    model, moves, states = NOUNS[noun]
    for state in states.values:
        for move in moves.values():
            refused = why_not(model(state=state), move, by=Actor(role))
            assert (refused is None) == (state in move.sources and role in move.who)
            if refused:
                assert refused.sentence.endswith("。")
                assert refused.remedy
