"""选聘批次: the plan, the notice and the acts of one round."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.office.corps.views import issues
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import DANGER, DO_BATCH, STAFF, actor_for, asks_of, batch_offers
from zhongmu.office.recruitment.plan_forms import NoticeForm, PlanForm, initial_plan
from zhongmu.office.recruitment.posting_rows import may_post, posting_rows
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import Ruling, spoken
from zhongmu.recruitment.access import why_not_read_forms
from zhongmu.recruitment.actions import edit_plan, issue_certificates, plan_batch, write_notice
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.called import in_play
from zhongmu.recruitment.calling import TAKING
from zhongmu.recruitment.documents import notice_facts, plan_rows
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.queries import TABS, in_tab
from zhongmu.recruitment.rulings import authority, superior_for
from zhongmu.recruitment.selection import register_warning
from zhongmu.recruitment.states import BATCH_MOVES, BatchState
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

PLANNERS = BATCH_MOVES["edit_plan"].who
PUBLISHERS = BATCH_MOVES["publish_notice"].who
# The words of the tabs of an application list, in their order.
TAB_WORDS = {
    "todo": _("待审查"),
    "sent_back": _("待补正"),
    "eligible": _("审查通过"),
    "chosen": _("拟聘、已聘"),
    "out": _("不再考虑"),
    "all": _("全部"),
}


@allow(*STAFF)
def batch_list(request: PageRequest) -> HttpResponse:
    found = keyset(request.bureau.batches.all(), request)
    waiting = {b.pk: capped_count(in_tab(b, "todo")) for b in found.rows if b.state == BatchState.NOTICED}
    context = {"rows": found.rows, "older": found.older, "waiting": waiting, "now": request.now}
    context["warnings"] = register_warning(request.bureau, request.policy, request.today)
    context["sets_below"] = request.bureau.level != "county"
    return page(request, "recruitment/batches.html", context)


@allow(*STAFF)
def batch_new(request: PageRequest) -> HttpResponse:
    form = PlanForm(request.POST if request.method == "POST" else None, policy=request.policy)
    rulings: tuple[Ruling, ...] = ()
    barred = tuple(authority(request.bureau, request.policy))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                by = actor_for(request, PLANNERS)
                made = plan_batch(request.bureau, form.plan(), by=by, at=request.now, on=request.today)
            except NotAllowed as refused:
                rulings = refused.rulings
            else:
                messages.success(request, _("名额方案已提出，等待负责人核定。"))
                return redirect("office:batch", made.pk)
    context = {"form": form, "rulings": rulings or barred, "batch": None, "policy": request.policy}
    context["above"] = superior_for(request.bureau, request.policy) if barred else None
    return page(request, "recruitment/plan.html", context, status=status)


@allow(*STAFF)
def batch_edit(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)
    if batch.state != BatchState.PLANNED:
        return redirect("office:batch", batch.pk)
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(posted, policy=request.policy, initial=initial_plan(batch))
    rulings: tuple[Ruling, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                by = actor_for(request, PLANNERS)
                edit_plan(batch, form.plan(), by=by, at=request.now, on=request.today)
            except NotAllowed as refused:
                rulings, status = refused.rulings, status_of(refused)
            else:
                messages.success(request, _("名额方案已修改。"))
                return redirect("office:batch", batch.pk)
    context = {"form": form, "rulings": rulings, "batch": batch, "policy": request.policy, "above": None}
    return page(request, "recruitment/plan.html", context, status=status)


def find(request: PageRequest, pk: int) -> Batch:
    return get_object_or_404(request.bureau.batches.select_related("bureau", "authority"), pk=pk)


def may_read_forms(request: PageRequest, batch: Batch) -> Batch:
    """The batch again; refuses (403) a reviewer who is scoring its candidates without their names."""
    if why := why_not_read_forms(batch, request.user.pk):
        raise PermissionDenied(why)
    return batch


def timeline(moves: list[Any], table: Any) -> list[dict[str, Any]]:
    """Moves newest first, each with the name of the colleague who made it."""
    names = names_of(move.account for move in moves)
    return [
        {
            "label": table[move.name].label,
            "who": names.get(move.account or 0) or (_("本人") if move.role == "applicant" else ""),
            "at": move.at,
            "text": move.reason,
        }
        for move in moves
    ]


@allow(*STAFF)
def batch(request: PageRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    policy = request.policy
    notices = list(found.name_notices.order_by("-pk"))
    here = reverse("office:applications", args=[found.pk])
    counts = {tab: capped_count(in_tab(found, tab)) for tab in TABS}
    context = {
        "batch": found,
        "policy": policy,
        "plan": plan_rows(found, policy),
        "gate": policy.parameter("publicity.gate"),
        "ways": [policy.label("application.modes", way) for way in found.ways],
        "counts": [(TAB_WORDS[tab], f"{here}?tab={tab}", count) for tab, count in counts.items()],
        "offers": batch_offers(found, request),
        "moves": timeline(list(found.moves.order_by("-pk")), BATCH_MOVES),
        "notices": notices,
        "postings": posting_rows(found.postings.of_call().prefetch_related("moves")),
        "may_post": found.published_at is not None and may_post(found, request),
        "objections": request.bureau.objections.filter(notice__in=notices).open().count(),
        "can_edit": found.state == BatchState.PLANNED and found.authority is None,
        "can_send_up": found.state == BatchState.RETURNED,
        "can_notice": found.state == BatchState.APPROVED,
        "may_certify": found.state in {BatchState.APPOINTED, BatchState.CLOSED} and issues(request),
        "on": request.today,
        "applied": any(count != "0" for count in counts.values()),
        "asked": in_play(found, request.today) if found.state in TAKING else {},
    }
    return page(request, "recruitment/batch.html", context)


def _initial_notice(batch: Batch, request: PageRequest) -> dict[str, Any]:
    """The pack's conditions to start from, a window of two weeks from tomorrow morning."""
    if batch.requirements and batch.apply_opens_at and batch.apply_closes_at:
        opens, closes = localtime(batch.apply_opens_at), localtime(batch.apply_closes_at)
        ways, phone, words = batch.ways, batch.phone, batch.requirements
    else:
        opens = localtime(request.now).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
        closes = (opens + timedelta(days=14)).replace(hour=17)
        ways, phone = [code for code, _l in request.policy.choices("application.modes")], request.bureau.phone
        words = "\n".join(
            f"{n}．{row.label}；" for n, row in enumerate(request.policy.pack["eligibility"], 1)
        )
    naive = {"opens_at": opens.replace(tzinfo=None), "closes_at": closes.replace(tzinfo=None)}
    return {**naive, "ways": ways, "phone": phone, "requirements": words}


@allow(*STAFF)
def notice_edit(request: PageRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    if found.state != BatchState.APPROVED:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = NoticeForm(posted, policy=request.policy, initial=_initial_notice(found, request))
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            write_notice(found, **form.cleaned_data, by=actor_for(request, PUBLISHERS), at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            messages.success(request, _("公告稿已保存，还没有公开。核对无误后请发布。"))
            return redirect("office:batch", found.pk)
    context = {"form": form, "rulings": rulings, "batch": found}
    return page(
        request, "recruitment/notice_edit.html", context, status=422 if request.method == "POST" else 200
    )


@allow(*STAFF)
def notice_print(request: PageRequest, pk: int, form: str) -> HttpResponse:
    found = find(request, pk)
    facts = notice_facts(found, request.policy)
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)


@allow(*STAFF)
def batch_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in DO_BATCH:
        raise Http404
    found, move = find(request, pk), BATCH_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        facts = dict(said)
        if "why_years" in facts:
            facts["reason"] = facts.pop("why_years")
        by = actor_for(request, move.who)
        DO_BATCH[name](found, **facts, by=by, at=request.now, on=request.today)

    notes = tuple(
        note for offer in batch_offers(found, request) if offer.name == name for note in offer.notes
    )
    back = reverse("office:batch", args=[found.pk])
    asks = asks_of(found, name, request)
    danger = name in DANGER
    return act_page(
        request,
        title=move.label,
        subject=found.title,
        back=back,
        asks=asks,
        do=do,
        notes=notes,
        danger=danger,
    )


@allow("liaison", "clerk", "leader")
@require_POST
def batch_certificates(request: PageRequest, pk: int) -> HttpResponse:
    """Issue what may be issued; say of each other why not."""
    found = find(request, pk)
    issued = issue_certificates(found, by=request.actor, at=request.now, on=request.today)
    if issued.certificates:
        messages.success(request, _("已签发%s份。") % len(issued.certificates))
    for appointment, refusal in issued.refused:
        said = "".join(spoken(r) for r in refusal.rulings)
        messages.warning(request, f"{appointment.person.name}：{said}")
    if not issued.certificates and not issued.refused:
        messages.info(request, _("没有待签发的证书。"))
    return redirect("office:batch", found.pk)
