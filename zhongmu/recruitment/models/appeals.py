from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.models.application import Application
from zhongmu.recruitment.states import AppealState
from zhongmu.seals.fields import SealedTextField


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> AppealQuerySet:
        return self.filter(state=AppealState.OPEN)

    def late(self, on: date) -> AppealQuerySet:
        return self.open().filter(due_on__lt=on)


class Appeal(models.Model):
    """An applicant's one objection to 审查不通过. What was written either way is sealed.

    `due_on` is the day by which it should be settled, with the deadline's `basis`; null while the bureau has not
    confirmed how long that may take. `answer` is what the applicant reads.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="appeals")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="appeal")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.OPEN)
    grounds = SealedTextField(_("事实和理由"))
    answer = SealedTextField(_("给报名人的答复"), null=True)
    channel = models.CharField(max_length=20)
    arrived_on = models.DateField()
    due_on = models.DateField(null=True)
    basis = models.JSONField(default=dict)
    taken_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("审查异议")
        indexes = [models.Index(fields=["bureau", "state", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="appeal_state_known")
        ]

    def __str__(self) -> str:
        return f"appeal {self.application_id}"

    @property
    def ledger_subject(self) -> str:
        return f"appeal:{self.pk}"


class AppealMove(RecordedMove):
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="moves")
