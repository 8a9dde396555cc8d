"""No page offers what answers 403: whoever walks the office finds only doors that open to their role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from tests.house.world import LATE, build
from zhongmu.bureaus.models import Role

pytestmark = pytest.mark.django_db
DOOR = re.compile(r"""<(?:a|form)\b[^>]*?\b(?:href|action)="(/[^"#]*)""")
PRINT = re.compile(r"\.(?:pdf|docx|xlsx|csv|zip|atom|txt|jsonl?|html)$|/photo/$|/scan/|/health/")


@pytest.fixture
def world(
    yuzhong, appointed, choosing, noticed, planned, apply, nominated, invited, offered, now, monkeypatch
):
    rounds = {"appointed": appointed, "choosing": choosing, "noticed": noticed}
    made = build(
        yuzhong,
        **rounds,
        planned=planned,
        apply=apply,
        nominated=nominated,
        invited=invited,
        offered=offered,
        now=now,
    )
    monkeypatch.setattr(timezone, "now", lambda: now + LATE)
    return made


def doors(client: Client) -> Iterator[tuple[str, str]]:
    """(page, address it offers) for every page reached from /office/ by links; prints are offered, not opened."""
    waiting, seen = ["/office/"], {"/office/"}
    while waiting:
        page = waiting.pop()
        text = client.get(page).content.decode("utf-8", "replace")
        for address in {unescape(found) for found in DOOR.findall(text)}:
            yield page, address
            path = address.partition("?")[0]
            if path.startswith("/office/") and path not in seen and not PRINT.search(path):
                seen.add(path)
                waiting.append(path)


def shut(address: str, role: str) -> bool:
    try:
        access = str(getattr(resolve(address.partition("?")[0]).func, "access", ""))
    except Resolver404:
        return not address.startswith("/static/")
    roles = access.removeprefix("staff: ").split(", ") if access.startswith("staff:") else []
    return bool(roles) and roles != [""] and role not in roles


@pytest.mark.parametrize("role", Role.values)
def test_every_door_on_every_page_opens_to_whoever_sees_it(world, enter, role):
    found = {(page, door) for page, door in doors(enter(world.bureau, role)) if shut(door, role)}
    assert found == set()


def test_the_walk_sees_a_shut_door():
    assert shut("/office/corps/certificates/", "reviewer")
    assert not shut("/office/corps/certificates/", "clerk")
    assert not shut("/office/", "reviewer")
    assert DOOR.findall('<a class="btn" href="/office/corps/?tab=all">') == ["/office/corps/?tab=all"]
