"""Compare the scores under labels, talk, change one with a reason; then a leader shows the names and freezes the result."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment.actions.moving import hold, move, reasoned, refuse
from zhongmu.recruitment.models import Score, ScoringEntry, ScoringNote, ScoringResult, ScoringRound
from zhongmu.recruitment.scoring.comparison import closing, collecting, inputs_of, rescoring
from zhongmu.recruitment.scoring.outcome import outcome_of
from zhongmu.recruitment.scoring.rulings import apart
from zhongmu.recruitment.states import ScoringState
from zhongmu.seals.digests import digest

MOST_NOTE = 1000


@transaction.atomic
def compare(round_: ScoringRound, *, by: Actor, at: datetime, on: date) -> None:
    """Every sheet is signed: from now on reviewers, officers and leaders see the scores, under labels."""
    hold(round_)
    policy = round_.bureau.policy(on)
    move(round_, "compare", policy=policy, rulings=collecting(round_, policy), by=by, at=at)


@transaction.atomic
def write_note(entry: ScoringEntry, *, dimension: str, text: str, by: Actor, at: datetime) -> ScoringNote:
    """What was said about scores that are far apart."""
    round_ = entry.round
    found = reasoned(text, what=_("议分"))
    if round_.state != ScoringState.COMPARING:
        found.append(Blocker(_("现在不在议分。"), remedy=_("收齐以后、定分以前可以写议分记录。")))
    if dimension not in {d.code for d in round_.rubric.dims}:
        found.append(Blocker(_("评分规则里没有这个维度。"), remedy=_("请刷新页面。")))
    refuse(found)
    facts: dict[str, JSON] = {"dimension": dimension}
    chain, subject = round_.bureau.code, round_.ledger_subject
    record(chain, "recruitment.scoring.note", by=by, subject=subject, facts=facts, at=at)
    return ScoringNote.objects.create(
        entry=entry,
        dimension=dimension,
        text=text.strip()[:MOST_NOTE],
        role=by.role,
        account=by.account or 0,
        at=at,
    )


@transaction.atomic
def rescore(score: Score, *, points: int, reason: str, by: Actor, at: datetime) -> None:
    """A reviewer changes one own score where the panel was far apart and talked; both values stay recorded."""
    round_ = score.assignment.entry.round
    hold(round_)  # changed before the result is frozen, or not at all
    score.refresh_from_db(fields=["points", "version"])
    policy = round_.bureau.policy(localdate(at))
    found = [*reasoned(reason, what=_("改分")), *rescoring(score, points, by)]
    facts: dict[str, JSON] = {
        "reviewer": score.assignment.panelist.account_id,
        "candidate": score.assignment.entry.label,
        "dimension": score.dimension,
        "from": score.points,
        "to": points,
    }
    move(round_, "rescore", policy=policy, rulings=found, by=by, at=at, reason=reason, facts=facts)
    score.points, score.reason, score.at = points, reason.strip(), at
    score.version += 1
    score.save()


@transaction.atomic
def close_scoring(
    round_: ScoringRound, *, by: Actor, at: datetime, on: date, short_reason: str = ""
) -> ScoringResult:
    """A leader who did not score freezes inputs and outcome with their digests; names stand beside scores from now on."""
    hold(round_)
    policy = round_.bureau.policy(on)
    accounts = set(round_.panel.values_list("account", flat=True))
    found = [*apart(accounts, by, policy), *closing(round_, policy, short_reason=short_reason)]
    refuse(found)
    inputs = inputs_of(round_)
    outcome = outcome_of(inputs)
    marks = {"inputs": digest(inputs.encode()), "outcome": digest(outcome.encode())}
    move(round_, "close", policy=policy, rulings=found, by=by, at=at, reason=short_reason, facts=marks)
    return ScoringResult.objects.create(
        round=round_,
        inputs=inputs,
        inputs_digest=marks["inputs"],
        outcome=outcome,
        outcome_digest=marks["outcome"],
        at=at,
    )
