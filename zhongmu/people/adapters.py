"""Where allauth asks us: lockout before a password is tried, no sign-up, a ledger row for each login."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhongmu.people.access import why_not_log_in
from zhongmu.people.actions import chain_of, note_login, note_wrong_password
from zhongmu.people.models import Account
from zhongmu.seals.fields import open_seal, seal
from zhongmu.seals.index import blind_index

FRESH_SECONDS = 300


def _account(credentials: dict[str, Any]) -> Account | None:
    return Account.objects.filter(username=credentials.get("username", "")).first()


def _tries(credentials: dict[str, Any]) -> str:
    """Where the wrong tries of a name that nobody has are counted."""
    return "login:" + blind_index("username", credentials.get("username", ""))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped here
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("登录名或密码不对。请核对后再试；忘记密码请联系本单位系统管理员。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever logged in within the last five minutes is not asked for the same password again."""
        records = context.request.session.get("account_authentication_methods") or [{"at": 0}]
        return bool(context.request.now.timestamp() - records[-1]["at"] > FRESH_SECONDS)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        account, tried = _account(credentials), cache.get(_tries(credentials), 0)
        if reason := why_not_log_in(account, request.now, tried=tried):  # type: ignore[attr-defined]
            raise ValidationError(reason)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        if account := _account(credentials):
            note_wrong_password(account, at=request.now)  # type: ignore[attr-defined]
        else:
            cache.add(_tries(credentials), 0, settings.LOCKOUT_MINUTES * 60)
            cache.incr(_tries(credentials))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        at = request.now  # type: ignore[attr-defined]
        note_login(user, chain=chain_of(user, request.today), at=at)  # type: ignore[attr-defined]
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped here
    """Keeps the TOTP secret and the recovery codes' seed sealed."""

    def encrypt(self, text: str) -> str:
        return b64encode(seal(text.encode(), "mfa.Authenticator.data")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_seal(b64decode(encrypted_text), "mfa.Authenticator.data").decode()
