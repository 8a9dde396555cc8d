"""A bureau's own mailbox over IMAP, read only: nothing is deleted, moved or marked as read."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted

from zhongmu.intake.email.message import MOST_BYTES
from zhongmu.seals.index import blind_index

SECONDS = 60.0  # without an answer
_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
_HERE = {"127.0.0.1", "localhost", "::1"}
_BEIJING = ZoneInfo("Asia/Shanghai")
_DAY = re.compile(rb'INTERNALDATE "([^"]+)"', re.IGNORECASE)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)", re.IGNORECASE)
_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]  # of the protocol, whatever the locale
_BROKEN = (OSError, imaplib.IMAP4.error, ImapToolsError, TypeError, ValueError, IndexError)


class Unreachable(Exception):
    """The mailbox could not be read; `str()` says what to check, without the password."""


@dataclass(frozen=True)
class Place:
    """Where one bureau's mail lies."""

    code: str
    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @property
    def index(self) -> str:
        return blind_index(
            "intake.mailbox", f"{self.scheme}://{self.user}@{self.host}:{self.port}/{self.folder}"
        )


@dataclass(frozen=True)
class Letter:
    """One message on the server; `content` is None when it is larger than the desk takes."""

    uid: int
    arrived_on: date
    size: int
    content: bytes | None


def places(setting: str) -> dict[str, Place]:
    """By bureau code, from "500103=imaps://user:password@host/INBOX …"; ImproperlyConfigured says which is wrong."""
    found = {}
    for number, entry in enumerate(setting.split(), 1):
        code, equals, address = entry.partition("=")
        place = _place(code, address) if equals else None
        if place is None:
            raise ImproperlyConfigured(
                f"ZHONGMU_IMAP 第{number}项写法不对。请写成“机构代码=imaps://账号:口令@主机:端口/文件夹”，"
                "各项用空格隔开，口令里的特殊字符用百分号编码。"
            )
        if place.scheme == "imap" and place.host not in _HERE:
            raise ImproperlyConfigured(
                f"ZHONGMU_IMAP 第{number}项不加密，只许连本机。请改用 imaps:// 或 imap+starttls://。"
            )
        found[code] = place
    return found


def _place(code: str, address: str) -> Place | None:
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError):
        return None
    if not (code and parts.hostname and parts.username and parts.password):
        return None
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    return Place(
        code, parts.scheme, parts.hostname, port, unquote(parts.username), unquote(parts.password), folder
    )


@contextmanager
def _said(place: Place) -> Iterator[None]:
    """Whatever a server or the way to it does wrong becomes one sentence."""
    try:
        yield
    except _BROKEN as error:
        raise Unreachable(
            f"{place.host} 的邮箱读不了（{type(error).__name__}）。请核对 ZHONGMU_IMAP 里的主机、账号、口令和文件夹，"
            "以及邮箱是否开通了 IMAP。"
        ) from error


@contextmanager
def opened(place: Place) -> Iterator[tuple[BaseMailBox, int]]:
    """The mailbox, opened read only, and the validity of its numbers. Raises Unreachable."""
    with _said(place):
        box = _connected(place)
    try:
        with _said(place):
            box.login(place.user, place.password, initial_folder=None)
            _introduce(box)
            box.folder.set(place.folder, readonly=True)
            validity = int(box.client.response("UIDVALIDITY")[1][0])
        yield box, validity
    finally:
        box.client.shutdown()


def _connected(place: Place) -> BaseMailBox:
    if place.scheme == "imap":
        return MailBoxUnencrypted(place.host, place.port, timeout=SECONDS)
    context = ssl.create_default_context()
    if place.scheme == "imaps":
        return MailBox(place.host, place.port, timeout=SECONDS, ssl_context=context)
    return _Upgraded(place, context)


class _Upgraded(BaseMailBox):
    """STARTTLS, with the line closed when the server does not offer it; the library's own leaves it open."""

    def __init__(self, place: Place, context: ssl.SSLContext) -> None:
        self._place, self._context = place, context
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._place.host, self._place.port, SECONDS)
        try:
            client.starttls(self._context)
        except BaseException:
            client.shutdown()
            raise
        return client


def _introduce(box: BaseMailBox) -> None:
    """Some providers (163, 126) open no folder to a client that has not said who it is (RFC 2971)."""
    if "ID" in box.client.capabilities:
        box.client.xatom("ID", '("name" "zhongmu" "version" "1")')


def new_letters(box: BaseMailBox, place: Place, *, after: int | None, since: date) -> Iterator[Letter]:
    """What came after this number, oldest first; where no number is known yet, what came on or after `since`.

    Raises Unreachable.
    """
    wanted = f"UID {after + 1}:*" if after is not None else f"SINCE {_protocol_day(since)}"
    with _said(place):
        uids = sorted(int(uid) for uid in box.uids(wanted, charset=None))
    for uid in uids:
        if after is None or uid > after:  # "n:*" gives the last message even when it is older than n
            with _said(place):
                letter = _letter(box, uid)
            yield letter


def _protocol_day(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _letter(box: BaseMailBox, uid: int) -> Letter:
    told = _fetched(box, uid, "(INTERNALDATE RFC822.SIZE)")[0]
    line = told if isinstance(told, bytes) else b" ".join(told)
    arrived, sized = _DAY.search(line), _SIZE.search(line)
    if arrived is None or sized is None:
        raise ValueError("no date or size")
    size, content = int(sized[1]), None
    if size <= MOST_BYTES:
        parts = _fetched(box, uid, "(BODY.PEEK[])")
        content = next(part[1] for part in parts if isinstance(part, tuple))
    return Letter(uid, _beijing_day(arrived[1].decode()), size, content)


def _fetched(box: BaseMailBox, uid: int, what: str) -> list[bytes | tuple[bytes, bytes]]:
    status, answer = box.client.uid("FETCH", str(uid), what)
    if status != "OK" or not answer or answer[0] is None:
        raise ValueError("nothing fetched")
    return list(answer)


def _beijing_day(text: str) -> date:
    """1-Nov-2026 23:30:00 +0000 is 2 November in Beijing."""
    day, month, rest = text.strip().split("-")
    numbered = f"{int(day):02}-{_MONTHS.index(month) + 1:02}-{rest}"
    return datetime.strptime(numbered, "%d-%m-%Y %H:%M:%S %z").astimezone(_BEIJING).date()
