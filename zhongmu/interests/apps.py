from __future__ import annotations

from django.apps import AppConfig


class InterestsConfig(AppConfig):
    name = "zhongmu.interests"
    label = "interests"
