"""Ask for the archive of a filed batch, and take it home with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.actions.moving import reasoned, refuse
from zhongmu.recruitment.archives import count_papers
from zhongmu.recruitment.models import Archive, ArchiveDownload, Batch
from zhongmu.recruitment.states import BatchState
from zhongmu.seals.index import blind_index

PACKERS = frozenset({"liaison", "clerk", "leader"})
READERS = frozenset({"leader"})


def packing(batch: Batch, *, by: Actor, at: datetime) -> list[Ruling]:
    """What is filed can be packed, once at a time; the archive holds identity numbers, so few may ask for it."""
    found: list[Ruling] = []
    if any(row.waits and not row.is_gone(at) for row in batch.archives.all()):
        found.append(Blocker(_("归档包正在制作。"), remedy=_("请等做完；十分钟没有动静的，可以重新制作。")))
    if batch.state != BatchState.CLOSED:
        found.append(Blocker(_("批次还没有归档。"), remedy=_("归档以后才能制作归档包。")))
    if by.role not in PACKERS:
        found.append(Blocker(_("归档包由联络员、经办或负责人制作。"), remedy=_("请交由有权限的人员办理。")))
    return found


def taking(archive: Archive, reason: str, *, by: Actor) -> list[Ruling]:
    found = reasoned(reason, what=_("下载"))
    if archive.state != Archive.State.DONE:
        found.append(Blocker(_("归档包还没有做好。"), remedy=_("请稍后再来，或重新制作。")))
    if by.role not in READERS:
        said = _("归档包含身份证号和联系方式，只有负责人可以下载。")
        found.append(Blocker(said, remedy=_("请提请负责人办理。")))
    return found


@transaction.atomic
def queue_archive(batch: Batch, *, by: Actor, at: datetime) -> Archive:
    """A row for the task to fill. Earlier archives stay: each is what there was when it was made."""
    Batch.objects.select_for_update().get(pk=batch.pk)  # two clicks make one archive
    refuse(packing(batch, by=by, at=at))
    for left in batch.archives.filter(state__in=[Archive.State.QUEUED, Archive.State.RUNNING]):
        _give_up(left, at=at)
    archive = Archive.objects.create(
        bureau=batch.bureau, batch=batch, total=count_papers(batch), account=by.account, created_at=at
    )
    facts: dict[str, JSON] = {"archive": archive.pk}
    chain, subject = batch.bureau.code, batch.ledger_subject
    record(chain, "recruitment.archive.queue", by=by, subject=subject, facts=facts, at=at)
    return archive


def _give_up(archive: Archive, *, at: datetime) -> None:
    """The task of this one has died."""
    problem = _("制作中断，没有做完。")
    Archive.objects.filter(pk=archive.pk).update(state=Archive.State.FAILED, problem=problem, finished_at=at)
    chain, subject = archive.bureau.code, archive.batch.ledger_subject
    facts: dict[str, JSON] = {"archive": archive.pk}
    record(chain, "recruitment.archive.fail", by=Actor.system(), subject=subject, facts=facts, at=at)


@transaction.atomic
def take_archive(archive: Archive, *, reason: str, by: Actor, at: datetime) -> None:
    """Every download is recorded with its reason before the first byte goes out."""
    refuse(taking(archive, reason, by=by))
    ArchiveDownload.objects.create(
        archive=archive, account=by.account or 0, role=by.role, reason=reason.strip(), at=at
    )
    facts: dict[str, JSON] = {
        "archive": archive.pk,
        "digest": archive.digest,
        "reason": blind_index("ledger.reason", reason.strip()),
    }
    chain, subject = archive.bureau.code, archive.batch.ledger_subject
    record(chain, "recruitment.archive.download", by=by, subject=subject, facts=facts, at=at)
