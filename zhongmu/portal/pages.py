from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import NoPolicy
from zhongmu.web.rehearsals import mark_rehearsal
from zhongmu.web.requests import PageRequest


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render one page of this audience."""
    shown = dict(context or {})
    mark_rehearsal(request, shown)
    return render(request, template, shown, status=status)


def at_bureau(request: PageRequest, code: str) -> Bureau:
    """The bureau a public address names, put on the request with its policy; a bureau that is gone gives 404."""
    bureau = Bureau.objects.existing(request.today).filter(code=code).first()
    if bureau is None:
        raise Http404
    request.bureau = bureau
    try:
        request.policy = bureau.policy(request.today)
    except NoPolicy as error:
        raise Http404 from error
    return bureau
