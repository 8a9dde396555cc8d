"""The few people and bureaus every test is told with. All are fictional; identity numbers carry valid check digits.

渝中 is a district under Chongqing's measure in force; 江北 is its neighbour, the stranger of every leak test.
道里 is a district under Heilongjiang's draft, so it rehearses. 陈静 is 渝中's liaison officer, 周敏 its leader,
林涛 its reviewer, 王芳 its clerk; 赵磊 is the liaison officer next door.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from zhongmu.bureaus.actions import confirm_all as confirm_suggestions
from zhongmu.bureaus.models import Bureau, Membership, Role
from zhongmu.bureaus.tree import TREES, load_tree
from zhongmu.ledger.actors import Actor
from zhongmu.people.models import Account, Person
from zhongmu.seals.index import blind_index

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=SHANGHAI)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Monday 2026-11-02, 10:00 in Beijing; pages read this clock too (Django's, read once per request)."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    return MONDAY


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()


@pytest.fixture
def chongqing(db: None, now: datetime) -> Bureau:
    """Chongqing's city bureau with its whole tree."""
    load_tree(TREES / "chongqing.toml", by=Actor.system(), at=now)
    return Bureau.objects.get(code="500000")


@pytest.fixture
def yuzhong(chongqing: Bureau, confirm: Callable[[Bureau], None]) -> Bureau:
    """A district bureau whose leader has confirmed every suggested value."""
    bureau = Bureau.objects.get(code="500103")
    confirm(bureau)
    return bureau


@pytest.fixture
def jiangbei(chongqing: Bureau, confirm: Callable[[Bureau], None]) -> Bureau:
    bureau = Bureau.objects.get(code="500105")
    confirm(bureau)
    return bureau


@pytest.fixture
def harbin(db: None, now: datetime, confirm: Callable[[Bureau], None]) -> Bureau:
    """Harbin's city bureau: only a draft governs, so it rehearses. 道里 is 230102 below it."""
    load_tree(TREES / "heilongjiang.toml", by=Actor.system(), at=now)
    bureau = Bureau.objects.get(code="230100")
    confirm(bureau)
    return bureau


@pytest.fixture
def confirm(now: datetime) -> Callable[[Bureau], None]:
    """A leader confirms every suggested value of the bureau's pack."""

    def confirm_all(bureau: Bureau) -> None:
        leader = Account.objects.create_user(f"leader-{bureau.code}", display_name="周敏")
        Membership.objects.create(account=leader, bureau=bureau, role=Role.LEADER, starts_on=date(2026, 1, 1))
        by = Actor("leader", account=leader.pk)
        confirm_suggestions(bureau, by=by, reason="按建议值试行", at=now, on=now.date())

    return confirm_all


@pytest.fixture
def staff(now: datetime) -> Callable[..., Account]:
    """staff(bureau, "liaison") → an account holding that role there; the same call gives the same person."""

    def make(bureau: Bureau, role: str = "liaison", name: str = "陈静") -> Account:
        username = f"{role}-{bureau.code}"
        account = Account.objects.filter(username=username).first()
        if account is None:
            account = Account.objects.create_user(username, display_name=name)
            Membership.objects.create(account=account, bureau=bureau, role=role, starts_on=date(2026, 1, 1))
        return account

    return make


@pytest.fixture
def actor(staff: Callable[..., Account]) -> Callable[..., Actor]:
    """actor(bureau, "leader") → the Actor that actions take."""

    def make(bureau: Bureau, role: str = "liaison") -> Actor:
        return Actor(role, account=staff(bureau, role).pk)

    return make


@pytest.fixture
def enter(staff: Callable[..., Account]) -> Callable[..., Client]:
    """enter(bureau, "clerk") → a test client logged in with the second factor done."""

    def log_in(bureau: Bureau, role: str = "liaison") -> Client:
        return client_of(staff(bureau, role))

    return log_in


def client_of(account: Account) -> Client:
    """A client logged in as this account (staff or supervisor), second factor done."""
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


@pytest.fixture
def person(db: None, now: datetime) -> Callable[..., Person]:
    """person(name, resident_id) → a person on file with phone and address."""

    def make(name: str = "李秀英", number: str = "500103200002290013", phone: str = "13800138000") -> Person:
        index = blind_index("resident_id", number)
        found = Person.objects.filter(resident_id_index=index).first()
        return found or Person.objects.create(
            token=index[:32],
            name=name,
            sex="2",
            ethnic="01",
            political="13",
            resident_id=number,
            resident_id_index=index,
            phone=phone,
            phone_index=blind_index("phone", phone),
            email="li@example.invalid",
            address="渝中区示范路1号",
            created_at=now,
        )

    return make
