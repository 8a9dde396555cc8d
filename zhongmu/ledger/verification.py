"""The server's own check of its ledger, key in hand: digests, tags, gaps, where the chain stands, and signed heads."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhongmu.seals.digests import ZERO, digest
from zhongmu.seals.signing import verify

from .canonical import entry_bytes, head_bytes
from .export import entries_of
from .models import LedgerChain, LedgerEntry, SignedHead
from .record import tag_after


@dataclass(frozen=True, slots=True)
class Finding:
    chain: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.chain} 第 {self.seq} 号：{self.what}"


def findings(chain_codes: Iterable[str] | None = None) -> list[Finding]:
    """What is wrong, the first of each chain; empty is good. Reads in batches and holds one batch."""
    codes = _all_codes() if chain_codes is None else sorted(set(chain_codes))
    return [finding for code in codes if (finding := _wrong(code))]


def _all_codes() -> list[str]:
    named: set[str] = set()
    for rows in (LedgerChain.objects.all(), LedgerEntry.objects.all(), SignedHead.objects.all()):
        field = "code" if rows.model is LedgerChain else "chain"
        named.update(rows.order_by().values_list(field, flat=True).distinct())
    return sorted(named)


def _wrong(code: str) -> Finding | None:
    chain = LedgerChain.objects.filter(code=code).first()
    if chain is None:
        return Finding(code, 0, _("有记录或链头，却没有这条链"))
    heads = SignedHead.objects.filter(chain=code).order_by("seq", "pk").iterator(chunk_size=1000)
    head = next(heads, None)
    seq, prev, tag = 0, ZERO, ZERO
    for entry in entries_of(code):
        if what := _wrong_entry(entry, chain.algorithm, seq + 1, prev, tag):
            return Finding(code, min(entry.seq, seq + 1), what)
        seq, prev, tag = entry.seq, entry.digest, entry.tag
        while head is not None and head.seq <= seq:
            if not _matches(head, entry):
                return Finding(code, head.seq, _("与已签名的链头不符"))
            head = next(heads, None)
    if head is not None or (chain.seq, chain.digest, chain.tag) != (seq, prev, tag):
        return Finding(code, seq + 1, _("尾部被截断，或链的末位被改动"))
    return None


def _wrong_entry(entry: LedgerEntry, algorithm: str, seq: int, prev: str, tag: str) -> str:
    if entry.seq != seq:
        return _("缺少这一号")
    if entry.prev != prev or digest(entry_bytes(entry), algorithm) != entry.digest:
        return _("内容被改动：摘要不符")
    if tag_after(tag, entry.digest, algorithm) != entry.tag:
        return _("内容被改动：校验标签不符")
    return ""


def _matches(head: SignedHead, entry: LedgerEntry) -> bool:
    if (head.seq, head.digest) != (entry.seq, entry.digest):
        return False
    return verify(base64.b64decode(head.signature), head_bytes(head))
