"""Attach files to a notice and take them off again, until it is published (CQ-7.1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.files.models import StoredFile
from zhongmu.files.store import remove
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import why_not
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment.actions.moving import hold, refuse
from zhongmu.recruitment.models import Batch, NoticeFile
from zhongmu.recruitment.states import BATCH_MOVES

MOST = 10


def _while_a_draft(batch: Batch, by: Actor) -> None:
    hold(batch)
    if wrong := why_not(batch, BATCH_MOVES["publish_notice"], by=by):
        refuse([wrong])


def _record(batch: Batch, action: str, row: NoticeFile, *, by: Actor, at: datetime) -> None:
    facts: dict[str, JSON] = {"title": row.title, "digest": row.file.digest}
    record(
        batch.bureau.code,
        f"recruitment.batch.{action}",
        by=by,
        subject=batch.ledger_subject,
        facts=facts,
        at=at,
    )


@transaction.atomic
def attach(batch: Batch, *, title: str, file: StoredFile, by: Actor, at: datetime) -> NoticeFile:
    """Raises NotAllowed once the notice is public, for a title there is already, and for too many."""
    _while_a_draft(batch, by)
    titles = set(batch.attachments.values_list("title", flat=True))
    if title in titles:
        refuse([Blocker(_("已经有叫“%s”的附件。") % title, remedy=_("请换一个名称，或先删去原来的。"))])
    if len(titles) >= MOST:
        refuse([Blocker(_("公告最多带%s个附件。") % MOST, remedy=_("请先删去不用的，或把几份合成一份。"))])
    row = NoticeFile.objects.create(batch=batch, title=title, file=file, at=at)
    _record(batch, "attach", row, by=by, at=at)
    return row


@transaction.atomic
def detach(row: NoticeFile, *, by: Actor, at: datetime) -> None:
    """Once, however many ask."""
    _while_a_draft(row.batch, by)
    if not row.batch.attachments.filter(pk=row.pk).exists():
        return
    _record(row.batch, "detach", row, by=by, at=at)
    row.delete()
    remove(row.file)
