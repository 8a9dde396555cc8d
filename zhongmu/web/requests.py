from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest

from zhongmu.bureaus.models import Bureau, Membership
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.people.models import Account, Person


class PageRequest(HttpRequest):
    """What a view may rely on, by its access: all have the clock; staff have bureau, policy, memberships and actor;
    supervisors have person and actor.
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
    actor: Actor
