"""Queue worker and daily tick as threads of the one server process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from zhongmu.config.daily import run_day
from zhongmu.intake.tasks import fetch_mail
from zhongmu.letters.tasks import deliver_queued, due

log = structlog.get_logger(__name__)
TICK_SECONDS = 60
MAIL_MINUTES = 10


def minute(done_on: date | None, *, at: datetime) -> date | None:
    """Do what this minute asks for; returns the day whose daily work is done. What fails is logged and tried again."""
    today = timezone.localdate(at)
    try:
        if done_on != today:
            log.info("daily tick", done=run_day(at=at))
            return today
        if due(at=at).exists():
            deliver_queued.enqueue()
        if settings.MAILBOXES and at.minute % MAIL_MINUTES == 0:
            fetch_mail.enqueue()
    except Exception:  # the thread must outlive one bad minute; the error is in the log
        log.exception("tick failed")
    return done_on


def tick(stop: threading.Event) -> None:
    """Every minute until `stop`."""
    done_on = None
    while True:
        done_on = minute(done_on, at=timezone.now())
        close_old_connections()
        if stop.wait(TICK_SECONDS):
            return


def worker(*, batch: bool = False) -> Worker:
    """The database queue's worker; with `batch` it ends when the queue is empty."""
    return Worker(
        queue_names=["default"],
        interval=2,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="in-process",
        excluded_queue_names=[],
    )


def work(stop: threading.Event, run: Callable[[], None]) -> None:
    """Keep the worker running until `stop`; a database that is away for a moment must not end it."""
    while not stop.is_set():
        try:
            run()
        except Exception:  # the thread must outlive it; the error is in the log
            log.exception("worker failed")
            close_old_connections()
        if stop.wait(TICK_SECONDS):
            return


def start() -> threading.Event:
    """Start both threads as daemons: they end with the process; unfinished tasks are taken up at the next start."""
    stop = threading.Event()
    threading.Thread(target=tick, args=(stop,), name="tick", daemon=True).start()
    threading.Thread(target=work, args=(stop, worker().run), name="tasks", daemon=True).start()
    return stop
