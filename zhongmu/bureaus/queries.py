from __future__ import annotations

from datetime import date

from django.core.cache import cache

from zhongmu.bureaus.models import Bureau, Level, Membership
from zhongmu.people.models import Account
from zhongmu.statements.prepared import Prepared

HOUR = 3600

_current = Prepared(
    lambda account, on: (
        Membership.objects.filter(account=account).current(on).select_related("bureau").order_by("id")
    )
)


def memberships_of(account: Account, on: date) -> list[Membership]:
    """The account's roles that day, oldest first, each with its bureau."""
    return _current(account.pk, on)


def places_near(bureau: Bureau) -> dict[str, str]:
    """Names of the places of this bureau's province by region code, as far as bureaus bear them. Kept for an hour."""
    province = bureau.region_code[:2]
    found: dict[str, str] | None = cache.get(f"places:{province}")
    if found is None:
        there = Bureau.objects.filter(region_code__startswith=province).exclude(region_code="")
        below = there.exclude(level__in=[Level.NATION, Level.PROVINCE])
        found = dict(below.values_list("region_code", "short_name")) if province else {}
        cache.set(f"places:{province}", found, HOUR)
    return found
