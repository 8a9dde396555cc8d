from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.models.application import Application
from zhongmu.recruitment.models.batch import Batch
from zhongmu.recruitment.states import ObjectionState
from zhongmu.seals.fields import SealedTextField


class NameNoticeQuerySet(models.QuerySet["NameNotice"]):
    def on_show(self, on: date) -> NameNoticeQuerySet:
        """Nothing takes a notice down: after its last day this question no longer finds it."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def running(self, on: date) -> NameNoticeQuerySet:
        return self.on_show(on)


class NameNotice(models.Model):
    """名单公示: a frozen list, its digest and its period (CQ-5.4, HL-2.2c).

    `entries` are [{"application", "cells": [[label, text], …] | null}]; null is a person whose name is not published.
    The period counts from the day after publication; `ends_on` is its last day. `basis` is the deadline's.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="name_notices")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="name_notices")
    title = models.CharField(max_length=120)
    entries = models.JSONField()
    digest = models.CharField(max_length=64)
    withheld = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    basis = models.JSONField()
    phone = models.CharField(max_length=60)
    rehearsal = models.BooleanField()
    published_at = models.DateTimeField()

    objects = NameNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("名单公示")

    def __str__(self) -> str:
        return self.title

    def is_on_show(self, on: date) -> bool:
        return self.starts_on <= on <= self.ends_on

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


class NamelessApproval(models.Model):
    """A leader's decision how someone who did not consent is made public 以适当方式 without a name."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="nameless")
    how = models.CharField(max_length=200)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.how


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> ObjectionQuerySet:
        return self.filter(state=ObjectionState.OPEN)


class Objection(models.Model):
    """Somebody's objection to one person on a notice of names. Who objected, and what they wrote, is sealed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="objections")
    notice = models.ForeignKey(NameNotice, on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    objector = SealedTextField(_("异议人"))
    contact = SealedTextField(_("联系方式"))
    grounds = SealedTextField(_("事实和理由"))
    channel = models.CharField(max_length=20)
    arrived_on = models.DateField()
    taken_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("异议")
        indexes = [models.Index(fields=["bureau", "state", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.values), name="objection_state_known"
            ),
            models.UniqueConstraint(fields=["bureau", "number"], name="objection_number_once"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_subject(self) -> str:
        return f"objection:{self.pk}"


class ObjectionMove(RecordedMove):
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="moves")
