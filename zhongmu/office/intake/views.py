"""收件: whatever came by paper, post, phone or mail ends in the same action as the web."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from zhongmu.ledger.actors import Actor
from zhongmu.letters.documents.paper_forms import (
    clue_form_pdf,
    institution_statement_form_pdf,
    suggestion_form_pdf,
)
from zhongmu.office.intake.forms import IntakeForm
from zhongmu.office.pages import page
from zhongmu.reports.filing import BadFiling
from zhongmu.reports.intake import Filed, file_report
from zhongmu.reports.paper import receipt_of
from zhongmu.reports.queries import filed_under
from zhongmu.reports.states import Kind
from zhongmu.reports.wording import next_lines
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count
from zhongmu.web.requests import PageRequest

CLERKS = frozenset({"liaison", "clerk", "leader"})
PAPERS = {
    "clue": clue_form_pdf,
    "suggestion": suggestion_form_pdf,
    "institution": institution_statement_form_pdf,
}


@allow("liaison", "clerk", "reviewer", "leader")
def intake(request: PageRequest) -> HttpResponse:
    """What came, and how? A door for each, and the blank forms to print."""
    may_register = bool(CLERKS & {m.role for m in request.memberships})
    waiting = capped_count(request.bureau.arrivals.waiting()) if may_register else ""
    return page(request, "intake/start.html", {"may_register": may_register, "waiting": waiting})


@allow(*CLERKS)
def register(request: PageRequest, kind: str) -> HttpResponse:
    """File it, and show the receipt in the same answer; its secret is kept nowhere."""
    if kind not in Kind.values:
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = IntakeForm(
        *posted,
        policy=request.policy,
        kind=kind,
        on=request.today,
        bureau=request.bureau,
        account=request.user.pk,
        initial={name: request.GET[name] for name in ("channel", "arrived_on") if name in request.GET},
    )
    if request.method == "POST" and (filed := _file(request, form)):
        policy = filed.report.bureau.policy(request.today)
        context = {
            "filed": filed,
            "report": filed.report,
            "token": request.POST["token"],
            "lines": next_lines(filed.report, policy=policy),
            "elsewhere": filed.report.bureau_id != request.bureau.pk or filed.report.restricted,
        }
        return page(request, "intake/receipt.html", context)
    status = 422 if request.method == "POST" else 200
    return page(request, "intake/register.html", {"form": form, "kind": kind}, status=status)


def _file(request: PageRequest, form: IntakeForm) -> Filed | None:
    if not form.is_valid() or form.filing is None:
        return None
    taker = Actor(request.actor.role, account=request.user.pk)
    try:
        return file_report(
            request.bureau,
            form.filing,
            reporter=form.reporter,
            token=form.cleaned_data["token"],
            by=taker,
            taken_by=int(form.cleaned_data["taken_by"]),
            at=request.now,
        )
    except BadFiling as refused:
        for name, sentence in refused.problems.items():
            form.refuse(name, sentence)
        return None


@allow(*CLERKS)
@require_POST
def receipt(request: PageRequest) -> HttpResponse:
    """The receipt as PDF for the one who registered it; unknown and not-yours answer alike."""
    token = request.POST.get("token", "")
    report = filed_under(token)
    if report is None or report.registered_by != request.user.pk:
        raise Http404
    return _pdf(receipt_of(report, token), "receipt")


@allow("liaison", "clerk", "reviewer", "leader")
def paper(request: PageRequest, name: str) -> HttpResponse:
    """A blank form to print, in this bureau's name."""
    if name not in PAPERS:
        raise Http404
    return _pdf(PAPERS[name](request.bureau.name, rehearsal=request.policy.rehearsal), f"blank-{name}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
