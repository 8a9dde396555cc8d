"""The moves an officer is offered on a case, and how each is made from its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import Move, why_not
from zhongmu.office.reports.forms import ConclusionForm, MoveForm, TextForm
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.reports import actions
from zhongmu.reports.models import Report
from zhongmu.reports.rulings import rulings_for
from zhongmu.reports.states import MOVES

Words = str | Promise
# label of the text, and what stands under it
TEXTS: dict[str, tuple[Words, Words]] = {
    "send_back": (_("请反映人补充什么"), _("反映人会看到这段话；请逐项写明缺什么、怎样补")),
    "ask_extension": (_("为什么需要延长"), _("负责人据此决定；写明已查到哪一步、还要做什么")),
    "refuse_extension": (_("为什么不同意延长"), _("申请人会看到")),
    "answer": (
        _("给反映人的反馈"),
        _("写清办了什么、结果如何、为什么；不要写案情细节和别人的姓名、号码，不要提到反映人是谁"),
    ),
    "supplement": (_("反映人补充的内容"), _("照反映人的原话或来件记录")),
    "ask_again": (_("反映人再次反映的内容"), _("照反映人的原话或来件记录")),
}
ON_BEHALF = frozenset({"supplement", "ask_again"})
_TEXT_ACTS: dict[str, Callable[..., None]] = {
    "answer": actions.answer,
    "supplement": actions.supplement,
    "ask_again": actions.ask_again,
}
_REASON_ACTS: dict[str, Callable[..., None]] = {
    "send_back": actions.send_back,
    "ask_extension": actions.ask_extension,
    "refuse_extension": actions.refuse_extension,
}
_PLAIN_ACTS: dict[str, Callable[..., None]] = {
    "accept": actions.accept,
    "approve_extension": actions.approve_extension,
    "close": actions.close,
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One button: blocked ones stay visible with their reasons."""

    name: str
    label: str
    link: str
    method: str
    kind: str
    why: tuple[Ruling, ...]
    note: tuple[Ruling, ...]


def form_for(name: str, report: Report, policy: Policy, *posted: Any) -> MoveForm | None:
    """The form of a move that needs words, or None for one that needs a press only."""
    if name == "decide":
        return ConclusionForm(*posted, report=report, policy=policy)
    if name in TEXTS:
        label, hint = TEXTS[name]
        return TextForm(*posted, report=report, policy=policy, label=label, hint=hint)
    return None


def make(name: str, report: Report, form: MoveForm | None, *, by: Actor, at: datetime) -> None:
    """Make the move with what the valid form holds. NotAllowed, Overtaken as the action raises."""
    if isinstance(form, ConclusionForm):
        actions.decide(report, form.conclusion(), by=by, at=at)
    elif form is None:
        _PLAIN_ACTS[name](report, by=by, at=at)
    elif name in _TEXT_ACTS:
        _TEXT_ACTS[name](report, text=form.cleaned_data["text"], by=by, at=at)
    else:
        _REASON_ACTS[name](report, reason=form.cleaned_data["text"], by=by, at=at)


def actor_for(move: Move, account: int, roles: frozenset[str]) -> Actor:
    """Of a person's roles here the one that may make this move, else any."""
    fitting = sorted(roles & move.who) or sorted(roles)
    return Actor(fitting[0], account=account)


def offers(report: Report, *, policy: Policy, account: int, roles: frozenset[str], on: date) -> list[Offer]:
    """The moves out of the present state, and closing, which shows what it still waits for."""
    shown = [move for move in MOVES[report.kind].values() if _belongs(move, report)]
    found = [_offer(move, report, policy, actor_for(move, account, roles), on) for move in shown]
    return sorted(found, key=lambda offer: (offer.kind != "primary", bool(offer.why)))


def _belongs(move: Move, report: Report) -> bool:
    if move.name in {"approve_extension", "refuse_extension"}:
        return report.state in move.sources and report.extension_asked_by is not None
    if move.name == "close":
        return report.state not in {"closed", "filed", "sent_back"}
    return report.state in move.sources


def _offer(move: Move, report: Report, policy: Policy, by: Actor, on: date) -> Offer:
    told = rulings_for(move.name, report, policy=policy, by=by, on=on)
    why: tuple[Ruling, ...] = tuple(each for each in told if isinstance(each, Blocker))
    generic = why_not(report, move, by=by)
    if generic and not why:
        why = (generic,)
    first = move.name in {"accept", "decide", "answer", "approve_extension", "close"}
    return Offer(
        name=move.name,
        label=str(move.label) if move.name not in ON_BEHALF else str(_("代录：%s")) % move.label,
        link=reverse("office:report_move", args=[report.pk, move.name]),
        method="post" if move.name in _PLAIN_ACTS else "get",
        kind="primary" if first and not why else "plain",
        why=why,
        note=tuple(each for each in told if not isinstance(each, Blocker)),
    )
