from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from zhongmu.people.models import Account


class Backend(ModelBackend):
    """Passwords as Django checks them; the account of a session comes with its person in one query."""

    def get_user(self, user_id: int) -> Account | None:
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None
