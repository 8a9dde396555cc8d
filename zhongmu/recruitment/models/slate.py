from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.models.application import Application
from zhongmu.recruitment.models.batch import Batch
from zhongmu.recruitment.states import SlateState


class SlateDesign(models.Model):
    """What is asked of the slate of one batch, until a run freezes a copy (CQ-5.2, HL-2.1b).

    `bounds` are [{"feature", "value", "low", "high", "low_flex", "high_flex"}] by the codes of `slate.features`;
    `fixed` are [{"application", "how": "in" | "out", "reason"}]; `pairs` are [{"a", "b", "reason"}].
    """

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="slate_design")
    seats = models.PositiveIntegerField(_("席位"))
    bounds = models.JSONField(default=list)
    unit_cap = models.PositiveSmallIntegerField(_("同一单位最多"), null=True)
    fixed = models.JSONField(default=list)
    pairs = models.JSONField(default=list)
    seed = models.CharField(_("抽签用的公开字串"), max_length=200)
    seed_source = models.CharField(_("字串从哪里来"), max_length=200)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seats__gte=1), name="slate_seats_positive")]

    def __str__(self) -> str:
        return f"slate of {self.batch_id}"


class SlateRunQuerySet(models.QuerySet["SlateRun"]):
    def unfinished(self) -> SlateRunQuerySet:
        return self.filter(state__in=[SlateState.QUEUED, SlateState.RUNNING])


class SlateRun(models.Model):
    """One calculation: the files it read, the files it wrote, and how far it is.

    `inputs` are {"files": texts by name, "seats", "seed"} and `outputs` texts by name, all as the `zhongmu slate` command
    reads and writes them; people stand in them under their receipt numbers, without a name. `progress` is {"words", "at"}.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="slate_runs")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="slate_runs")
    state = models.CharField(max_length=12, choices=SlateState, default=SlateState.QUEUED)
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    outputs = models.JSONField(default=dict)
    chosen = models.JSONField(default=list)
    progress = models.JSONField(default=dict)
    stop_asked = models.BooleanField(default=False)
    problem = models.TextField(blank=True)
    account = models.BigIntegerField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = SlateRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("名单测算")
        indexes = [models.Index(fields=["batch", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SlateState.values), name="slate_state_known"),
            models.UniqueConstraint(
                fields=["batch"], condition=Q(state="adopted"), name="one_adopted_slate_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"slate run {self.pk}"

    @property
    def ledger_subject(self) -> str:
        return f"slate:{self.pk}"


class SlateMove(RecordedMove):
    run = models.ForeignKey(SlateRun, on_delete=models.PROTECT, related_name="moves")


class Departure(models.Model):
    """Why a person decided otherwise on one candidate than the adopted slate advises."""

    run = models.ForeignKey(SlateRun, on_delete=models.PROTECT, related_name="departures")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="departures")
    reason = models.TextField()
    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="one_departure_a_candidate")
        ]

    def __str__(self) -> str:
        return f"departure {self.run_id} {self.application_id}"
