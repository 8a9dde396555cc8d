"""The two digests a ledger may be kept in: SHA-256, and SM3 (GB/T 32905) where commercial cryptography is required."""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Algorithm = Literal["sha256", "sm3"]
ALGORITHMS: tuple[Algorithm, ...] = ("sha256", "sm3")
ZERO = "0" * 64  # stands before the first entry


def digest_algorithm() -> Algorithm:
    """What new chains are kept in; a chain keeps the one it began with."""
    if settings.LEDGER_DIGEST not in ALGORITHMS:
        raise ImproperlyConfigured(f"ZHONGMU_LEDGER_DIGEST 只能是 {'、'.join(ALGORITHMS)}。")
    return settings.LEDGER_DIGEST


def digest(b: bytes, algorithm: str | None = None) -> str:
    """64 hex digits."""
    if (algorithm or digest_algorithm()) == "sha256":
        return hashlib.sha256(b).hexdigest()
    hashed = Hash(SM3())
    hashed.update(b)
    return hashed.finalize().hex()


def keyed_digest(key: bytes, b: bytes, algorithm: str) -> str:
    """HMAC in the same algorithm, 64 hex digits."""
    if algorithm == "sha256":
        return hmac.digest(key, b, "sha256").hex()
    tagged = HMAC(key, SM3())
    tagged.update(b)
    return tagged.finalize().hex()
