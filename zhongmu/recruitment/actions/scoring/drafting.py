"""Draft the rules of a scoring, lock them for good, or begin anew under another version."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import why_not
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.actions.moving import move, reasoned, refuse
from zhongmu.recruitment.models import Batch, ScoringRound
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.scoring.rubric import Rubric
from zhongmu.recruitment.scoring.rulings import DRAFTABLE, drafting, locking
from zhongmu.recruitment.states import SCORING_MOVES
from zhongmu.seals.digests import digest_algorithm


@transaction.atomic
def draft_rules(batch: Batch, rubric: Rubric, *, by: Actor, at: datetime, on: date) -> ScoringRound:
    """Begin a scoring with a draft of its rules; a draft may still lack things, `lock_rules` says which."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    found = drafting(batch, batch.bureau.policy(on))
    round_ = _fresh(batch, rubric.text, drafted_by=by.account or 0, at=at)
    if wrong := why_not(round_, SCORING_MOVES["edit_rules"], by=by):
        found.append(wrong)
    refuse(found)
    round_.save()
    facts = {"version": round_.version}
    record(
        batch.bureau.code,
        "recruitment.scoring.draft",
        by=by,
        subject=round_.ledger_subject,
        facts=facts,
        at=at,
    )
    return round_


def _fresh(batch: Batch, rules: str, *, drafted_by: int, at: datetime) -> ScoringRound:
    return ScoringRound(
        bureau=batch.bureau,
        batch=batch,
        version=batch.scoring_rounds.count() + 1,
        rules=rules,
        drafted_by=drafted_by,
        rehearsal=batch.rehearsal,
        created_at=at,
    )


@transaction.atomic
def edit_rules(round_: ScoringRound, rubric: Rubric, *, by: Actor, at: datetime, on: date) -> None:
    """Change a draft; whoever changes it is now the one who drafted it."""
    changes = {"rules": rubric.text, "drafted_by": by.account or 0}
    move(round_, "edit_rules", policy=round_.bureau.policy(on), by=by, at=at, changes=changes)


@transaction.atomic
def lock_rules(round_: ScoringRound, *, by: Actor, at: datetime, on: date) -> None:
    """A leader who neither drafted them nor scores locks the rules: from now on they never change."""
    policy, mark = round_.bureau.policy(on), round_.rubric.digest
    facts: dict[str, JSON] = {"version": round_.version, "digest": mark, "algorithm": digest_algorithm()}
    found = locking(round_, policy, by=by, on=on)
    move(round_, "lock", policy=policy, rulings=found, by=by, at=at, facts=facts, changes={"digest": mark})


@transaction.atomic
def restart_scoring(round_: ScoringRound, *, reason: str, by: Actor, at: datetime, on: date) -> ScoringRound:
    """Give up every score and draft the next version of the rules, beginning with a copy of these."""
    policy = round_.bureau.policy(on)
    found: list[Ruling] = reasoned(reason, what=_("作废重评"))
    if round_.batch.state not in DRAFTABLE:
        said = _("拟聘名单已经确定，不能再重评。")
        found.append(Blocker(said, cite(policy, "selection.dims"), _("请先由负责人退回比选。")))
    move(round_, "restart", policy=policy, rulings=found, by=by, at=at, reason=reason)
    fresh = _fresh(round_.batch, round_.rules, drafted_by=round_.drafted_by, at=at)
    fresh.save()
    facts = {"version": fresh.version, "instead_of": round_.version}
    chain, subject = round_.bureau.code, fresh.ledger_subject
    record(chain, "recruitment.scoring.draft", by=by, subject=subject, facts=facts, at=at)
    return fresh


@transaction.atomic
def abandon_scoring(round_: ScoringRound, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Stop without a result: the measure lets people choose with opinions alone."""
    found = reasoned(reason, what=_("停止评分"))
    policy = round_.bureau.policy(on)
    move(round_, "abandon", policy=policy, rulings=found, by=by, at=at, reason=reason)
