from __future__ import annotations

from datetime import date

from django.db import models

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.seals.fields import SealedTextField


class DraftQuerySet(models.QuerySet["Draft"]):
    def standing(self, on: date) -> DraftQuerySet:
        """Those that may still be opened; the others wait for the daily tick to remove them."""
        return self.filter(expires_on__gte=on, sent_index="")


class Draft(models.Model):
    """A form somebody has not sent yet, sealed whole, until it is sent, thrown away or expires.

    Whose it is stands nowhere: it opens to the key in one browser's cookie, to a code sent to the phone written in it,
    or to a code written down. Of these the row has blind indexes only. `left_index` is the key of the device it was
    taken away from; `address` is that of the form's page. Once the form was sent nothing is left in the row but
    `sent_index`, that of the form's submission, so that a save that comes late keeps nothing.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="drafts")
    address = models.CharField(max_length=200)
    subject = models.CharField(max_length=60, blank=True)
    key_index = models.CharField(max_length=64, unique=True)
    left_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    code_index = models.CharField(max_length=64, blank=True, db_index=True)
    sent_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    content = SealedTextField()
    photo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    signed_scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    expires_on = models.DateField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_on"])]

    def __str__(self) -> str:
        return f"draft {self.pk}"
