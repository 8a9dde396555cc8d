"""The supervisor's own reports. Reached through the sealed table only; nothing of them is kept in the session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.corps.models import Appointment
from zhongmu.corps.queries import active_appointments
from zhongmu.field.pages import page
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.people.reporters import is_reporter
from zhongmu.reports.access import why_not_file
from zhongmu.reports.actions import ask_again, supplement
from zhongmu.reports.filing import BadFiling
from zhongmu.reports.forms import FilingForm
from zhongmu.reports.intake import Filed, file_report
from zhongmu.reports.models import Report, Said
from zhongmu.reports.paper import receipt_of
from zhongmu.reports.queries import filed_under, own_reports
from zhongmu.reports.states import MOVES, Kind
from zhongmu.reports.wording import clocks_of, next_lines, said_by, timeline
from zhongmu.web.access import supervisor_only
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.queries import current_calendar


def _rehearse(request: PageRequest, rows: Iterable[Appointment | Report]) -> None:
    """Every page that shows something rehearsed, or files it, says so."""
    request.rehearsal = any(row.rehearsal for row in rows)  # type: ignore[attr-defined]  # read by web.templates


def _active(request: PageRequest) -> list[Appointment]:
    return active_appointments(request.person, request.today)


@supervisor_only
def report_list(request: PageRequest) -> HttpResponse:
    found = keyset(own_reports(request.person), request)
    calendar = current_calendar()
    rows = [(each, clocks_of(each, on=request.today, calendar=calendar)) for each in found.rows]
    appointments = _active(request)
    _rehearse(request, [*appointments, *found.rows])
    return page(
        request,
        "field_reports/list.html",
        {"rows": rows, "older": found.older, "may_file": bool(appointments)},
    )


@supervisor_only
def report_start(request: PageRequest) -> HttpResponse:
    """Clue or suggestion: two doors, then the form."""
    appointments = _active(request)
    bureaus = [each.bureau for each in appointments]
    return page(
        request, "field_reports/start.html", {"why": _why_not(request, appointments), "bureaus": bureaus}
    )


def _why_not(request: PageRequest, appointments: list[Appointment]) -> object:
    if appointments:
        _rehearse(request, appointments)
        return None
    last = request.person.appointments.select_related("bureau").order_by("-ends_on").first()
    _rehearse(request, [last] if last else [])
    if last is None:
        return _(
            "您还没有被聘为社会监督员。您可以普通群众的身份向当地医疗保障局反映（来信、来访、电话均可）。"
        )
    return why_not_file(appointed=False, policy=last.bureau.policy(request.today))


def _bureau(request: PageRequest, appointments: list[Appointment]) -> Bureau:
    """The one chosen among several; the first until then."""
    wanted = request.POST.get("bureau") or request.GET.get("bureau", "")
    return next((each.bureau for each in appointments if each.bureau.code == wanted), appointments[0].bureau)


@supervisor_only
def report_new(request: PageRequest, kind: str) -> HttpResponse:
    """File, and show the receipt in the same answer: its secret is kept nowhere, so there is no page to go back to."""
    if kind not in Kind.values:
        raise Http404
    appointments = _active(request)
    if not appointments:
        return page(
            request,
            "field_reports/start.html",
            {"why": _why_not(request, appointments), "bureaus": []},
            status=422,
        )
    bureau = _bureau(request, appointments)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FilingForm(*posted, policy=bureau.policy(request.today), kind=kind, on=request.today)
    if request.method == "POST" and (filed := _file(request, form, bureau)):
        policy = form.policy if filed.report.bureau == bureau else filed.report.bureau.policy(request.today)
        _rehearse(request, [filed.report])
        return page(request, "field_reports/receipt.html", _receipt_page(request, filed, policy))
    request.rehearsal = form.policy.rehearsal  # type: ignore[attr-defined]  # read by web.templates
    context = {
        "form": form,
        "kind": kind,
        "at_bureau": bureau,
        "several": len(appointments) > 1,
        "hints": form.hints,
    }
    return page(request, "field_reports/new.html", context, status=422 if request.method == "POST" else 200)


def _file(request: PageRequest, form: FilingForm, bureau: Bureau) -> Filed | None:
    if not form.is_valid() or form.filing is None:
        return None
    try:
        return file_report(
            bureau,
            form.filing,
            reporter=request.person,
            token=form.cleaned_data["token"],
            by=None,
            at=request.now,
            policy=form.policy,
        )
    except BadFiling as refused:
        for name, sentence in refused.problems.items():
            form.refuse(name, sentence)
        return None


def _receipt_page(request: PageRequest, filed: Filed, policy: Policy) -> dict[str, Any]:
    report = filed.report
    lines = next_lines(report, policy=policy)
    return {"filed": filed, "report": report, "token": request.POST["token"], "lines": lines}


@supervisor_only
@require_POST
def receipt(request: PageRequest) -> HttpResponse:
    """The receipt as PDF, from the form's own token; unknown and not-yours answer alike."""
    token = request.POST.get("token", "")
    report = filed_under(token)
    if report is None or not is_reporter(request.person, report.pseudonym):
        raise Http404
    response = HttpResponse(receipt_of(report, token), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="receipt.pdf"'
    return response


class SayForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("您想说的"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )


def _own(request: PageRequest, pk: int) -> Report:
    report = own_reports(request.person).filter(pk=pk).first()
    if report is None:
        raise Http404
    return report


def _report_page(
    request: PageRequest, report: Report, form: SayForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    policy = report.bureau.policy(request.today)
    _rehearse(request, [report])
    moves = MOVES[report.kind]
    asking = next(
        (
            name
            for name in ("supplement", "ask_again")
            if name in moves and report.state in moves[name].sources
        ),
        "",
    )
    context = {
        "report": report,
        "policy": policy,
        "exchanges": said_by(report),
        "timeline": timeline(report, policy=policy, inside=False),
        "clocks": clocks_of(report, on=request.today, calendar=current_calendar()),
        "files": report.files.all(),
        "asking": asking,
        "form": form,
        "said_kinds": Said,
        "rulings": (),
        **more,
    }
    return page(request, "field_reports/report.html", context, status=status)


@supervisor_only
def report(request: PageRequest, pk: int) -> HttpResponse:
    return _report_page(request, _own(request, pk), SayForm())


@supervisor_only
@require_POST
def say(request: PageRequest, pk: int) -> HttpResponse:
    """Ask again, or add what the bureau asked for: whichever the state allows."""
    found = _own(request, pk)
    form = SayForm(request.POST)
    form.is_valid()
    act = supplement if "supplement" in MOVES[found.kind] and found.state == "sent_back" else ask_again
    by = Actor("reporter", pseudonym=found.pseudonym)
    try:
        act(found, text=form.cleaned_data.get("text", ""), by=by, at=request.now)
    except NotAllowed as refused:
        return _report_page(request, _own(request, pk), form, status=422, rulings=refused.rulings)
    return redirect(reverse("field:report", args=[pk]))
