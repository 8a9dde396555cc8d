"""Real IMAP servers for the tests: Twisted's wherever the tests run, Debian's Dovecot beside it where it is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

ACCOUNT, PASSWORD = "bureau", "p@ss-word"
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
KINDS = ["twisted", *(["dovecot"] if DOVECOT and os.geteuid() == 0 else [])]
CONF = """
protocols = imap
listen = 127.0.0.1
base_dir = {run}
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
"""


@dataclass
class Server:
    kind: str
    folder: Path
    port: int

    def setting(self, code: str, password: str = PASSWORD) -> str:
        return f"{code}=imap://{ACCOUNT}:{quote(password)}@127.0.0.1:{self.port}/INBOX"

    def deliver(self, uid: int, content: bytes, at: datetime) -> None:
        """A message reaches the mailbox at this moment; `uid` rises with each."""
        if self.kind == "twisted":
            path = self.folder / f"{uid}.eml"
        else:
            path = self.folder / "mail" / "new" / f"{uid:06}.M1P1.here"
        path.write_bytes(content)
        os.utime(path, (at.timestamp(), at.timestamp()))
        if self.kind == "dovecot":
            shutil.chown(path, "nobody")

    def unchanged(self) -> bool:
        """Nothing was deleted, moved or marked as read."""
        if self.kind == "twisted":
            return not (self.folder / "changed").exists()
        return not [p for p in (self.folder / "mail" / "cur").glob("*") if p.name.split(":2,")[-1]]


def started(kind: str) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="zhongmu-imap-"))
    folder.chmod(0o755)
    process, port = _twisted(folder) if kind == "twisted" else _dovecot(folder)
    try:
        yield Server(kind, folder, port)
    finally:
        process.terminate()
        process.communicate(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _twisted(folder: Path) -> tuple[subprocess.Popen[str], int]:
    (folder / "validity").write_text("7", encoding="utf-8")
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("imap_server.py"))]
    command += [str(folder), ACCOUNT, PASSWORD]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def _dovecot(folder: Path) -> tuple[subprocess.Popen[str], int]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name in ("new", "cur", "tmp"):
        (folder / "mail" / name).mkdir(parents=True)
    nobody = pwd.getpwnam("nobody")
    for path in (folder / "mail").rglob("*"):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    conf = folder / "dovecot.conf"
    told = {"folder": folder, "run": folder / "run", "port": port, "password": PASSWORD}
    conf.write_text(CONF.format(user="nobody", group="nogroup", **told), encoding="utf-8")
    process = subprocess.Popen([str(DOVECOT), "-F", "-c", str(conf)], text=True)
    _wait_for(port, process, folder)
    return process, port


def _wait_for(port: int, process: subprocess.Popen[str], folder: Path) -> None:
    for _try in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
        time.sleep(0.1)
    raise RuntimeError("the IMAP server did not start")
