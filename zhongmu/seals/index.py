from __future__ import annotations

import hmac

from .keys import derive_from, keyring


def blind_index(purpose: str, text: str) -> str:
    """64 hex digits by which a sealed value can be found, not read. Normalise `text` first; `purpose` keeps columns apart."""
    return hmac.digest(derive_from(keyring().index, f"index:{purpose}"), text.encode(), "sha256").hex()
