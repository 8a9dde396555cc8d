"""What an officer or a leader can do with a call: each act with the reasons why not, as for batches and applications."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from zhongmu.ledger.moves import Move
from zhongmu.office.recruitment.acting import act_page
from zhongmu.office.recruitment.acts import Offer, actor_for, offer_of, whose_step
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.call_forms import CallForm, call_form
from zhongmu.recruitment.called import Asked
from zhongmu.web.requests import PageRequest


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act of a page: what it asks for, what it does, what the rules say before it is done.

    `label`: what an officer calls it who only writes down what the person decided; else the move's own.
    """

    do: Callable[..., Any]
    label: str | Promise = ""
    asks: tuple[str, ...] = ("reason",)
    danger: bool = False
    found: Callable[[Any, PageRequest], list[Ruling]] = lambda _call, _request: []


def in_the_way(request: PageRequest, move: Move, found: list[Ruling] | None = None) -> list[Ruling]:
    """Whose step it is, when it is not this person's; else what was found."""
    wrong = whose_step(move, actor_for(request, move.who))
    return [wrong] if wrong else found or []


def call_offers(
    call: Asked, request: PageRequest, *, acts: Mapping[str, Act], moves: Mapping[str, Move], url: str
) -> list[Offer]:
    """The acts of the call's present state; `url` is the name of the page that does them."""
    offers = []
    for name, act in acts.items():
        move = moves[name]
        if call.state in move.sources:
            found = act.found(call, request)
            where = reverse(url, args=[call.pk, name])
            by = actor_for(request, move.who)
            offer = offer_of(call, move, request, url=where, by=by, found=found, asks=bool(act.asks))
            offers.append(replace(offer, label=act.label or move.label))
    return offers


def call_act_page(
    request: PageRequest,
    call: Asked,
    name: str,
    *,
    acts: Mapping[str, Act],
    moves: Mapping[str, Move],
    back: str,
) -> HttpResponse:
    if name not in acts:
        raise Http404
    act, move = acts[name], moves[name]

    def do(said: dict[str, Any]) -> None:
        act.do(call, **said, by=actor_for(request, move.who), at=request.now)

    return act_page(
        request,
        title=act.label or move.label,
        subject=f"{call.name}（{call.number}）",
        back=back,
        back_to=call.name,
        asks=act.asks,
        do=do,
        danger=act.danger,
    )


def call_form_of(
    request: PageRequest, given: Mapping[str, Any] | None = None, *, reason_needed: bool = True
) -> CallForm:
    posted = request.POST if request.method == "POST" else None
    return call_form(
        posted,
        request.FILES,
        bureau=request.bureau,
        policy=request.policy,
        at=request.now,
        given=given,
        reason_needed=reason_needed,
    )
