"""Register an application that came by paper, post, phone or mail, through the same action as the web."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.applications import find_application
from zhongmu.office.recruitment.forms import PaperForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import correct_application, register_application
from zhongmu.recruitment.filled import statement_for
from zhongmu.recruitment.forms import ApplicationForm, initial_of
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.states import APPLICATION_MOVES, ApplicationState, BatchState
from zhongmu.recruitment.uploads import Kept, keep_uploads, kept_file
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

WHO = APPLICATION_MOVES["correct"].who


def _kept(request: PageRequest) -> Kept | None:
    if request.method != "POST":
        return None
    files = request.FILES
    return keep_uploads(request.POST, files, bureau=request.bureau, policy=request.policy, at=request.now)


def _form(request: PageRequest, kept: Kept | None, initial: dict[str, Any] | None = None) -> ApplicationForm:
    form = ApplicationForm(
        kept.data if kept else None,
        initial=initial,
        bureau=request.bureau,
        policy=request.policy,
        today=request.today,
        paper=True,
        file_errors=kept.errors if kept else None,
    )
    if kept and form.one_channel:
        kept.data["channel"] = form.one_channel
    return form


def _context(request: PageRequest, form: ApplicationForm, rulings: tuple[Ruling, ...]) -> dict[str, Any]:
    return {
        "form": form,
        "rulings": rulings,
        "here": request.bureau,
        "policy": request.policy,
        "statement": statement_for(request.bureau, request.policy),
    }


def _batch(request: PageRequest) -> tuple[Batch | None, list[Batch]]:
    """The published batches, and the one meant: asked for, or the only one."""
    batches = list(
        request.bureau.batches.filter(state=BatchState.NOTICED).select_related("bureau").order_by("-pk")
    )
    wanted = request.POST.get("batch") or request.GET.get("batch", "")
    chosen = next((b for b in batches if str(b.pk) == wanted), None)
    return chosen or (batches[0] if len(batches) == 1 else None), batches


@allow(*STAFF)
def intake_application(request: PageRequest) -> HttpResponse:
    """The day it arrived counts, however late it is registered; the receipt is handed over on paper."""
    batch, batches = _batch(request)
    if batch is None:
        return page(request, "recruitment/paper_batch.html", {"batches": batches})
    kept = _kept(request)
    form = _form(request, kept)
    how = PaperForm(
        kept.data if kept else None,
        policy=request.policy,
        today=request.today,
        file_error=kept.errors.get("scan", "") if kept else "",
    )
    rulings: tuple[Ruling, ...] = ()
    if kept and all([form.is_valid(), how.is_valid()]):
        try:
            return _register(request, batch, form, how)
        except NotAllowed as refused:
            rulings = refused.rulings
    context = {**_context(request, form, rulings), "how": how, "batch": batch, "correcting": False}
    return page(request, "recruitment/paper.html", context, status=422 if kept else 200)


def _register(request: PageRequest, batch: Batch, form: ApplicationForm, how: PaperForm) -> HttpResponse:
    said = how.cleaned_data
    receipt = register_application(
        batch,
        form.filled(),
        by=actor_for(request, WHO),
        at=request.now,
        intake={
            "channel": said["intake_channel"],
            "arrived_on": said["arrived_on"].isoformat(),
            "taken_by": request.user.display_name,
        },
        scan=kept_file(said["scan_token"], request.bureau),
    )
    return page(request, "recruitment/registered.html", {"receipt": receipt, "batch": batch})


@allow(*STAFF)
def correct_for(request: PageRequest, pk: int) -> HttpResponse:
    """Enter the corrections somebody brought in on paper."""
    found: Application = find_application(request, pk)
    if found.state != ApplicationState.SENT_BACK:
        return redirect("office:application", found.pk)
    kept = _kept(request)
    form = _form(request, kept, initial_of(found))
    rulings: tuple[Ruling, ...] = ()
    status = 422 if kept else 200
    if kept and form.is_valid():
        try:
            correct_application(found, form.filled(), by=actor_for(request, WHO), at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("补正已登记。"))
            return redirect("office:application", found.pk)
    context = {**_context(request, form, rulings), "how": None, "batch": found.batch, "correcting": True}
    return page(request, "recruitment/paper.html", context, status=status)
