from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhongmu.files"
    label = "files"
    verbose_name = "附件"
