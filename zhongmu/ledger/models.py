"""Rows that are only ever added. No code path changes or removes one; `verification` finds what went round the code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from zhongmu.seals.digests import ZERO
from zhongmu.statements.prepared import PreparedUpdate

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyViolation(TypeError):
    """Somebody tried to change or remove a row of a record that only grows."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **_: Any) -> NoReturn:
        raise AppendOnlyViolation(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyViolation(f"{self.model.__name__} rows are never removed")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyViolation(f"{self.model.__name__} rows are never changed")

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        if kwargs.get("update_conflicts"):
            raise AppendOnlyViolation(f"{self.model.__name__} rows are never changed")
        return super().bulk_create(objs, *args, **kwargs)


class AppendOnly(models.Model):
    """Saved once, as a new row; never saved again, never deleted."""

    objects = AppendOnlyQuerySet[Self].as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *_: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyViolation(f"{type(self).__name__} rows are never changed")
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyViolation(f"{type(self).__name__} rows are never removed")


class LedgerChain(AppendOnly):
    """Where a chain stands: the last entry's number, digest and tag. `record` alone moves it."""

    code = models.CharField(max_length=40, unique=True)  # a bureau's code, or "platform"
    algorithm = models.CharField(max_length=10)  # sha256 or sm3, kept for the chain's whole life
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=ZERO)
    tag = models.CharField(max_length=64, default=ZERO)

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.code} #{self.seq}"

    def advance(self, *, digest: str, tag: str) -> bool:
        """Move the stored chain one number on from where we saw it; False when it no longer stands there."""
        return _advance(self.pk, self.seq, digest, tag) == 1


_advance = PreparedUpdate(
    lambda pk, seq, digest, tag: (
        models.QuerySet(LedgerChain).filter(pk=pk, seq=seq),
        {"seq": F("seq") + 1, "digest": digest, "tag": tag},
    )
)


class LedgerEntry(AppendOnly):
    """`digest` covers every field and the digest before it; `tag` covers both with a key. See `canonical`."""

    chain = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    role = models.CharField(max_length=20)
    account = models.BigIntegerField(null=True, blank=True)
    pseudonym = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    facts = models.TextField()  # canonical JSON
    prev = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    tag = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="ledger_entry_seq_once"),
            models.CheckConstraint(condition=Q(seq__gt=0), name="ledger_entry_seq_from_one"),
            models.CheckConstraint(
                condition=~Q(role="reporter") | Q(account__isnull=True), name="ledger_entry_reporter_unnamed"
            ),
        ]
        indexes = [
            models.Index(fields=["chain", "subject", "seq"], name="ledger_entry_of_subject"),
            models.Index(fields=["chain", "action", "seq"], name="ledger_entry_of_action"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.action}"


class SignedHead(AppendOnly):
    """The last entry of a chain at one moment, signed with Ed25519 and printed, filed and exported."""

    chain = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=88)  # base64 of 64 bytes
    algorithm = models.CharField(max_length=10)  # of the digest
    reason = models.CharField(max_length=40)  # daily, export, …

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["chain", "seq"], name="ledger_head_of_chain")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.digest[:8]}"
