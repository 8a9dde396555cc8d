from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhongmu.reports.queries import recused_ids, waiting_counts
from zhongmu.statements.counts import in_words
from zhongmu.web.rehearsals import mark_rehearsal
from zhongmu.web.requests import PageRequest
from zhongmu.web.templates import url

HANDLERS = frozenset({"leader", "liaison", "clerk", "reviewer"})
AUDITORS = frozenset({"leader", "audit"})
ADMINISTRATORS = frozenset({"system", "security"})
EVERYONE = HANDLERS | AUDITORS | ADMINISTRATORS
# label, url name, who sees it; the current entry is the one whose address the page's begins with, but every address
# begins with that of 今天: it is current on its own page only
NAV = (
    (_("今天"), "office:today", EVERYONE),
    (_("收件"), "office:intake", HANDLERS),
    (_("线索与建议"), "office:report_list", HANDLERS),
    (_("选聘"), "office:batch_list", HANDLERS),
    (_("评分"), "office:my_scoring", frozenset({"reviewer", "expert"})),
    (_("监督员库"), "office:register", HANDLERS),
    (_("告知与发件"), "office:letters", HANDLERS),
    (_("制度与口径"), "office:decisions", HANDLERS),
    (_("下级汇总"), "office:oversight", frozenset({"leader", "liaison"})),
    (_("工作日历"), "office:calendar", frozenset({"system", "leader", "liaison"})),
    (_("留痕台账"), "office:ledger", AUDITORS),
    (_("人员与权限"), "office:members", ADMINISTRATORS),
)


def roles_of(request: PageRequest) -> frozenset[str]:
    return frozenset(membership.role for membership in request.memberships)


def hidden_from(request: PageRequest) -> tuple[int, ...]:
    """The reports that do not exist for this person, asked once a request."""
    if not hasattr(request, "hidden"):
        request.hidden = recused_ids(request.user.pk)
    return request.hidden


def waiting(request: PageRequest) -> tuple[int, int]:
    """Reports this person handles and letters to tell, asked once a request (CQ-10.4: nothing hidden is counted)."""
    if not hasattr(request, "waiting"):
        request.waiting = waiting_counts(
            request.bureau, account=request.user.pk, roles=roles_of(request), hidden=hidden_from(request)
        )
    return request.waiting


def _counts(request: PageRequest) -> dict[str, str]:
    """What stands beside the entries of the navigation; nothing for those who handle no cases."""
    if not roles_of(request) & HANDLERS:
        return {}
    reports, letters = waiting(request)
    shown = {"office:report_list": reports, "office:letters": letters}
    return {name: in_words(count) for name, count in shown.items() if count}


def nav(request: PageRequest, counts: Mapping[str, str]) -> list[tuple[str, str, str, bool]]:
    """(label, address, count, current) for the roles this person holds here."""
    entries = _entries(roles_of(request), request.bureau.level != "county")
    path, today = request.path, url("office:today")
    under = (
        link for _label, _name, link in entries if path.startswith(link) and (link != today or path == today)
    )
    here = max(under, key=len, default="")
    return [(label, link, counts.get(name, ""), link == here) for label, name, link in entries]


@cache
def _entries(roles: frozenset[str], has_below: bool) -> list[tuple[str, str, str]]:  # noqa: FBT001  a key of the cache
    """The same few sets of roles meet on every page: words and addresses are looked up once for each."""
    return [
        (str(label), name, url(name))
        for label, name, who in NAV
        if roles & who and (name != "office:oversight" or has_below)
    ]


def page(
    request: PageRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render one page of the office, with the navigation of this person's roles and its counts."""
    shown = context or {}
    mark_rehearsal(request, shown)
    return render(request, template, {**shown, "nav": nav(request, _counts(request))}, status=status)
