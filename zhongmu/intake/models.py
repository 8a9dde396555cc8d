from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.intake.states import ArrivalState, RowState, SheetState
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.models import Application, Batch
from zhongmu.seals.fields import SealedTextField

MAILBOX, UPLOAD = "mailbox", "upload"


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def waiting(self) -> ArrivalQuerySet:
        return self.filter(state=ArrivalState.WAITING)


class Arrival(models.Model):
    """One filled form that came by e-mail, or a message without one, until a person has dealt with it.

    A message with two forms is two arrivals, `part` 1 and 2. `reading` is JSON: {"cells": [{label, found, values,
    doubts}], "rest": [text]}, empty where no form was found. Who sent it, and what it says, is sealed: it may be a
    clue, whose sender nobody may learn (HL-2.3e). Several may have become one application: it came by two ways.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="arrivals")
    number = models.CharField(_("来件号"), max_length=40)
    way = models.CharField(max_length=10, choices=[(MAILBOX, _("收自邮箱")), (UPLOAD, _("人工上传"))])
    digest = models.CharField(max_length=64)
    part = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ArrivalState, default=ArrivalState.WAITING)
    arrived_on = models.DateField(_("来件日"))
    taken_at = models.DateTimeField()
    taken_by = models.BigIntegerField(null=True)
    sender = SealedTextField(_("发件人"))
    subject = SealedTextField(_("主题"))
    words = SealedTextField(_("正文"))
    reading = SealedTextField()
    doubts = models.PositiveSmallIntegerField(null=True)
    original = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="arrivals")

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("来件")
        indexes = [models.Index(fields=["bureau", "state", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ArrivalState.values), name="arrival_state_known"),
            models.UniqueConstraint(fields=["bureau", "digest", "part"], name="arrival_once"),
            models.UniqueConstraint(fields=["bureau", "number"], name="arrival_number_once"),
            models.CheckConstraint(
                condition=Q(state=ArrivalState.REGISTERED, application__isnull=False)
                | (~Q(state=ArrivalState.REGISTERED) & Q(application=None)),
                name="arrival_registered_as_application",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_subject(self) -> str:
        return f"arrival:{self.pk}"

    @property
    def read(self) -> dict[str, Any]:
        return json.loads(self.reading) if self.reading else {"cells": [], "rest": []}

    @property
    def has_form(self) -> bool:
        return self.doubts is not None

    @property
    def is_shut(self) -> bool:
        """What a sealed arrival says is shown to nobody any more."""
        return self.state == ArrivalState.SEALED


class ArrivalMove(RecordedMove):
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="moves")


class Attachment(models.Model):
    """A file that came along, or was taken out of the form; `stored` is None when it was refused, `problem` says why."""

    FORM, PHOTO, SIGNATURE, OTHER = "form", "photo", "signature", "other"

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=10)
    name = SealedTextField()
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["arrival", "number"]
        constraints = [
            models.UniqueConstraint(fields=["arrival", "number"], name="attachment_number_once"),
            models.CheckConstraint(
                condition=Q(stored__isnull=False) | ~Q(problem=""), name="attachment_stored_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrival_id}/{self.number}"


class Mailbox(models.Model):
    """How far a bureau's mailbox has been read. `place` is the blind index of its address: another one starts anew."""

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT, related_name="mailbox")
    place = models.CharField(max_length=64)
    validity = models.BigIntegerField()  # IMAP's UIDVALIDITY: the numbers below hold while it stays
    uid = models.BigIntegerField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bureau_id} {self.uid}"


class Sheet(models.Model):
    """A list of people, filled in from paper forms, as uploaded; nothing of it counts until it is imported whole.

    `findings` is JSON, one object a bad cell (intake.sheets.reading.Finding); the file stays with it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="sheets")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="sheets")
    number = models.CharField(_("表号"), max_length=40)
    state = models.CharField(max_length=10, choices=SheetState)
    name = SealedTextField(_("文件名"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("来件渠道"), max_length=20)
    arrived_on = models.DateField(_("来件日"))
    people = models.PositiveIntegerField(_("人数"))
    findings = SealedTextField()
    faults = models.PositiveIntegerField(_("要改的"))
    uploaded_by = models.BigIntegerField()
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("名单")
        indexes = [models.Index(fields=["bureau", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_known"),
            models.UniqueConstraint(fields=["bureau", "number"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[SheetState.READY, SheetState.IMPORTED]) | Q(faults=0),
                name="sheet_ready_without_faults",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_subject(self) -> str:
        return f"sheet:{self.pk}"

    @property
    def found(self) -> list[dict[str, Any]]:
        return list(json.loads(self.findings))


class SheetMove(RecordedMove):
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="moves")


class SheetRow(models.Model):
    """One person of an imported list, waiting for their own photo, signature and consents. `content` is JSON by field."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="rows")
    place = models.PositiveIntegerField(_("第几人"))
    state = models.CharField(max_length=10, choices=RowState, default=RowState.WAITING)
    content = SealedTextField()
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="sheet_rows"
    )

    class Meta:
        verbose_name = _("名单里的人")
        ordering = ["sheet", "place"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="sheet_row_state_known"),
            models.UniqueConstraint(fields=["sheet", "place"], name="sheet_row_once"),
            models.CheckConstraint(
                condition=Q(state=RowState.REGISTERED, application__isnull=False)
                | (~Q(state=RowState.REGISTERED) & Q(application=None)),
                name="sheet_row_registered_as_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.place}"

    @property
    def ledger_subject(self) -> str:
        return f"sheet_row:{self.pk}"

    @property
    def values(self) -> dict[str, str]:
        return dict(json.loads(self.content))


class SheetRowMove(RecordedMove):
    row = models.ForeignKey(SheetRow, on_delete=models.PROTECT, related_name="moves")
