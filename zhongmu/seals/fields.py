"""Fields whose content the database never sees: AES-256-GCM under a versioned key, bound to the field they stand in.

Stored form: key version (2 bytes, big-endian) | nonce (12) | ciphertext and tag (16).
The associated text is `app_label.ModelName.field`, so a value copied into another column does not open.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from .keys import keyring

ST_contra = TypeVar("ST_contra", contravariant=True)
GT_co = TypeVar("GT_co", covariant=True)

if TYPE_CHECKING:

    class TypedField(models.Field[ST_contra, GT_co]): ...
else:  # Django's own field takes no type parameters when it runs

    class TypedField(models.Field, Generic[ST_contra, GT_co]): ...


VERSION_SIZE, NONCE_SIZE = 2, 12


class SealBroken(ValueError):
    """The bytes were altered, moved from another field, or are no sealed value at all."""


def seal(plain: bytes, place: str) -> bytes:
    version, nonce = keyring().current, os.urandom(NONCE_SIZE)
    return (
        version.to_bytes(VERSION_SIZE, "big") + nonce + _cipher(version).encrypt(nonce, plain, place.encode())
    )


def open_seal(sealed: bytes, place: str) -> bytes:
    """The plain bytes; SealBroken when they were tampered with, NoKeys when their key version is not in the ring."""
    nonce, rest = sealed[VERSION_SIZE : VERSION_SIZE + NONCE_SIZE], sealed[VERSION_SIZE + NONCE_SIZE :]
    try:
        return _cipher(version_of(sealed)).decrypt(nonce, rest, place.encode())
    except (InvalidTag, ValueError):
        raise SealBroken(f"{place} 的封存内容打不开：已被改动，或不属于这一栏。请从备份核对该行。") from None


def version_of(sealed: bytes) -> int:
    return int.from_bytes(sealed[:VERSION_SIZE], "big")


def _cipher(version: int) -> AESGCM:
    return _cipher_of(keyring().derive("seal", version))


@lru_cache(maxsize=64)
def _cipher_of(key: bytes) -> AESGCM:
    return AESGCM(key)


class SealedField(TypedField[ST_contra, GT_co]):
    """What the two sealed fields share. It can be asked only whether it is empty; look up by a blind index beside it."""

    plain_type: ClassVar[type]
    empty_strings_allowed = False  # a sealed field left out is an error, not an empty text

    @property
    def place(self) -> str:
        return f"{self.model._meta.label}.{self.name}"  # noqa: SLF001  Django's documented name

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's signature
        if value is None:
            return None
        if not isinstance(value, self.plain_type):
            raise TypeError(f"{self.place} takes {self.plain_type.__name__}, not {type(value).__name__}")
        return connection.Database.Binary(seal(self.to_bytes(value), self.place))  # type: ignore[attr-defined]  # every DB-API module has it

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> Any:
        return None if value is None else self.from_bytes(open_seal(bytes(value), self.place))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.place} 是封存字段，不能用 {lookup_name} 查询；请查询旁边的盲索引（seals.index.blind_index）。"
            )
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(
            f"{self.place} （第 {obj.pk} 行）是封存字段，不能以明文导出；备份请用 zhongmu backup。"
        )

    def to_bytes(self, value: Any) -> Any:
        return value

    def from_bytes(self, plain: bytes) -> Any:
        return plain


class SealedTextField(SealedField[ST_contra, GT_co]):
    _pyi_private_set_type: str
    _pyi_private_get_type: str
    plain_type = str

    def to_bytes(self, value: str) -> bytes:
        return value.encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()


class SealedBytesField(SealedField[ST_contra, GT_co]):
    _pyi_private_set_type: bytes
    _pyi_private_get_type: bytes
    plain_type = bytes
