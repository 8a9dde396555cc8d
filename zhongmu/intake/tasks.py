from __future__ import annotations

import structlog
from django.utils import timezone
from django_tasks import task

from zhongmu.intake.fetching import fetch_all

log = structlog.get_logger(__name__)


@task()
def fetch_mail() -> int:
    """Every mailbox of the settings; returns how many messages were taken in. The log tells no sender."""
    fetched = fetch_all(at=timezone.now())
    for one in fetched:
        log.info(
            "mail fetched", bureau=one.bureau, messages=one.messages, forms=one.forms, problem=one.problem
        )
    return sum(one.messages for one in fetched)
