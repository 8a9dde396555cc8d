from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhongmu.web.rehearsals import mark_rehearsal
from zhongmu.web.templates import url

NAV = ((_("我的"), "field:home"), (_("反映"), "field:report_start"), (_("进展"), "field:report_list"))


def nav(path: str) -> list[tuple[str, str, str, bool]]:
    """(label, address, count, current): the place whose address the page's begins with, the longest of them."""
    places = [(str(label), url(name)) for label, name in NAV]
    here = max((link for _label, link in places if path.startswith(link)), key=len, default="")
    return [(label, link, "", link == here) for label, link in places]


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render one page of this audience, its three places at the foot."""
    shown = context or {}
    mark_rehearsal(request, shown)
    return render(request, template, {**shown, "nav": nav(request.path)}, status=status)
