from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from zhongmu.ledger.heads import sign_heads
from zhongmu.ledger.models import AppendOnlyViolation, LedgerChain, LedgerEntry, SignedHead

from .pieces import AT

MODELS = [LedgerChain, LedgerEntry, SignedHead]


@pytest.fixture
def rows(chains):
    sign_heads(AT, "daily")


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_never_saved_again_nor_deleted(rows, model):
    row = model.objects.first()
    with pytest.raises(AppendOnlyViolation, match=model.__name__):
        row.save()
    with pytest.raises(AppendOnlyViolation):
        row.delete()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("manager", ["objects", "_base_manager", "_default_manager"])
def test_no_query_changes_or_deletes_rows(rows, model, manager):
    every = getattr(model, manager).all()
    refused = [
        lambda: every.update(digest="0"),
        every.delete,
        lambda: every.bulk_update(list(every), ["digest"]),
        lambda: every.bulk_create(
            list(every), update_conflicts=True, update_fields=["digest"], unique_fields=["id"]
        ),
        lambda: every.update_or_create(pk=every[0].pk, defaults={"digest": "0"}),
    ]
    for attempt in refused:
        with pytest.raises(AppendOnlyViolation):
            attempt()


def test_a_row_with_a_known_key_does_not_replace_the_old_one(rows):
    old = SignedHead.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedHead(pk=old.pk, chain="x", seq=1, signed_at=AT).save()
    SignedHead.objects.bulk_create([SignedHead(chain="x", seq=1, signed_at=AT)])
    assert str(SignedHead.objects.get(chain="x")) == "x #1 "


def test_rows_name_themselves(rows):
    assert str(LedgerChain.objects.get(code="platform")) == "platform #2"
    assert str(LedgerEntry.objects.get(chain="500100", seq=3)) == "500100 #3 report.accept"
