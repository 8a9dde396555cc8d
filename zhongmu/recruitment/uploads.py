"""Files of a form that may come back with errors: each checked upload is kept at once and carried as a signed token."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core import signing
from django.core.files.base import File
from django.http import QueryDict
from django.utils.translation import gettext as _
from PIL import Image

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.files.images import PhotoRule, check_image, loses_much
from zhongmu.files.models import StoredFile
from zhongmu.files.store import save, save_photo
from zhongmu.people.values import BadValue
from zhongmu.statements.prepared import Prepared

SALT = "recruitment.upload"
LASTS = 6 * 3600  # seconds a kept file may wait for its form
MOST_SIGNATURE = 400_000  # characters of a data URL
PREFIX = "data:image/png;base64,"


@dataclass
class Kept:
    """The form's data with tokens for the files, and what was wrong with each. `photo_cut`: more than a rim is gone."""

    data: QueryDict
    errors: dict[str, str] = field(default_factory=dict)
    photo_cut: bool = False


def photo_rule(policy: Policy) -> PhotoRule:
    return PhotoRule(
        width=policy["photo.min_width"],
        height=policy["photo.min_height"],
        max_bytes=policy["photo.max_bytes"],
    )


def keep_uploads(
    data: QueryDict,
    files: Mapping[str, File[bytes]],
    *,
    bureau: Bureau,
    policy: Policy,
    at: datetime,
    names: Iterable[str] = ("photo", "signed_scan", "scan", "seal"),
    why_not: Callable[[], str] = str,
) -> Kept:
    """Store what was uploaded under these names, the photo by its rule; the token stands in `<name>_token`.

    `why_not` is asked before each file: a sentence why none is taken now, or "".
    """
    kept = Kept(data.copy())
    for name in names:
        upload = files.get(name)
        if upload is None:
            continue
        if sentence := why_not():
            kept.errors[name] = sentence
            continue
        try:
            if name == "photo":
                stored = save_photo(upload, bureau_code=bureau.code, at=at, rule=photo_rule(policy))
                upload.seek(0)
                kept.photo_cut = loses_much(upload.read(), photo_rule(policy))
            else:
                stored = save(upload, bureau_code=bureau.code, at=at)
        except BadValue as wrong:
            kept.errors[name] = wrong.sentence
        else:
            kept.data[f"{name}_token"] = token_of(stored)
    return kept


def token_of(stored: StoredFile) -> str:
    return signing.dumps({"file": stored.token}, salt=SALT)


_file = Prepared(lambda token, code: StoredFile.objects.filter(token=token, bureau_code=code))


def kept_file(token: str, bureau: Bureau) -> StoredFile | None:
    """The file a token stands for; None when it is forged, of another bureau or too old."""
    if not token:
        return None
    try:
        wanted = signing.loads(token, salt=SALT, max_age=LASTS)["file"]
    except signing.BadSignature:
        return None
    return _file.first(wanted, bureau.code)


def read_signature(text: str) -> bytes | None:
    """The PNG behind the pad's data URL; None when nothing was drawn. Raises BadValue."""
    if not text:
        return None
    sentence = _("屏幕签名没有收完整。请重签一次，或上传手写签名的照片。")
    if len(text) > MOST_SIGNATURE or not text.startswith(PREFIX):
        raise BadValue(sentence)
    try:
        content = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise BadValue(sentence) from error
    check_image(content)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            drawn = picture.format == "PNG" and picture.convert("RGBA").getchannel("A").getextrema() != (0, 0)
    except (OSError, SyntaxError, ValueError) as error:  # a head that is well, and nothing after it
        raise BadValue(sentence) from error
    return content if drawn else None
