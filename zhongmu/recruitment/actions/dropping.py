"""A batch that is stopped asks nobody any more: whoever had been asked for it is told."""

from __future__ import annotations

from datetime import datetime

from zhongmu.ledger.actors import Actor
from zhongmu.recruitment.actions.inviting import withdraw_invitation
from zhongmu.recruitment.actions.nominating import withdraw_nomination
from zhongmu.recruitment.actions.pooling import stay
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import INVITATION_MOVES, NOMINATION_MOVES, PoolState


def drop_calls(batch: Batch, *, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw every nomination and invitation not answered yet; those drawn from the pool go back to it."""
    nominations = batch.nominations.filter(state__in=NOMINATION_MOVES["withdraw"].sources)
    for nomination in nominations.select_related("bureau", "unit"):
        withdraw_nomination(nomination, reason=reason, by=by, at=at)
    invitations = batch.invitations.filter(state__in=INVITATION_MOVES["withdraw"].sources)
    for invitation in invitations.select_related("bureau"):
        withdraw_invitation(invitation, reason=reason, by=by, at=at)
    for entry in batch.self_nominations.filter(state=PoolState.DRAWN).select_related("bureau", "person"):
        stay(entry, by=by, at=at)
