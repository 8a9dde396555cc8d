from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.models.application import Application
from zhongmu.recruitment.models.names import NameNotice
from zhongmu.recruitment.states import ObjectionState
from zhongmu.seals.fields import SealedTextField


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> ObjectionQuerySet:
        return self.filter(state=ObjectionState.OPEN)

    def late(self, on: date) -> ObjectionQuerySet:
        return self.open().filter(due_on__lt=on)


class Objection(models.Model):
    """Somebody's objection to one person on a notice of names. Who objected, and what they wrote, is sealed.

    `due_on` is the day by which it should be settled, with the deadline's `basis`; null while the bureau has not
    confirmed how long that may take. `answer` is what the objector reads, with number and secret.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="objections")
    notice = models.ForeignKey(NameNotice, on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    number = models.CharField(max_length=40)
    secret_index = models.CharField(max_length=64, default="", db_index=True)
    submission_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    objector = SealedTextField(_("异议人"))
    contact = SealedTextField(_("联系方式"))
    grounds = SealedTextField(_("事实和理由"))
    answer = SealedTextField(_("给异议人的答复"), null=True)
    channel = models.CharField(max_length=20)
    arrived_on = models.DateField()
    due_on = models.DateField(null=True)
    basis = models.JSONField(default=dict)
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
