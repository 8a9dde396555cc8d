"""How nominations, invitations and self-nominations go through the one door for changes of state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import Move, make_move
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.models import Invitation, Nomination, SelfNomination
from zhongmu.recruitment.models.calls import Awaited
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import INVITATION_MOVES, NOMINATION_MOVES, POOL_MOVES

TABLES: Mapping[type[Awaited], Mapping[str, Move]] = {
    Nomination: NOMINATION_MOVES,
    Invitation: INVITATION_MOVES,
    SelfNomination: POOL_MOVES,
}


def move_call(
    call: Nomination | Invitation | SelfNomination,
    name: str,
    *,
    policy: Policy,
    rulings: Iterable[Ruling] = (),
    by: Actor,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    moves = TABLES[type(call)]
    make_move(
        call,
        name,
        moves=moves,
        rulings=rulings,
        by=by,
        at=at,
        chain=call.bureau.code,
        reason=reason.strip(),
        facts={"number": call.number},
        changes=changes,
        cite=cite(policy, moves[name].cite),
    )
