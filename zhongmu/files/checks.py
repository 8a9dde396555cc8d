"""Decides whether a file is taken: by its name, its size, its content and what hides inside (part F, item 7)."""

from __future__ import annotations

import re
import unicodedata

import puremagic
from django.utils.translation import gettext as _

from zhongmu.files import archives, images, pdfs
from zhongmu.files.kinds import (
    EXTENSIONS,
    JPEG,
    MAX_BYTES,
    PDF_FILE,
    PNG,
    TEXT_FILE,
    WEBP,
    BadFile,
    Kind,
    accepted,
)

_SECRET_NAME = re.compile(r"绝密|机密|秘密")
_SECRET_MARK = re.compile(r"(绝密|机密|秘密)\s*[★☆]")
_MARKUP = re.compile(rb"<\s*(?:!doctype|\?xml|svg|html|script|!entity)", re.IGNORECASE)
_HEIC = re.compile(rb"....ftyp(?:hei[cxms]|hev[cmx]|mif1|msf1|avif)", re.DOTALL)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SCRIPT = b"#!"
_PROGRAMS = (b"MZ", b"\x7fELF", _SCRIPT, b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
_ADVISED = {"heic", "heif", "doc", "xls"}  # not taken either, but their content gets better advice
_HEAD = 4096


def check(name: str, content: bytes, *, max_bytes: int = MAX_BYTES) -> Kind:
    """Return what the content is; BadFile when it is not taken. `name` is looked at and then forgotten."""
    check_name(name)
    check_size(len(content), max_bytes=max_bytes)
    kind = _recognise(content)
    if kind in {JPEG, PNG, WEBP}:
        images.check_image(content)
    elif kind == PDF_FILE:
        pdfs.check_pdf(content)
    elif kind == TEXT_FILE:
        _refuse_marked(_decoded(content))
    else:
        _refuse_marked(archives.text_of(content))
    return kind


def check_name(name: str) -> None:
    """A name may be long and Chinese; it may not point elsewhere, carry a secrecy mark or end like a program."""
    shown = unicodedata.normalize("NFKC", name)
    if (
        "/" in shown
        or "\\" in shown
        or shown.strip() in {".", ".."}
        or any(unicodedata.category(c) in {"Cc", "Cf"} for c in name)
    ):
        raise BadFile(_("文件名里有路径或看不见的字符。请把文件改成普通的名字，如“现场照片.jpg”，再上传。"))
    if _SECRET_NAME.search(shown):
        raise BadFile(
            _(
                "文件名里有“秘密”“机密”或“绝密”字样。涉密材料不得上传，请按保密规定当面送交；确实不涉密的，请改名后再上传。"
            )
        )
    ending = shown.rpartition(".")[2].strip().lower() if "." in shown else ""
    looks_like_one = ending.isascii() and ending.isalnum() and not ending.isdecimal()
    if looks_like_one and ending not in EXTENSIONS | _ADVISED:
        raise BadFile(_("不收“.%(ending)s”文件。%(accepted)s请换一种格式再上传。") % _about(ending))


def check_size(size: int, *, max_bytes: int = MAX_BYTES) -> None:
    if size == 0:
        raise BadFile(_("文件是空的（0字节），多半是没有传完整。请打开看看有没有内容，再重新上传。"))
    if size > max_bytes:
        raise BadFile(
            _("文件有%(size)sMB，最大可以传%(most)sMB。请压缩图片或分成几个文件再上传。")
            % {"size": round(size / 2**20, 1), "most": round(max_bytes / 2**20, 1)}
        )


def _recognise(content: bytes) -> Kind:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF_FILE
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archives.check_office(content)
    if _is_plain(content):
        return TEXT_FILE
    raise BadFile(_why_unknown(content))


def _is_plain(content: bytes) -> bool:
    if content.startswith(_SCRIPT) or _MARKUP.search(content[:_HEAD]) or _CONTROLS & set(content):
        return False
    try:
        _decoded(content)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _why_unknown(content: bytes) -> str:
    if _HEIC.match(content):
        return _(
            "这是苹果手机的 HEIC 照片，这里打不开。请在“设置—相机—格式”里选“兼容性最佳”重拍，或用微信发给自己后另存为 jpg 再上传。"
        )
    if content.startswith(_OLD_OFFICE):
        return _("这是旧版 Word 或 Excel 文件。请打开后另存为 docx 或 xlsx 再上传。")
    if content.startswith(_PROGRAMS):
        return _("这个文件的内容是程序，不是材料，已拒收。%(accepted)s请确认没有选错文件。") % _about("")
    if _MARKUP.search(content[:_HEAD]):
        return _(
            "这个文件里有网页或 SVG 代码，可能带脚本，已拒收。请截图成 jpg 或 png，或导出为 PDF 再上传。"
        )
    return _("按内容看这是“%(ending)s”类文件，不能上传。%(accepted)s") % _about(_guess(content))


def _guess(content: bytes) -> str:
    try:
        return puremagic.from_string(content[:_HEAD]).lstrip(".") or _("未知")
    except (puremagic.PureError, ValueError):
        return _("未知")


def _refuse_marked(text: str) -> None:
    if _SECRET_MARK.search(text):
        raise BadFile(_("文件里有密级标志（如“秘密★”）。涉密材料不得上传，请按保密规定当面送交。"))


def _about(ending: str) -> dict[str, str]:
    return {"ending": ending[:10], "accepted": accepted()}
