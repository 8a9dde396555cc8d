"""Django's sessions in the database; the question every request asks of them is compiled once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from zhongmu.statements.prepared import Prepared

_open = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")
)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        found = _open.first(
            self.session_key, timezone.now()
        )  # before any middleware of ours, as Django asks it
        if found is None:
            self._session_key = None
            return {}
        return dict(self.decode(found[0]))
