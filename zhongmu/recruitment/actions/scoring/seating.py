"""The list under labels, conflicts before anything is seen, who scores whom (CQ-5.2, CQ-10.4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.actions.moving import hold, move, reasoned, refuse
from zhongmu.recruitment.models import (
    Panelist,
    ScoringAssignment,
    ScoringConflict,
    ScoringEntry,
    ScoringRound,
)
from zhongmu.recruitment.scoring.blinding import draw_label
from zhongmu.recruitment.scoring.conflicts import Declared, kind_of, match
from zhongmu.recruitment.scoring.queries import candidates, to_assign
from zhongmu.recruitment.scoring.rulings import apart
from zhongmu.recruitment.scoring.running import beginning, opening, own
from zhongmu.recruitment.states import SCORING_MOVES, ApplicationState, ScoringState


@transaction.atomic
def open_list(round_: ScoringRound, *, due_on: date, by: Actor, at: datetime, on: date) -> None:
    """Give every candidate a random label and every reviewer a seat; then the reviewers declare."""
    policy = round_.bureau.policy(on)
    people = list(round_.batch.applications.filter(state=ApplicationState.ELIGIBLE).order_by("pk"))
    facts: dict[str, JSON] = {"candidates": len(people), "due_on": due_on.isoformat()}
    found = opening(round_, policy, due_on, on)
    changes = {"due_on": due_on}
    move(round_, "open_list", policy=policy, rulings=found, by=by, at=at, facts=facts, changes=changes)
    taken: set[str] = set()
    for application in people:
        label = draw_label(taken)
        taken.add(label)
        ScoringEntry.objects.create(round=round_, application=application, label=label)
    for seat in round_.rubric.panel:
        Panelist.objects.create(round=round_, account_id=seat.account, role=seat.role, declared="")


@transaction.atomic
def declare(panelist: Panelist, declared: Declared, *, by: Actor, at: datetime) -> None:
    """A reviewer says what they are tied to, before seeing anything; the program finds whom they cannot score.

    Saying it again adds, and takes nothing back. Neither page nor ledger says which candidates were found.
    """
    round_, policy = panelist.round, panelist.round.bureau.policy(localdate(at))
    facts: dict[str, JSON] = {"reviewer": panelist.account_id}
    move(round_, "declare", policy=policy, rulings=own(panelist, by), by=by, at=at, facts=facts)
    known = set(panelist.conflicts.values_list("entry", flat=True))
    for entry in candidates(round_).exclude(pk__in=known).select_related("application"):
        if matched := match(declared, entry.application):
            kind = kind_of(matched, policy)
            _bar(panelist, entry, kind=kind, source=ScoringConflict.Source.MATCHED, note="", at=at)
    panelist.declared, panelist.answered_at = declared.text, at
    panelist.save(update_fields=["declared", "answered_at"])


def _bar(panelist: Panelist, entry: ScoringEntry, *, kind: str, source: str, note: str, at: datetime) -> None:
    ScoringConflict.objects.create(panelist=panelist, entry=entry, kind=kind, source=source, note=note, at=at)


def _assign(round_: ScoringRound) -> int:
    """Add the assignments that are missing; how many."""
    entries = {entry.label: entry for entry in round_.entries.all()}
    made = to_assign(round_).pairs
    for label, panelist in made:
        ScoringAssignment.objects.create(entry=entries[label], panelist_id=panelist)
    return len(made)


@transaction.atomic
def begin_scoring(round_: ScoringRound, *, by: Actor, at: datetime, on: date) -> None:
    """Assign candidates to reviewers, evenly and so that candidates in common link them; scoring begins."""
    policy = round_.bureau.policy(on)
    found = beginning(round_, policy)
    move(round_, "begin", policy=policy, rulings=found, by=by, at=at)
    _assign(round_)


@transaction.atomic
def release(panelist: Panelist, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """A leader lets a reviewer go: none of their scores counts, others are assigned where anybody is free."""
    round_, policy = panelist.round, panelist.round.bureau.policy(on)
    hold(round_)
    found = [*reasoned(reason, what=_("解除评委")), *_leads(round_, by, on)]
    if panelist.released_at is not None:
        found.append(Blocker(_("这名评委已经解除。"), remedy=_("请刷新页面。")))
    facts: dict[str, JSON] = {"reviewer": panelist.account_id}
    move(round_, "release", policy=policy, rulings=found, by=by, at=at, reason=reason, facts=facts)
    panelist.released_at = at
    panelist.save(update_fields=["released_at"])
    _assign(round_)


def _leads(round_: ScoringRound, by: Actor, on: date) -> list[Ruling]:
    accounts = set(round_.panel.values_list("account", flat=True))
    return apart(accounts, by, round_.bureau.policy(on))


@transaction.atomic
def recuse(panelist: Panelist, entry: ScoringEntry, *, kind: str, note: str, by: Actor, at: datetime) -> None:
    """The reviewer, or the leader, finds a conflict once scoring has begun: what was given is out, and stays recorded.

    Before the scores are compared another reviewer takes over where one is free; afterwards nobody does, for by then
    everybody has seen the others' scores. A leader, who names a person, would then read off which label changed; so
    afterwards only the reviewers step aside, each from a label.
    """
    round_, on = panelist.round, localdate(at)
    hold(round_)
    policy = round_.bureau.policy(on)
    found = reasoned(note, what=_("回避"))
    found += _leads(round_, by, on) if by.role == "leader" else own(panelist, by)
    if kind not in {row.code for row in policy["score.conflicts"]}:
        found.append(Blocker(_("请选回避的情形。"), policy.cite("score.conflicts"), _("都不是的选“其他”。")))
    if ScoringConflict.objects.filter(panelist=panelist, entry=entry).exists():
        found.append(Blocker(_("这名候选人已经回避过。"), remedy=_("不用再报。")))
    name = "recuse_late" if round_.state == ScoringState.COMPARING else "recuse"
    facts: dict[str, JSON] = {"reviewer": panelist.account_id, "kind": kind}
    move(round_, name, policy=policy, rulings=found, by=by, at=at, facts=facts)
    sources = ScoringConflict.Source
    source = sources.DECIDED if by.role == "leader" else sources.DECLARED
    _bar(panelist, entry, kind=kind, source=source, note=note.strip(), at=at)
    if name == "recuse":
        _assign(round_)


@transaction.atomic
def remind(panelist: Panelist, *, by: Actor, at: datetime) -> None:
    """Note that this reviewer was reminded; they read it on their own page, and somebody phones."""
    round_ = panelist.round
    found: list[Ruling] = []
    if by.role not in SCORING_MOVES["begin"].who:
        found.append(Blocker(_("提醒评委由联络员、经办或负责人办理。"), remedy=_("请交由他们办理。")))
    if panelist.released_at is not None or round_.state not in {
        ScoringState.DECLARING,
        ScoringState.SCORING,
    }:
        found.append(Blocker(_("现在没有要这名评委办的事。"), remedy=_("请刷新页面。")))
    refuse(found)
    panelist.reminded_at = at
    panelist.save(update_fields=["reminded_at"])
    facts: dict[str, JSON] = {"reviewer": panelist.account_id}
    chain, subject = round_.bureau.code, round_.ledger_subject
    record(chain, "recruitment.scoring.remind", by=by, subject=subject, facts=facts, at=at)
