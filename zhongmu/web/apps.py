from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhongmu.web"
    label = "web"
