"""续聘: who is up for renewal, what each said, what was checked again, what the leader decides (CQ-6.2, HL-2.2d)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.corps import queries, renewals, renewing, rulings
from zhongmu.corps.certificates import MOST_BYTES
from zhongmu.corps.models import Appointment, AppointmentQuerySet, Renewal
from zhongmu.corps.states import RENEWAL_MOVES, RenewalState
from zhongmu.interests.queries import bureaus_named, institutions_named, ties_that_hold
from zhongmu.ledger.actors import role_label
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.paper_forms import renewal_form_pdf
from zhongmu.office.corps.forms import AnswerForm, ProposeForm, ReasonForm, RenewForm
from zhongmu.office.corps.views import HANDLERS, mine, refused_status
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acts import actor_for
from zhongmu.policies.rulings import Blocker, Ruling, blockers
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

TAKERS = ("liaison", "clerk", "leader")
PROPOSERS = ("liaison", "clerk", "reviewer")
MOST = 200  # renewals decided in one go


def _kept(row: Appointment) -> Renewal | None:
    renewal = row.bureau.renewals.select_related("next").defer("scan").filter(appointment=row).first()
    if renewal is not None:
        renewal.appointment = row
    return renewal


def _found(row: Appointment) -> Renewal:
    renewal = _kept(row)
    if renewal is None:
        raise Http404
    return renewal


def _lists(request: PageRequest) -> dict[str, AppointmentQuerySet]:
    bureau, policy, on = request.bureau, request.policy, request.today
    return {name: queries.up_for_renewal(bureau, name, policy=policy, on=on) for name in queries.RENEWAL_TABS}


@allow(*HANDLERS)
def renewal_list(request: PageRequest) -> HttpResponse:
    """Everybody whose term ends within the window, by step; a leader decides several at once."""
    return _list_page(request)


def _list_page(request: PageRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    lists, tab = _lists(request), request.GET.get("tab", "")
    tab = tab if tab in lists else next((name for name, rows in lists.items() if rows.exists()), "open")
    listed = keyset(queries.with_renewals(lists[tab]), request)
    address = reverse("office:renewal_list")
    tabs = [
        (label, f"{address}?{urlencode({'tab': name})}", capped_count(lists[name]), name == tab)
        for name, label in queries.RENEWAL_TABS.items()
    ]
    context = {
        "rows": [(row, getattr(row, "renewal", None), row.days_left(request.today)) for row in listed.rows],
        "listed": listed,
        "tabs": tabs,
        "tab": tab,
        "decides": actor_for(request, RENEWAL_MOVES["renew"].who).role == "leader",
        "policy": request.policy,
        "why": request.policy.unconfirmed(*renewing.RESTS_ON),
        "refused": (),
        **more,
    }
    return page(request, "corps/renewals.html", context, status=status)


@allow("leader")
@require_POST
def renew_many(request: PageRequest) -> HttpResponse:
    """Renew those ticked whom an officer advised to renew; each stands for itself."""
    ticked = set(request.POST.getlist("row"))
    advised = request.bureau.renewals.proposed(request.today).filter(advice=Renewal.Advice.RENEW)
    known = [pk for pk in advised.values_list("pk", flat=True) if str(pk) in ticked][:MOST]
    rows = advised.filter(pk__in=known).select_related("appointment__bureau", "appointment__person")
    by = actor_for(request, RENEWAL_MOVES["renew"].who)
    done = renewals.renew_many(list(rows.order_by("pk")), by=by, at=request.now)
    if done.terms:
        messages.success(request, _("已续聘%d人，新的一届从原聘期届满次日起。") % len(done.terms))
    refused = [(renewal.appointment, error.rulings) for renewal, error in done.refused]
    if done.terms and not refused:
        return redirect(reverse("office:renewal_list") + "?tab=done")
    if not refused:
        none = Blocker(_("没有勾选可以续聘的人。"), remedy=_("请勾选已提请、建议续聘的人。"))
        return _list_page(request, status=422, rulings=[none])
    return _list_page(request, status=422, refused=refused)


def _mentioned(request: PageRequest, renewal: Renewal | None) -> list[str]:
    """Institutions, bureaus and agencies named in what the person says has changed: to be looked into, no more."""
    said = (renewal.changes if renewal else None) or ""
    found = institutions_named(said, near=request.bureau, on=request.today)
    return [*found, *bureaus_named(said, near=request.bureau)]


def _told(renewal: Renewal | None) -> list[dict[str, Any]]:
    rows = renewal.moves.all() if renewal else ()
    made = [
        {
            "label": RENEWAL_MOVES[m.name].label,
            "who": role_label(m.role),
            "at": m.at,
            "on": localdate(m.at) if m.role == "supervisor" else None,  # of which the day alone is kept
            "text": m.reason,
        }
        for m in rows
    ]
    return list(reversed(made))


def _forms(request: PageRequest, row: Appointment, renewal: Renewal | None) -> dict[str, Form]:
    policy = request.policy
    before: dict[str, Any] = {"category": row.category}
    if renewal and renewal.advice:
        names = ("checked", "recusal", "category", "opinion", "advice")
        before = {name: getattr(renewal, name) for name in names}
    said = {"summary": renewal.summary, "changes": renewal.changes} if renewal else {}
    return {
        "answer": AnswerForm(auto_id="answer_%s", policy=policy, initial={**said, "said_on": request.today}),
        "propose": ProposeForm(auto_id="propose_%s", policy=policy, initial=before),
        "decide": RenewForm(auto_id="decide_%s", policy=policy),
    }


def show(
    request: PageRequest,
    row: Appointment,
    *,
    status: int = 200,
    found: Sequence[Ruling] = (),
    back: Mapping[str, Form] = MappingProxyType({}),
) -> HttpResponse:
    """The page of one renewal; `back` holds a form that came back, `found` what stood in its way."""
    renewal, policy = _kept(row), request.policy
    now = renewing.why_not_now(row, policy, request.today)
    state = RenewalState(renewal.state) if renewal else RenewalState.ASKED
    context = {
        "row": row,
        "renewal": renewal,
        "state": state,
        "left": row.days_left(request.today),
        "policy": policy,
        "rulings": found,
        "now": now,
        "ties": ties_that_hold(row.person, request.bureau),
        "recusal": rulings.cited(policy, "interest.recusal"),
        "mentioned": _mentioned(request, renewal),
        "channels": dict(policy.choices("intake.channels")),
        "eligibility": policy.choices("eligibility"),
        "moves": _told(renewal),
        "takes": any(each.role in TAKERS for each in request.memberships),
        "proposes": any(each.role in PROPOSERS for each in request.memberships),
        "decides": any(each.role == "leader" for each in request.memberships),
        "deciding": _deciding(request, renewal),
        "reopening": renewal and renewing.why_not_reopen(renewal, policy, request.today),
        "forms": {**_forms(request, row, renewal), **back},
        "back_with": set(back),
    }
    return page(request, "corps/renewal.html", context, status=status)


def _deciding(request: PageRequest, renewal: Renewal | None) -> list[Ruling]:
    """What the leader is told beside the decision: blockers, and that a renewal is not published."""
    if renewal is None or renewal.state != RenewalState.PROPOSED:
        return []
    by = actor_for(request, RENEWAL_MOVES["renew"].who)
    found = renewing.deciding(renewal, request.policy, by=by, on=request.today)
    return [*blockers(found), renewing.unpublished(request.policy)]


@allow(*HANDLERS)
def renewal(request: PageRequest, pk: int) -> HttpResponse:
    return show(request, mine(request, pk))


def _try(
    request: PageRequest, row: Appointment, back: Mapping[str, Form], do: Callable[[], object], *, said: str
) -> HttpResponse:
    """Do what the one form of `back` asks, or give it back as it was filled with what stands in the way."""
    if not all(form.is_valid() for form in back.values()):
        return show(request, row, status=422, back=back)
    try:
        do()
    except NotAllowed as error:
        return show(request, row, status=refused_status(error), found=error.rulings, back=back)
    messages.success(request, said)
    return redirect("office:renewal", row.pk)


@allow(*TAKERS)
@require_POST
def ask(request: PageRequest, pk: int) -> HttpResponse:
    """Ask the person by letter, without waiting for the day's round."""
    row = mine(request, pk)
    if stop := renewing.why_not_now(row, request.policy, request.today):
        return show(request, row, status=422, found=stop)
    renewals.ask(row, by=request.actor, at=request.now)
    messages.success(request, _("已发出征求意愿的告知。"))
    return redirect("office:renewal", row.pk)


@allow(*TAKERS)
@require_POST
def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Take down what the supervisor said on paper, by telephone or in person."""
    row = mine(request, pk)
    form = AnswerForm(request.POST, request.FILES, auto_id="answer_%s", policy=request.policy)

    def do() -> None:
        by = actor_for(request, RENEWAL_MOVES["agree"].who)
        renewals.take_answer(row, form.answer(MOST_BYTES), by=by, at=request.now)

    return _try(request, row, {"answer": form}, do, said=_("已登记本人意愿。"))


@allow(*PROPOSERS)
@require_POST
def propose(request: PageRequest, pk: int) -> HttpResponse:
    row = mine(request, pk)
    found = _found(row)
    form = ProposeForm(request.POST, auto_id="propose_%s", policy=request.policy)

    def do() -> None:
        by = actor_for(request, RENEWAL_MOVES["propose"].who)
        renewals.propose(found, form.found(), by=by, at=request.now)

    return _try(request, row, {"propose": form}, do, said=_("已提请负责人决定。"))


@allow("leader")
@require_POST
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Renew, do not renew, or send back."""
    row = mine(request, pk)
    found, form = _found(row), RenewForm(request.POST, auto_id="decide_%s", policy=request.policy)
    by = actor_for(request, RENEWAL_MOVES["renew"].who)

    def do() -> None:
        told = form.cleaned_data
        if told["outcome"] == "renew":
            renewals.renew(found, by=by, at=request.now, years=told.get("years"), reason=told["reason"])
            return
        act = renewals.end if told["outcome"] == "end" else renewals.send_back
        act(found, reason=told["reason"], by=by, at=request.now)

    return _try(request, row, {"decide": form}, do, said=_("已办理。"))


@allow("leader")
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take a decision up again within the term, with a reason."""
    row = mine(request, pk)
    found, form = _found(row), ReasonForm(request.POST if request.method == "POST" else None)
    stop: Sequence[Ruling] = ()
    if form.is_valid():
        reason, by = form.cleaned_data["reason"], actor_for(request, RENEWAL_MOVES["reopen"].who)
        try:
            renewals.reopen(found, reason=reason, by=by, at=request.now)
        except NotAllowed as error:
            stop = error.rulings
        else:
            messages.success(request, _("已重新研究，请经办重新审查、提请。"))
            return redirect("office:renewal", row.pk)
    words = {
        "title": _("重新研究续聘"),
        "effect": _("原决定留存在经过里，由经办重新审查、提请。"),
        "danger": False,
    }
    context = {"row": row, "form": form, "rulings": stop, **words}
    return page(request, "corps/reason.html", context, status=422 if form.is_bound else 200)


@allow(*HANDLERS)
def scan(request: PageRequest, pk: int) -> HttpResponse:
    """The paper on which the person said so."""
    kept = _found(mine(request, pk))
    if kept.scan is None:
        raise Http404
    response = HttpResponse(bytes(kept.scan), content_type=kept.scan_kind)
    response["Content-Disposition"] = "inline"
    return response


@allow(*HANDLERS)
def sheet(request: PageRequest, pk: int) -> HttpResponse:
    """The form to sign on paper: the person's will, the check, the decision."""
    row = mine(request, pk)
    pdf = renewal_form_pdf(
        row.bureau.name,
        holder=row.person.name,
        number=row.number,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        rehearsal=row.rehearsal,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="renewal.pdf"'
    return response
