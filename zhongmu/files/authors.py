"""Whose computer a document was written on: programs write it into the file, and readers of a report may not learn it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from zhongmu.files.kinds import DOCX_FILE, PDF_FILE, XLSX_FILE, Kind

_ELEMENTS = re.compile(
    rb"(<(?:dc:creator|cp:lastModifiedBy|Company|Manager|author)(?:\s[^<>]*)?>)[^<]+"  # properties, comments
)
_MARKS = re.compile(
    rb'(\s(?:w:author|w:initials|w15:author|w15:userId|displayName|userId)\s*=\s*")[^"<>]+'  # tracked changes
)
_PDF_TEXT = re.compile(rb"(/Author\s*\()((?:\\.|[^\\()]|\([^()]*\))*)", re.DOTALL)
_PDF_HEX = re.compile(rb"(/Author\s*<)([0-9A-Fa-f\s]*)")
_PDF_XMP = re.compile(rb"(<(?:rdf:li|pdf:Author)(?:\s[^<>]*)?>)([^<]*)")


def without_authors(content: bytes, kind: Kind) -> bytes:
    """The document without the names its program wrote into it; as it came when there are none.

    Best effort: what a PDF keeps in packed objects, and what the text itself says, stays.
    """
    if kind == PDF_FILE:
        for found in (_PDF_TEXT, _PDF_HEX, _PDF_XMP):  # blanks of the same length: a PDF counts its bytes
            content = found.sub(lambda match: match[1] + b" " * len(match[2]), content)
        return content
    return _office(content) if kind in {DOCX_FILE, XLSX_FILE} else content


def _office(content: bytes) -> bytes:
    out, changed = BytesIO(), False
    with (
        zipfile.ZipFile(BytesIO(content)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean,
    ):
        for entry in archive.infolist():
            part = archive.read(entry)
            kept = _nameless(part) if entry.filename.endswith(".xml") else part
            changed = changed or kept != part
            clean.writestr(entry.filename, kept)
    return out.getvalue() if changed else content


def _nameless(part: bytes) -> bytes:
    return _MARKS.sub(rb"\1", _ELEMENTS.sub(rb"\1", part))
