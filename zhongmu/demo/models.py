from __future__ import annotations

from django.db import models


class DemoWorld(models.Model):
    """The mark of a database whose every person is invented. No other database has a row here.

    `shown` is what the door tells visitors in clear: receipt numbers with their secrets, a certificate, a slip.
    """

    made_on = models.DateField()
    version = models.PositiveIntegerField()
    shown = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"demo world of {self.made_on}"
