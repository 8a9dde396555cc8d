"""The door through which files come in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, Field, ForeignObjectRel, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zhongmu.files import checks, images, vault
from zhongmu.files.authors import without_authors
from zhongmu.files.kinds import IMAGE, JPEG, MAIL_FILE, MAX_BYTES, Kind
from zhongmu.files.models import StoredFile, new_token
from zhongmu.seals.digests import digest


def save(upload: File[bytes], *, bureau_code: str, at: datetime, number: int = 1) -> StoredFile:
    """Check, seal and keep a file as 附件`number`; BadFile keeps nothing.

    The bytes are written before the row: a transaction undone later leaves sealed bytes nobody can reach.
    """
    content = _read(upload, MAX_BYTES)
    kind = checks.check(upload.name or "", content)
    copy, shown = images.working_copy(content) if kind.name == IMAGE else (None, kind)
    name = _("附件%(number)s") % {"number": number}
    return _keep(content, copy, kind=kind, shown=shown, name=name, bureau_code=bureau_code, at=at)


def save_photo(
    upload: File[bytes], *, bureau_code: str, at: datetime, rule: images.PhotoRule | None = None
) -> StoredFile:
    """Like `save` for the applicant's photo: the working copy is the one that is printed, 5 to 7 (`CQ-F3`)."""
    content = _read(upload, MAX_BYTES)
    kind = checks.check(upload.name or "", content)
    copy = images.photo_copy(content, rule)
    return _keep(content, copy, kind=kind, shown=JPEG, name=_("照片"), bureau_code=bureau_code, at=at)


def keep_message(content: bytes, *, bureau_code: str, at: datetime) -> StoredFile:
    """Seal an e-mail whole, as evidence of what arrived; nothing in it is checked, so nobody is shown it as a page."""
    name = _("原邮件")
    return _keep(content, None, kind=MAIL_FILE, shown=MAIL_FILE, name=name, bureau_code=bureau_code, at=at)


def read_working(file: StoredFile) -> bytes:
    """What readers are given: a picture's copy without metadata, a document without its author; vault.Damaged."""
    if file.kind == IMAGE:
        return vault.get(file.token, vault.WORKING)
    return without_authors(read_original(file), file.original_kind)


def read_original(file: StoredFile) -> bytes:
    """Exactly what arrived, checked against the digest of that day; vault.Damaged otherwise."""
    content = vault.get(file.token, vault.ORIGINAL)
    algorithms = ("sha256", "sm3")  # the configured one may have changed since
    if file.digest not in {digest(content, algorithm) for algorithm in algorithms}:
        raise vault.Damaged(f"{file.token} does not match its digest")
    return content


def remove(file: StoredFile) -> bool:
    """Take a file that nothing points at out of table and vault for good; False, and nothing done, when something does."""
    if _is_pointed_at(file):
        return False
    token = file.token
    file.delete()
    transaction.on_commit(lambda: vault.drop(token))
    return True


def pointers() -> list[Field[Any, Any]]:
    """Every foreign key to a file and every list of files, of all nouns; tokens of files stand nowhere else for long."""
    relations = StoredFile._meta.get_fields(include_hidden=True)  # noqa: SLF001  Django's documented name
    return [each.field for each in relations if isinstance(each, ForeignObjectRel)]


def _is_pointed_at(file: StoredFile) -> bool:
    return any(field.model._base_manager.filter(**{field.name: file}).exists() for field in pointers())  # noqa: SLF001  as above


def unpointed(*, before: datetime) -> QuerySet[StoredFile]:
    """Files of earlier days that no noun refers to: sent with a form that was never taken in."""
    found = StoredFile.objects.filter(at__lt=before)
    for field in pointers():
        rows = field.model._base_manager.filter(**{field.name: OuterRef("pk")})  # noqa: SLF001  as above
        found = found.exclude(Exists(rows))
    return found.order_by("pk")


def _read(upload: File[bytes], max_bytes: int) -> bytes:
    """Measure before reading; a stream of unknown length is read one byte past the limit."""
    if upload.size is not None:
        checks.check_size(upload.size, max_bytes=max_bytes)
    upload.seek(0)
    content: bytes = upload.read(max_bytes + 1)
    return content


def _keep(
    content: bytes, copy: bytes | None, *, kind: Kind, shown: Kind, name: str, bureau_code: str, at: datetime
) -> StoredFile:
    token = new_token()
    vault.put(token, vault.ORIGINAL, content)
    if copy is not None:
        vault.put(token, vault.WORKING, copy)
    return StoredFile.objects.create(
        token=token,
        bureau_code=bureau_code,
        kind=kind.name,
        media_type=kind.media_type,
        working_type=shown.media_type,
        display_name=f"{name}.{shown.extension}",
        size=len(content),
        digest=digest(content),
        at=at,
    )
