from __future__ import annotations

from django.db import models

from zhongmu.seals.fields import SealedBytesField, SealedTextField


class Secret(models.Model):
    words = SealedTextField()
    phone = SealedTextField(null=True, blank=True)
    scan = SealedBytesField(null=True)

    class Meta:
        app_label = "sealprobe"

    def __str__(self) -> str:
        return str(self.pk)
