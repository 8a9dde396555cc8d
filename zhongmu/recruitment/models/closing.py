from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import new_token
from zhongmu.ledger.models import AppendOnly
from zhongmu.recruitment.models.batch import Batch
from zhongmu.seals.fields import SealedBytesField, SealedTextField


class Minutes(AppendOnly):
    """比选纪要 as it stood when the batch was filed: what it says, sealed, and the two documents made of it that day.

    `digest` is of the text in canonical form; `pdf_digest` and `docx_digest` are SHA-256, as `sha256sum` prints it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="minutes")
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="frozen_minutes")
    content = SealedTextField(_("纪要"))
    digest = models.CharField(max_length=64)
    pdf = SealedBytesField()
    pdf_digest = models.CharField(max_length=64)
    docx = SealedBytesField()
    docx_digest = models.CharField(max_length=64)
    account = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        verbose_name = _("比选纪要")

    @classmethod
    def of(cls, batch: Batch) -> Minutes | None:
        """The frozen minutes, once the batch is filed."""
        return cls.objects.filter(batch=batch).first()

    def __str__(self) -> str:
        return f"minutes of {self.batch_id}"


SILENT_SECONDS = 600  # a task writes twenty papers in far less; after this long its process is gone


class Archive(models.Model):
    """Everything of one filed batch in one ZIP, made by a task. The file lies sealed on the disk under `token`.

    `digest` is the SHA-256 of the ZIP; `size` is in bytes. `heard_at` is when its task last gave a sign of life.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("正在制作")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="archives")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="archives")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    account = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("归档包")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed"]),
                name="archive_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"archive {self.pk}"

    @property
    def waits(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    def is_gone(self, at: datetime) -> bool:
        """Whether its task has ended without a word, or never began, say at a restart of the server."""
        heard = self.heard_at or self.created_at
        return self.waits and at - heard > timedelta(seconds=SILENT_SECONDS)


class ArchiveDownload(AppendOnly):
    """Who took an archive home, when and why."""

    archive = models.ForeignKey(Archive, on_delete=models.PROTECT, related_name="downloads")
    account = models.BigIntegerField()
    role = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.archive_id} {self.at}"
