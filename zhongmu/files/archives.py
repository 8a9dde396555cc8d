"""Word and Excel files are zip archives: what may hide in one, and how far it may swell."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from io import BytesIO

from django.utils.translation import gettext as _

from zhongmu.files.kinds import DOCX_FILE, XLSX_FILE, BadFile, Kind

MAX_ENTRIES = 2000
MAX_UNPACKED = 60 * 2**20
MAX_RATIO = 150  # plain XML packs to a fortieth; a bomb to a thousandth
_SMALL = 2**20  # an entry this small may pack as well as it likes
_BLOCK = 2**16
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
)
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"MZ")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A tag ends before the next one begins: without that a file of nothing but "<" is read from each of them to its end.
_LINK = re.compile(rb"<Relationship\s[^<>]*>", re.IGNORECASE)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
# An encoding that hides "<!" from a search of bytes is none that Word, WPS or Excel write.
_ENCODING = re.compile(rb"<\?xml[^<>]*encoding\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_ENCODINGS = {
    b"utf-8",
    b"utf8",
    b"utf-16",
    b"us-ascii",
    b"iso-8859-1",
    b"windows-1252",
    b"gb2312",
    b"gbk",
    b"gb18030",
}
_EBCDIC = b"\x4c\x6f\xa7\x94"
_HEAD = 256
_TAG = re.compile(r"<[^<>]+>")


def check_office(content: bytes) -> Kind:
    """Return docx or xlsx; BadFile for any other archive, a bomb, a macro, a nested archive or an outside template."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_listing(entries)
            kind = _kind_of({entry.filename for entry in entries})
            for entry in entries:
                _check_entry(entry, archive)
    except BadFile:
        raise
    except _BROKEN:
        raise BadFile(_("这个文件打不开，多半已损坏。请用 Word 或 WPS 打开另存一份再上传。")) from None
    return kind


def text_of(content: bytes) -> str:
    """The words of an archive that passed `check_office`, tags taken out."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [
            name for name in archive.namelist() if name.endswith(".xml") and name.startswith(("word/", "xl/"))
        ]
        return "\n".join(
            unescape(_TAG.sub("", archive.read(name).decode("utf-8", "replace"))) for name in names
        )


def _check_listing(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadFile(_("这个文件解开后太大，像是压缩炸弹，已拒收。请删去里面的大图，或导出为 PDF 再上传。"))
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
            raise BadFile(_("这个文件里有指向别处的路径，已拒收。请用 Word 或 WPS 重新另存一份再上传。"))
        if entry.flag_bits & 1:
            raise BadFile(_("这个文件加了密码，办理人员打不开。请去掉密码后再上传。"))
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise BadFile(_("这个文件的压缩比高得不正常，像是压缩炸弹，已拒收。请导出为 PDF 再上传。"))
        if name.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "macrosheets/" in name.lower():
            raise BadFile(
                _("这个文件带有宏，可能有病毒，已拒收。请另存为不带宏的 docx 或 xlsx，或导出为 PDF 再上传。")
            )


def _kind_of(names: set[str]) -> Kind:
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX_FILE
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX_FILE
    raise BadFile(_("不收压缩包。请把里面的文件一个一个上传。"))


def _check_entry(entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    unpacked = b"".join(_blocks(entry, archive))
    name = entry.filename.lower()
    if unpacked.startswith(_ARCHIVES):
        raise BadFile(_("这个文件里还嵌着别的文件。请删去嵌入的对象，把它另外上传。"))
    if name == "[content_types].xml" and b"macroenabled" in unpacked.lower():
        raise BadFile(
            _("这个文件带有宏，可能有病毒，已拒收。请另存为不带宏的 docx 或 xlsx，或导出为 PDF 再上传。")
        )
    if name.endswith((".xml", ".rels")) and not _is_plain_xml(unpacked):
        raise BadFile(_("这个文件的内部格式不正常，已拒收。请用 Word 或 WPS 重新另存一份再上传。"))
    outside = (link for link in _LINK.findall(unpacked) if _OUTSIDE.search(link))
    if name.endswith(".rels") and any(not _HYPERLINK.search(link) for link in outside):
        raise BadFile(
            _("这个文件会从网上加载别的内容，已拒收。请把图片和模板都存进文件，或导出为 PDF 再上传。")
        )


def _is_plain_xml(part: bytes) -> bool:
    """Declares no entities, in an encoding in which that can be seen; two bytes a letter included."""
    letters = part.replace(b"\0", b"")
    declared = _ENCODING.search(letters[:_HEAD])
    known = declared is None or declared[1].lower() in _ENCODINGS
    return known and not letters.startswith(_EBCDIC) and not _ENTITY.search(letters)


def _blocks(entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Unpack block by block: an entry longer than it declares ends in a checksum error, not in memory."""
    with archive.open(entry) as opened:
        while block := opened.read(_BLOCK):
            yield block
