"""Every secret of a server, in one file or one environment variable; nothing else in the house holds a key.

The keyring is JSON: `{"current": 1, "keys": {"1": base64 of 32 bytes}, "index": …, "ledger": …, "signing": …}`.
`keys` are versions of the root from which sealing keys are derived; `index`, `ledger` and `signing` survive rotation.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .durable import create_file, replace_file

ENVIRONMENT = "ZHONGMU_KEYS_JSON"
SIZE = 32  # bytes, of every key


class NoKeys(RuntimeError):
    """No keyring is configured, or the one configured cannot be read."""


@dataclass(frozen=True, slots=True)
class Keyring:
    current: int
    keys: Mapping[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    ledger: bytes = field(repr=False)
    signing: bytes = field(repr=False)

    def derive(self, purpose: str, version: int | None = None) -> bytes:
        """32 bytes for one purpose, from the root of `version` (default: the current one); NoKeys if we never had it."""
        number = self.current if version is None else version
        if number not in self.keys:
            raise NoKeys(
                f"密钥环里没有第 {number} 版密钥，用它封存的内容无法打开；请从打印的恢复单恢复密钥文件。"
            )
        return derive_from(self.keys[number], purpose)

    def rotated(self) -> Keyring:
        number = max(self.keys) + 1
        return replace(self, current=number, keys={**self.keys, number: secrets.token_bytes(SIZE)})

    def as_json(self) -> str:
        return json.dumps(
            {
                "current": self.current,
                "keys": {str(version): _text(key) for version, key in sorted(self.keys.items())},
                "index": _text(self.index),
                "ledger": _text(self.ledger),
                "signing": _text(self.signing),
            },
            indent=2,
        )


def fresh() -> Keyring:
    index, ledger, signing, first = (secrets.token_bytes(SIZE) for _ in range(4))
    return Keyring(current=1, keys={1: first}, index=index, ledger=ledger, signing=signing)


def parse(text: str) -> Keyring:
    """Read a keyring from JSON; NoKeys when a part is missing or is not 32 bytes of base64."""
    try:
        raw = json.loads(text)
        ring = Keyring(
            current=int(raw["current"]),
            keys={int(version): _bytes(key) for version, key in raw["keys"].items()},
            index=_bytes(raw["index"]),
            ledger=_bytes(raw["ledger"]),
            signing=_bytes(raw["signing"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as why:
        raise NoKeys(
            f"密钥文件的格式不对（{type(why).__name__}）；请从备份或打印的恢复单恢复，不要手工修改。"
        ) from None
    if ring.current not in ring.keys:
        raise NoKeys(f"密钥文件的当前版本是 {ring.current}，但其中没有这一版；请从备份或打印的恢复单恢复。")
    return ring


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The server's keyring, read once; `keyring.cache_clear()` after the file changes."""
    from django.conf import settings  # settings themselves import this module

    return read(Path(settings.KEYS_FILE))


def read(path: Path) -> Keyring:
    given = os.environ.get(ENVIRONMENT)
    if given:
        return parse(given)
    try:
        return parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoKeys(
            f"没有密钥：{path} 不存在。请运行 zhongmu keys create，并把恢复单打印后锁进保险柜。"
        ) from None


def django_secret(keys_file: Path) -> str:
    """The secret of cookies and form tokens, hex; random for this process while no key exists yet (`checks` then objects)."""
    try:
        ring = read(keys_file)
    except NoKeys:
        return secrets.token_hex(SIZE)
    return derive_from(ring.index, "django").hex()


def create(path: Path) -> Keyring:
    """Make a new key file, mode 0600; FileExistsError rather than overwrite one."""
    ring = fresh()
    try:
        create_file(path, ring.as_json() + "\n")
    except FileExistsError:
        raise FileExistsError(f"{path} 已存在；覆盖它会使已封存的内容永远无法打开。") from None
    return ring


def rotate(path: Path) -> Keyring:
    """Add a version to the file and make it current; what was sealed stays readable, `reseal()` moves it over."""
    ring = parse(path.read_text(encoding="utf-8")).rotated()
    replace_file(path, ring.as_json() + "\n")
    keyring.cache_clear()
    return ring


@lru_cache(maxsize=256)
def derive_from(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=b"zhongmu:" + purpose.encode()).derive(key)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as why:
        raise ValueError(str(why)) from None
    if len(key) != SIZE:
        raise ValueError(f"{len(key)} bytes")
    return key
