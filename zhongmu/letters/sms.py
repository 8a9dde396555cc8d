"""The one shape of an SMS gateway. An operator names a class in ZHONGMU_SMS; without one nothing is sent by SMS."""

from __future__ import annotations

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Gateway(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Hand one message over; raise OSError when the gateway did not take it."""


def gateway() -> Gateway | None:
    return cast("Gateway", import_string(settings.SMS_GATEWAY)()) if settings.SMS_GATEWAY else None
