"""What happens once a day. Nothing depends on it having run: states and clocks are computed from dates when read."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.management import call_command

from zhongmu.corps.tasks import tell_of_terms
from zhongmu.ledger.heads import sign_heads
from zhongmu.letters.tasks import deliver_queued, forget_old_codes
from zhongmu.recruitment.tasks import clear_drafts, clear_files, clear_pool, recompute_open_promises
from zhongmu.reports.tasks import recompute_open_clocks

KEEP_DAYS = 14  # what the database queue remembers of tasks that are done


def run_day(*, at: datetime) -> str:
    """Sign and anchor the ledger heads; queue terms that end, letters, open clocks, expired drafts. One line for the log."""
    heads = sign_heads(at, "daily")
    tell_of_terms.enqueue()
    deliver_queued.enqueue()
    recompute_open_clocks.enqueue()
    recompute_open_promises.enqueue()
    clear_drafts.enqueue()
    clear_files.enqueue()
    clear_pool.enqueue()
    forget_old_codes.enqueue()
    if not settings.REDIS_URL:
        call_command("prune_db_task_results", min_age_days=KEEP_DAYS, verbosity=0)
    return f"已签署 {len(heads)} 条链的链头，已安排发送待发信件。"
