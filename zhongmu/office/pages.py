from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhongmu.web.requests import PageRequest
from zhongmu.web.templates import url

HANDLERS = frozenset({"leader", "liaison", "clerk", "reviewer"})
AUDITORS = frozenset({"leader", "audit"})
ADMINISTRATORS = frozenset({"system", "security"})
EVERYONE = HANDLERS | AUDITORS | ADMINISTRATORS
# label, url name, who sees it; the current entry is the one whose address the page's begins with
NAV = (
    (_("今天"), "office:today", EVERYONE),
    (_("登记来件"), "office:intake", HANDLERS),
    (_("线索与建议"), "office:report_list", HANDLERS),
    (_("选聘"), "office:batch_list", HANDLERS),
    (_("监督员库"), "office:register", HANDLERS),
    (_("告知与发件"), "office:letters", HANDLERS),
    (_("制度与口径"), "office:decisions", HANDLERS),
    (_("下级汇总"), "office:oversight", frozenset({"leader", "liaison"})),
    (_("留痕台账"), "office:ledger", AUDITORS),
    (_("人员与权限"), "office:members", ADMINISTRATORS),
)


def nav(request: PageRequest, counts: Mapping[str, str]) -> list[tuple[str, str, str, bool]]:
    """(label, address, count, current) for the roles this person holds here."""
    roles = {membership.role for membership in request.memberships}
    has_below = request.bureau.level != "county"
    rows = [
        (str(label), url(name), counts.get(name, ""))
        for label, name, who in NAV
        if roles & who and (name != "office:oversight" or has_below)
    ]
    here = max((link for _label, link, _count in rows if request.path.startswith(link)), key=len, default="")
    return [(label, link, count, link == here) for label, link, count in rows]


def page(
    request: PageRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render one page of the office, with the navigation of this person's roles and its counts."""
    counts: Mapping[str, str] = getattr(request, "nav_counts", {})
    return render(request, template, {**(context or {}), "nav": nav(request, counts)}, status=status)
