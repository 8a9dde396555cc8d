from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "zhongmu.policies"
    verbose_name = "制度"

    def ready(self) -> None:
        from zhongmu.policies import checks  # noqa: F401  registering is what the import does
