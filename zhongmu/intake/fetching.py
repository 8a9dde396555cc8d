"""Take in what is new in a bureau's mailbox: each message once, in the order it came, never losing one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.kinds import BadFile
from zhongmu.intake.actions import take_in
from zhongmu.intake.email.mailbox import Letter, Place, Unreachable, new_letters, opened, places
from zhongmu.intake.email.message import MOST_BYTES, Message, read_message
from zhongmu.intake.models import MAILBOX, Mailbox
from zhongmu.ledger.actors import Actor
from zhongmu.seals.digests import digest
from zhongmu.seals.index import blind_index

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
    found = []
    for place in places(settings.MAILBOXES).values():
        if code in {"", place.code}:
            bureau = Bureau.objects.filter(code=place.code).first()
            if bureau is None:
                sentence = _("没有代码为 %s 的机构。请核对 ZHONGMU_IMAP。") % place.code
                found.append(Fetched(place.code, problem=sentence))
            else:
                found.append(fetch_mail(bureau, place, at=at))
    return found


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
    """The message and the mark together or neither; returns how many forms were in it."""
    message = _message(letter, mark)
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
        key = blind_index("intake.message", f"{mark.place}:{mark.validity}:{letter.uid}")
        return Message(key, "", _("过大的邮件"), words, ())
    try:
        return read_message(letter.content)
    except BadFile as wrong:
        key = blind_index("intake.message", digest(letter.content))
        return Message(key, "", _("读不出的邮件"), wrong.sentence, ())
