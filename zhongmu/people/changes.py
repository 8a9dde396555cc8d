"""What allauth changes of an account by its own pages, kept in the ledger, in the transaction of the change.

It tells of a password and of a removal by its own signals; of a second factor bound it tells only after the commit,
so there we hear the row itself. The views are made atomic in `config.urls`.
"""

from __future__ import annotations

from allauth.account.signals import password_changed, password_set
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.db.models.signals import post_save
from django.http import HttpRequest

from zhongmu.people.actions import note_change
from zhongmu.people.models import Account


def _password(request: HttpRequest, user: Account, **_rest: object) -> None:
    note_change(user, "account.password", facts={}, at=request.now)  # type: ignore[attr-defined]


def _bound(instance: Authenticator, created: bool, **_rest: object) -> None:  # noqa: FBT001  Django's signature
    if created and context.request is not None:
        facts = {"kind": str(instance.type)}
        note_change(instance.user, "account.second_factor.bind", facts=facts, at=context.request.now)


def _removed(request: HttpRequest, user: Account, authenticator: Authenticator, **_rest: object) -> None:
    """From here on staff are asked to bind another before anything else (`web.access`)."""
    request.session.pop("second_factor", None)
    facts = {"kind": str(authenticator.type)}
    note_change(user, "account.second_factor.remove", facts=facts, at=request.now)  # type: ignore[attr-defined]


def listen() -> None:
    for signal in (password_changed, password_set):
        signal.connect(_password, dispatch_uid="people.changes")
    post_save.connect(_bound, sender=Authenticator, dispatch_uid="people.changes")
    authenticator_removed.connect(_removed, dispatch_uid="people.changes")
