from __future__ import annotations

from django.apps import AppConfig


class CorpsConfig(AppConfig):
    name = "zhongmu.corps"
    label = "corps"
