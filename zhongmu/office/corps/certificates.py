"""Certificates and activation slips: issue, void, print one, print many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.corps import queries
from zhongmu.corps.certificates import (
    facts_of,
    issue_batch,
    issue_certificate,
    queue_print,
    record_print,
    void_certificate,
)
from zhongmu.corps.models import Appointment, AppointmentQuerySet, Certificate, PrintJob
from zhongmu.corps.rulings import why_not_print, why_not_slip
from zhongmu.corps.states import State
from zhongmu.corps.tasks import print_certificates
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.activation_slip import ActivationSlipFacts, activation_slips_pdf
from zhongmu.letters.documents.certificate import certificates_pdf
from zhongmu.letters.documents.fonts import MissingGlyph
from zhongmu.office.corps.forms import ReasonForm
from zhongmu.office.corps.gates import gates_of
from zhongmu.office.corps.views import mine, show
from zhongmu.office.pages import page
from zhongmu.people.actions import SLIP_DAYS, issue_slip
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.periods import end_instant

ISSUERS = ("liaison", "clerk", "leader")
AT_ONCE = 20  # more sheets than this are set by a task
MOST = 1000


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@allow(*ISSUERS)
@require_POST
def issue(request: PageRequest, pk: int) -> HttpResponse:
    row = mine(request, pk)
    gates = gates_of(request.bureau, request.today, acting=True)
    try:
        made = issue_certificate(row, by=request.actor, at=request.now, on=request.today, gates_of=gates)
    except NotAllowed as error:
        return show(request, row, status=422, rulings=error.rulings)
    messages.success(
        request,
        _("已签发%(name)s %(number)s，可以打印了。") % {"name": made.printed_name, "number": made.number},
    )
    return redirect("office:appointment", row.pk)


@allow(*ISSUERS)
def void(request: PageRequest, pk: int) -> HttpResponse:
    """A misprint: the number stays used, the check page says 已作废 at once."""
    row = mine(request, pk)
    held = get_object_or_404(row.certificates.issued())
    form = ReasonForm(request.POST or None)
    found: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            void_certificate(held, by=request.actor, at=request.now, reason=form.cleaned_data["reason"])
        except NotAllowed as error:
            found = error.rulings
        else:
            messages.success(request, _("证书 %s 已作废，可以重新签发。") % held.number)
            return redirect("office:appointment", row.pk)
    context = {
        "row": row,
        "form": form,
        "rulings": found,
        "title": _("作废证书 %s") % held.number,
        "effect": _("作废后编号不再使用，核验页立即显示“已作废”。"),
        "danger": True,
    }
    return page(request, "corps/reason.html", context, status=422 if request.method == "POST" else 200)


@allow(*ISSUERS)
@require_POST
def print_one(request: PageRequest, pk: int) -> HttpResponse:
    """The sheet as PDF; each print is recorded."""
    row = mine(request, pk)
    held = get_object_or_404(row.certificates.issued().select_related("appointment__portrait"))
    if stop := why_not_print(row, request.policy, on=request.today):
        return show(request, row, status=422, rulings=[stop])
    return _sheets(request, [held])


def _sheets(request: PageRequest, rows: Sequence[Certificate]) -> HttpResponse:
    with transaction.atomic():
        record_print(request.bureau, rows, by=request.actor, at=request.now)
        content = certificates_pdf([facts_of(each) for each in rows])
    return _pdf(content, "certificates")


def _slip_facts(row: Appointment, code: str, at: datetime, last: date) -> ActivationSlipFacts:
    return ActivationSlipFacts(
        holder=row.person.name,
        bureau=row.bureau.name,
        code=code,
        url=settings.PUBLIC_URL + reverse("portal:activate"),
        printed_at=at,
        valid_until=end_instant(last) - timedelta(minutes=1),
        rehearsal=row.rehearsal,
    )


@allow(*ISSUERS)
@require_POST
def slip(request: PageRequest, pk: int) -> HttpResponse:
    """A new slip handed over face to face; the one before it is void, the reason is recorded."""
    row, form = mine(request, pk), ReasonForm(request.POST, auto_id="slip_%s")
    if not form.is_valid():
        return show(request, row, status=422, slip_form=form)
    if stop := why_not_slip(row):
        return show(request, row, status=422, slip_form=form, rulings=[stop])
    return _slips(request, [row], form.cleaned_data["reason"])


def _slips(request: PageRequest, rows: Sequence[Appointment], reason: str) -> HttpResponse:
    """Issue and set in one transaction: a slip that could not be printed is not issued."""
    with transaction.atomic():
        sheets = []
        for row in rows:
            code = issue_slip(
                row.person,
                chain=request.bureau.code,
                by=request.actor,
                reason=reason,
                at=request.now,
                on=request.today,
            )
            last = row.person.slips.latest("pk").expires_on
            sheets.append(_slip_facts(row, code, request.now, last))
        content = activation_slips_pdf(sheets)
    return _pdf(content, "activation-slips")


def _rows(request: PageRequest, wanted: str) -> AppointmentQuerySet:
    """Whoever may hold a certificate today or later; `wanted` is a batch of recruitment."""
    rows = request.bureau.appointments.filter(rehearsal=request.policy.rehearsal, ends_on__gte=request.today)
    rows = rows.exclude(state=State.REVOKED)
    return rows.filter(batch_ref=wanted) if wanted else rows


@allow(*ISSUERS)
def batch(request: PageRequest) -> HttpResponse:
    """Issue and print for many at once; `?batch=` keeps to one batch of recruitment."""
    wanted = request.GET.get("batch", "")
    rows = _rows(request, wanted)
    if request.method == "POST":
        ticked = set(request.POST.getlist("row"))
        known = [pk for pk in rows.values_list("pk", flat=True) if str(pk) in ticked][:MOST]
        picked = list(rows.filter(pk__in=known).select_related("person", "bureau").order_by("pk"))
        return _act(request, picked, request.POST.get("act", ""), wanted)
    return _batch_page(request, wanted)


def _batch_page(
    request: PageRequest,
    wanted: str,
    *,
    status: int = 200,
    rulings: Sequence[Ruling] = (),
    refused: object = (),
) -> HttpResponse:
    listed = queries.with_certificates(_rows(request, wanted)).order_by("pk")[:MOST]
    context = {
        "rows": [(row, row.status(request.today)) for row in listed],
        "wanted": wanted,
        "name": request.policy["cert.name"],
        "jobs": list(request.bureau.print_jobs.defer("sheets").order_by("-pk")[:5]),
        "rulings": rulings,
        "refused": refused,
        "slip_days": SLIP_DAYS,
    }
    return page(request, "corps/certificates.html", context, status=status)


def _act(request: PageRequest, picked: list[Appointment], act: str, wanted: str) -> HttpResponse:
    if not picked:
        none = Blocker(_("没有勾选任何人。"), remedy=_("请至少勾选一人再办。"))
        return _batch_page(request, wanted, status=422, rulings=[none])
    if act == "issue":
        return _issue_all(request, picked, wanted)
    try:
        return _print_all(request, picked, wanted) if act == "print" else _slips_for(request, picked, wanted)
    except MissingGlyph as error:
        return _batch_page(request, wanted, status=422, rulings=[Blocker(error.sentence)])


def _issue_all(request: PageRequest, picked: list[Appointment], wanted: str) -> HttpResponse:
    issued = issue_batch(
        picked,
        by=request.actor,
        at=request.now,
        on=request.today,
        gates_of=gates_of(request.bureau, request.today, acting=True),
    )
    if issued.certificates:
        messages.success(request, _("已签发%d份证书。") % len(issued.certificates))
    refused = [(row, error.rulings) for row, error in issued.refused]
    return _batch_page(request, wanted, status=422 if refused else 200, refused=refused)


def _print_all(request: PageRequest, picked: list[Appointment], wanted: str) -> HttpResponse:
    stops = [why_not_print(row, request.policy, on=request.today) for row in picked]
    if found := [stop for stop in stops if stop]:
        return _batch_page(request, wanted, status=422, rulings=found)
    held = list(
        request.bureau.certificates.issued()
        .filter(appointment__in=[row.pk for row in picked])
        .select_related("appointment__portrait")
        .order_by("pk")
    )
    if not held:
        none = Blocker(_("所选的人都还没有签发证书。"), remedy=_("请先签发，再打印。"))
        return _batch_page(request, wanted, status=422, rulings=[none])
    if len(held) <= AT_ONCE:
        return _sheets(request, held)
    job = queue_print(request.bureau, held, by=request.actor, at=request.now)
    print_certificates.enqueue(job.pk)
    return redirect("office:print_job", job.pk)


def _slips_for(request: PageRequest, picked: list[Appointment], wanted: str) -> HttpResponse:
    """Slips go along with certificates: to those without an account yet."""
    waiting = [row for row in picked if not hasattr(row.person, "account")]
    if not waiting:
        none = Blocker(_("所选的人都已开通账号。"), remedy=_("忘记密码的，到本人页面当面重新打印激活单。"))
        return _batch_page(request, wanted, status=422, rulings=[none])
    if found := [stop for row in waiting if (stop := why_not_slip(row))]:
        return _batch_page(request, wanted, status=422, rulings=found)
    return _slips(request, waiting, _("随证书发放"))


@allow(*ISSUERS)
def print_job(request: PageRequest, pk: int) -> HttpResponse:
    """How far a long print is; it can be left and found again."""
    job = get_object_or_404(request.bureau.print_jobs.defer("sheets"), pk=pk)
    return page(request, "corps/print_job.html", {"job": job})


@allow(*ISSUERS)
def print_job_sheets(request: PageRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(request.bureau.print_jobs.filter(state=PrintJob.State.DONE), pk=pk)
    if job.sheets is None:
        raise Http404
    return _pdf(bytes(job.sheets), "certificates")
