"""Who may look at what of a recruitment: a reason why not, or None."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhongmu.recruitment.models import Batch, Panelist
from zhongmu.recruitment.models.scoring import BLIND
from zhongmu.recruitment.states import BatchState


def scored_blind_by(account: int) -> QuerySet[Panelist, Any]:
    """The batches whose candidates this account is scoring without their names, as a subquery."""
    seats = Panelist.objects.filter(account=account, released_at=None, round__state__in=BLIND)
    return seats.filter(round__batch__state=BatchState.CHOOSING).values("round__batch")


def why_not_read_forms(batch: Batch, account: int) -> str | None:
    """A reviewer does not read the application forms of a batch they are scoring blind, until the names are shown."""
    if batch.state == BatchState.CHOOSING and scored_blind_by(account).filter(round__batch=batch).exists():
        return _("您是这个批次的评委，定分以前不能看报名表和候选人姓名。请从“评分”进入。")
    return None
