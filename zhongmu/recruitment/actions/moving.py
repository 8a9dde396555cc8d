"""How every noun of a recruitment goes through the one door for changes of state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import Move, NotAllowed, make_move
from zhongmu.letters.actions import Addressee, queue_letter
from zhongmu.policies.rulings import Blocker, NeedsApproval, Ruling
from zhongmu.recruitment.models import (
    Appeal,
    Application,
    Batch,
    Invitation,
    NameNotice,
    Nomination,
    Objection,
    Posting,
    ScoringRound,
    SelfNomination,
    SlateRun,
)
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import (
    APPEAL_MOVES,
    APPLICATION_MOVES,
    BATCH_MOVES,
    INVITATION_MOVES,
    NAME_NOTICE_MOVES,
    NOMINATION_MOVES,
    OBJECTION_MOVES,
    POOL_MOVES,
    POSTING_MOVES,
    SCORING_MOVES,
    SLATE_MOVES,
)

Facts = dict[str, JSON]


def _number(noun: Any) -> Facts:
    return {"number": noun.number}


def _nothing(_noun: Any) -> Facts:
    return {}


# What each noun may do, and what its ledger entries name it by. A scoring's name nobody: labels only, until the
# names are shown.
KINDS: Mapping[type[models.Model], tuple[Mapping[str, Move], Callable[[Any], Facts]]] = {
    Appeal: (APPEAL_MOVES, lambda appeal: {"number": appeal.application.number}),
    Application: (APPLICATION_MOVES, _number),
    Batch: (BATCH_MOVES, _nothing),
    Invitation: (INVITATION_MOVES, _number),
    NameNotice: (NAME_NOTICE_MOVES, lambda notice: {"batch": notice.batch_id}),
    Nomination: (NOMINATION_MOVES, _number),
    Objection: (OBJECTION_MOVES, _number),
    Posting: (POSTING_MOVES, lambda posting: {"batch": posting.batch_id, "names": posting.names_id}),
    ScoringRound: (SCORING_MOVES, _nothing),
    SelfNomination: (POOL_MOVES, _number),
    SlateRun: (SLATE_MOVES, _nothing),
}
LEAST_REASON = 4


def hold(noun: Any) -> None:
    """Keep everybody else from moving this noun until the transaction ends, and see its state as it is now."""
    noun.refresh_from_db(fields=["state"], from_queryset=type(noun).objects.select_for_update())


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


def move(
    noun: Any,
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
    """`noun` is one of KINDS; an application goes by `following.move_application`, which takes the pool along.

    NotAllowed and Overtaken as `make_move` raises them.
    """
    moves, named = KINDS[type(noun)]
    found = list(rulings)
    refuse(r for r in found if isinstance(r, NeedsApproval))
    make_move(
        noun,
        name,
        moves=moves,
        rulings=found,
        by=by,
        at=at,
        chain=noun.bureau.code,
        reason=reason.strip(),
        facts={**named(noun), **(facts or {})},
        changes=changes,
        cite=cite(policy, moves[name].cite),
    )


def tell(application: Application, event: str, sentence: str, *, at: datetime) -> None:
    """Queue a letter that says that something happened and where to read it; never what.

    It goes where the form itself says: the file on the person may hold what somebody else wrote about them.
    """
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
        to=Addressee(name=application.name, phone=application.phone, email=application.email),
        about=application.ledger_subject,
    )
