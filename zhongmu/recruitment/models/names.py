from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.models.application import Application
from zhongmu.recruitment.models.batch import Batch
from zhongmu.recruitment.states import NameNoticeState


class NameNoticeQuerySet(models.QuerySet["NameNotice"]):
    def standing(self) -> NameNoticeQuerySet:
        """Neither replaced nor taken down: what the gate counts, its period running or over."""
        return self.filter(state=NameNoticeState.POSTED)

    def on_show(self, on: date) -> NameNoticeQuerySet:
        """Nothing takes a notice down when its period is over: after its last day this question no longer finds it."""
        return self.standing().filter(starts_on__lte=on, ends_on__gte=on)

    def with_effect(self) -> NameNoticeQuerySet:
        return self.filter(rehearsal=False)


class NameNotice(models.Model):
    """名单公示: a frozen list, its digest and its period (CQ-5.4, HL-2.2c).

    `entries` are [{"application", "cells": [[label, text], …] | null}]; null is a person whose name is not published.
    The period counts from the day after publication; `ends_on` is its last day. `basis` is the deadline's.
    A list is never changed: what was wrong is put right by a `later` notice with a period of its own, and the earlier
    stays as it was frozen. `correction` is what the later one says about that; `off_at` is when a notice came down
    before its time.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="name_notices")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="name_notices")
    earlier = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="later")
    state = models.CharField(max_length=10, choices=NameNoticeState, default=NameNoticeState.POSTED)
    title = models.CharField(max_length=120)
    correction = models.TextField(blank=True)
    entries = models.JSONField()
    digest = models.CharField(max_length=64)
    withheld = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    basis = models.JSONField()
    phone = models.CharField(max_length=60)
    rehearsal = models.BooleanField()
    published_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)

    objects = NameNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("名单公示")
        indexes = [models.Index(fields=["state", "ends_on", "id"], name="name_notice_on_show")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NameNoticeState.values), name="name_notice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=NameNoticeState.POSTED, off_at=None)
                | Q(state__in=[NameNoticeState.REPLACED, NameNoticeState.TAKEN_DOWN], off_at__isnull=False),
                name="name_notice_off_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_subject(self) -> str:
        return f"names:{self.pk}"

    @property
    def stands(self) -> bool:
        return self.state == NameNoticeState.POSTED

    @property
    def shown_until(self) -> date:
        """The last day on which the public could read it."""
        return self.ends_on if self.off_at is None else min(self.ends_on, localdate(self.off_at))

    def is_on_show(self, on: date) -> bool:
        return self.stands and self.starts_on <= on <= self.ends_on

    def covers(self, application_id: int) -> bool:
        return any(entry["application"] == application_id for entry in self.entries)

    def shown(self) -> list[dict[str, object]]:
        """The entries the public may read: frozen, less those whose consent has been withdrawn since."""
        return [
            entry for entry in self.entries if entry["cells"] and entry["application"] not in self.withheld
        ]

    @property
    def nameless(self) -> int:
        return len(self.entries) - len(self.shown())


class NameNoticeMove(RecordedMove):
    name_notice = models.ForeignKey(NameNotice, on_delete=models.PROTECT, related_name="moves")


class NamelessApproval(models.Model):
    """A leader's decision how someone who did not consent is made public 以适当方式 without a name."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="nameless")
    how = models.CharField(max_length=200)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.how
