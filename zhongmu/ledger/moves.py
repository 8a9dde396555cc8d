"""One door for changes of state: a table says what may happen, `make_move` does it, and nothing else writes a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhongmu.policies.rulings import Blocker, Cite, Ruling, blockers, spoken
from zhongmu.seals.index import blind_index

from .actors import Actor, role_label
from .canonical import JSON
from .models import AppendOnly
from .record import record


@dataclass(frozen=True, slots=True)
class Move:
    name: str
    label: str | Promise  # a verb: 受理
    sources: frozenset[str]
    target: str
    who: frozenset[str]  # roles
    cite: str = ""  # key of the parameter or article that allows it


class NotAllowed(Exception):
    """A person may not do this now; `str()` is what to tell them."""

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        self.rulings: tuple[Ruling, ...] = tuple(rulings)
        super().__init__("".join(spoken(ruling) for ruling in self.rulings))


class Overtaken(NotAllowed):
    """Somebody else moved it between its being read and being written."""


class RecordedMove(AppendOnly):
    """One move of one noun. The concrete model adds the noun's foreign key with `related_name="moves"`."""

    name = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    role = models.CharField(max_length=20)
    account = models.BigIntegerField(null=True, blank=True)  # null for reporters and for the server itself
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    cite = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta(AppendOnly.Meta):
        abstract = True
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="reporter") | Q(account__isnull=True),
                name="%(app_label)s_%(class)s_reporter_unnamed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.source} → {self.target}"


class _Noun(Protocol):
    pk: Any
    state: str
    moves: Any
    _meta: Any
    ledger_subject: str

    def get_state_display(self) -> str: ...


def table(*moves: Move) -> dict[str, Move]:
    """The moves by name, in order; a name given twice is a ValueError."""
    named = {move.name: move for move in moves}
    if len(named) != len(moves):
        raise ValueError("two moves have one name")
    return named


def diagram(moves: Mapping[str, Move], states: type[models.TextChoices], start: str | None = None) -> str:
    """The table as a Mermaid diagram in the words of the page; `start` defaults to the first state."""
    first = states.values[0] if start is None else start
    names = [f"    {value}: {label}" for value, label in states.choices]
    arrows = [
        f"    {source} --> {move.target!s}: {move.label}"
        for move in moves.values()
        for source in states.values
        if source in move.sources
    ]
    return "\n".join(["stateDiagram-v2", *names, f"    [*] --> {first}", *arrows]) + "\n"


def why_not(noun: models.Model, move: Move, *, by: Actor) -> Blocker | None:
    """Why this role may not make this move in the noun's present state, before any rule of the measure is asked."""
    if _seen(noun).state not in move.sources:
        return Blocker(
            _("“%(state)s”的%(noun)s不能再%(move)s。")
            % {**_words(noun, move), "state": _seen(noun).get_state_display()},
            remedy=_("请刷新页面，看现在可以做什么。"),
        )
    if by.role not in move.who:
        who = "、".join(sorted(role_label(role) for role in move.who))
        return Blocker(
            _("%(move)s%(noun)s由%(who)s办理，您现在的身份是%(role)s。")
            % {**_words(noun, move), "who": who, "role": role_label(by.role)},
            remedy=_("请交由有权限的人员办理。"),
        )
    return None


def make_move(
    noun: models.Model,
    name: str,
    *,
    moves: Mapping[str, Move],
    rulings: Iterable[Ruling],
    by: Actor,
    at: datetime,
    chain: str,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
    changes: Mapping[str, object] | None = None,
    cite: Cite | None = None,
) -> RecordedMove:
    """Make one move: state and `changes`, the row in `noun.moves` and the ledger entry, all or none.

    NotAllowed with every blocker when state, role or a ruling forbids it; Overtaken when somebody was quicker.
    `reason` may name people and stays in the move's row; the ledger keeps its blind index only.
    """
    move = moves[name]
    refusals = [*filter(None, [why_not(noun, move, by=by)]), *blockers(rulings)]
    if refusals:
        raise NotAllowed(refusals)
    source, fresh = _seen(noun).state, {**(changes or {}), "state": move.target}
    made = {"name": name, "source": str(source), "target": str(move.target)}
    with transaction.atomic():
        _swap(noun, move, fresh)
        row = _seen(noun).moves.create(
            **made,
            role=by.role,
            account=by.account,
            at=at,
            reason=reason,
            cite=_cited(cite),
            facts=facts or {},
        )
        told: dict[str, JSON] = {**(facts or {}), **made, "cite": _cited(cite)}
        if reason:
            told["reason"] = blind_index("ledger.reason", reason)
        subject = _seen(noun).ledger_subject
        record(chain, f"{noun._meta.label_lower}.{name}", by=by, subject=subject, facts=told, at=at)  # noqa: SLF001  Django's documented name
    for field, value in fresh.items():
        setattr(noun, field, value)
    return cast("RecordedMove", row)


def _swap(noun: models.Model, move: Move, fresh: Mapping[str, object]) -> None:
    """Compare and swap: of two people pressing the button, exactly one wins."""
    rows = type(noun)._base_manager.filter(pk=noun.pk, state=_seen(noun).state)  # noqa: SLF001  Django's documented name
    if not rows.update(**fresh):
        sentence = _("这条%(noun)s刚刚被别人办理过，您的%(move)s没有生效。") % _words(noun, move)
        raise Overtaken([Blocker(sentence, remedy=_("请刷新页面，看过现状再办。"))])


def _seen(noun: models.Model) -> _Noun:
    return cast("_Noun", noun)


def _words(noun: models.Model, move: Move) -> dict[str, str]:
    return {"noun": str(noun._meta.verbose_name), "move": str(move.label)}  # noqa: SLF001  Django's documented name


def _cited(cite: Cite | None) -> str:
    return f"{cite.pack_id} {cite.label}" if cite else ""
