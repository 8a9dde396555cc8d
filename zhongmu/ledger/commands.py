"""What `zhongmu ledger …` does; each writes for a person to `out` and returns the exit code."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.db.models import Sum

from zhongmu.seals.signing import public_key_b64

from . import export as exports
from .actors import Actor
from .heads import sign_heads
from .models import LedgerChain
from .verification import findings


def verify(out: TextIO) -> int:
    """0 when every chain is whole (no entry at all is good too), 1 when not."""
    wrong = findings()
    out.writelines(f"{finding}\n" for finding in wrong)
    count = LedgerChain.objects.aggregate(n=Sum("seq"))["n"] or 0
    out.write(f"{LedgerChain.objects.count()} 条链，{count} 条记录，{len(wrong)} 处问题。\n")
    return 1 if wrong else 0


def export(path: Path, out: TextIO, *, at: datetime) -> int:
    count = exports.export(None, path, at=at, by=Actor.system())
    out.write(f"已导出 {count} 条记录：{path}。公钥：{public_key_b64()}\n")
    return 0


def heads(out: TextIO, *, at: datetime) -> int:
    out.writelines(
        f"{head.chain} 第 {head.seq} 号 {head.digest} 签名 {head.signature}\n"
        for head in sign_heads(at, "command")
    )
    return 0


def public_key(out: TextIO) -> int:
    out.write(public_key_b64() + "\n")
    return 0
