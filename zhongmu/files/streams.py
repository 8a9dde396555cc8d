"""Files too large for memory, sealed frame by frame: nobody reads, cuts, reorders or swaps a part unnoticed.

Stored form: magic | key version (4 bytes, big-endian) | nonce prefix (8) | frames. A frame is up to 1 MiB sealed with
AES-256-GCM under nonce prefix + its number; bound to it are the head, the file's place, and whether it is the last.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhongmu.files.vault import PURPOSE, Damaged, place
from zhongmu.seals.keys import keyring

_MAGIC = b"ZMS1"
_VERSION, _PREFIX, _TAG = 4, 8, 16
_HEAD = len(_MAGIC) + _VERSION + _PREFIX
FRAME = 2**20


def _bound(head: bytes, token: str, part: str, *, last: bool) -> bytes:
    return head + f"{token}.{part}".encode() + (b"\x01" if last else b"\x00")


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


class SealedWriter(io.RawIOBase):
    """Takes bytes in, one way; the file is there once `close` has come to its end, and never before.

    As a context manager it throws away what was written when the block fails.
    """

    def __init__(self, token: str, part: str) -> None:
        super().__init__()
        self._place, self._bound = place(token, part), (token, part)
        ring, prefix = keyring(), os.urandom(_PREFIX)
        self._cipher, self._prefix, self._number = AESGCM(ring.derive(PURPOSE)), prefix, 0
        self._head = _MAGIC + ring.current.to_bytes(_VERSION, "big") + prefix
        self._held = bytearray()
        self._place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, waiting = tempfile.mkstemp(dir=self._place.parent, prefix=".new-")
        self._out: BinaryIO = os.fdopen(descriptor, "wb")
        self._waiting = Path(waiting)
        self._out.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        """Any bytes-like object; returns how many bytes it was."""
        more = bytes(content)  # type: ignore[call-overload]  # bytes-like, as io has it
        self._held += more
        while len(self._held) > FRAME:
            self._seal(bytes(self._held[:FRAME]), last=False)
            del self._held[:FRAME]
        return len(more)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        bound = _bound(self._head, *self._bound, last=last)
        self._out.write(self._cipher.encrypt(_nonce(self._prefix, self._number), plain, bound))
        self._number += 1

    def close(self) -> None:
        if self.closed:
            return
        try:
            self._seal(bytes(self._held), last=True)
            self._out.flush()
            os.fsync(self._out.fileno())
            os.link(self._waiting, self._place)  # unlike a rename, a link never overwrites
        finally:
            self._leave()

    def _leave(self) -> None:
        self._out.close()
        self._waiting.unlink(missing_ok=True)
        super().close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._leave()


def read_sealed(token: str, part: str) -> Iterator[bytes]:
    """The file a frame at a time. Raises Damaged where it is gone, cut, changed, reordered or from another place.

    What came before a damaged frame has been handed out already: a reader keeps nothing of a stream that breaks off.
    """
    try:
        source = place(token, part).open("rb")
    except FileNotFoundError:
        raise Damaged(f"{token}/{part} is not on the disk") from None
    with source:
        head = source.read(_HEAD)
        if not head.startswith(_MAGIC) or len(head) < _HEAD:
            raise Damaged(f"{token}/{part} is not one of ours")
        version = int.from_bytes(head[len(_MAGIC) : len(_MAGIC) + _VERSION], "big")
        cipher, number = AESGCM(keyring().derive(PURPOSE, version)), 0
        sealed = source.read(FRAME + _TAG)
        while True:
            ahead = source.read(FRAME + _TAG)
            bound = _bound(head, token, part, last=not ahead)
            try:
                yield cipher.decrypt(_nonce(head[-_PREFIX:], number), sealed, bound)
            except InvalidTag:
                raise Damaged(f"{token}/{part} was changed") from None
            if not ahead:
                return
            sealed, number = ahead, number + 1
