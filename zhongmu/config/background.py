"""Queue worker and daily tick as threads of the one server process."""

from __future__ import annotations

import threading
import time
from datetime import date

import structlog
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from zhongmu.config.daily import run_day

log = structlog.get_logger(__name__)
TICK_SECONDS = 60


def _tick() -> None:
    done_on: date | None = None
    while True:
        today = timezone.localdate()
        if done_on != today:
            try:
                log.info("daily tick", done=run_day(at=timezone.now()))
                done_on = today
            except Exception:  # the thread must outlive one bad minute; the error is in the log
                log.exception("daily tick failed")
            finally:
                close_old_connections()
        time.sleep(TICK_SECONDS)


def _work() -> None:
    worker = Worker(
        queue_names=["default"],
        interval=2,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="in-process",
        excluded_queue_names=[],
    )
    worker.run()


def start() -> None:
    """Start both threads as daemons: they end with the process; unfinished tasks are taken up at the next start."""
    threading.Thread(target=_tick, name="tick", daemon=True).start()
    threading.Thread(target=_work, name="tasks", daemon=True).start()
