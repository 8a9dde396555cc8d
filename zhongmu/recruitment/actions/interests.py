"""Look, as an application comes in or changes, whether its employer or recommender is among the supervised (CQ-F11)."""

from __future__ import annotations

from datetime import datetime

from zhongmu.bureaus.models import Bureau
from zhongmu.interests.actions import note_interests
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.states import ApplicationState, BatchState

OPEN = (
    ApplicationState.SUBMITTED,
    ApplicationState.SENT_BACK,
    ApplicationState.REFUSING,
    ApplicationState.ELIGIBLE,
)


def note(application: Application, *, at: datetime, recommender: str = "") -> int:
    """In the transaction of what brought it in, or of a second way; returns how many ties are new."""
    found = note_interests(
        application.bureau,
        application.person,
        subject=application.ledger_subject,
        employer=application.employer,
        recommender=recommender or application.unit_name,
        at=at,
    )
    return len(found)


def note_again(bureau: Bureau, *, at: datetime) -> int:
    """After the list of institutions grew: every application still being dealt with."""
    rows = bureau.applications.filter(
        state__in=OPEN, batch__state__in=[BatchState.APPROVED, BatchState.NOTICED, BatchState.CHOOSING]
    )
    return sum(note(row, at=at) for row in rows.select_related("bureau", "person").iterator(chunk_size=200))
