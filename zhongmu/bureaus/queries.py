from __future__ import annotations

from datetime import date

from zhongmu.bureaus.models import Membership
from zhongmu.people.models import Account
from zhongmu.statements.prepared import Prepared

_current = Prepared(
    lambda account, on: (
        Membership.objects.filter(account=account).current(on).select_related("bureau").order_by("id")
    )
)


def memberships_of(account: Account, on: date) -> list[Membership]:
    """The account's roles that day, oldest first, each with its bureau."""
    return _current(account.pk, on)
