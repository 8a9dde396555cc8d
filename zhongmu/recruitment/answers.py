"""How documents leave a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import quote

from django.http import Http404, HttpResponse

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
    response = HttpResponse(content, content_type=TYPES[form])
    kind = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(f'{name}.{form}')}"
    return response
