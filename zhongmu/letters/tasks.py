from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from zhongmu.letters import codes
from zhongmu.letters.actions import RETRY_MINUTES, deliver
from zhongmu.letters.models import Letter, State

BATCH = 200


def due(*, at: datetime) -> QuerySet[Letter]:
    """Letters to try now: the new ones, and those whose next try has come."""
    ripe = Q(tries=0)
    for tries, minutes in enumerate(RETRY_MINUTES, 1):
        ripe |= Q(tries=tries, created_at__lte=at - timedelta(minutes=minutes))
    return Letter.objects.filter(ripe, state=State.QUEUED).order_by("id")


@task()
def deliver_queued() -> int:
    """Send what is due, oldest first; returns how many were tried. The arguments carry nothing."""
    letters = list(due(at=timezone.now()).select_related("person")[:BATCH])
    for letter in letters:
        deliver(letter, at=timezone.now())
    return len(letters)


@task()
def deliver_code(pk: int) -> None:
    """The argument is the code's row, not the code."""
    codes.deliver(pk, at=timezone.now())


@task()
def forget_old_codes() -> int:
    return codes.forget_codes(at=timezone.now())
