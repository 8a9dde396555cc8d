from __future__ import annotations

from django.apps import AppConfig


class SealsTestConfig(AppConfig):
    name = "tests.seals"
    label = "sealprobe"
    default_auto_field = "django.db.models.BigAutoField"
