"""Bytes on disk, each sealed with AES-256-GCM and bound to its own place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhongmu.seals.keys import keyring

PURPOSE = "files"
ORIGINAL, WORKING = "original", "working"
_MAGIC = b"ZMF1"
_VERSION = 4  # bytes of the key's version
_NONCE = 12


class Damaged(RuntimeError):
    """What lies on the disk is missing or is not what was put there."""


def put(token: str, part: str, content: bytes) -> None:
    """Write the part whole or not at all; an existing one is never overwritten."""
    ring = keyring()
    nonce = os.urandom(_NONCE)
    head = _MAGIC + ring.current.to_bytes(_VERSION, "big")
    sealed = AESGCM(ring.derive(PURPOSE)).encrypt(nonce, content, _bound(head, token, part))
    _write_new(place(token, part), head + nonce + sealed)


def get(token: str, part: str) -> bytes:
    """Raises Damaged for a part that is gone, cut, changed or moved from another place."""
    try:
        sealed = place(token, part).read_bytes()
    except FileNotFoundError:
        raise Damaged(f"{token}/{part} is not on the disk") from None
    head, nonce = sealed[: len(_MAGIC) + _VERSION], sealed[len(_MAGIC) + _VERSION :][:_NONCE]
    if not head.startswith(_MAGIC) or len(nonce) < _NONCE:
        raise Damaged(f"{token}/{part} is not one of ours")
    key = keyring().derive(PURPOSE, int.from_bytes(head[len(_MAGIC) :], "big"))
    try:
        return AESGCM(key).decrypt(nonce, sealed[len(head) + _NONCE :], _bound(head, token, part))
    except InvalidTag:
        raise Damaged(f"{token}/{part} was changed") from None


def drop(token: str) -> None:
    """Take every part off the disk; a part that is not there is no error."""
    for part in (ORIGINAL, WORKING):
        place(token, part).unlink(missing_ok=True)


def place(token: str, part: str) -> Path:
    if len(token) != 32 or not set(token) <= set("0123456789abcdef"):  # noqa: PLR2004  a token is 32 hex digits
        raise ValueError("not a token")
    return Path(settings.FILES_DIR) / token[:2] / f"{token}.{part}"


def _bound(head: bytes, token: str, part: str) -> bytes:
    return head + f"{token}.{part}".encode()


def _write_new(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, waiting = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        os.link(waiting, path)  # unlike a rename, a link never overwrites
    finally:
        Path(waiting).unlink()
