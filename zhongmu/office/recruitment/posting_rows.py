"""Publications elsewhere as the desk lists them, struck ones too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhongmu.office.recruitment.acts import actor_for
from zhongmu.recruitment.actions.posting import POSTERS
from zhongmu.recruitment.models import Batch, Posting
from zhongmu.recruitment.states import BatchState
from zhongmu.web.requests import PageRequest


def may_post(batch: Batch, request: PageRequest) -> bool:
    """Whether this person may record or strike publications of this batch now."""
    return batch.state != BatchState.CLOSED and actor_for(request, POSTERS).role in POSTERS


def posting_rows(postings: Iterable[Posting]) -> list[dict[str, Any]]:
    """Each with the way to strike it, or why it was struck. Prefetch their moves."""
    return [
        {
            "posting": posting,
            "strike": reverse("office:posting_act", args=[posting.pk, "strike"]),
            "struck": next((move.reason for move in posting.moves.all()), ""),
        }
        for posting in postings
    ]
