from __future__ import annotations

from datetime import date, datetime
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from zhongmu.bureaus.models import Bureau, Membership
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.people.models import Account, Person
from zhongmu.recruitment.models import Unit


class PageRequest(HttpRequest):
    """What a view may rely on, by its access: all have the clock; staff have bureau, policy, memberships and actor;
    supervisors have person and actor; recommending units have unit, bureau, policy and actor.
    """

    user: Account
    now: datetime
    today: date
    bureau: Bureau
    policy: Policy
    membership: Membership
    memberships: list[Membership]
    other_bureaus: list[Bureau]
    hidden: tuple[int, ...]
    waiting: tuple[int, int]
    person: Person
    unit: Unit
    actor: Actor


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from, for counting tries; of IPv6 the network a household is given."""
    address = ip_address(get_adapter().get_client_ip(request))
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)  # noqa: PLR2004  the version
