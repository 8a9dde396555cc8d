from __future__ import annotations

import base64
import json
from io import StringIO

import pytest
from django.db import transaction

from zhongmu.ledger import commands, export
from zhongmu.ledger.canonical import HEAD_PREFIX, canonical
from zhongmu.ledger.export import UnknownChain
from zhongmu.ledger.heads import sign_heads
from zhongmu.ledger.models import LedgerEntry, SignedHead
from zhongmu.ledger.queries import entries_for, latest_heads
from zhongmu.seals.signing import public_key_b64, verify

from .pieces import AT, CLERK


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_every_head_is_signed_and_written_outside_the_database(chains, anchors):
    heads = sign_heads(AT, "daily")
    assert [(head.chain, head.seq) for head in heads] == [("500100", 5), ("platform", 2)]
    written = lines(anchors / "heads-20261121-093000.json")
    assert [line["signature"] for line in written] == [
        head.signature for head in SignedHead.objects.order_by("pk")
    ]
    for line in written:
        signature = base64.b64decode(line.pop("signature"))
        assert line.pop("kind") == "head"
        assert verify(signature, HEAD_PREFIX + canonical(line).encode(), public_key=public_key_b64())


def test_heads_of_the_same_second_go_to_another_file(chains, anchors):
    sign_heads(AT, "daily")
    sign_heads(AT, "export")
    assert sorted(p.name for p in anchors.iterdir()) == [
        "heads-20261121-093000-2.json",
        "heads-20261121-093000.json",
    ]


@pytest.mark.django_db
def test_without_entries_there_is_nothing_to_sign(anchors):
    assert sign_heads(AT, "daily") == []
    assert not anchors.exists()


@pytest.mark.django_db(transaction=True)
def test_heads_are_not_signed_inside_a_transaction_that_may_fail(anchors):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        sign_heads(AT, "daily")


def test_an_export_records_itself_and_ends_with_signed_heads(chains, tmp_path):
    written = export.export(None, tmp_path / "out.jsonl", at=AT, by=CLERK)
    header, *rest = lines(tmp_path / "out.jsonl")
    assert (header["kind"], header["scope"], header["public_key"]) == ("header", "all", public_key_b64())
    assert [(e["kind"], e["chain"], e["seq"]) for e in rest] == [
        *[("entry", "500100", n) for n in range(1, 6)],
        *[("entry", "platform", n) for n in range(1, 4)],
        ("head", "500100", 5),
        ("head", "platform", 3),
    ]
    assert (written, rest[7]["action"], rest[7]["account"]) == (8, "ledger.export", 41)


def test_one_chain_is_exported_alone_and_knows_it(chains, tmp_path):
    export.export(["platform"], tmp_path / "out.jsonl", at=AT, by=CLERK)
    last = LedgerEntry.objects.filter(chain="platform").latest("seq")
    assert (last.action, last.facts) == ("ledger.export", '{"chains":["platform"]}')
    assert "500100" not in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.glob("*.part")] == []


def test_a_chain_nobody_knows_is_refused_and_nothing_recorded(chains, tmp_path):
    with pytest.raises(UnknownChain, match="没有“999”这条链"):
        export.export(["platform", "999"], tmp_path / "out.jsonl", at=AT, by=CLERK)
    assert LedgerEntry.objects.count() == 7
    assert not (tmp_path / "out.jsonl").exists()


def test_an_export_reads_in_batches(chains, anchors, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "BATCH", 2)
    export.export(None, tmp_path / "small.jsonl", at=AT, by=CLERK)
    assert [line["seq"] for line in lines(tmp_path / "small.jsonl")[1:6]] == [1, 2, 3, 4, 5]


def test_the_commands_speak(chains, tmp_path):
    out = StringIO()
    assert commands.export(tmp_path / "out.jsonl", out, at=AT) == 0
    assert commands.heads(out, at=AT) == 0
    assert commands.public_key(out) == 0
    said = out.getvalue()
    assert "已导出 8 条记录" in said
    assert "platform 第 3 号" in said
    assert said.endswith(public_key_b64() + "\n")


def test_the_latest_heads_and_one_kind_of_entry_can_be_asked_for(chains, anchors):
    for reason in ("daily", "export"):
        sign_heads(AT, reason)
    assert [head.reason for head in latest_heads("platform", count=1)] == ["export"]
    assert entries_for("500100").count() == entries_for("500100", action="report.accept").count() == 5
    assert not entries_for("500100", action="ledger.export").exists()
