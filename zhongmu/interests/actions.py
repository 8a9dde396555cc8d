from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.interests.models import Recusal
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed
from zhongmu.ledger.record import record
from zhongmu.people.models import Account
from zhongmu.policies.rulings import Blocker


@transaction.atomic
def recuse(account: Account, *, subject: str, chain: str, by: Actor, reason: str, at: datetime) -> Recusal:
    """From now on the case does not exist for this person. Twice is once."""
    if not reason.strip():
        raise NotAllowed(
            [Blocker(_("请写明与本件的利害关系。"), remedy=_("例如：对象是本人近亲属任职的单位。"))]
        )
    row, created = Recusal.objects.get_or_create(
        account=account, subject=subject, defaults={"reason": reason.strip()[:200], "at": at}
    )
    if created:
        facts: dict[str, JSON] = {"account": account.pk, "reason": row.reason}
        record(chain, "recusal", by=by, subject=subject, facts=facts, at=at)
    return row
