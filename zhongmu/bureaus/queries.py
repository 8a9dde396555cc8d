from __future__ import annotations

from datetime import date

from django.core.cache import cache
from django.utils.translation import gettext as _

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


def districts_near(bureau: Bureau, on: date) -> list[tuple[str, str]]:
    """(region code, name) of the places of this bureau's province that exist on a day, to choose from (CQ-F12). For an hour."""
    province = bureau.region_code[:2] or bureau.path.strip("/")[:2]  # a bureau of no region stands below one
    kept = f"districts:{province}:{on}"
    found: list[tuple[str, str]] | None = cache.get(kept)
    if found is None:
        rows = Bureau.objects.existing(on).filter(region_code__startswith=province).exclude(region_code="")
        below = rows.exclude(level__in=[Level.NATION, Level.PROVINCE]).order_by("region_code")
        found = list(below.values_list("region_code", "short_name"))
        cache.set(kept, found, HOUR)
    return found


def place_words(code: str, on: date) -> str:
    """渝中区（500103）; where it was merged or renamed since, what it is now stands behind it (CQ-F12)."""
    row = Bureau.objects.filter(region_code=code).select_related("successor").order_by("-starts_on").first()
    if row is None:
        return code
    now = row
    while now.ends_on is not None and now.ends_on < on and now.successor is not None:
        now = now.successor
    words = f"{row.short_name}（{code}）"
    return words if now == row else _("%(then)s，现为%(now)s（%(code)s）") % {
        "then": words, "now": now.short_name, "code": now.region_code or now.code,
    }  # fmt: skip


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
