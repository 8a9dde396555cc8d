from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhongmu.letters.actions import deliver
from zhongmu.letters.models import Letter, State


@task()
def deliver_queued() -> int:
    """Send what waits, oldest first; returns how many were tried. The arguments carry nothing."""
    letters = list(Letter.objects.filter(state=State.QUEUED).select_related("person").order_by("id")[:200])
    for letter in letters:
        deliver(letter, at=timezone.now())
    return len(letters)
