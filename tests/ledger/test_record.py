from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhongmu.ledger.actors import Actor, role_label
from zhongmu.ledger.models import LedgerChain, LedgerEntry, SignedHead
from zhongmu.ledger.record import ChainMoved, OutsideTransaction, record
from zhongmu.ledger.verification import findings

from .pieces import AT, CLERK, REPORTER


@pytest.mark.django_db
def test_an_entry_follows_the_one_before_it():
    one = record("500100", "a.b", by=CLERK, subject="x:1", facts={"n": 1}, at=AT)
    two = record("500100", "a.c", by=REPORTER, subject="x:1", facts={}, at=AT)
    assert (one.seq, two.seq, two.prev) == (1, 2, one.digest)
    assert (two.role, two.account, two.pseudonym) == ("reporter", None, "5d1f")
    assert one.facts == '{"n":1}'


@pytest.mark.django_db
def test_every_chain_counts_for_itself():
    for code in ("a", "b", "a"):
        record(code, "a.b", by=Actor.system(), subject="x:1", facts={}, at=AT)
    assert dict(LedgerChain.objects.values_list("code", "seq")) == {"a": 2, "b": 1}


@pytest.mark.django_db
def test_a_chain_keeps_the_digest_it_began_with(settings):
    record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)
    settings.LEDGER_DIGEST = "sm3"
    record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)
    record("b", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)
    assert dict(LedgerChain.objects.values_list("code", "algorithm")) == {"a": "sha256", "b": "sm3"}
    assert findings() == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction, match=r"a\.b"):
        record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)


@pytest.mark.django_db(transaction=True)
def test_an_entry_falls_with_its_transaction():
    with transaction.atomic():
        record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)
        transaction.set_rollback(True)
    assert not LedgerEntry.objects.exists()
    assert not LedgerChain.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("fact", [1.5, {"a": [0.1]}, {1: "a"}, b"x", AT, {1, 2}])
def test_facts_that_have_no_one_form_are_refused(fact):
    with pytest.raises(TypeError):
        record("a", "a.b", by=CLERK, subject="x:1", facts={"fact": fact}, at=AT)


@pytest.mark.django_db
def test_broken_unicode_and_a_moment_without_zone_are_refused():
    with pytest.raises(ValueError, match="surrogates"):
        record("a", "a.b", by=CLERK, subject="x:1", facts={"fact": "\ud800"}, at=AT)
    with pytest.raises(ValueError, match="time zone"):
        record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT.replace(tzinfo=None))


@pytest.mark.django_db
def test_a_chain_that_moved_meanwhile_is_not_written_over():
    record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)
    stale = LedgerChain.objects.get(code="a")
    record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)
    assert not stale.advance(digest="0" * 64, tag="0" * 64)
    assert issubclass(ChainMoved, RuntimeError)


def test_a_reporter_has_no_account():
    with pytest.raises(ValueError, match="sealed table"):
        Actor("reporter", account=1)
    assert (role_label("clerk"), role_label("api")) == ("经办", "api")


@pytest.mark.django_db
def test_the_database_itself_refuses_a_reporters_account():
    entry = record("a", "a.b", by=CLERK, subject="x:1", facts={}, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgerentry SET role = 'reporter' WHERE id = %s", [entry.pk])


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_leave_no_gap(tmp_path):
    """On SQLite in a file of its own, since memory is one connection's; elsewhere in the test database."""
    stop, failures = threading.Barrier(2), []

    def write(number: int) -> None:
        try:
            stop.wait(5)
            for _ in range(20):
                with transaction.atomic():
                    record("a", "a.b", by=Actor("clerk", number), subject="x:1", facts={}, at=AT)
        except Exception as why:  # noqa: BLE001  a thread's failure is told by the assertion below
            failures.append(why)
        finally:
            connections.close_all()

    with shared_database(tmp_path):
        writers = [threading.Thread(target=write, args=(number,)) for number in (1, 2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        seqs = list(LedgerEntry.objects.order_by("seq").values_list("seq", flat=True))
        wrong = findings()
    assert (failures, seqs, wrong) == ([], list(range(1, 41)), [])


class shared_database:  # noqa: N801  used as a word
    def __init__(self, folder) -> None:
        self.file, self.name = folder / "ledger.sqlite3", connection.settings_dict["NAME"]

    def __enter__(self) -> None:
        if connection.vendor == "sqlite":
            self.memory = connections["default"]
            aside = self.memory.copy()
            aside.settings_dict = {**self.memory.settings_dict, "NAME": str(self.file)}
            connections.settings["default"]["NAME"] = str(self.file)
            connections["default"] = aside
            with aside.schema_editor() as editor:
                editor.create_model(LedgerChain)
                editor.create_model(LedgerEntry)
                editor.create_model(SignedHead)

    def __exit__(self, *_) -> None:
        if connection.vendor == "sqlite":
            connections["default"].close()
            connections["default"] = self.memory
            connections.settings["default"]["NAME"] = self.name


FACTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
ENTRIES = st.lists(
    st.tuples(st.sampled_from("abc"), st.dictionaries(st.text(), FACTS, max_size=3), MOMENTS), max_size=6
)


class TestAnySequence(TestCase):
    @given(ENTRIES, st.sampled_from(["sha256", "sm3"]))
    @hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def test_of_entries_verifies(self, entries, algorithm):
        with self.settings(LEDGER_DIGEST=algorithm):
            for code, facts, at in entries:
                record(code, "a.b", by=CLERK, subject="x:1", facts=facts, at=at + timedelta(microseconds=1))
            assert findings() == []
            assert LedgerEntry.objects.count() == len(entries)
