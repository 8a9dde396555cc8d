from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.seals.signing import public_key_b64, sign

from .actors import Actor
from .canonical import JSON, canonical, entry_fields, header_bytes, moment
from .heads import head_line, sign_heads
from .models import LedgerChain, LedgerEntry, SignedHead
from .record import PLATFORM, record

FORMAT = "zhongmu-ledger-2"
BATCH = 1000


class UnknownChain(LookupError):
    """An export was asked of a chain that has no entry."""


def export(chain_codes: Iterable[str] | None, out: Path, *, at: datetime, by: Actor) -> int:
    """Write chains (None: all) to `out` for `verify.py`; how many entries were written. Not inside a transaction.

    JSON lines in canonical form: one `header`, which lists the chains and is signed, so that none can be left out
    unseen; the `entry` lines of each chain by seq; one signed `head` per chain.
    The export is first recorded, in each chain named (in `platform` for all), then all heads are signed.
    """
    chosen = None if chain_codes is None else sorted(set(chain_codes))
    _recorded(chosen, at=at, by=by)
    heads = [head for head in sign_heads(at, "export") if chosen is None or head.chain in chosen]
    beside = out.with_name(f".{out.name}.part")
    with beside.open("w", encoding="utf-8", newline="\n") as lines:
        lines.write(_header(chosen, heads, at))
        written = sum(_write_chain(head, lines) for head in heads)
        lines.writelines(head_line(head) for head in heads)
        lines.flush()
        os.fsync(lines.fileno())
    beside.replace(out)
    return written


def entries_of(chain: str, *, upto: int | None = None) -> Iterator[LedgerEntry]:
    """Every entry of a chain in order, a batch in memory at a time."""
    after = 0
    while True:
        rows = LedgerEntry.objects.filter(chain=chain, seq__gt=after).order_by("seq")
        batch = list((rows if upto is None else rows.filter(seq__lte=upto))[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].seq


def entry_line(entry: LedgerEntry) -> str:
    return (
        canonical({"kind": "entry", **entry_fields(entry), "digest": entry.digest, "tag": entry.tag}) + "\n"
    )


def _recorded(chosen: list[str] | None, *, at: datetime, by: Actor) -> None:
    with transaction.atomic(durable=True):
        if chosen is not None:
            known = set(LedgerChain.objects.filter(code__in=chosen).values_list("code", flat=True))
            for code in chosen:
                if code not in known:
                    raise UnknownChain(_("台账里没有“%(code)s”这条链；请核对单位代码。") % {"code": code})
        for code in [PLATFORM] if chosen is None else chosen:
            record(code, "ledger.export", by=by, subject=f"ledger:{code}", facts={"chains": chosen}, at=at)


def _header(chosen: list[str] | None, heads: list[SignedHead], at: datetime) -> str:
    fields: dict[str, JSON] = {
        "format": FORMAT,
        "at": moment(at),
        "scope": "all" if chosen is None else "chosen",
        "public_key": public_key_b64(),
        "chains": {head.chain: head.seq for head in heads},
    }
    signature = base64.b64encode(sign(header_bytes(fields))).decode("ascii")
    return canonical({"kind": "header", **fields, "signature": signature}) + "\n"


def _write_chain(head: SignedHead, lines: TextIO) -> int:
    count = 0
    for count, entry in enumerate(entries_of(head.chain, upto=head.seq), 1):  # noqa: B007  the last count is wanted
        lines.write(entry_line(entry))
    return count
