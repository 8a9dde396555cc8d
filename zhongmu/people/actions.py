"""Everything that changes an account, a slip or a consent."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.people.models import Account, ActivationSlip, Consent, OneTimeSlip, Person
from zhongmu.people.values import BadValue
from zhongmu.seals.index import blind_index
from zhongmu.statements.prepared import Prepared

SLIP_DAYS = 30
# No 0/O, 1/I/L: the slip is typed by hand from paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def _grouped(text: str) -> str:
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def secret_code(length: int = 12) -> str:
    """A random code in groups of four, easy to read aloud and to type."""
    return _grouped("".join(secrets.choice(_LETTERS) for _i in range(length)))


def derived_code(purpose: str, token: str) -> str:
    """A code like `secret_code`, the same for the same token: a repeated press shows the same receipt."""
    digits, letters = int(blind_index(purpose, token), 16), ""
    for _place in range(12):
        digits, letter = divmod(digits, len(_LETTERS))
        letters += _LETTERS[letter]
    return _grouped(letters)


def plain_code(text: str) -> str:
    """What was typed, without spaces, dashes and case."""
    return "".join(ch for ch in text.upper() if ch.isalnum())


def code_index(purpose: str, code: str) -> str:
    return blind_index(purpose, plain_code(code))


@transaction.atomic
def issue_slip(person: Person, *, chain: str, by: Actor, reason: str, at: datetime, on: date) -> str:
    """Make a new one-time activation code for a supervisor, void older ones, and return it for printing once."""
    code = issue_code(person.slips, purpose="slip", reason=reason, at=at, on=on)
    facts = {"reason": blind_index("ledger.reason", reason)}  # the words stay with the slip
    record(chain, "slip.issue", by=by, subject=f"person:{person.pk}", facts=facts, at=at)
    return code


def issue_code(slips: Any, *, purpose: str, reason: str, at: datetime, on: date) -> str:
    """A new code in these slips (a related manager of some bearer's), the older ones void; for printing once."""
    slips.filter(used_at=None, void_at=None).update(void_at=at)
    code = secret_code()
    expires_on = on + timedelta(days=SLIP_DAYS)
    slips.create(code_index=code_index(purpose, code), issued_at=at, expires_on=expires_on, reason=reason)
    return code


def open_slip(code: str, on: date) -> ActivationSlip | None:
    """The slip a typed code opens, or None: unknown, used, void and expired answer alike."""
    slip = ActivationSlip.objects.filter(code_index=code_index("slip", code)).select_related("person").first()
    return slip if slip and slip.is_open(on) else None


@transaction.atomic
def activate(slip: ActivationSlip, *, username: str, password: str, at: datetime) -> Account:
    """Use a slip: the supervisor's account gets (or changes) its name and password. Raises BadValue if overtaken."""
    use_slip(slip, at=at)
    account = Account.objects.filter(person=slip.person).first() or Account(person=slip.person)
    name_account(account, username=username, display_name=slip.person.name, password=password)
    # No pseudonym: the slip was used in this very second, and its row names the person.
    record("platform", "account.activate", by=Actor("supervisor"), subject="account", facts={}, at=at)
    return account


def use_slip(slip: OneTimeSlip, *, at: datetime) -> None:
    """Of two people with one slip, one gets in. Raises BadValue for the other."""
    if not type(slip)._base_manager.filter(pk=slip.pk, used_at=None, void_at=None).update(used_at=at):  # noqa: SLF001  Django's documented name
        raise BadValue(_("这张激活单已经用过。请带身份证到聘任机关重新打印。"))


def name_account(account: Account, *, username: str, display_name: str, password: str) -> None:
    """Give an account its name and password, and clear its lock. Raises BadValue for a name somebody has."""
    if Account.objects.filter(username=username).exclude(pk=account.pk).exists():
        raise BadValue(_("这个登录名已有人使用，请换一个。"))
    account.username, account.display_name = username, display_name
    account.failed_logins, account.locked_until = 0, None
    account.set_password(password)
    account.save()


def _whose(account: Account) -> tuple[Actor, str]:
    """Who a line about a login names. A supervisor stands under a keyed pseudonym: beside a report filed a minute
    later the line must not say whose it was.
    """
    if account.person_id is None:
        return Actor("unit" if account.of_unit else "staff", account=account.pk), f"account:{account.pk}"
    return Actor("supervisor", pseudonym=blind_index("login", f"{account.pk}")[:32]), "account"


def note_wrong_password(account: Account, *, at: datetime) -> None:
    """Count a wrong password or a wrong code of the second factor; at the limit lock the account and record it."""
    Account.objects.filter(pk=account.pk).update(failed_logins=F("failed_logins") + 1)
    account.refresh_from_db(fields=["failed_logins"])
    if account.failed_logins < settings.LOCKOUT_AFTER:
        return
    with transaction.atomic():
        account.failed_logins = 0
        account.locked_until = at + timedelta(minutes=settings.LOCKOUT_MINUTES)
        account.save(update_fields=["failed_logins", "locked_until"])
        by, subject = _whose(account)
        record("platform", "login.lock", by=by, subject=subject, facts={}, at=at)


@transaction.atomic
def note_login(account: Account, *, chain: str, at: datetime) -> None:
    """Record a login: of staff in their bureau's chain, of a supervisor always in `platform`."""
    Account.objects.filter(pk=account.pk).update(failed_logins=0, locked_until=None)
    by, subject = _whose(account)
    record(chain if by.account else "platform", "login", by=by, subject=subject, facts={}, at=at)


@transaction.atomic
def note_change(account: Account, action: str, *, facts: Mapping[str, JSON], at: datetime) -> None:
    """Record what somebody changed of their own account; where a login stands, the change stands too."""
    by, subject = _whose(account)
    chain = chain_of(account, localdate(at)) if by.account else "platform"
    record(chain, action, by=by, subject=subject, facts=facts, at=at)


def chain_of(account: Account, on: date) -> str:
    """The chain of the bureau this member of staff works in; `platform` for whoever has none."""
    membership = account.memberships.current(on).select_related("bureau").first()
    return membership.bureau.code if membership else "platform"


@transaction.atomic
def reset_account(account: Account, *, chain: str, by: Actor, reason: str, at: datetime) -> str:
    """A second administrator resets a colleague: new one-time password, second factor removed. Returns the password."""
    if by.account == account.pk:
        raise BadValue(_("不能重置自己的账号：请由本单位另一名系统管理员办理。"))
    if account.memberships.filter(ends_on=None).exclude(bureau__code=chain).exists():
        raise BadValue(
            _(
                "这个账号还在别的机构任职，本单位不能单独重置。请与该机构的系统管理员协商，或为其在本单位另开账号。"
            )
        )
    password = secret_code(16)
    account.set_password(password)
    account.failed_logins, account.locked_until = 0, None
    account.save()
    Authenticator.objects.filter(user=account).delete()
    record(chain, "account.reset", by=by, subject=f"account:{account.pk}", facts={"reason": reason}, at=at)
    return password


@transaction.atomic
def give_consent(person: Person, *, purpose: str, version: str, channel: str, at: datetime) -> Consent:
    """Record a separate consent; giving it twice is one consent."""
    consent, _created = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        version=version,
        withdrawn_at=None,
        defaults={"given_at": at, "channel": channel},
    )
    return consent


def forget_person(person: Person) -> bool:
    """Remove somebody of whom nothing but consents is kept (个人信息保护法第四十七条); False when anything else is."""
    try:
        with transaction.atomic():
            person.consents.all().delete()
            person.delete()
    except ProtectedError:
        return False
    return True


def give_consents(person: Person, *, purposes: list[str], version: str, channel: str, at: datetime) -> None:
    """Record several separate consents at once, each as `give_consent` does; in the caller's transaction."""
    given = {row[0] for row in _given(person.pk, tuple(purposes), version)}
    Consent.objects.bulk_create(
        Consent(person=person, purpose=purpose, version=version, given_at=at, channel=channel)
        for purpose in purposes
        if purpose not in given
    )


_given = Prepared(
    lambda person, purposes, version: Consent.objects.filter(
        person=person, purpose__in=purposes, version=version, withdrawn_at=None
    ).values_list("purpose")
)
