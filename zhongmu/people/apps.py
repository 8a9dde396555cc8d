from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhongmu.people"
    label = "people"

    def ready(self) -> None:
        from zhongmu.people.changes import listen  # needs every model

        listen()
