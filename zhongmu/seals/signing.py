"""Ed25519 signatures of this server; whoever holds the public key can check them without us."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .keys import keyring


def sign(b: bytes) -> bytes:
    """64 bytes; the same message always gives the same signature."""
    return _private(keyring().signing).sign(b)


def verify(signature: bytes, b: bytes, *, public_key: str | None = None) -> bool:
    """Whether `signature` over `b` is by `public_key` (base64; default: this server's)."""
    try:
        raw = base64.b64decode(public_key or public_key_b64(), validate=True)
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, b)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key_b64() -> str:
    return base64.b64encode(_private(keyring().signing).public_key().public_bytes_raw()).decode("ascii")


@lru_cache(maxsize=4)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
