"""Record where a notice was published besides the system's own page; strike what was recorded wrongly (HL-2.2a, CQ-5.4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment.actions.moving import hold, move, reasoned, refuse
from zhongmu.recruitment.models import Batch, NameNotice, Posting
from zhongmu.recruitment.postings import Posted, recording, shut
from zhongmu.recruitment.states import POSTING_MOVES

POSTERS = POSTING_MOVES["strike"].who


@transaction.atomic
def record_posting(
    batch: Batch, posted: Posted, *, names: NameNotice | None = None, by: Actor, at: datetime, on: date
) -> Posting:
    """Keep where and on which day the batch's notice, or this notice of names, was published elsewhere too."""
    policy = batch.bureau.policy(on)
    Batch.objects.select_for_update().get(
        pk=batch.pk
    )  # of two who record the same, the second reads that it is there
    batch.refresh_from_db(fields=["state", "published_at"])
    found = recording(batch, names, posted, policy, on)
    if by.role not in POSTERS:
        remedy = _("请交由有权限的人员办理。")
        found.append(Blocker(_("发布渠道由联络员、经办或负责人登记。"), remedy=remedy))
    refuse(found)
    posting = Posting.objects.create(
        bureau=batch.bureau,
        batch=batch,
        names=names,
        medium=posted.medium,
        place=posted.place.strip(),
        posted_on=posted.posted_on,
        link=posted.link,
        recorded_by=by.account or 0,
        recorded_at=at,
    )
    facts: dict[str, JSON] = {
        "batch": batch.pk,
        "names": names.pk if names else None,
        "medium": posted.medium,
        "place": posting.place,
        "posted_on": posted.posted_on.isoformat(),
        "link": posted.link,
    }
    chain, subject = batch.bureau.code, posting.ledger_subject
    record(chain, "recruitment.posting.record", by=by, subject=subject, facts=facts, at=at)
    return posting


@transaction.atomic
def strike_posting(posting: Posting, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Take a wrong row off page, print and archive; it stays on the batch page, struck, with the reason."""
    policy = posting.bureau.policy(on)
    hold(posting.batch)
    found = [*shut(posting.batch, policy), *reasoned(reason, what=_("划去"))]
    move(posting, "strike", policy=policy, rulings=found, by=by, at=at, reason=reason)
