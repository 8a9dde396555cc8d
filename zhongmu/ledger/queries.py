from __future__ import annotations

from django.db.models import QuerySet

from .models import LedgerEntry, SignedHead


def entries_for(chain: str, *, action: str = "") -> QuerySet[LedgerEntry]:
    """One chain's entries; `action` narrows to one kind (`reporter.reveal`, `ledger.export`)."""
    entries = LedgerEntry.objects.filter(chain=chain)
    return entries.filter(action=action) if action else entries


def latest_heads(chain: str, *, count: int = 5) -> list[SignedHead]:
    return list(SignedHead.objects.filter(chain=chain).order_by("-id")[:count])
