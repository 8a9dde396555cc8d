from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from zhongmu.people.models import Account
from zhongmu.statements.prepared import Prepared

# What is sealed stays sealed: a page opens it when it has to show it, not each time somebody comes.
_SEALED = ("person__resident_id", "person__phone", "person__email", "person__address")
_account = Prepared(lambda pk: Account.objects.select_related("person").defer(*_SEALED).filter(pk=pk))


class Backend(ModelBackend):
    """Passwords as Django checks them; the account of a session comes with its person in one query."""

    def get_user(self, user_id: int) -> Account | None:
        account = _account.first(user_id)
        return account if account and self.user_can_authenticate(account) else None
