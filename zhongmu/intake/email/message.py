"""An e-mail as it was sent: who, what, and the files in it. Nothing in it is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message as Parsed

from django.utils.translation import gettext as _
from imap_tools import MailMessage

from zhongmu.files.kinds import BadFile
from zhongmu.seals.digests import digest
from zhongmu.seals.index import blind_index

MOST_BYTES = 25 * 2**20
MOST_FILES = 20
MOST_WORDS = 20_000
MOST_PARTS = 2000  # lines that may begin a part: taking a message apart takes as long as it has parts
_SHORT = 300
_MOST_HTML = 2**20  # characters of it that are searched for words
_UNSEEN = re.compile(r"<(?:(?P<name>style|script|head)\b|(?P<note>!--))", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    UnicodeError,
    OSError,
)


@dataclass(frozen=True)
class Part:
    name: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """`digest` is the same for the same message however often it is met; `more` says what was left out."""

    digest: str
    sender: str
    subject: str
    words: str
    parts: tuple[Part, ...]
    more: str = ""


def read_message(content: bytes) -> Message:
    """Read an .eml file; BadFile for anything else, or for one that no program could have sent."""
    if content.startswith(_OUTLOOK):
        raise BadFile(_("这是 Outlook 的 msg 文件，读不了。请在邮箱里另存为 eml 再上传。"))
    if content.count(b"\n--") + content.count(b"\r--") > MOST_PARTS:
        raise BadFile(_unreadable())
    try:
        mail = MailMessage.from_bytes(content)
        _refuse_no_mail(mail)
        parts = _parts(mail)
        words, sender = _words(mail)[:MOST_WORDS], mail.from_[:_SHORT]
        subject = " ".join(mail.subject.split())[:_SHORT]
        identity = str(mail.obj.get("Message-ID", "")).strip()
    except BadFile:
        raise
    except _BROKEN:
        raise BadFile(_unreadable()) from None
    more = _("附件超过%s个，只收下前面的。") % MOST_FILES if len(parts) > MOST_FILES else ""
    return Message(
        _digest(identity, words, parts),
        _plain(sender),
        _plain(subject),
        _plain(words),
        parts[:MOST_FILES],
        more,
    )


def _unreadable() -> str:
    return _("这封邮件的格式不正常，读不出来。请在邮箱里打开，把附件另存后单独上传。")


def _refuse_no_mail(mail: MailMessage) -> None:
    if "From" not in mail.obj and "Received" not in mail.obj:
        raise BadFile(_("这不是一封邮件（.eml），也不是 Word 报名表（.docx）。请核对是不是选错了文件。"))


def form_alone(name: str, content: bytes) -> Message:
    """A Word form uploaded without the message it came with."""
    part = Part(name, content)
    return Message(_digest("", "", (part,)), "", "", "", (part,))


def _digest(identity: str, words: str, parts: tuple[Part, ...]) -> str:
    """By what was sent, not by the headers of the way it took; a Message-ID used twice for two messages hides neither."""
    pieces = [identity, words, *(digest(part.content) for part in parts)]
    return blind_index("intake.message", "\n".join(pieces))


def _parts(mail: MailMessage) -> tuple[Part, ...]:
    """Those the desk takes, and one more to know that there are more."""
    found: list[Part] = []
    for attachment in mail.attachments:
        if len(found) > MOST_FILES:
            break
        if attachment.content_type == "message/rfc822":
            continue  # the files of a forwarded message are attachments themselves
        if payload := attachment.payload:
            found.append(Part(_named(attachment.filename, attachment.part), payload))
    return tuple(found)


def _named(name: str, part: Parsed) -> str:
    """The name as sent, without what files.checks would refuse in it: a path, line breaks of a folded header."""
    bare = re.split(r"[/\\]", "".join(c for c in name if c.isprintable()))[-1].strip()
    return bare or f"附件.{(part.get_content_subtype() or 'bin')[:8]}"


def _words(mail: MailMessage) -> str:
    return mail.text or _without_tags(mail.html[:_MOST_HTML])


def _without_tags(html: str) -> str:
    """What stands between the tags; each search goes on where the last one ended, so no page takes long."""
    pieces, at = [], 0
    while found := _TAG.search(html, at):
        pieces.append(html[at : found.start()])
        end = _end_of(html, found.start())
        if end is None:
            return "".join(pieces)
        at = end
    return "".join([*pieces, html[at:]])


def _end_of(html: str, start: int) -> int | None:
    """Past the tag that begins here, with all of it that is never shown; None when it does not end."""
    unseen = _UNSEEN.match(html, start)
    if unseen:
        end = "--" if unseen["note"] else f"</{unseen['name']}"
        closing = re.compile(re.escape(end), re.IGNORECASE).search(html, unseen.end())
        if closing is None:
            return None
        start = closing.start()
    return html.find(">", start) + 1 or None


def _plain(text: str) -> str:
    """What a database and a page can hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
