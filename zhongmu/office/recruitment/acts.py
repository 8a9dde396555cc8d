"""What can be done with a batch or an application now: each act with the reasons why not, asked of the same functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor, role_label
from zhongmu.ledger.moves import Move, why_not
from zhongmu.policies.rulings import Blocker, NeedsApproval, Notice, Ruling
from zhongmu.recruitment import actions, rulings
from zhongmu.recruitment.actions.appointing import appointing
from zhongmu.recruitment.actions.checking import confirming
from zhongmu.recruitment.actions.choosing import beginning
from zhongmu.recruitment.actions.planning import approving, publishing
from zhongmu.recruitment.gates import closing
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.queries import candidates_of, latest_findings
from zhongmu.recruitment.selection import settling
from zhongmu.recruitment.states import APPLICATION_MOVES, BATCH_MOVES
from zhongmu.recruitment.verifying import in_the_way
from zhongmu.web.requests import PageRequest

STAFF = ("liaison", "clerk", "reviewer", "leader")
BATCH_ASKS: Mapping[str, tuple[str, ...]] = {
    "approve_plan": (),
    "return_plan": ("reason",),
    "publish_notice": (),
    "extend": ("closes_at", "reason"),
    "begin_choosing": (),
    "settle": (),
    "reopen": ("reason",),
    "appoint": ("starts_on",),
    "close": (),
    "abort": ("reason",),
}
APPLICATION_ASKS: Mapping[str, tuple[str, ...]] = {
    "pass_check": (),
    "send_back": ("reason",),
    "propose_refusal": ("reason",),
    "confirm_refusal": ("reason",),
    "overrule_refusal": ("reason",),
    "withdraw": ("reason",),
}
# What a superior does with the headcount of a bureau below.
HEADCOUNT_ASKS: Mapping[str, tuple[str, ...]] = {
    "approve_plan": (),
    "propose_headcount": ("headcount", "headcount_reason"),
    "return_plan": ("reason",),
    "return_figures": ("reason",),
}
DANGER = frozenset(
    {
        "abort",
        "take_down",
        "return_plan",
        "return_figures",
        "propose_refusal",
        "confirm_refusal",
        "withdraw",
        "reopen",
        "restart",
        "abandon",
    }
)
DO_BATCH: Mapping[str, Callable[..., Any]] = {
    "approve_plan": actions.approve_plan,
    "return_plan": actions.return_plan,
    "publish_notice": actions.publish_notice,
    "extend": actions.extend,
    "begin_choosing": actions.begin_choosing,
    "settle": actions.settle,
    "reopen": actions.reopen_choosing,
    "appoint": actions.appoint_chosen,
    "close": actions.close_batch,
    "abort": actions.abort,
}
DO_HEADCOUNT: Mapping[str, Callable[..., Any]] = {
    "propose_headcount": actions.propose_headcount,
    "approve_plan": actions.approve_plan,
    "return_plan": actions.return_plan,
    "return_figures": actions.return_figures,
}
DO_APPLICATION: Mapping[str, Callable[..., Any]] = {
    "pass_check": actions.pass_check,
    "send_back": actions.send_back,
    "propose_refusal": actions.propose_refusal,
    "confirm_refusal": actions.confirm_refusal,
    "overrule_refusal": actions.overrule_refusal,
    "withdraw": actions.withdraw_application,
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One button of a page: why it cannot be pressed, what to know before it is."""

    name: str
    label: str | Promise
    url: str
    why: tuple[Ruling, ...]
    notes: tuple[Ruling, ...]
    kind: str
    method: str


def actor_for(request: PageRequest, who: Iterable[str]) -> Actor:
    """The person in whichever of their roles may do this; in the page's role when none may."""
    allowed = frozenset(who)
    for membership in request.memberships:
        if membership.role in allowed:
            return Actor(membership.role, account=request.user.pk)
    return request.actor


def asks_of(batch: Batch, name: str, request: PageRequest) -> tuple[str, ...]:
    """The fields of one act; some only where the pack leaves the choice."""
    policy = request.policy
    if name == "settle" and policy["plan.over"] == "approve":
        candidates, opinions = candidates_of(batch)
        if sum(bool(opinions[a.pk].proposed) for a in candidates if a.pk in opinions) > batch.headcount:
            return ("over_reason",)
    if name == "appoint" and policy["term.min_years"] != policy["term.max_years"]:
        return ("starts_on", "years", "why_years")
    return BATCH_ASKS[name]


def _asked_of_batch(batch: Batch, name: str, request: PageRequest, by: Actor) -> list[Ruling]:
    policy, on, at = request.policy, request.today, request.now
    if name == "approve_plan":
        return approving(batch, by=by, on=on)
    if name in {"return_plan", "return_figures", "propose_headcount"}:
        return rulings.deciding(batch, policy, by=by, on=on)
    if name == "settle":
        candidates, opinions = candidates_of(batch)
        over = "…" if policy["plan.over"] == "approve" else ""
        return settling(batch, candidates, opinions, policy=policy, on=on, over_reason=over)
    asked: dict[str, Callable[[], list[Ruling]]] = {
        "publish_notice": lambda: publishing(batch, on=on, at=at),
        "begin_choosing": lambda: beginning(batch, on=on, at=at),
        "appoint": lambda: appointing(batch, policy=policy, on=on),
        "close": lambda: closing(batch, policy, on),
    }
    return asked[name]() if name in asked else []


def _asked_of_application(
    application: Application, name: str, request: PageRequest, by: Actor
) -> list[Ruling]:
    policy = request.policy
    if name == "pass_check":
        return [*rulings.passing(latest_findings(application), policy), *in_the_way(application, policy)]
    if name == "propose_refusal":
        return rulings.refusing(latest_findings(application), policy)
    if name == "confirm_refusal":
        found = confirming(application, policy, by=by)
        return [*found, *rulings.without_effect(application.batch, policy)]
    return []


def whose_step(move: Move, by: Actor) -> Blocker | None:
    """Whose step it is, when it is not this person's."""
    if by.role in move.who:
        return None
    who = "、".join(role_label(role) for role in STAFF if role in move.who)
    return Blocker(_("这一步由%s办理。") % who, remedy=_("需要时请提请办理。"))


def offer_of(
    noun: models.Model,
    move: Move,
    request: PageRequest,
    *,
    url: str,
    by: Actor,
    found: list[Ruling],
    asks: bool,
) -> Offer:
    """`asks`: the act wants words first, so its button opens a page."""
    first = whose_step(move, by) or why_not(noun, move, by=by)
    stopping = [r for r in found if isinstance(r, Blocker | NeedsApproval)]
    return Offer(
        name=move.name,
        label=move.label,
        url=url,
        why=(first,) if first else tuple(stopping),
        notes=tuple(r for r in found if isinstance(r, Notice)),
        kind="danger" if move.name in DANGER else "primary",
        method="get" if asks else "post",
    )


def batch_offers(batch: Batch, request: PageRequest) -> list[Offer]:
    """The acts of the batch's present state, in the table's order."""
    return _batch_offers(batch, request, tuple(BATCH_ASKS), "office:batch_act")


def headcount_offers(batch: Batch, request: PageRequest) -> list[Offer]:
    """What the superior may do about a headcount sent up to it."""
    return _batch_offers(batch, request, tuple(HEADCOUNT_ASKS), "office:headcount_act")


def _batch_offers(batch: Batch, request: PageRequest, names: tuple[str, ...], page: str) -> list[Offer]:
    offers = []
    for name in names:
        move = BATCH_MOVES[name]
        if batch.state in move.sources:
            by = actor_for(request, move.who)
            url = reverse(page, args=[batch.pk, name])
            found = _asked_of_batch(batch, name, request, by)
            asks = bool(HEADCOUNT_ASKS.get(name) or asks_of(batch, name, request))
            offers.append(offer_of(batch, move, request, url=url, by=by, found=found, asks=asks))
    return offers


def application_offers(application: Application, request: PageRequest) -> list[Offer]:
    offers = []
    for name, asks in APPLICATION_ASKS.items():
        move = APPLICATION_MOVES[name]
        if application.state in move.sources:
            by = actor_for(request, move.who)
            url = reverse("office:application_act", args=[application.pk, name])
            found = _asked_of_application(application, name, request, by)
            offers.append(offer_of(application, move, request, url=url, by=by, found=found, asks=bool(asks)))
    return offers
