"""发布渠道 at the desk: where a notice was published besides the system's own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.batches import find
from zhongmu.office.recruitment.names import find_notice
from zhongmu.office.recruitment.plan_forms import PostingForm
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import record_posting, strike_posting
from zhongmu.recruitment.actions.posting import POSTERS
from zhongmu.recruitment.models import Batch, NameNotice
from zhongmu.recruitment.postings import Posted, recordable
from zhongmu.recruitment.states import POSTING_MOVES
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


@allow(*STAFF)
def posting_new(request: PageRequest, pk: int) -> HttpResponse:
    """Of the notice that calls for applications."""
    batch = find(request, pk)
    return _record(request, batch, None, reverse("office:batch", args=[batch.pk]))


@allow(*STAFF)
def names_posting_new(request: PageRequest, pk: int) -> HttpResponse:
    """Of a notice of names."""
    notice = find_notice(request, pk)
    return _record(request, notice.batch, notice, reverse("office:name_notice", args=[notice.batch_id]))


def _record(request: PageRequest, batch: Batch, names: NameNotice | None, back: str) -> HttpResponse:
    form = PostingForm(
        request.POST if request.method == "POST" else None, initial={"posted_on": request.today}
    )
    rulings: tuple[Ruling, ...] = tuple(recordable(batch, names, request.policy))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        by = actor_for(request, POSTERS)
        try:
            posted = Posted(**form.cleaned_data)
            record_posting(batch, posted, names=names, by=by, at=request.now, on=request.today)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("已登记。公开页和打印件上同时写明。"))
            return redirect(back)
    subject = names.title if names else batch.title
    context = {"form": form, "rulings": rulings, "subject": subject, "back": back}
    return page(request, "recruitment/posting_new.html", context, status=status)


@allow(*STAFF)
def posting_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in POSTING_MOVES:
        raise Http404
    rows = request.bureau.postings.select_related("bureau", "batch")
    found, move = get_object_or_404(rows, pk=pk), POSTING_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        strike_posting(found, **said, by=actor_for(request, move.who), at=request.now, on=request.today)

    route = "office:name_notice" if found.names_id else "office:batch"
    return act_page(
        request,
        title=move.label,
        subject=found.place,
        back=reverse(route, args=[found.batch_id]),
        asks=("reason",),
        do=do,
        danger=True,
    )
