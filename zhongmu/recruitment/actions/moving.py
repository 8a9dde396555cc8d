"""How this noun goes through the one door for changes of state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed, make_move
from zhongmu.letters.actions import queue_letter
from zhongmu.policies.rulings import Blocker, NeedsApproval, Ruling
from zhongmu.recruitment.actions.following import follow
from zhongmu.recruitment.models import Application, Batch, NameNotice, Objection, ScoringRound
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import (
    APPLICATION_MOVES,
    BATCH_MOVES,
    NAME_NOTICE_MOVES,
    OBJECTION_MOVES,
    SCORING_MOVES,
)

LEAST_REASON = 4


def refuse(rulings: Iterable[Ruling]) -> None:
    """Raise NotAllowed with what blocks or still needs approval; notices pass."""
    stopping = [r for r in rulings if isinstance(r, Blocker | NeedsApproval)]
    if stopping:
        raise NotAllowed(stopping)


def reasoned(reason: str, *, what: str) -> list[Ruling]:
    """A blocker unless a reason worth the name was written."""
    if len(reason.strip()) >= LEAST_REASON:
        return []
    return [Blocker(_("请写明%s的理由，不少于四个字。") % what, remedy=_("理由随办理记录保存。"))]


def move_batch(
    batch: Batch,
    name: str,
    *,
    policy: Policy,
    rulings: Iterable[Ruling] = (),
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    found = list(rulings)
    refuse(r for r in found if isinstance(r, NeedsApproval))
    make_move(
        batch,
        name,
        moves=BATCH_MOVES,
        rulings=found,
        by=by,
        at=at,
        chain=batch.bureau.code,
        reason=reason.strip(),
        facts=facts,
        changes=changes,
        cite=cite(policy, BATCH_MOVES[name].cite),
    )


def move_application(
    application: Application,
    name: str,
    *,
    policy: Policy,
    rulings: Iterable[Ruling] = (),
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    make_move(
        application,
        name,
        moves=APPLICATION_MOVES,
        rulings=rulings,
        by=by,
        at=at,
        chain=application.bureau.code,
        reason=reason.strip(),
        facts={"number": application.number, **(facts or {})},
        changes=changes,
        cite=cite(policy, APPLICATION_MOVES[name].cite),
    )
    follow(application, name, policy=policy, by=by, at=at)


def move_notice(
    notice: NameNotice,
    name: str,
    *,
    policy: Policy,
    rulings: Iterable[Ruling],
    by: Actor,
    at: datetime,
    reason: str,
    facts: Mapping[str, JSON] | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    make_move(
        notice,
        name,
        moves=NAME_NOTICE_MOVES,
        rulings=rulings,
        by=by,
        at=at,
        chain=notice.bureau.code,
        reason=reason.strip(),
        facts={"batch": notice.batch_id, **(facts or {})},
        changes=changes,
        cite=cite(policy, NAME_NOTICE_MOVES[name].cite),
    )


def move_objection(
    objection: Objection,
    name: str,
    *,
    policy: Policy,
    rulings: Iterable[Ruling],
    by: Actor,
    at: datetime,
    reason: str,
    changes: Mapping[str, object] | None = None,
) -> None:
    make_move(
        objection,
        name,
        moves=OBJECTION_MOVES,
        rulings=rulings,
        by=by,
        at=at,
        chain=objection.bureau.code,
        reason=reason.strip(),
        facts={"number": objection.number},
        changes=changes,
        cite=cite(policy, OBJECTION_MOVES[name].cite),
    )


def move_round(
    round_: ScoringRound,
    name: str,
    *,
    policy: Policy,
    rulings: Iterable[Ruling] = (),
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Neither facts nor reasons of a scoring's moves name a candidate: labels only, until the names are shown."""
    found = list(rulings)
    refuse(r for r in found if isinstance(r, NeedsApproval))
    make_move(
        round_,
        name,
        moves=SCORING_MOVES,
        rulings=found,
        by=by,
        at=at,
        chain=round_.bureau.code,
        reason=reason.strip(),
        facts=facts,
        changes=changes,
        cite=cite(policy, SCORING_MOVES[name].cite),
    )


def tell(application: Application, event: str, sentence: str, *, at: datetime) -> None:
    """Queue a letter that says that something happened and where to read it; never what."""
    queue_letter(
        application.bureau,
        event=f"application.{event}",
        subject_line=_("社会监督员报名办理情况"),
        body=_(
            "%(name)s：您的报名（回执号%(number)s）%(sentence)s请凭回执号和查询码在“查进度”里查看，或电话咨询%(bureau)s。"
        )
        % {
            "name": application.name,
            "number": application.number,
            "sentence": sentence,
            "bureau": application.bureau.name,
        },
        at=at,
        rehearsal=application.rehearsal,
        person=application.person,
        about=application.ledger_subject,
    )
