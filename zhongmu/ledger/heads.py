from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhongmu.seals.durable import create_anchor
from zhongmu.seals.signing import sign

from .canonical import BEIJING, canonical, head_bytes, head_fields
from .models import LedgerChain, SignedHead


def sign_heads(at: datetime, reason: str) -> list[SignedHead]:
    """Sign where every chain stands and write that to a new file in ANCHORS_DIR. Not inside another transaction:
    a head in the file whose entries were rolled back would accuse an honest server.

    The file is `heads-YYYYMMDD-HHMMSS.json` in Beijing time, JSON lines, one a chain, in order of its code:
    `{"algorithm","chain","digest","kind":"head","reason","seq","signature","signed_at"}`. The signature (Ed25519,
    base64) is over `zhongmu-ledger-head-1`, a line feed, and the line's canonical JSON without `kind` and `signature`.
    Whoever keeps the file elsewhere can later prove what the chains were: `verify.py --anchor`.
    """
    with transaction.atomic(durable=True):
        heads = [
            _signed(chain, at, reason) for chain in LedgerChain.objects.filter(seq__gt=0).order_by("code")
        ]
    if heads:
        stem = f"heads-{at.astimezone(BEIJING):%Y%m%d-%H%M%S}"
        create_anchor(Path(settings.ANCHORS_DIR), stem, "".join(head_line(head) for head in heads))
    return heads


def head_line(head: SignedHead) -> str:
    return canonical({"kind": "head", **head_fields(head), "signature": head.signature}) + "\n"


def _signed(chain: LedgerChain, at: datetime, reason: str) -> SignedHead:
    head = SignedHead(
        chain=chain.code,
        seq=chain.seq,
        digest=chain.digest,
        signed_at=at,
        algorithm=chain.algorithm,
        reason=reason,
    )
    head.signature = base64.b64encode(sign(head_bytes(head))).decode("ascii")
    head.save()
    return head
