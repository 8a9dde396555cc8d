"""allauth's forms for the code of a second factor, under the same lock as the password."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as base
from django.core.exceptions import ValidationError

from zhongmu.people.access import why_not_log_in
from zhongmu.people.actions import note_wrong_password


class _Counted:
    """Six digits are soon guessed by whoever has the password: a wrong code counts as a wrong password does."""

    user: Any

    def clean_code(self) -> str:
        if reason := why_not_log_in(self.user, context.request.now):
            raise ValidationError(reason)
        return str(super().clean_code())  # type: ignore[misc]  # allauth is untyped here

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        note_wrong_password(self.user, at=context.request.now)
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]


class AuthenticateForm(_Counted, base.AuthenticateForm):  # type: ignore[misc]
    """At the door."""


class ReauthenticateForm(_Counted, base.ReauthenticateForm):  # type: ignore[misc]
    """Before something that matters is changed."""
