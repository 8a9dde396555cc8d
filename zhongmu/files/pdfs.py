"""What a PDF may not do: run a script, start a program, carry other files, keep its content locked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhongmu.files.kinds import BadFile

_TAIL = 2048
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = rb"(?![A-Za-z0-9_.-])"
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)" + _END)
_LOCKED = re.compile(rb"/Encrypt" + _END)
_OBJECT_STREAM = re.compile(rb"/ObjStm" + _END)
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 1024  # bytes before a stream in which its dictionary stands
_MAX_STREAM = 8 * 2**20
_MAX_STREAMS = 40 * 2**20
_MOST_STREAMS = (
    1000  # object streams; each holds about a hundred objects, and each is read to the end of the file
)


def check_pdf(content: bytes) -> None:
    """BadFile for an incomplete, locked or active PDF; object streams are unpacked and searched too."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise BadFile(_("这个PDF不完整，多半没有传完或已损坏。请重新导出一份再上传。"))
    plain = _unescaped(content)
    if _LOCKED.search(plain):
        raise BadFile(_("这个PDF加了密码或限制，办理人员打不开。请去掉密码，或打印成新的PDF再上传。"))
    if _ACTIVE.search(plain) or any(_ACTIVE.search(_unescaped(part)) for part in _object_streams(content)):
        raise BadFile(
            _("这个PDF里有脚本、启动程序或夹带的文件，已拒收。请用“打印—另存为PDF”生成一份新的再上传。")
        )


def _unescaped(content: bytes) -> bytes:
    """Names may be written with #4A for J."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), content)


def _object_streams(content: bytes) -> Iterator[bytes]:
    total = count = 0
    for found in _STREAM.finditer(content):
        dictionary = _unescaped(content[max(0, found.start() - _DICTIONARY) : found.start()]).rpartition(
            b" obj"
        )[2]
        if not _OBJECT_STREAM.search(dictionary):
            continue
        count += 1
        if count > _MOST_STREAMS:
            raise BadFile(_bomb())
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(memoryview(content)[found.end() :], _MAX_STREAM)
        except zlib.error:
            continue
        total += len(part)
        if unpacker.unconsumed_tail or total > _MAX_STREAMS:
            raise BadFile(_bomb())
        yield part


def _bomb() -> str:
    return _("这个PDF解开后太大，像是压缩炸弹，已拒收。请重新导出一份再上传。")
