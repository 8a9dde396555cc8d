from __future__ import annotations

from collections.abc import Iterable

from zhongmu.people.models import Account


def names_of(accounts: Iterable[int | None]) -> dict[int, str]:
    """Display names by account id, in one query; ids of nobody are left out."""
    wanted = {account for account in accounts if account is not None}
    if not wanted:
        return {}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "display_name"))
