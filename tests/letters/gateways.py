"""SMS gateways an operator might name in ZHONGMU_SMS."""

from __future__ import annotations

from typing import ClassVar


class Working:
    sent: ClassVar[list[tuple[str, str]]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))


class Away:
    def send(self, phone: str, text: str) -> None:
        raise ConnectionRefusedError("the gateway is away")


class Broken:
    def send(self, phone: str, text: str) -> None:
        raise KeyError(phone)
