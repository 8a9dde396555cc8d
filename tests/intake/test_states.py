"""The lives of an arrival, a list and its people: every state × move × role, and no way round the door."""

from __future__ import annotations

import pytest

from zhongmu.intake.models import Arrival, Sheet, SheetRow
from zhongmu.intake.states import (
    ARRIVAL_MOVES,
    ROW_MOVES,
    SHEET_MOVES,
    ArrivalState,
    RowState,
    SheetState,
)
from zhongmu.ledger.actors import ROLE_LABELS, Actor
from zhongmu.ledger.moves import why_not

NOUNS = {
    "arrival": (Arrival, ARRIVAL_MOVES, ArrivalState),
    "sheet": (Sheet, SHEET_MOVES, SheetState),
    "row": (SheetRow, ROW_MOVES, RowState),
}


@pytest.mark.parametrize("role", ROLE_LABELS)
@pytest.mark.parametrize("noun", NOUNS)
def test_every_state_and_move_asks_for_state_and_role(noun, role):
    model, moves, states = NOUNS[noun]
    for state in states.values:
        for move in moves.values():
            refused = why_not(model(state=state), move, by=Actor(role))
            assert (refused is None) == (state in move.sources and role in {"liaison", "clerk", "leader"})


def test_nothing_leaves_what_is_registered_sealed_or_imported():
    shut = {ArrivalState.REGISTERED, ArrivalState.SEALED}
    assert not [move.name for move in ARRIVAL_MOVES.values() if move.sources & shut]
    assert not [move.name for move in SHEET_MOVES.values() if SheetState.IMPORTED in move.sources]
    assert not [move.name for move in ROW_MOVES.values() if RowState.REGISTERED in move.sources]
