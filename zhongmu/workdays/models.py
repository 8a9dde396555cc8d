from __future__ import annotations

import secrets
from typing import Any

from django.db import models


def new_mark() -> int:
    return secrets.randbelow(2**40)


class CalendarDay(models.Model):
    """What a table loaded in the office says about a day; the rows of a year replace the shipped table of that year.

    `mark` is random and new at every save: the sum over all rows tells a process that its copy is old.
    Rows are written through `save()` or `bulk_create()`, never `update()`, which would keep the mark.
    """

    date = models.DateField("日期", unique=True)
    working = models.BooleanField("上班")
    note = models.CharField("说明", max_length=100, blank=True)
    source = models.CharField("依据", max_length=200)
    sample = models.BooleanField("示例数据", default=False)
    mark = models.BigIntegerField(default=new_mark, editable=False)

    class Meta:
        ordering = ["date"]
        verbose_name = "工作日历"

    def __str__(self) -> str:
        return f"{self.date} {'上班' if self.working else '放假'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mark = new_mark()
        super().save(*args, **kwargs)
