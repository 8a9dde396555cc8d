# ruff: noqa: S608  our own words, past our own code
from __future__ import annotations

from io import StringIO

import pytest
from django.db import connection

from zhongmu.ledger import commands, export
from zhongmu.ledger.heads import sign_heads
from zhongmu.ledger.verification import findings

from .pieces import AT

ENTRY = "ledger_ledgerentry"
OURS = "WHERE chain = '500100' AND seq = 3"


def behind(*statements: str) -> None:
    """Somebody at the database, past our code."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def signed(chains):
    sign_heads(AT, "daily")


def test_an_untouched_ledger_has_no_findings(signed, monkeypatch):
    assert findings() == []
    monkeypatch.setattr(export, "BATCH", 2)
    assert findings() == []
    assert findings(["platform"]) == []


@pytest.mark.django_db
def test_an_empty_ledger_is_good():
    out = StringIO()
    assert commands.verify(out) == 0
    assert out.getvalue() == "0 条链，0 条记录，0 处问题。\n"


@pytest.mark.parametrize(
    "change",
    [
        "account = 9",
        "action = 'x'",
        "subject = 'x'",
        "facts = '{}'",
        "role = 'leader'",
        "pseudonym = 'x'",
        "prev = 'x'",
    ],
)
def test_a_changed_field_is_found(signed, change):
    behind(f"UPDATE {ENTRY} SET {change} {OURS}")
    (finding,) = findings()
    assert str(finding) == "500100 第 3 号：内容被改动：摘要不符"


def test_a_forged_tag_is_found(signed):
    behind(f"UPDATE {ENTRY} SET tag = '{'0' * 64}' {OURS}")
    assert [f.what for f in findings()] == ["内容被改动：校验标签不符"]


@pytest.mark.parametrize(
    ("statement", "seq", "what"),
    [
        (f"DELETE FROM {ENTRY} {OURS}", 3, "缺少这一号"),
        (f"DELETE FROM {ENTRY} WHERE chain = '500100' AND seq > 3", 4, "尾部"),
        (f"DELETE FROM {ENTRY} WHERE chain = '500100'", 1, "尾部"),
        ("UPDATE ledger_ledgerchain SET tag = 'x' WHERE code = '500100'", 6, "末位被改动"),
        ("DELETE FROM ledger_ledgerchain WHERE code = '500100'", 0, "却没有这条链"),
        ("UPDATE ledger_signedhead SET signature = '' WHERE chain = '500100'", 5, "链头不符"),
        ("UPDATE ledger_signedhead SET seq = 4 WHERE chain = '500100'", 4, "链头不符"),
    ],
)
def test_what_went_round_the_code_is_found(signed, statement, seq, what):
    behind(statement)
    (finding,) = findings()
    assert (finding.chain, finding.seq) == ("500100", seq)
    assert what in finding.what


def test_a_tail_cut_together_with_its_chain_is_found_by_the_signed_head(signed):
    behind(f"DELETE FROM {ENTRY} WHERE chain = '500100' AND seq > 3")
    behind(
        "UPDATE ledger_ledgerchain SET seq = 3,"
        f" digest = (SELECT digest FROM {ENTRY} {OURS}), tag = (SELECT tag FROM {ENTRY} {OURS}) WHERE code = '500100'"
    )
    assert [(f.seq, "尾部" in f.what) for f in findings()] == [(4, True)]


def test_the_command_counts_and_fails(signed):
    behind(f"UPDATE {ENTRY} SET facts = '{{}}' {OURS}")
    out = StringIO()
    assert commands.verify(out) == 1
    assert "500100 第 3 号" in out.getvalue()
    assert "2 条链，7 条记录，1 处问题。" in out.getvalue()
