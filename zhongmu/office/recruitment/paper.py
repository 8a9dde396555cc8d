"""Register an application that came by paper, post, phone or mail, through the same action as the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.applications import find_application
from zhongmu.office.recruitment.forms import PaperForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import Receipt, correct_application, register_application
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.filled import Source, statement_for
from zhongmu.recruitment.forms import ApplicationForm, initial_of, settled_of
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.rulings import individuals
from zhongmu.recruitment.states import APPLICATION_MOVES, ApplicationState, BatchState
from zhongmu.recruitment.uploads import Kept, keep_uploads, kept_file
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

WHO = APPLICATION_MOVES["correct"].who


def kept_of(request: PageRequest) -> Kept | None:
    if request.method != "POST":
        return None
    files = request.FILES
    return keep_uploads(request.POST, files, bureau=request.bureau, policy=request.policy, at=request.now)


def form_of(
    request: PageRequest,
    kept: Kept | None,
    initial: dict[str, Any] | None = None,
    *,
    channel: str = "",
    fixed: Mapping[str, str] | None = None,
) -> ApplicationForm:
    return ApplicationForm(
        kept.data if kept else None,
        initial=initial,
        bureau=request.bureau,
        policy=request.policy,
        today=request.today,
        paper=True,
        channel=channel,
        fixed=fixed,
        file_errors=kept.errors if kept else None,
    )


def context_of(request: PageRequest, form: ApplicationForm, rulings: tuple[Ruling, ...]) -> dict[str, Any]:
    return {
        "form": form,
        "rulings": rulings,
        "here": request.bureau,
        "policy": request.policy,
        "statement": statement_for(request.bureau, request.policy),
    }


def batch_of(request: PageRequest) -> tuple[Batch | None, list[Batch]]:
    """The published batches, and the one meant: asked for, or the only one."""
    batches = list(
        request.bureau.batches.filter(state=BatchState.NOTICED).select_related("bureau").order_by("-pk")
    )
    wanted = request.POST.get("batch") or request.GET.get("batch", "")
    chosen = next((b for b in batches if str(b.pk) == wanted), None)
    return chosen or (batches[0] if len(batches) == 1 else None), batches


def how_of(request: PageRequest, kept: Kept | None) -> PaperForm:
    """How and when it came, beside the form itself."""
    return PaperForm(
        kept.data if kept else None,
        policy=request.policy,
        today=request.today,
        file_error=kept.errors.get("scan", "") if kept else "",
    )


def intake_of(said: Mapping[str, Any], request: PageRequest) -> dict[str, str]:
    """`seen`, where it is there: the applicant came in person and signed before the member of staff."""
    told = {
        "channel": said["intake_channel"],
        "arrived_on": said["arrived_on"].isoformat(),
        "taken_by": request.user.display_name,
    }
    return {**told, "seen": "1"} if said.get("seen") else told


@allow(*STAFF)
def intake_application(request: PageRequest) -> HttpResponse:
    """The day it arrived counts, however late it is registered; the receipt is handed over on paper."""
    batch, batches = batch_of(request)
    shut = individuals(request.policy)
    if batch is None or shut:
        return page(request, "recruitment/paper_batch.html", {"batches": batches, "shut": shut})
    kept = kept_of(request)
    form = form_of(request, kept)
    how = how_of(request, kept)
    rulings: tuple[Ruling, ...] = ()
    if kept and all([form.is_valid(), how.is_valid()]):
        try:
            return _register(request, batch, form, how)
        except NotAllowed as refused:
            rulings = refused.rulings
    context = {**context_of(request, form, rulings), "how": how, "batch": batch, "correcting": False}
    context |= {"heading": _("登记纸质报名"), "back": _to_applications(batch)}
    return page(request, "recruitment/paper.html", context, status=422 if kept else 200)


def _to_applications(batch: Batch) -> tuple[str, str]:
    return batch.title, reverse("office:applications", args=[batch.pk])


def _register(request: PageRequest, batch: Batch, form: ApplicationForm, how: PaperForm) -> HttpResponse:
    receipt = register_application(
        batch,
        form.filled(arrived_on=how.cleaned_data["arrived_on"]),
        by=actor_for(request, WHO),
        at=request.now,
        submission=form.cleaned_data["submission"],
        intake=intake_of(how.cleaned_data, request),
        scan=kept_file(how.cleaned_data["scan_token"], request.bureau),
    )
    return registered(request, receipt, batch)


def registered(request: PageRequest, receipt: Receipt, batch: Batch) -> HttpResponse:
    """The receipt to hand over; its secret is shown this once."""
    if receipt.merged:
        messages.info(request, _("这个人已经以其他方式在本批次里，两种方式已合并为这一份，并已告知本人。"))
        return redirect("office:application", receipt.application.pk)
    return page(request, "recruitment/registered.html", {"receipt": receipt, "batch": batch})


@allow(*STAFF)
def correct_for(request: PageRequest, pk: int) -> HttpResponse:
    """Enter the corrections somebody brought in on paper."""
    found: Application = find_application(request, pk)
    if found.state != ApplicationState.SENT_BACK:
        return redirect("office:application", found.pk)
    kept = kept_of(request)
    form = form_of(request, kept, initial_of(found), channel=found.channel, fixed=settled_of(found))
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
    context = {**context_of(request, form, rulings), "how": None, "batch": found.batch, "correcting": True}
    context |= {"heading": _("登记补正"), "back": _to_applications(found.batch)}
    return page(request, "recruitment/paper.html", context, status=status)


def answer_on_paper(
    request: PageRequest,
    batch: Batch,
    source: Source,
    given: Mapping[str, Any],
    say_yes: Callable[[Answer], Receipt],
    *,
    back: tuple[str, str],
) -> HttpResponse:
    """Enter the form of somebody who was asked and answers by hand: what others settled is not typed again."""
    kept = kept_of(request)
    form = form_of(request, kept, dict(given), channel=source.channel, fixed=source.settled())
    how = how_of(request, kept)
    rulings: tuple[Ruling, ...] = ()
    if kept and all([form.is_valid(), how.is_valid()]):
        answer = Answer(
            filled=form.filled(arrived_on=how.cleaned_data["arrived_on"]),
            submission=form.cleaned_data["submission"],
            intake=intake_of(how.cleaned_data, request),
            scan=kept_file(how.cleaned_data["scan_token"], request.bureau),
        )
        try:
            return registered(request, say_yes(answer), batch)
        except NotAllowed as refused:
            rulings = refused.rulings
    context = {**context_of(request, form, rulings), "how": how, "batch": batch, "correcting": False}
    context |= {"heading": _("登记本人的纸质答复"), "submit": _("登记答复"), "back": back}
    return page(request, "recruitment/paper.html", context, status=422 if kept else 200)
