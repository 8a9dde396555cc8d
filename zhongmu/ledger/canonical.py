"""The exact bytes that are digested, signed and exported; `verify.py` rebuilds them without us.

Canonical JSON: keys sorted, no spaces, UTF-8 unescaped. Moments are Beijing time (+08:00) to the microsecond.
An entry's digest is over its fields below, `facts` being the stored text; its tag is
HMAC(ledger key, tag before it + digest), both as hex text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import TypeAlias

from .models import LedgerEntry, SignedHead

JSON: TypeAlias = "str | int | bool | Sequence[JSON] | Mapping[str, JSON] | None"

BEIJING = timezone(timedelta(hours=8))
HEAD_PREFIX = b"zhongmu-ledger-head-1\n"
HEADER_PREFIX = b"zhongmu-ledger-export-2\n"


def canonical(value: JSON) -> str:
    """TypeError for what JSON here may not hold (floats, keys that are not text), ValueError for broken Unicode."""
    _refuse_loose(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text.encode()
    return text


def moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a moment in the ledger needs its time zone")
    return at.astimezone(BEIJING).isoformat(timespec="microseconds")


def entry_fields(entry: LedgerEntry) -> dict[str, JSON]:
    return {
        "chain": entry.chain,
        "seq": entry.seq,
        "at": moment(entry.at),
        "role": entry.role,
        "account": entry.account,
        "pseudonym": entry.pseudonym,
        "action": entry.action,
        "subject": entry.subject,
        "facts": entry.facts,
        "prev": entry.prev,
    }


def entry_bytes(entry: LedgerEntry) -> bytes:
    return canonical(entry_fields(entry)).encode()


def head_fields(head: SignedHead) -> dict[str, JSON]:
    return {
        "chain": head.chain,
        "seq": head.seq,
        "digest": head.digest,
        "signed_at": moment(head.signed_at),
        "algorithm": head.algorithm,
        "reason": head.reason,
    }


def head_bytes(head: SignedHead) -> bytes:
    return HEAD_PREFIX + canonical(head_fields(head)).encode()


def header_bytes(fields: Mapping[str, JSON]) -> bytes:
    """What is signed of an export's first line: all of it but `kind` and `signature`."""
    return HEADER_PREFIX + canonical(fields).encode()


def _refuse_loose(value: object) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key in the ledger is text, not {type(key).__name__}")
            _refuse_loose(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_loose(inner)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"the ledger holds no {type(value).__name__}; write it as text or an integer")
