"""How documents and files leave a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import quote

from django.http import Http404, HttpResponse

from zhongmu.files.models import StoredFile
from zhongmu.files.store import read_working
from zhongmu.letters.documents.fonts import MissingGlyph

Facts = TypeVar("Facts")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def document(
    facts: Facts, form: str, makers: Mapping[str, Callable[[Facts], bytes]], *, name: str
) -> HttpResponse:
    """Answer with the document in the form asked for; an unknown form is no page, a glyph no font has is said."""
    if form not in makers:
        raise Http404
    try:
        content = makers[form](facts)
    except MissingGlyph as missing:
        return HttpResponse(missing.sentence, content_type="text/plain; charset=utf-8", status=422)
    return saved_as(content, f"{name}.{form}", TYPES[form], inline=form == "pdf")


def saved_as(content: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    """A file under a name of any script; `inline` opens in the browser."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = disposition(name, inline=inline)
    return response


def stored(kept: StoredFile | None) -> HttpResponse:
    """Answer with a kept file as readers are given it; without one there is no page."""
    if kept is None:
        raise Http404
    response = HttpResponse(read_working(kept), content_type=kept.working_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(name: str, *, inline: bool = False) -> str:
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name)}"
