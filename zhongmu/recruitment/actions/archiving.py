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

PACKERS = frozenset({"liaison", "clerk", "leader"})
READERS = frozenset({"leader"})


def packing(batch: Batch, *, by: Actor) -> list[Ruling]:
    """What is filed can be packed; the archive holds identity numbers, so few may ask for it."""
    found: list[Ruling] = []
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
    refuse(packing(batch, by=by))
    archive = Archive.objects.create(
        bureau=batch.bureau, batch=batch, total=count_papers(batch), account=by.account, created_at=at
    )
    facts: dict[str, JSON] = {"archive": archive.pk}
    chain, subject = batch.bureau.code, batch.ledger_subject
    record(chain, "recruitment.archive.queue", by=by, subject=subject, facts=facts, at=at)
    return archive


@transaction.atomic
def take_archive(archive: Archive, *, reason: str, by: Actor, at: datetime) -> None:
    """Every download is recorded with its reason before the first byte goes out."""
    refuse(taking(archive, reason, by=by))
    ArchiveDownload.objects.create(
        archive=archive, account=by.account or 0, role=by.role, reason=reason.strip(), at=at
    )
    facts: dict[str, JSON] = {"archive": archive.pk, "digest": archive.digest, "reason": reason.strip()}
    chain, subject = archive.bureau.code, archive.batch.ledger_subject
    record(chain, "recruitment.archive.download", by=by, subject=subject, facts=facts, at=at)
