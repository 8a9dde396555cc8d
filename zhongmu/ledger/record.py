from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhongmu.seals.digests import digest, digest_algorithm, keyed_digest
from zhongmu.seals.keys import keyring
from zhongmu.statements.prepared import Prepared, insert

from .actors import Actor
from .canonical import JSON, canonical, entry_bytes
from .models import LedgerChain, LedgerEntry

PLATFORM = "platform"  # the chain of what belongs to no bureau
_standing = Prepared(lambda code: LedgerChain.objects.select_for_update().filter(code=code))


class ChainMoved(RuntimeError):
    """The chain grew between being read and being written; nothing of this entry is kept. Run the transaction again."""


class OutsideTransaction(RuntimeError):
    """An entry must stand or fall with what it tells of."""


def record(
    chain: str, action: str, *, by: Actor, subject: str, facts: Mapping[str, JSON], at: datetime
) -> LedgerEntry:
    """Append the next entry of `chain`, in the caller's transaction; the chain is locked until that ends.

    `facts` hold text, whole numbers, booleans, null, lists and objects; a float is a TypeError.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"{action}: record() needs the transaction of the act it records")
    text = canonical(facts)
    last = _locked(chain)
    entry = LedgerEntry(chain=chain, seq=last.seq + 1, at=at, action=action, subject=subject, facts=text)
    entry.role, entry.account, entry.pseudonym = by.role, by.account, by.pseudonym
    entry.prev = last.digest
    entry.digest = digest(entry_bytes(entry), last.algorithm)
    entry.tag = tag_after(last.tag, entry.digest, last.algorithm)
    if not last.advance(digest=entry.digest, tag=entry.tag):
        raise ChainMoved(f"{chain} no longer stands at {last.seq}")
    insert(entry)
    return entry


def tag_after(tag: str, digest_hex: str, algorithm: str) -> str:
    return keyed_digest(keyring().ledger, (tag + digest_hex).encode(), algorithm)


def _locked(code: str) -> LedgerChain:
    # SQLite has no row locks: there BEGIN IMMEDIATE already lets one writer in, and advance() compares and swaps.
    chain = _standing.first(code)
    if chain is None:
        LedgerChain.objects.get_or_create(code=code, defaults={"algorithm": digest_algorithm()})
        chain = LedgerChain.objects.select_for_update().get(code=code)
    return chain
