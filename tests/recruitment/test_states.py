"""The tables of moves, drawn and tried: every state × move × role."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from zhongmu.ledger.actors import ROLE_LABELS, Actor
from zhongmu.ledger.moves import diagram, why_not
from zhongmu.recruitment.models import (
    Appeal,
    Application,
    Batch,
    Invitation,
    NameNotice,
    Nomination,
    Objection,
    ScoringRound,
    SelfNomination,
    SlateRun,
)
from zhongmu.recruitment.states import (
    APPEAL_MOVES,
    APPLICATION_MOVES,
    BATCH_MOVES,
    INVITATION_MOVES,
    NAME_NOTICE_MOVES,
    NOMINATION_MOVES,
    OBJECTION_MOVES,
    POOL_MOVES,
    SCORING_MOVES,
    SLATE_MOVES,
    AppealState,
    ApplicationState,
    BatchState,
    InvitationState,
    NameNoticeState,
    NominationState,
    ObjectionState,
    PoolState,
    ScoringState,
    SlateState,
)

NOUNS = {
    "batch": (Batch, BATCH_MOVES, BatchState),
    "application": (Application, APPLICATION_MOVES, ApplicationState),
    "name_notice": (NameNotice, NAME_NOTICE_MOVES, NameNoticeState),
    "appeal": (Appeal, APPEAL_MOVES, AppealState),
    "objection": (Objection, OBJECTION_MOVES, ObjectionState),
    "scoring": (ScoringRound, SCORING_MOVES, ScoringState),
    "slate": (SlateRun, SLATE_MOVES, SlateState),
    "nomination": (Nomination, NOMINATION_MOVES, NominationState),
    "invitation": (Invitation, INVITATION_MOVES, InvitationState),
    "self-nomination": (SelfNomination, POOL_MOVES, PoolState),
}
TITLES = {
    "batch": "选聘批次",
    "application": "报名",
    "name_notice": "名单公示",
    "appeal": "审查异议",
    "objection": "名单公示异议",
    "scoring": "评委评分",
    "slate": "名单测算",
    "nomination": "单位推荐",
    "invitation": "特邀",
    "self-nomination": "个人自荐",
}


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
