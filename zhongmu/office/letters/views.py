"""告知与发件: whom to phone or write to, and what went out. A reporter stands here as the reporter of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.actions import note_print, tick_off
from zhongmu.letters.documents.official import OfficialFacts, official_pdf
from zhongmu.letters.models import Letter, LetterQuerySet, State
from zhongmu.office.pages import page
from zhongmu.policies.rulings import Blocker
from zhongmu.reports.access import READERS, may_reveal
from zhongmu.reports.queries import hidden_subjects
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

TABS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "to_tell": (gettext_lazy("待电话/邮寄告知"), (State.BY_HAND,)),
    "queued": (gettext_lazy("待发"), (State.QUEUED,)),
    "done": (gettext_lazy("已发、已告知"), (State.SENT, State.TOLD)),
    "preview": (gettext_lazy("演练预览"), (State.PREVIEW,)),
}


@dataclass(frozen=True)
class Row:
    letter: Letter
    sealed: bool
    to: str
    phone: str
    report: int | None
    why: Blocker | None


def _roles(request: PageRequest) -> frozenset[str]:
    return frozenset(membership.role for membership in request.memberships)


def _seen(request: PageRequest) -> LetterQuerySet:
    """Letters of this bureau, without those about cases that do not exist for this person."""
    rows: LetterQuerySet = request.bureau.letters.all()
    hidden = hidden_subjects(request.bureau, account=request.user.pk, roles=_roles(request))
    return rows.exclude(about__in=hidden) if hidden else rows


def why_not_tell(request: PageRequest, letter: Letter) -> Blocker | None:
    """Telling a sealed reporter means knowing who it is: only for the roles the act names."""
    if not letter.pseudonym or may_reveal(request.policy, _roles(request)):
        return None
    return Blocker(
        _("反映人身份封存，只有有权查看的人员可以告知。"),
        request.policy.cite("reveal.roles"),
        _("请交由负责人办理；反映人登录或凭回执也能自己看到。"),
    )


def _rows(request: PageRequest, letters: Sequence[Letter]) -> list[Row]:
    sealed = [letter.pseudonym for letter in letters if letter.pseudonym]
    reports = {}
    if sealed:
        found = request.bureau.reports.filter(pseudonym__in=sealed).only("bureau", "number", "pseudonym")
        reports = {report.pseudonym: report for report in found}
    rows = []
    for letter in letters:
        report = reports.get(letter.pseudonym)
        number = report.number if report else _("一件反映")
        to = (
            _("%s 的反映人（身份封存）") % number
            if letter.pseudonym
            else str(letter.person or letter.to_name or letter.email or _("来件人"))
        )
        phone = (letter.person.phone or "") if letter.person else (letter.to_phone or "")
        rows.append(
            Row(
                letter,
                bool(letter.pseudonym),
                to,
                phone,
                report.pk if report else None,
                why_not_tell(request, letter),
            )
        )
    return rows


def _list(request: PageRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "to_tell"
    seen = _seen(request)
    found = keyset(seen.filter(state__in=TABS[tab][1]).select_related("person"), request)
    tabs = [
        (str(label), f"?tab={name}", capped_count(seen.filter(state__in=states)), name == tab)
        for name, (label, states) in TABS.items()
    ]
    rows = _rows(request, found.rows)
    context = {
        "tabs": tabs,
        "tab": tab,
        "rows": rows,
        "why": next((row.why for row in rows if row.why), None),
        "older": found.older,
        "rulings": (),
        "how": "",
        "failed": None,
        **more,
    }
    return page(request, "letters/list.html", context, status=status)


@allow(*READERS)
def letters(request: PageRequest) -> HttpResponse:
    return _list(request)


@allow(*READERS)
@require_POST
def tell(request: PageRequest, pk: int) -> HttpResponse:
    """Tick one off: told by phone, post or face to face, and how."""
    letter = _seen(request).filter(pk=pk).select_related("bureau").first()
    if letter is None:
        raise Http404
    how = request.POST.get("how", "")
    if refusal := why_not_tell(request, letter):
        return _list(request, status=422, rulings=[refusal])
    try:
        tick_off(letter, how=how, by=request.actor, at=request.now)
    except NotAllowed as refused:
        return _list(request, status=422, rulings=refused.rulings, how=how, failed=letter.pk)
    messages.success(request, _("已记下：%s") % letter.subject_line)
    return redirect("office:letters")


@allow(*READERS)
def letter_print(request: PageRequest, pk: int) -> HttpResponse:
    """A letter that carries a one-time secret, to be put into an envelope; each print is recorded."""
    rows = _seen(request).filter(state__in=(State.BY_HAND, State.PREVIEW)).filter(private__isnull=False)
    letter = rows.filter(pk=pk).select_related("bureau").first()
    if letter is None:
        raise Http404
    facts = OfficialFacts(
        title=letter.subject_line,
        body=[*letter.body.splitlines(), letter.private or ""],
        bureau=letter.bureau.name,
        dated_on=request.today,
        rehearsal=letter.state == State.PREVIEW,
    )
    note_print(letter, by=request.actor, at=request.now)
    response = HttpResponse(official_pdf(facts), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return response
