"""Who may look at what of a recruitment: a reason why not, or None."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhongmu.recruitment.models import Batch, Panelist
from zhongmu.recruitment.models.scoring import BLIND
from zhongmu.recruitment.states import BatchState


def why_not_read_forms(batch: Batch, account: int) -> str | None:
    """A reviewer does not read the application forms of a batch they are scoring blind, until the names are shown."""
    if batch.state != BatchState.CHOOSING:
        return None
    seats = Panelist.objects.filter(round__batch=batch, account=account, released_at=None)
    if seats.filter(round__state__in=BLIND).exists():
        return _("您是这个批次的评委，定分以前不能看报名表和候选人姓名。请从“评分”进入。")
    return None
