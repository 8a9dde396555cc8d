"""The demo world, made once for all tests of the door and of what is behind it; nothing of it is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.personas import MONDAY
from zhongmu.demo.models import DemoWorld
from zhongmu.demo.world import build

SECONDS: list[float] = []  # how long it took


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoWorld]:
    """The world as of the Monday of all tests; rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        began = time.monotonic()
        world = build(MONDAY.date())
        SECONDS.append(time.monotonic() - began)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made: DemoWorld, db: None, now: object) -> DemoWorld:
    return made


@pytest.fixture
def open_door(settings: object) -> None:
    """A server of the demo: its addresses and its setting."""
    settings.DEMO = True  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = "tests.demo.urls"  # type: ignore[attr-defined]


@pytest.fixture
def enter_as(world: DemoWorld, open_door: None) -> Callable[[str], Client]:
    """enter_as("leader") → a client that went through the door by that card."""

    def through(key: str) -> Client:
        client = Client()
        assert client.post(f"/demo/enter/{key}/").status_code == 302
        return client

    return through
