"""The kinds of file that are taken, told by content and never by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhongmu.people.values import BadValue

IMAGE, PDF, DOCX, OTHER = "image", "pdf", "docx", "other"
MAX_BYTES = 10 * 2**20


class BadFile(BadValue):
    """The file is not taken; `sentence` says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is what a row keeps; `extension` and `media_type` are ours, whatever the uploader called the file."""

    name: str
    extension: str
    media_type: str


JPEG = Kind(IMAGE, "jpg", "image/jpeg")
PNG = Kind(IMAGE, "png", "image/png")
WEBP = Kind(IMAGE, "webp", "image/webp")
PDF_FILE = Kind(PDF, "pdf", "application/pdf")
DOCX_FILE = Kind(DOCX, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX_FILE = Kind(OTHER, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
TEXT_FILE = Kind(OTHER, "txt", "text/plain")
MAIL_FILE = Kind(OTHER, "eml", "message/rfc822")
KINDS = {
    kind.media_type: kind for kind in (JPEG, PNG, WEBP, PDF_FILE, DOCX_FILE, XLSX_FILE, TEXT_FILE, MAIL_FILE)
}
EXTENSIONS = frozenset(
    {"jpg", "jpeg", "jpe", "jfif", "png", "webp", "pdf", "docx", "xlsx", "txt", "csv", "text", "eml"}
)


def accepted() -> str:
    return _("可以上传的有：照片（jpg、png、webp）、PDF、Word（docx）、表格（xlsx）和纯文本。")
