"""A stranger walks every route with every id of another bureau and finds nothing, not even that it is there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.corps.world import appointed as appoint_at
from tests.house.routes import IDS, OTHERS, Route, routes
from tests.house.world import LATE, build, unit_login
from tests.personas import client_of
from zhongmu.bureaus.models import Role
from zhongmu.people.models import Account
from zhongmu.reports.actions import declare_no_interest
from zhongmu.web.access import views_of

pytestmark = pytest.mark.django_db
ROUTES = list(routes())
REPORTS = ("office/reports/<int:pk>", "my/reports/<int:pk>")


@dataclass(frozen=True)
class Visitor:
    called: str
    client: Client
    role: str = ""


@pytest.fixture
def rounds(appointed, choosing, noticed, planned, apply, nominated, invited, offered):
    made = {"planned": planned, "choosing": choosing, "appointed": appointed}
    return {
        **made,
        "noticed": noticed,
        "apply": apply,
        "nominated": nominated,
        "invited": invited,
        "offered": offered,
    }


@pytest.fixture
def world(yuzhong, rounds, now, monkeypatch):
    made = build(yuzhong, now=now, **rounds)
    monkeypatch.setattr(timezone, "now", lambda: now + LATE)
    return made


@pytest.fixture
def neighbour(jiangbei, person, now):
    """A supervisor next door."""
    neighbour = person("王建国", "11010519491231002X", "13700137000")
    appoint_at(jiangbei, neighbour, now)
    return Account.objects.create_user("wangjianguo", display_name="王建国", person=neighbour)


@pytest.fixture
def strangers(world, jiangbei, chongqing, staff, neighbour, unit, now):
    """Nobody, everyone next door with a supervisor and a unit there, the superior bureau's leader; all have a password."""
    unit(jiangbei)
    next_door = unit_login(jiangbei, now + LATE)
    told = [(jiangbei, role) for role in Role.values] + [(chongqing, "leader")]
    people = [staff(bureau, role) for bureau, role in told]
    Account.objects.update(password=make_password("a-long-passphrase"))
    people = [Account.objects.get(pk=account.pk) for account in [*people, neighbour, next_door]]
    return [
        Visitor("anonymous", Client()),
        *(
            Visitor(f"{bureau.short_name} {role}", client_of(account), role)
            for (bureau, role), account in zip(told, people, strict=False)
        ),
        Visitor("江北 supervisor", client_of(people[-2]), "supervisor"),
        Visitor("江北 unit", client_of(people[-1]), "unit"),
    ]


def content(response: HttpResponseBase) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return raw.decode("utf-8", "replace")


def leaks(response: HttpResponseBase, secrets: set[str]) -> list[str]:
    text = content(response) + str(response.headers.get("Location", ""))
    return sorted(one for one in secrets if one in text or quote(one) in text)


def turned_away(response: HttpResponseBase) -> bool:
    if response.status_code == 302:
        return response.headers["Location"].startswith(reverse(settings.LOGIN_URL))
    return response.status_code in {403, 404, 405}


def ask(visitor: Visitor, method: str, path: str) -> HttpResponseBase:
    return getattr(visitor.client, method)(path)


def test_every_route_is_known_and_every_parameter_has_ids():
    assert len(ROUTES) == len(list(views_of()))
    unknown = {prefix for route in ROUTES for prefix in route.unknown()}
    assert unknown == set(), (
        "add each to IDS in tests/house/routes.py with 渝中's ids, or to OTHERS if it is no row"
    )
    used = {prefix for route in ROUTES for prefix, _name in route.prefixes()}
    assert (IDS.keys() | {o for o in OTHERS if "/" in o}) - used == set(), "no route has this any more"


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_turned_away_from_every_row_of_another_bureau(world, strangers, method):
    found = []
    for route in (r for r in ROUTES if r.has_ids and not r.public):
        for visitor in strangers:
            none = ask(visitor, method, route.absent(world)).status_code
            for path in route.once_each(world):
                real = ask(visitor, method, path)
                if not turned_away(real) or real.status_code != none:
                    found.append((visitor.called, path, real.status_code, none))
    assert found == []


def may_enter(route: Route, visitor: Visitor) -> bool:
    return visitor.role in route.access.removeprefix("staff: ").split(", ")


def test_a_report_of_another_bureau_does_not_exist(world, strangers):
    asked = [
        (visitor.called, path, ask(visitor, method, path).status_code)
        for route in ROUTES
        if route.address.startswith(REPORTS)
        for visitor in strangers
        if may_enter(route, visitor)
        for path in route.once_each(world)
        for method in ("get", "post")
    ]
    assert asked
    assert [one for one in asked if one[2] not in {404, 405}] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_public_pages_show_nothing_sealed(world, method):
    anyone, secrets = Client(), world.sealed()
    assert len(secrets) >= 12
    found = [
        (path, leaked)
        for route in ROUTES
        if route.public
        for path in route.once_each(world)
        if (leaked := leaks(getattr(anyone, method)(path), secrets))
    ]
    assert found == []


def test_a_stranger_s_own_pages_show_nothing_of_another_bureau(world, strangers):
    secrets = world.sealed() | world.names()
    found = [
        (visitor.called, path, leaked)
        for visitor in strangers
        for route in ROUTES
        if not route.has_ids and not route.public
        for path in route.paths(world)
        if (leaked := leaks(ask(visitor, "get", path), secrets))
    ]
    assert found == []


def test_the_rows_are_there_for_those_they_belong_to(world, enter, actor, now):
    """Without this, an id that is wrong in the table above would pass for a closed door."""
    declare_no_interest(world.report, by=actor(world.bureau, "liaison"), at=now + LATE)
    own = [enter(world.bureau, role) for role in Role.values]
    own += [client_of(world.account), client_of(world.unit_account)]
    shut = [
        route.address
        for route in ROUTES
        if route.has_ids
        and all(client.get(path).status_code in {403, 404} for client in own for path in route.paths(world))
    ]
    assert "\n".join(shut) == ""
