from __future__ import annotations

from django.conf import settings
from django.db import models


class Recusal(models.Model):
    """A member of staff who must not handle, and no longer sees, one case (CQ-10.4, HL-2.5g).

    The case is named by its kind and id, as the ledger names it, so that this row needs no noun.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals")
    subject = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "subject"], name="recused_once")]

    def __str__(self) -> str:
        return self.subject
