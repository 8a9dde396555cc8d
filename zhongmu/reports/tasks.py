from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhongmu.bureaus.models import Bureau
from zhongmu.reports.promises import recompute_clocks


@task()
def recompute_open_clocks() -> int:
    """After the calendar changed: every open report everywhere. The arguments carry nothing."""
    at = timezone.now()
    bureaus = Bureau.objects.existing(timezone.localtime(at).date()).filter(reports__isnull=False).distinct()
    return sum(recompute_clocks(bureau, at=at) for bureau in bureaus)
