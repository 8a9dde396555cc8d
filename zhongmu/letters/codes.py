"""One-time codes sent to a phone by SMS: short-lived, counted, and silent about whether there was anything to open."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from zhongmu.letters.models import PhoneCode
from zhongmu.letters.sms import gateway
from zhongmu.people.tries import note_try, tried
from zhongmu.people.values import BadValue
from zhongmu.seals.index import blind_index

log = structlog.get_logger(__name__)
MINUTES = 10  # a code opens
APART = timedelta(minutes=1)  # between two codes to one phone
MOST_SENT = 5  # to one phone in a day, all bureaus together
MOST_TRIES = 5  # of one code
MOST_ASKED = 30  # codes asked for from one address in an hour: a family, a library, a village office
MOST_WRONG = 30  # wrong codes from one address in an hour
HOUR = 3600


def can_send() -> bool:
    """Whether this server has a gateway; without one no code can be sent, and the page says so."""
    return bool(settings.SMS_GATEWAY)


def _index(purpose: str, text: str) -> str:
    return blind_index(f"phone_code.{purpose}", text)


def _of_phone(phone: str) -> QuerySet[PhoneCode]:
    """For whatever purpose, of whatever bureau: one person's phone rings."""
    return PhoneCode.objects.filter(phone_index=blind_index("phone_code", phone))


def ask_code(purpose: str, phone: str, *, wanted: bool, words: str, source: str, at: datetime) -> None:
    """Send a code to a mobile number; where it is not `wanted`, do all the same but send nothing.

    `words` says what it is for, with %(code)s and %(minutes)s. `source` is the address that asks. Raises BadValue
    when this phone or this address has had too many, again whether or not anything was sent.
    """
    if note_try("code.asked", source, seconds=HOUR) > MOST_ASKED:
        raise BadValue(_("从这个网络要验证码的次数太多了。请一小时后再试，或用写下来的号码。"))
    code = f"{secrets.randbelow(10**6):06}"
    text = words % {"code": code, "minutes": MINUTES}
    _refuse_too_many(phone, at)
    row = PhoneCode(
        purpose=purpose,
        phone_index=blind_index("phone_code", phone),
        code_index=_index(purpose, f"{phone} {code}") if wanted else "",
        phone=phone if wanted else None,
        text=text if wanted else None,
        made_at=at,
        minute=int(at.timestamp()) // 60,
        expires_at=at + timedelta(minutes=MINUTES),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            transaction.on_commit(lambda: _wake(row.pk))  # also where nothing is to be sent: it takes as long
    except IntegrityError:
        raise BadValue(_too_soon()) from None


def _too_soon() -> str:
    return _("刚刚已经为这个号码办过一次。请等一分钟再要新的验证码。")


def _refuse_too_many(phone: str, at: datetime) -> None:
    earlier = _of_phone(phone)
    if earlier.filter(made_at__gt=at - APART).exists():
        raise BadValue(_too_soon())
    if earlier.filter(made_at__gt=at - timedelta(days=1)).count() >= MOST_SENT:
        raise BadValue(_("这个号码今天要验证码的次数已经用完。请明天再试，或用写下来的号码。"))


def _wake(pk: int) -> None:
    from zhongmu.letters.tasks import deliver_code  # it calls deliver, below

    deliver_code.enqueue(pk)


def deliver(pk: int, *, at: datetime) -> None:
    """Send one code and forget phone and words; one that comes too late, or that the gateway refuses, is not sent."""
    row = PhoneCode.objects.filter(pk=pk, expires_at__gt=at, phone__isnull=False).first()
    sms = gateway()
    if row is None or sms is None or row.phone is None or row.text is None:
        return
    if not PhoneCode.objects.filter(pk=pk, phone__isnull=False).update(phone=None, text=None):
        return
    try:
        sms.send(row.phone, row.text)
    except Exception as error:  # noqa: BLE001  an operator's gateway may raise anything; the person asks again
        log.warning("code not sent", code=pk, error=type(error).__name__)


def use_code(purpose: str, phone: str, code: str, *, source: str, at: datetime) -> bool:
    """Whether this is a code sent to this phone, which is then used up. Wrong, late, used, unknown and tried too often
    are all False. Raises BadValue when this address tried too many.
    """
    refuse_guessing(source)
    rows = _of_phone(phone).filter(purpose=purpose)
    rows = rows.filter(used_at=None, expires_at__gt=at, tries__lte=MOST_TRIES)
    rows.update(tries=F("tries") + 1)
    if rows.filter(code_index=_index(purpose, f"{phone} {code}")).update(used_at=at):
        return True
    note_wrong(source)
    return False


def refuse_guessing(source: str) -> None:
    """Raises BadValue when this address has tried too many wrong codes of whatever kind."""
    if tried("code.wrong", source) >= MOST_WRONG:
        raise BadValue(_("从这个网络输错的次数太多了。请一小时后再试，或带身份证到窗口办理。"))


def note_wrong(source: str) -> None:
    note_try("code.wrong", source, seconds=HOUR)


def forget_codes(*, at: datetime) -> int:
    """Remove the rows that no longer count against anybody."""
    gone, _each = PhoneCode.objects.filter(made_at__lt=at - timedelta(days=2)).delete()
    return gone
