"""监督员库: the register, one supervisor's page, and what a leader decides there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.corps import actions, queries, rulings
from zhongmu.corps.certificates import ISSUERS, MOST_BYTES, register_pledge
from zhongmu.corps.models import Appointment
from zhongmu.corps.renewing import last_in_window
from zhongmu.corps.states import MOVES, Standing
from zhongmu.interests.queries import ties_that_hold
from zhongmu.ledger.actors import role_label
from zhongmu.ledger.moves import NotAllowed, Overtaken, why_not
from zhongmu.office.corps.forms import DecideForm, PledgeForm, ReasonForm
from zhongmu.office.corps.gates import gates_of
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acts import actor_for
from zhongmu.people.identity import mask_resident_id
from zhongmu.policies.rulings import Ruling, blockers
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

HANDLERS = ("liaison", "clerk", "reviewer", "leader")
_KINDS = {
    Standing.ACTIVE: "good",
    Standing.SUSPENDED: "bad",
    Standing.REVOKED: "bad",
    Standing.EXPIRED: "closed",
}
_ACTS = {"suspend": actions.suspend, "lift": actions.lift, "revoke": actions.revoke}


def mine(request: PageRequest, pk: int) -> Appointment:
    """An appointment of this bureau, or 404."""
    rows = request.bureau.appointments.select_related("person", "pledge", "bureau")
    return get_object_or_404(rows.defer("pledge__signature", "pledge__scan"), pk=pk)


def issues(request: PageRequest) -> bool:
    """Whether this person may open the pages on which certificates and slips are made."""
    return any(membership.role in ISSUERS for membership in request.memberships)


def state_kind(standing: Standing) -> str:
    return _KINDS.get(standing, "")


@allow(*HANDLERS)
def register(request: PageRequest) -> HttpResponse:
    """CQ-12.1, HL-2.4b: the register by standing today; a search looks through one tab."""
    wanted, tab = request.GET.get("q", "").strip(), request.GET.get("tab", "")
    tab = tab if tab in queries.TABS else "active"
    lists = {
        name: queries.register(request.bureau, name, policy=request.policy, on=request.today)
        for name in queries.TABS
    }
    found = queries.with_certificates(queries.named(lists[tab], wanted))
    listed = keyset(found, request)
    rows = [(row, row.status(request.today), row.days_left(request.today)) for row in listed.rows]
    address = reverse("office:register")
    tabs = [
        (label, f"{address}?{urlencode({'tab': name})}", capped_count(lists[name]), name == tab)
        for name, label in queries.TABS.items()
    ]
    context = {
        "rows": rows,
        "listed": listed,
        "tabs": tabs,
        "tab": tab,
        "wanted": wanted,
        "kind": state_kind,
        "soon": last_in_window(request.policy, request.today),
        "policy": request.policy,
        "issues": issues(request),
    }
    return page(request, "corps/register.html", context)


def _told_moves(row: Appointment) -> list[dict[str, Any]]:
    found = [
        {"label": MOVES[each.name].label, "who": role_label(each.role), "at": each.at, "text": each.reason}
        for each in row.moves.all()
    ]
    return list(reversed(found))


def why_not_move(row: Appointment, name: str, request: PageRequest) -> list[Ruling]:
    """What the button says beside itself when it cannot be pressed."""
    review = rulings.why_not_lift(row) if name in {"lift", "revoke"} else None
    return [
        ruling
        for ruling in (why_not(row, MOVES[name], by=actor_for(request, MOVES[name].who)), review)
        if ruling
    ]


def show(request: PageRequest, row: Appointment, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of one appointment; `more` carries what an act on it left to say."""
    standing = row.status(request.today)
    certificates = list(row.certificates.order_by("-pk"))
    gates = gates_of(request.bureau, request.today)(row)
    renewal = request.bureau.renewals.filter(appointment=row).only("state").first()
    up = row.ends_on <= last_in_window(request.policy, request.today)
    context = {
        "row": row,
        "standing": standing,
        "kind": state_kind(standing),
        "left": row.days_left(request.today),
        "policy": request.policy,
        "moves": _told_moves(row),
        "certificates": certificates,
        "in_hand": next((each for each in certificates if each.state == "issued"), None),
        "certifying": blockers([*gates, *rulings.certifying(row, request.policy, on=request.today)]),
        "printing": rulings.why_not_print(row, request.policy, on=request.today),
        "reviews": list(row.reviews.order_by("-pk")),
        "slips": list(row.person.slips.order_by("-pk")[:5]),
        "liaisons": queries.liaisons(request.bureau, request.today),
        "others": list(
            row.person.appointments.filter(bureau=request.bureau).exclude(pk=row.pk).order_by("-pk")
        ),
        "ties": ties_that_hold(row.person, request.bureau),
        "recusal": rulings.cited(request.policy, "interest.recusal"),
        "renewal": renewal,
        "renewable": renewal or (standing is Standing.ACTIVE and up),
        "masked": mask_resident_id(row.person.resident_id),
        "pay": rulings.cited(request.policy, "pay.fixed")
        if request.policy["pay.fixed"] == "forbidden"
        else None,
        "why": {name: why_not_move(row, name, request) for name in _ACTS},
        "may_review": actor_for(request, MOVES["suspend"].who).role in MOVES["suspend"].who,
        "decides": actor_for(request, MOVES["revoke"].who).role in MOVES["revoke"].who,
        "issues": issues(request),
        "revealed": False,
        "reveal_form": ReasonForm(auto_id="reveal_%s"),
        "slip_form": ReasonForm(auto_id="slip_%s"),
        "rulings": (),
        **more,
    }
    return page(request, "corps/appointment.html", context, status=status)


@allow(*HANDLERS)
def appointment(request: PageRequest, pk: int) -> HttpResponse:
    return show(request, mine(request, pk))


@allow(*HANDLERS)
@require_POST
def reveal(request: PageRequest, pk: int) -> HttpResponse:
    """Open the sealed particulars once, on this answer only; the ledger keeps who and why."""
    row, form = mine(request, pk), ReasonForm(request.POST, auto_id="reveal_%s")
    if not form.is_valid():
        return show(request, row, status=422, reveal_form=form)
    actions.reveal_person(row, by=request.actor, reason=form.cleaned_data["reason"], at=request.now)
    return show(request, row, revealed=True)


def _asked(
    request: PageRequest, row: Appointment, form: Any, *, status: int = 200, **words: Any
) -> HttpResponse:
    context = {"row": row, "form": form, "rulings": (), **words}
    return page(request, "corps/reason.html", context, status=status)


def refused_status(error: NotAllowed) -> int:
    return 409 if isinstance(error, Overtaken) else 422


_SAID = {
    "suspend": (
        gettext_lazy("暂停聘任"),
        gettext_lazy("权限、证书和公开页立即同时失效，已决定的续聘一并暂停；已提交的线索继续办理。"),
    ),
    "lift": (gettext_lazy("恢复聘任"), gettext_lazy("权限和证书立即恢复，一并暂停的续聘也恢复。")),
    "revoke": (
        gettext_lazy("撤销聘任"),
        gettext_lazy("撤销后不能恢复，证书立即失效，还没开始的续聘一并撤销；已提交的线索继续办理。"),
    ),
}


@allow("leader", "reviewer")
def move(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """Suspend, lift or revoke, with a reason."""
    row = mine(request, pk)
    if name not in _ACTS:
        raise Http404
    form = ReasonForm(request.POST or None)
    title, effect = _SAID[name]
    words: dict[str, Any] = {"title": title, "effect": effect, "danger": name == "revoke"}
    if request.method == "POST" and form.is_valid():
        try:
            _ACTS[name](row, by=request.actor, at=request.now, reason=form.cleaned_data["reason"])
        except NotAllowed as error:
            return _asked(
                request, row, form, status=refused_status(error), **{**words, "rulings": error.rulings}
            )
        messages.success(request, _("已办理：%s。") % title)
        return redirect("office:appointment", row.pk)
    return _asked(request, row, form, status=422 if request.method == "POST" else 200, **words)


@allow("leader", "reviewer")
def review(request: PageRequest, pk: int) -> HttpResponse:
    """Open a review; whoever stands appointed is suspended with it."""
    row, form = mine(request, pk), ReasonForm(request.POST or None)
    words: dict[str, Any] = {
        "title": _("启动复核"),
        "effect": _("聘任立即暂停，由负责人作出恢复或撤销的决定。"),
        "danger": False,
    }
    if request.method == "POST" and form.is_valid():
        grounds = form.cleaned_data["reason"]
        try:
            actions.open_review(row, grounds=grounds, origin="office", by=request.actor, at=request.now)
        except NotAllowed as error:
            return _asked(
                request, row, form, status=refused_status(error), **{**words, "rulings": error.rulings}
            )
        messages.success(request, _("已启动复核，聘任暂停。"))
        return redirect("office:appointment", row.pk)
    return _asked(request, row, form, status=422 if request.method == "POST" else 200, **words)


@allow("leader")
def decide(request: PageRequest, pk: int) -> HttpResponse:
    row, form = mine(request, pk), DecideForm(request.POST or None)
    waiting = row.reviews.filter(decided_at=None).first()
    if waiting is None:
        raise Http404
    words: dict[str, Any] = {
        "title": _("作出复核决定"),
        "effect": _("复核事由：%s") % waiting.grounds,
        "danger": False,
    }
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_review(waiting, **form.cleaned_data, by=request.actor, at=request.now)
        except NotAllowed as error:
            return _asked(
                request, row, form, status=refused_status(error), **{**words, "rulings": error.rulings}
            )
        messages.success(request, _("复核已办结。"))
        return redirect("office:appointment", row.pk)
    return _asked(request, row, form, status=422 if request.method == "POST" else 200, **words)


@allow("liaison", "clerk", "leader")
def pledge(request: PageRequest, pk: int) -> HttpResponse:
    """Register a pledge signed on paper (CQ-10.0)."""
    row = mine(request, pk)
    form = PledgeForm(request.POST or None, request.FILES or None, policy=request.policy)
    found: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            register_pledge(
                row,
                told["items"],
                scan=told["scan"].read(MOST_BYTES + 1),
                signed_on=told["signed_on"],
                by=request.actor,
                at=request.now,
                on=request.today,
            )
        except NotAllowed as error:
            found = error.rulings
        else:
            messages.success(request, _("纪律承诺书已登记，可以签发证书了。"))
            return redirect("office:appointment", row.pk)
    context = {"row": row, "form": form, "rulings": found, "disciplines": queries.disciplines(request.policy)}
    return page(request, "corps/pledge_paper.html", context, status=422 if request.method == "POST" else 200)


@allow(*HANDLERS)
def pledge_scan(request: PageRequest, pk: int) -> HttpResponse:
    """What was signed: the paper's scan, or the signature on screen."""
    row = mine(request, pk)
    kept = getattr(row, "pledge", None)
    if kept is None:
        raise Http404
    content, kind = (kept.scan, kept.scan_kind) if kept.scan else (kept.signature, "image/png")
    response = HttpResponse(bytes(content), content_type=kind)
    response["Content-Disposition"] = "inline"
    return response
