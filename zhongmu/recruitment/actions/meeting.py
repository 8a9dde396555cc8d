"""One person who comes into one batch by two ways is one application; both the person and the officer are told (CQ-7.0)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.recruitment.actions import interests
from zhongmu.recruitment.actions.moving import tell
from zhongmu.recruitment.filled import Filled, Source, plain_snapshot
from zhongmu.recruitment.models import AlsoCame, Application


def meet(
    earlier: Application, filled: Filled, source: Source | None, *, policy: Policy, by: Actor, at: datetime
) -> None:
    """Keep the second way, its form sealed, beside the application the person has. Call it in the act's transaction."""
    unit = source.unit if source else None
    AlsoCame.objects.create(
        application=earlier,
        channel=filled.channel,
        source=source.number if source else "",
        unit_name=unit.name if unit else "",
        unit_code=unit.code if unit else "",
        unit_opinion=unit.opinion if unit else "",
        unit_seal=unit.seal if unit else None,
        content=plain_snapshot(filled),
        at=at,
    )
    earlier.other_channels = sorted({*earlier.other_channels, filled.channel} - {earlier.channel})
    earlier.save(update_fields=["other_channels"])
    interests.note(earlier, at=at, recommender=unit.name if unit else "")
    facts: dict[str, JSON] = {
        "number": earlier.number,
        "channel": earlier.channel,
        "met": filled.channel,
        "source": source.number if source else "",
    }
    chain, subject = earlier.bureau.code, earlier.ledger_subject
    record(chain, "recruitment.application.meet", by=by, subject=subject, facts=facts, at=at)
    ways = [policy.label("channels", code) for code in (earlier.channel, filled.channel)]
    words = _("先后经%(ways)s进入同一批次，已合并为这一份，不会重复，也不必再填。")
    tell(earlier, "meet", words % {"ways": "、".join(f"“{way}”" for way in ways)}, at=at)
