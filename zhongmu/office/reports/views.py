"""线索与建议. A case that a person may not know of answers 404 on every address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.files.store import read_working
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.office.pages import hidden_from, page, roles_of, waiting
from zhongmu.office.reports.forms import InterestForm, MoveForm, RevealForm
from zhongmu.office.reports.moves import actor_for, form_for, make, offers
from zhongmu.reports.access import READERS, has_declared, may_reveal
from zhongmu.reports.actions import declare_interest, declare_no_interest, reveal
from zhongmu.reports.clocks import remaining
from zhongmu.reports.models import Desk, Report, ReportQuerySet, Said, state_word
from zhongmu.reports.queries import MINE, Listed, desk_counts, list_page, visible
from zhongmu.reports.states import MOVES
from zhongmu.reports.wording import clocks_of, said_by, timeline
from zhongmu.statements.counts import in_words
from zhongmu.web.access import allow
from zhongmu.web.paging import cursor, cut
from zhongmu.web.requests import PageRequest
from zhongmu.web.templates import day, due_mark, url
from zhongmu.workdays.deadlines import words_left
from zhongmu.workdays.queries import current_calendar

REFUSED, OVERTAKEN = 422, 409
DESKS = {desk.value: desk.label for desk in Desk}
# A file opened by itself: the browser's own page around a picture has an image and a style, nothing else.
ALONE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def _seen(request: PageRequest) -> ReportQuerySet:
    return visible(request.bureau, account=request.user.pk, roles=roles_of(request))


def find(request: PageRequest, pk: int, *, declared: bool = True) -> Report:
    """The case, or 404 for one that is not this bureau's, is hidden from this person, or not yet opened."""
    report = _seen(request).select_related("bureau", "concerns").filter(pk=pk).first()
    if report is None or (declared and not has_declared(report, request.user.pk)):
        raise Http404
    return report


@allow(*READERS)
def report_list(request: PageRequest) -> HttpResponse:
    """Newest first, a tab at a time. Each count stops at 999; each tab is one range of an index."""
    tab = request.GET.get("tab", MINE)
    words = request.GET.get("q", "").strip()[:60]
    rows = list_page(
        request.bureau,
        account=request.user.pk,
        roles=roles_of(request),
        hidden=hidden_from(request),
        tab=tab if tab in DESKS else MINE,
        words=words,
        before=cursor(request),
    )
    found = cut(rows, request, key=attrgetter("pk"))
    context = {
        "tabs": _tabs(request, "" if words else tab),
        "rows": _rows(found.rows, on=request.today),
        "older": found.older,
        "words": words,
        "tab": tab if not words else "",
    }
    return page(request, "reports/list.html", context)


def _tabs(request: PageRequest, chosen: str) -> list[tuple[str, str, str, bool]]:
    counts = desk_counts(request.bureau, roles=roles_of(request), hidden=hidden_from(request))
    names = [(MINE, _("要我办的")), *((name, str(label)) for name, label in DESKS.items())]
    here = url("office:report_list")
    return [
        (label, f"{here}?tab={name}", in_words(count), name == chosen)
        for (name, label), count in zip(names, [waiting(request)[0], *counts], strict=True)
    ]


class Row(NamedTuple):
    """Ready words: the template adds nothing but markup."""

    link: str
    headline: str
    number: str
    target: str
    state: str
    due: str
    arrived: str


def _rows(found: Sequence[Listed], *, on: date) -> list[Row]:
    calendar, here = current_calendar(), url("office:report_list")
    return [
        Row(
            f"{here}{each.pk}/",
            each.headline,
            each.number,
            each.target_name,
            state_word(each.kind, each.state),
            due_mark(*words_left(calendar, on, each.due_on), each.due_on) if each.due_on else "",
            day(each.arrived_on),
        )
        for each in found
    ]


def _case(request: PageRequest, report: Report, *, status: int = 200, **more: Any) -> HttpResponse:
    policy, calendar = request.policy, current_calendar()
    clocks = [
        remaining(clock, on=request.today, policy=policy, calendar=calendar)
        for clock in report.clocks.running()
    ]
    context = {
        "report": report,
        "policy": policy,
        "offers": offers(
            report, policy=policy, account=request.user.pk, roles=roles_of(request), on=request.today
        ),
        "clocks": clocks,
        "clock": clocks_of(report, on=request.today, calendar=calendar),
        "files": list(report.files.all()),
        "exchanges": said_by(report),
        "answer_kind": Said.ANSWER,
        "timeline": timeline(report, policy=policy, inside=True),
        "may_reveal": may_reveal(policy, roles_of(request)),
        "reveal_form": RevealForm(),
        "revealed": None,
        "rulings": (),
        "warning": calendar.warning({clock.due_on.year for clock in clocks}),
        **more,
    }
    return page(request, "reports/case.html", context, status=status)


@allow(*READERS)
def report(request: PageRequest, pk: int) -> HttpResponse:
    """The case page; on the first opening the question whether one has an interest in it (CQ-10.4)."""
    found = find(request, pk, declared=False)
    if not has_declared(found, request.user.pk):
        return page(
            request,
            "reports/interest.html",
            {"report": found, "form": InterestForm(), "policy": request.policy},
        )
    return _case(request, found)


@allow(*READERS)
@require_POST
def declare(request: PageRequest, pk: int) -> HttpResponse:
    """No interest: the case opens. An interest: it no longer exists for this person."""
    found = find(request, pk, declared=False)
    form = InterestForm(request.POST)
    context = {"report": found, "form": form, "policy": request.policy}
    if not form.is_valid():
        return page(request, "reports/interest.html", context, status=REFUSED)
    if form.cleaned_data["interest"] == "none":
        declare_no_interest(found, by=request.actor, at=request.now)
        return redirect("office:report", pk)
    try:
        declare_interest(
            found, account=request.user, reason=form.cleaned_data["reason"], by=request.actor, at=request.now
        )
    except NotAllowed as refused:
        form.add_error("reason", str(refused))
        return page(request, "reports/interest.html", context, status=REFUSED)
    messages.success(request, _("已登记回避，这一件今后不再对您显示。"))
    return redirect("office:report_list")


@allow(*READERS)
@require_POST
def reveal_reporter(request: PageRequest, pk: int) -> HttpResponse:
    """Show the reporter in this one answer; nothing of it is kept for a second look."""
    found = find(request, pk)
    form = RevealForm(request.POST)
    form.is_valid()
    named = [m.role for m in request.memberships if m.role in request.policy["reveal.roles"]]
    by = type(request.actor)(named[0] if named else request.actor.role, account=request.user.pk)
    try:
        shown = reveal(found, reason=form.cleaned_data.get("reason", ""), by=by, at=request.now)
    except NotAllowed as refused:
        return _case(request, found, status=REFUSED, reveal_form=form, reveal_rulings=refused.rulings)
    return _case(request, found, revealed=shown)


@allow(*READERS)
def report_file(request: PageRequest, pk: int, number: int) -> HttpResponse:
    """The working copy of one attachment; the original stays sealed."""
    files = list(find(request, pk).files.all())
    if not 1 <= number <= len(files):
        raise Http404
    stored = files[number - 1]
    response = HttpResponse(read_working(stored), content_type=stored.working_type)
    name = f"{number}.{stored.display_name.rsplit('.', 1)[-1]}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = ALONE
    return response


@allow(*READERS)
def move(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """One move: its form, or the act itself. A refused one shows the case or the form again, nothing lost."""
    found = find(request, pk)
    moves = MOVES[found.kind]
    if name not in moves:
        raise Http404
    if not roles_of(request) & moves[name].who:
        raise PermissionDenied(_("这一步不在您的职责范围内，请交由有权限的人员办理。"))
    posted = (request.POST,) if request.method == "POST" else ()
    form = form_for(name, found, request.policy, *posted)
    if request.method != "POST":
        return redirect("office:report", pk) if form is None else _form(request, found, name, form)
    if form is not None and not form.is_valid():
        return _form(request, found, name, form, status=REFUSED)
    try:
        make(name, found, form, by=actor_for(moves[name], request.user.pk, roles_of(request)), at=request.now)
    except NotAllowed as refused:
        status = OVERTAKEN if isinstance(refused, Overtaken) else REFUSED
        again = find(request, pk)
        if form is None:
            return _case(request, again, status=status, rulings=refused.rulings)
        return _form(request, again, name, form, status=status, rulings=refused.rulings)
    messages.success(
        request, _("%(number)s：%(move)s已办。") % {"number": found.number, "move": moves[name].label}
    )
    return redirect("office:report", pk)


def _form(
    request: PageRequest, found: Report, name: str, form: MoveForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    chosen = MOVES[found.kind][name]
    by = actor_for(chosen, request.user.pk, roles_of(request))
    offered = offers(
        found, policy=request.policy, account=by.account or 0, roles=roles_of(request), on=request.today
    )
    note = next((each.note + each.why for each in offered if each.name == name), ())
    context = {"report": found, "form": form, "move": chosen, "note": note, "rulings": (), **more}
    return page(request, "reports/move.html", context, status=status)
