from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.kinds import KINDS
from zhongmu.files.models import StoredFile
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.states import BatchState

# Where no headcount needs to stand yet, or any more.
WITHOUT_HEADCOUNT = (BatchState.SENT_UP, BatchState.RETURNED, BatchState.ABORTED)


class BatchQuerySet(models.QuerySet["Batch"]):
    def published(self) -> BatchQuerySet:
        """Batches whose notice the public may read."""
        return self.exclude(published_at=None)

    def with_effect(self) -> BatchQuerySet:
        return self.filter(rehearsal=False)

    def taking_applications(self, at: datetime) -> BatchQuerySet:
        """Open at this very second: the closing second itself is closed (CQ-7.1)."""
        return self.filter(state=BatchState.NOTICED, apply_opens_at__lte=at, apply_closes_at__gt=at)


class Batch(models.Model):
    """One round of recruitment: a headcount plan (CQ-5.1), a published notice (CQ-7.1), those who were chosen.

    `plan` holds the pack's inputs by code: a whole number, {"fen", "typed", "unit"} for money, or text.
    `authority` is the superior bureau that sets the headcount where the measure does not leave it to this one; until
    it has, `headcount` is 0 (HL-2.4b).
    `gate` is the act that the notice of names gates: before_appointment, before_certificate or none.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="batches")
    authority = models.ForeignKey(
        Bureau, null=True, on_delete=models.PROTECT, related_name="headcounts", verbose_name=_("核定机关")
    )
    title = models.CharField(_("批次名称"), max_length=80)
    pack_id = models.CharField(max_length=80)
    rehearsal = models.BooleanField()
    gate = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.PLANNED)
    plan = models.JSONField()
    headcount = models.PositiveIntegerField(_("名额"))
    headcount_reason = models.TextField(_("核定理由"))
    papers = models.CharField(_("依据材料"), max_length=200, blank=True, default="")
    planned_by = models.BigIntegerField()
    requirements = models.TextField(_("条件"), blank=True)
    ways = models.JSONField(default=list)
    phone = models.CharField(_("监督电话"), max_length=60, blank=True)
    apply_opens_at = models.DateTimeField(null=True)
    apply_closes_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    minutes = models.TextField(_("比选纪要"), blank=True)
    created_at = models.DateTimeField()

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("选聘批次")
        indexes = [
            models.Index(fields=["bureau", "id"]),
            models.Index(fields=["rehearsal", "published_at", "id"], name="batch_published"),
            models.Index(fields=["state", "apply_closes_at"], name="batch_taking_applications"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
            models.CheckConstraint(
                condition=Q(headcount__gte=1) | Q(authority__isnull=False, state__in=WITHOUT_HEADCOUNT),
                name="batch_headcount_positive",
            ),
            models.CheckConstraint(
                condition=Q(apply_opens_at=None) | Q(apply_closes_at__gt=models.F("apply_opens_at")),
                name="batch_window_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_subject(self) -> str:
        return f"batch:{self.pk}"

    @property
    def decider(self) -> Bureau:
        """The bureau whose people set this headcount."""
        return self.authority or self.bureau

    def is_open(self, at: datetime) -> bool:
        """Whether applications are taken at this second."""
        if self.state != BatchState.NOTICED or self.apply_opens_at is None or self.apply_closes_at is None:
            return False
        return self.apply_opens_at <= at < self.apply_closes_at


_IN_A_NAME = str.maketrans(
    '/\\:*?"<>|', "／＼：＊？＂＜＞｜", "".join(map(chr, (*range(9), *range(14, 32), 127)))
)


class NoticeFile(models.Model):
    """An attachment of a notice (CQ-7.1), added and taken off until the notice is published."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="attachments")
    title = models.CharField(_("附件名称"), max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """Of the title, without what a folder of Windows or a list of digests cannot hold in one name."""
        plain = " ".join(self.title.translate(_IN_A_NAME).split())
        return f"{plain}.{KINDS[self.file.working_type].extension}"


class BatchMove(RecordedMove):
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="moves")
