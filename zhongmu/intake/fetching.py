"""Take in what is new in a bureau's mailbox: each message once, in the order it came, never losing one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import NoPolicy
from zhongmu.files.kinds import BadFile
from zhongmu.intake.actions import take_in
from zhongmu.intake.email.mailbox import Letter, Place, Unreachable, new_letters, opened, places
from zhongmu.intake.email.message import MOST_BYTES, Message, read_message
from zhongmu.intake.models import MAILBOX, Mailbox
from zhongmu.ledger.actors import Actor
from zhongmu.seals.digests import digest
from zhongmu.seals.index import blind_index

log = structlog.get_logger(__name__)
FIRST_DAYS = 30  # how far back a mailbox is read the first time


@dataclass(frozen=True)
class Fetched:
    """`messages` were taken in, `forms` found in them; `problem` says why the rest has to wait."""

    bureau: str
    messages: int = 0
    forms: int = 0
    problem: str = ""


def fetch_all(*, at: datetime, code: str = "") -> list[Fetched]:
    """Every mailbox of the settings, or that of one bureau; one that cannot be read does not stop the others."""
    wanted = [place for place in places(settings.MAILBOXES).values() if code in {"", place.code}]
    return [_fetched(place, at=at) for place in wanted]


def _fetched(place: Place, *, at: datetime) -> Fetched:
    bureau = Bureau.objects.filter(code=place.code).first()
    if bureau is None:
        return Fetched(place.code, problem=_("没有代码为 %s 的机构。请核对 ZHONGMU_IMAP。") % place.code)
    try:
        bureau.policy(localdate(at))
        return fetch_mail(bureau, place, at=at)
    except NoPolicy as missing:
        return Fetched(bureau.name, problem=str(missing))
    except Exception as error:  # noqa: BLE001  whatever is wrong here, the bureaus after it have their mail read
        log.warning("mail not fetched", bureau=bureau.code, error=type(error).__name__)
        said = _("取邮件时出错（%s），下次再取。请系统管理员看日志。") % type(error).__name__
        return Fetched(bureau.name, problem=said)


def fetch_mail(bureau: Bureau, place: Place, *, at: datetime) -> Fetched:
    """Read on from where the last time ended; a connection that breaks off leaves the rest for the next time."""
    messages = forms = 0
    try:
        with opened(place) as (box, validity):
            mark = _mark(bureau, place, validity)
            since = localdate(at) - timedelta(days=FIRST_DAYS)
            letters: Iterator[Letter] = new_letters(
                box, place, after=mark.uid if mark.pk else None, since=since
            )
            for letter in letters:
                forms += _take(bureau, letter, mark, at=at)
                messages += 1
    except Unreachable as error:
        return Fetched(bureau.name, messages, forms, str(error))
    return Fetched(bureau.name, messages, forms)


def _mark(bureau: Bureau, place: Place, validity: int) -> Mailbox:
    """Where reading stands; another address, or numbers the server has given out anew, begin afresh."""
    mark = Mailbox.objects.filter(bureau=bureau).first()
    if mark and (mark.place, mark.validity) == (place.index, validity):
        return mark
    if mark:
        mark.delete()
    return Mailbox(bureau=bureau, place=place.index, validity=validity, uid=0)


def _take(bureau: Bureau, letter: Letter, mark: Mailbox, *, at: datetime) -> int:
    """One message, as an arrival whatever is in it; returns how many forms were."""
    try:
        return _keep(bureau, letter, _message(letter, mark), mark, at=at)
    except (OSError, OperationalError):
        raise  # our own disk or database: the message has to wait
    except Exception as error:  # noqa: BLE001  one message nobody foresaw must not hold up those behind it
        log.warning("message not read", bureau=bureau.code, uid=letter.uid, error=type(error).__name__)
        said = _("这封邮件读不出来。请在邮箱里打开，把报名表另存后上传。")
        return _keep(bureau, letter, _unread(letter, mark, said), mark, at=at)


def _keep(bureau: Bureau, letter: Letter, message: Message, mark: Mailbox, *, at: datetime) -> int:
    """The message and the mark together or neither."""
    with transaction.atomic():
        made = take_in(
            bureau,
            message,
            original=letter.content,
            way=MAILBOX,
            arrived_on=letter.arrived_on,
            by=Actor.system(),
            at=at,
            on=localdate(at),
        )
        mark.uid, mark.read_at = letter.uid, at
        mark.save()
    return sum(arrival.has_form for arrival in made)


def _message(letter: Letter, mark: Mailbox) -> Message:
    """What cannot be read becomes an arrival that says so: a person opens it in the mailbox."""
    if letter.content is None:
        said = _("这封邮件有%(size)sMB，超过%(most)sMB，没有取来。请在邮箱里打开，把报名表另存后上传。")
        words = said % {"size": letter.size // 2**20, "most": MOST_BYTES // 2**20}
        return Message(_key(letter, mark), "", _("过大的邮件"), words, ())
    try:
        return read_message(letter.content)
    except BadFile as wrong:
        return _unread(letter, mark, wrong.sentence)


def _unread(letter: Letter, mark: Mailbox, sentence: str) -> Message:
    return Message(_key(letter, mark), "", _("读不出的邮件"), sentence, ())


def _key(letter: Letter, mark: Mailbox) -> str:
    """By what is in it; by its place in the mailbox where it was not fetched."""
    place = f"{mark.place}:{mark.validity}:{letter.uid}"
    return blind_index("intake.message", place if letter.content is None else digest(letter.content))
