"""Pictures: checked before they are decoded, shown only as copies that carry no metadata (`CQ-F3`)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from zhongmu.files.kinds import JPEG, PNG, BadFile, Kind

MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
_SHOWN_SIDE = 2560
_RIM = 0.02  # of the picture
_ORIENTATION, _ON_ITS_SIDE = 274, {5, 6, 7, 8}  # EXIF
_FORMATS = ("JPEG", "PNG", "WEBP")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, MemoryError)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True, slots=True)
class PhotoRule:
    """The application's photo; a bureau may ask for another size."""

    width: int = 295
    height: int = 413
    max_bytes: int = 2 * 2**20


def check_image(content: bytes) -> None:
    """BadFile for a picture with too many pixels or no readable head; the copies below refuse what breaks later."""
    with _guarded():
        _opened(content)


def working_copy(content: bytes) -> tuple[bytes, Kind]:
    """A picture upright, at most 2560 pixels a side, without EXIF, place or colour profile; png stays png."""
    clean, kind = _clean(content)
    return _written(clean, kind), kind


def photo_copy(content: bytes, rule: PhotoRule | None = None) -> bytes:
    """The application's photo as JPEG: 5 to 7, cut at the middle and a little above it; BadFile says what is missing."""
    rule = rule or PhotoRule()
    if len(content) > rule.max_bytes:
        raise BadFile(
            _("照片有%(size)sMB，最大%(most)sMB。请用手机相册“编辑—裁剪”缩小后再上传。")
            % {"size": round(len(content) / 2**20, 1), "most": round(rule.max_bytes / 2**20, 1)}
        )
    if content[8:12] == b"WEBP":
        raise BadFile(_("照片只收 jpg 或 png。请另存为 jpg 后再上传。"))
    clean, _kind = _clean(content)
    if clean.width < rule.width or clean.height < rule.height:
        raise BadFile(
            _("照片只有%(has_w)s×%(has_h)s像素，打印证书至少要%(w)s×%(h)s像素。请换一张清晰的近期免冠照片。")
            % {"has_w": clean.width, "has_h": clean.height, "w": rule.width, "h": rule.height}
        )
    return _written(_cut(clean, rule), JPEG)


def loses_much(content: bytes, rule: PhotoRule) -> bool:
    """Whether cutting this picture to the rule's shape takes more than a rim off it; only of one `photo_copy` took."""
    with Image.open(BytesIO(content), formats=_FORMATS) as picture:
        turned = picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
        width, height = reversed(picture.size) if turned else picture.size
    left = min(width * rule.height, height * rule.width) / max(width * rule.height, height * rule.width)
    return left < 1 - _RIM


def _clean(content: bytes) -> tuple[Image.Image, Kind]:
    """Paint the picture on white paper: nothing but its dots comes along."""
    with _guarded():
        picture = _opened(content)
        kind = PNG if picture.format == "PNG" else JPEG
        picture.draft("RGB", (_SHOWN_SIDE, _SHOWN_SIDE))  # a large JPEG is decoded small
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
        upright = upright.convert("RGBA")
        paper = Image.new("RGB", upright.size, "white")
        paper.paste(upright, mask=upright.getchannel("A"))
    return paper, kind


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content), formats=_FORMATS)
    if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
        raise BadFile(_too_many_pixels())
    return picture


@contextmanager
def _guarded() -> Iterator[None]:
    """Whatever a hostile picture makes the decoder say becomes a sentence."""
    try:
        yield
    except BadFile:
        raise
    except _BOMBS:
        raise BadFile(_too_many_pixels()) from None
    except _BROKEN:
        raise BadFile(_("这张图片打不开，多半没有传完或已损坏。请重新拍照或截图再上传。")) from None


def _cut(picture: Image.Image, rule: PhotoRule) -> Image.Image:
    width = min(picture.width, picture.height * rule.width // rule.height)
    height = min(picture.height, picture.width * rule.height // rule.width)
    left, top = (picture.width - width) // 2, (picture.height - height) // 3
    cut = picture.crop((left, top, left + width, top + height))
    return cut.resize((rule.width * 2, rule.height * 2)) if width > rule.width * 2 else cut


def _written(picture: Image.Image, kind: Kind) -> bytes:
    out = BytesIO()
    if kind == PNG:
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _too_many_pixels() -> str:
    return _("这张图片的像素太多（超过4000万），已拒收。请用手机相册“编辑—裁剪”缩小，或截图后再上传。")
