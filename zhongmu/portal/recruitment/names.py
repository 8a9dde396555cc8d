"""名单公示, for everyone while it is on show: no search engine is to keep it and no cache, so that down means down."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from zhongmu.bureaus.models import Bureau
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.portal.pages import at_bureau, page
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import extension_words, names_facts
from zhongmu.recruitment.models import NameNotice
from zhongmu.recruitment.promises import SETTLE
from zhongmu.recruitment.queries import extensions_of, names_on_show, replaced_by
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

PUBLIC = "A list published for its period by separate consent; afterwards it is no page."
NOT_KEPT = "noindex, nofollow, noarchive, nosnippet"


def unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Search engines neither list nor keep what this answers, page or print; no cache keeps anything of ours."""

    @wraps(view)
    def wrapper(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = NOT_KEPT
        return response

    return wrapper


def on_show(request: PageRequest, bureau: Bureau, pk: int) -> NameNotice:
    rows = names_on_show(bureau, request.today).select_related("bureau", "batch", "earlier")
    return get_object_or_404(rows, pk=pk)


@allow_anyone(because=PUBLIC)
@unlisted
def name_notice(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    if later := replaced_by(bureau, pk, request.today):
        return redirect("portal:name_notice", code, later.pk)
    notice = on_show(request, bureau, pk)
    context = {
        "here": bureau,
        "notice": notice,
        "policy": request.policy,
        "extensions": [extension_words(each) for each in extensions_of(notice)],
        "elsewhere": notice.postings.standing(),
        "settles": SETTLE if SETTLE in request.policy.pack and request.policy.is_confirmed(SETTLE) else "",
    }
    return page(request, "recruitment/name_notice.html", context)


@allow_anyone(because=PUBLIC)
@unlisted
def name_notice_print(request: PageRequest, code: str, pk: int, form: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    facts = names_facts(on_show(request, bureau, pk))
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)
