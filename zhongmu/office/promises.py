"""Everything a bureau promised by a day, computed anew after the calendar or a leader's decision changed it."""

from __future__ import annotations

from datetime import datetime

from zhongmu.bureaus.models import Bureau
from zhongmu.recruitment.promises import recompute_promises
from zhongmu.reports.promises import recompute_clocks


def recompute_all(bureau: Bureau, *, at: datetime) -> int:
    """Returns how many days changed."""
    return recompute_clocks(bureau, at=at) + recompute_promises(bureau, at=at)
