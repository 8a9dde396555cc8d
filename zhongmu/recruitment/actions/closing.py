"""File a batch: its minutes are frozen and hashed in the same transaction (CQ-5.2, CQ-5.4)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON, canonical
from zhongmu.letters.documents.fonts import MissingGlyph
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment.actions.moving import move, refuse
from zhongmu.recruitment.gates import closing
from zhongmu.recruitment.minutes import as_text, minutes_facts
from zhongmu.recruitment.models import Batch, Minutes
from zhongmu.recruitment.states import BatchState
from zhongmu.seals.digests import digest


def _freeze(batch: Batch, *, by: Actor, at: datetime, on: date) -> Minutes:
    facts = minutes_facts(batch, batch.bureau.policy(on))
    text = canonical(as_text(facts))
    try:
        pdf, docx = official_pdf(facts), official_docx(facts)
    except MissingGlyph as missing:
        refuse([Blocker(missing.sentence)])
        raise
    return Minutes(
        bureau=batch.bureau,
        batch=batch,
        content=text,
        digest=digest(text.encode()),
        pdf=pdf,
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
        docx=docx,
        docx_digest=hashlib.sha256(docx).hexdigest(),
        account=by.account,
        at=at,
    )


@transaction.atomic
def close_batch(batch: Batch, *, by: Actor, at: datetime, on: date) -> None:
    """File a batch whose people are appointed and, where the measure asks for it, made public (CQ-5.4)."""
    policy = batch.bureau.policy(on)
    Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.APPOINTED:
        move(batch, "close", policy=policy, by=by, at=at)  # refused, and told why
        return
    refuse(closing(batch, policy, on))
    minutes = _freeze(batch, by=by, at=at, on=on)
    facts: dict[str, JSON] = {
        "minutes": minutes.digest,
        "pdf": minutes.pdf_digest,
        "docx": minutes.docx_digest,
    }
    move(batch, "close", policy=policy, by=by, at=at, facts=facts)
    minutes.save()
