from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from zhongmu.bureaus.models import Bureau
from zhongmu.files.vault import Damaged
from zhongmu.letters.documents.fonts import MissingGlyph
from zhongmu.recruitment.actions.drafting import clear_expired, clear_unpointed
from zhongmu.recruitment.actions.pooling import forget_expired
from zhongmu.recruitment.archives import write_archive
from zhongmu.recruitment.models import Archive
from zhongmu.recruitment.promises import recompute_promises


@task()
def recompute_open_promises() -> int:
    """After the calendar changed: open objections and appeals and running notices everywhere. The arguments carry nothing."""
    at = timezone.now()
    on = timezone.localdate(at)
    waiting = Q(name_notices__isnull=False) | Q(appeals__isnull=False)
    bureaus = Bureau.objects.existing(on).filter(waiting).distinct()
    return sum(recompute_promises(bureau, at=at) for bureau in bureaus)


@task()
def clear_drafts() -> int:
    """Remove the drafts nobody came back to; returns how many."""
    now = timezone.now()
    return clear_expired(on=timezone.localdate(now), at=now)


@task()
def clear_files() -> int:
    """Remove the files that came with forms never taken in; returns how many."""
    now = timezone.now()
    return clear_unpointed(on=timezone.localdate(now), at=now)


@task()
def make_archive(archive_id: int) -> None:
    """Write one archive. The argument is its id and nothing of a person; what cannot be printed is said on the page."""
    waiting = Archive.objects.filter(pk=archive_id, state=Archive.State.QUEUED)
    if not waiting.update(state=Archive.State.RUNNING, heard_at=timezone.now()):
        return
    archive = Archive.objects.select_related("batch__bureau").get(pk=archive_id)
    try:
        write_archive(archive, policy=archive.batch.bureau.policy(timezone.localdate(archive.created_at)))
        archive.state = Archive.State.DONE
    except (MissingGlyph, Damaged, OSError) as problem:
        archive.state, archive.problem = Archive.State.FAILED, str(problem)[:300]
    fields = ("state", "problem", "size", "digest", "done")
    Archive.objects.filter(pk=archive_id, state=Archive.State.RUNNING).update(
        **{field: getattr(archive, field) for field in fields}, finished_at=timezone.now()
    )


@task()
def clear_pool() -> int:
    """Forget what self-nominations said whose time in the pool has run out; returns how many."""
    now = timezone.now()
    return forget_expired(on=timezone.localdate(now), at=now)
