from __future__ import annotations

from django.apps import AppConfig


class BureausConfig(AppConfig):
    name = "zhongmu.bureaus"
    label = "bureaus"
