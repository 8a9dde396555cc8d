from __future__ import annotations

from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "zhongmu.seals"
    label = "seals"
    verbose_name = "封存与签名"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers itself; needs the apps loaded
