"""A mailbox on an IMAP server of its own process: `python imap_server.py FOLDER ACCOUNT PASSWORD` prints its port.

The messages are FOLDER/<uid>.eml, their day of arrival the file's own; whatever would change the mailbox is written to
FOLDER/changed.
"""

from __future__ import annotations

import email.utils
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from twisted.cred import checkers, portal
from twisted.internet import protocol, reactor
from twisted.mail import imap4
from zope.interface import implementer


@implementer(imap4.IMessageFile, imap4.IMessage)
class Message:
    def __init__(self, path: Path) -> None:
        self.path = path

    def getUID(self):  # noqa: N802  the interface's names
        return int(self.path.stem)

    def getFlags(self):  # noqa: N802
        return []

    def getInternalDate(self):  # noqa: N802
        return email.utils.formatdate(self.path.stat().st_mtime).split(", ")[1].replace("-0000", "+0000")

    def getSize(self):  # noqa: N802
        return self.path.stat().st_size

    def getHeaders(self, negate, *names):  # noqa: N802
        return {}

    def getBodyFile(self):  # noqa: N802
        return io.BytesIO()

    def isMultipart(self):  # noqa: N802
        return False

    def open(self):
        return io.BytesIO(self.path.read_bytes())


@implementer(imap4.IMailbox, imap4.ISearchableMailbox)
class Inbox:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def messages(self):
        return sorted((Message(path) for path in self.folder.glob("*.eml")), key=Message.getUID)

    def getUIDValidity(self):  # noqa: N802
        return int((self.folder / "validity").read_text())

    def getUIDNext(self):  # noqa: N802
        return max([m.getUID() for m in self.messages()], default=0) + 1

    def getUID(self, number):  # noqa: N802
        return self.messages()[number - 1].getUID()

    def getMessageCount(self):  # noqa: N802
        return len(self.messages())

    def getRecentCount(self):  # noqa: N802
        return 0

    def getUnseenCount(self):  # noqa: N802
        return 0

    def isWriteable(self):  # noqa: N802
        return True

    def getFlags(self):  # noqa: N802
        return ["\\Seen", "\\Deleted"]

    def getHierarchicalDelimiter(self):  # noqa: N802
        return "/"

    def requestStatus(self, names):  # noqa: N802
        return imap4.statusRequestHelper(self, names)

    def addListener(self, listener):  # noqa: N802
        return None

    def removeListener(self, listener):  # noqa: N802
        return None

    def search(self, query, uid):
        """The two questions the desk asks: SINCE a day, and UID n:*, which has the last message whatever n is."""
        flat = query[0] if isinstance(query[0], list) else query
        asked, value = flat[0].decode().upper(), flat[1].decode()
        numbered = list(enumerate(self.messages(), 1))
        if asked == "SINCE":
            day = datetime.strptime(value, "%d-%b-%Y").replace(tzinfo=UTC).timestamp()
            return [n for n, message in numbered if message.path.stat().st_mtime >= day]
        first = int(value.split(":")[0])
        return [n for n, message in numbered if message.getUID() >= first or n == len(numbered)]

    def fetch(self, messages, uid):
        everyone = self.messages()
        messages.last = everyone[-1].getUID() if everyone else 0
        return [(n, m) for n, m in enumerate(everyone, 1) if m.getUID() in messages]

    def changed(self, *_args):
        (self.folder / "changed").write_text("changed")
        return {}

    store = addMessage = expunge = destroy = changed  # noqa: N815


@implementer(portal.IRealm)
class Realm:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def requestAvatar(self, name, mind, *interfaces):  # noqa: N802
        account = imap4.MemoryAccount(name)
        account.addMailbox("INBOX", Inbox(self.folder))
        return imap4.IAccount, account, lambda: None


class Server(imap4.IMAP4Server):
    def capabilities(self):
        return {**super().capabilities(), b"ID": None}

    def do_ID(self, tag, words):  # noqa: N802
        self.sendUntaggedResponse(b"ID NIL")
        self.sendPositiveResponse(tag, b"ID")

    unauth_ID = auth_ID = select_ID = (do_ID, imap4.IMAP4Server.arg_line)  # noqa: N815


def main(folder: Path, account: str, password: str) -> None:
    known = checkers.InMemoryUsernamePasswordDatabaseDontUse(**{account: password.encode()})
    door = portal.Portal(Realm(folder), [known])
    factory = protocol.ServerFactory()
    factory.protocol = Server
    factory.portal = door
    original = factory.buildProtocol

    def build(address):
        server = original(address)
        server.portal = door
        return server

    factory.buildProtocol = build
    port = reactor.listenTCP(0, factory, interface="127.0.0.1")
    sys.stdout.write(f"{port.getHost().port}\n")
    sys.stdout.flush()
    reactor.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
