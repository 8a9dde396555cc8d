"""Files made on the spot: good ones, and the bad ones of part F."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from PIL import Image

TYPES = b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml"/></Types>'
BODY = "<w:document><w:p><w:t>现场情况说明</w:t></w:p></w:document>".encode()


def picture(form="JPEG", size=(600, 840), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(out, form, **options)
    return out.getvalue()


def located_photo(size=(600, 840), orientation=1):
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (29.0, 33.0, 1.0)
    return picture(size=size, exif=exif)


def packed(entries, compression=zipfile.ZIP_DEFLATED):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def remade(content, changes, **more):
    """The archive with some of its parts changed, and more beside them."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return packed(entries | {name: change(entries[name]) for name, change in changes.items()} | more)


def docx(**more):
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": BODY} | more.pop("entries", {}) | more)


def xlsx():
    return packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>"})


def pdf(extra=b"", tail=b"%%EOF\n"):
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + extra + b" >>\nendobj\ntrailer << >>\n" + tail


def pdf_with_object_stream(hidden):
    body = zlib.compress(hidden)
    head = b"%PDF-1.7\n5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\r\n"
    return head + body + b"\nendstream\nendobj\n%%EOF\n"
