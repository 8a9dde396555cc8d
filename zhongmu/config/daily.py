"""What happens once a day. Nothing depends on it having run: states and clocks are computed from dates when read."""

from __future__ import annotations

from datetime import datetime

from zhongmu.ledger.heads import sign_heads
from zhongmu.letters.tasks import deliver_queued


def run_day(*, at: datetime) -> str:
    """Sign and anchor the ledger heads, queue the delivery of letters. Returns one line for the log."""
    heads = sign_heads(at, "daily")
    deliver_queued.enqueue()
    return f"已签署 {len(heads)} 条链的链头，已安排发送待发信件。"
