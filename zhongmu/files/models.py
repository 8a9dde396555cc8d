from __future__ import annotations

import secrets

from django.db import models

from zhongmu.files.kinds import KINDS, Kind


def new_token() -> str:
    return secrets.token_hex(16)


class StoredFile(models.Model):
    """A file on disk, sealed. The row tells neither who sent it nor what they called it; nouns point at it.

    `size` and `digest` are of the original as it arrived; `working_type` is what readers are given.
    """

    token = models.CharField("编号", max_length=32, unique=True, default=new_token, editable=False)
    bureau_code = models.CharField("机关代码", max_length=40, db_index=True)
    kind = models.CharField("种类", max_length=10)
    media_type = models.CharField("格式", max_length=100)
    working_type = models.CharField("展示格式", max_length=100)
    display_name = models.CharField("名称", max_length=60)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("校验值", max_length=64)
    at = models.DateTimeField("收到时间")

    class Meta:
        ordering = ["pk"]
        verbose_name = "附件"

    def __str__(self) -> str:
        return self.display_name

    @property
    def original_kind(self) -> Kind:
        return KINDS[self.media_type]
