"""评分: the rules of a batch's scoring, where it stands, what can be done with it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import DANGER, STAFF, Offer, actor_for, offer_of
from zhongmu.office.recruitment.batches import find, timeline
from zhongmu.office.scoring.finding import find_round
from zhongmu.office.scoring.rules_form import RulesForm, initial_rules, rules_said
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import NeedsApproval, Ruling
from zhongmu.recruitment.actions import scoring as actions
from zhongmu.recruitment.models import Batch, ScoringRound
from zhongmu.recruitment.scoring.blinding import MATERIALS
from zhongmu.recruitment.scoring.comparison import closing, collecting
from zhongmu.recruitment.scoring.queries import progress, scorers
from zhongmu.recruitment.scoring.rubric import Rubric
from zhongmu.recruitment.scoring.rulings import apart, drafting, locking
from zhongmu.recruitment.scoring.running import beginning, choosing
from zhongmu.recruitment.states import SCORING_MOVES, ScoringState
from zhongmu.seals.digests import digest_algorithm
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

DRAFTERS = SCORING_MOVES["edit_rules"].who
ASKS: Mapping[str, tuple[str, ...]] = {
    "lock": (),
    "open_list": ("due_on",),
    "begin": (),
    "compare": (),
    "close": (),
    "restart": ("reason",),
    "abandon": ("reason",),
}
DO: Mapping[str, Callable[..., Any]] = {
    "lock": actions.lock_rules,
    "open_list": actions.open_list,
    "begin": actions.begin_scoring,
    "compare": actions.compare,
    "close": actions.close_scoring,
    "restart": actions.restart_scoring,
    "abandon": actions.abandon_scoring,
}


def _asked(round_: ScoringRound, name: str, request: PageRequest) -> list[Ruling]:
    by = actor_for(request, SCORING_MOVES[name].who)
    seated = {seat.account for seat in round_.rubric.panel}
    asked: dict[str, Callable[[], list[Ruling]]] = {
        "lock": lambda: locking(round_, request.policy, by=by, on=request.today),
        "open_list": lambda: choosing(round_, request.policy),
        "begin": lambda: beginning(round_, request.policy),
        "compare": lambda: collecting(round_, request.policy),
        "close": lambda: [
            *apart(seated, by, request.policy),
            *closing(round_, request.policy, short_reason="…"),
        ],
    }
    return asked[name]() if name in asked else []


def asks_of(round_: ScoringRound, name: str, request: PageRequest) -> tuple[str, ...]:
    """The fields of one act; a reason only where candidates have too few scores."""
    if name == "close" and any(isinstance(r, NeedsApproval) for r in closing(round_, request.policy)):
        return ("short_reason",)
    return ASKS[name]


def round_offers(round_: ScoringRound, request: PageRequest) -> list[Offer]:
    """The acts of the present state, in the table's order."""
    return [
        offer_of(
            round_,
            SCORING_MOVES[name],
            request,
            url=reverse("office:scoring_act", args=[round_.pk, name]),
            by=actor_for(request, SCORING_MOVES[name].who),
            found=_asked(round_, name, request),
            asks=bool(asks_of(round_, name, request)),
        )
        for name in ASKS
        if round_.state in SCORING_MOVES[name].sources
    ]


@allow(*STAFF)
def batch_scoring(request: PageRequest, pk: int) -> HttpResponse:
    """The batch's live round, or how to begin one; earlier versions stay listed."""
    batch = find(request, pk)
    live = batch.scoring_rounds.live().first()
    if live:
        return redirect("office:scoring_round", live.pk)
    found = drafting(batch, request.policy)
    context = {
        "batch": batch,
        "why": found,
        "earlier": list(batch.scoring_rounds.order_by("-version")),
        "policy": request.policy,
    }
    return page(request, "scoring/none.html", context)


def _rules_page(
    request: PageRequest, batch: Batch, save: Callable[[RulesForm], ScoringRound], initial: dict[str, Any]
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    people = scorers(request.bureau, request.today)
    form = RulesForm(posted, policy=request.policy, people=people, initial=initial)
    rulings: tuple[Ruling, ...] = ()
    status = 422 if posted is not None else 200
    if posted is not None and form.is_valid():
        try:
            round_ = save(form)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("评分规则已保存，锁定以前可以再改。"))
            return redirect("office:scoring_round", round_.pk)
    context = {"batch": batch, "form": form, "rulings": rulings, "policy": request.policy, "people": people}
    return page(request, "scoring/rules.html", context, status=status)


@allow(*STAFF)
def rules_new(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)

    def save(form: RulesForm) -> ScoringRound:
        by = actor_for(request, DRAFTERS)
        return actions.draft_rules(batch, form.rubric(), by=by, at=request.now, on=request.today)

    return _rules_page(request, batch, save, initial_rules(request.policy))


@allow(*STAFF)
def rules_edit(request: PageRequest, pk: int) -> HttpResponse:
    round_ = find_round(request, pk)
    if round_.state != ScoringState.DRAFTING:
        return redirect("office:scoring_round", round_.pk)

    def save(form: RulesForm) -> ScoringRound:
        by = actor_for(request, DRAFTERS)
        actions.edit_rules(round_, form.rubric(), by=by, at=request.now, on=request.today)
        return round_

    return _rules_page(request, round_.batch, save, rules_said(round_.rubric))


def _panel(rubric: Rubric) -> list[tuple[str, str]]:
    """Names and roles of those the rules seat, before anybody has a list to score."""
    names = names_of(seat.account for seat in rubric.panel)
    return [(names.get(seat.account, ""), seat.role) for seat in rubric.panel]


@allow(*STAFF)
def scoring_round(request: PageRequest, pk: int) -> HttpResponse:
    round_ = find_round(request, pk)
    rubric, seats = round_.rubric, progress(round_)
    context = {
        "round": round_,
        "batch": round_.batch,
        "rubric": rubric,
        "materials": MATERIALS,
        "progress": seats,
        "leads": any(m.role == "leader" for m in request.memberships),
        "panel": [] if seats else _panel(rubric),
        "algorithm": digest_algorithm(),
        "offers": round_offers(round_, request),
        "moves": timeline(list(round_.moves.order_by("-pk")), SCORING_MOVES),
        "earlier": list(round_.batch.scoring_rounds.exclude(pk=round_.pk).order_by("-version")),
        "policy": request.policy,
        "can_edit": round_.state == ScoringState.DRAFTING,
    }
    return page(request, "scoring/round.html", context)


@allow(*STAFF)
def rules_text(request: PageRequest, pk: int) -> HttpResponse:
    """The very bytes whose digest was locked."""
    round_ = find_round(request, pk)
    response = HttpResponse(round_.rules.encode(), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rules-{round_.batch_id}-{round_.version}.json"'
    return response


@allow(*STAFF)
def scoring_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in DO:
        raise Http404
    round_, move = find_round(request, pk), SCORING_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        DO[name](round_, **said, by=actor_for(request, move.who), at=request.now, on=request.today)

    notes = tuple(note for o in round_offers(round_, request) if o.name == name for note in o.notes)
    return act_page(
        request,
        title=move.label,
        subject=f"{round_.batch.title}　{_('第%s版规则') % round_.version}",
        back=reverse("office:batch_scoring", args=[round_.batch_id]),
        asks=asks_of(round_, name, request),
        do=do,
        notes=notes,
        danger=name in DANGER,
    )
