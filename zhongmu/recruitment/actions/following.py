"""What becomes of a self-nomination when its application moves: nobody from the pool is dropped in silence (CQ-7.4)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.letters.actions import Addressee, queue_letter
from zhongmu.people.cjk import chinese_date
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment import channels
from zhongmu.recruitment.actions.moving import move
from zhongmu.recruitment.models import Application, Batch, SelfNomination
from zhongmu.recruitment.states import POOL_MOVES, PoolState

# A move of the application → the move of the self-nomination it came from.
FOLLOWS: Mapping[str, str] = {
    "pass_over": "come_back",
    "strike": "come_back",
    "confirm_refusal": "come_back",
    "withdraw": "come_back",
    "reconsider": "rejoin",
    "appoint": "appoint",
}


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
    """`move`, and in the same transaction what becomes of the self-nomination behind it."""
    move(
        application,
        name,
        policy=policy,
        rulings=rulings,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
        changes=changes,
    )
    follow(application, name, policy=policy, by=by, at=at)


def follow(application: Application, name: str, *, policy: Policy, by: Actor, at: datetime) -> None:
    """Move along, in the same transaction. Applications that did not come from the pool cost no query."""
    row = channels.into_pool(policy)
    if name not in FOLLOWS or row is None:
        return
    if row.code not in {application.channel, *application.other_channels}:
        return
    taken = POOL_MOVES[FOLLOWS[name]]
    rows = SelfNomination.objects.filter(application=application).select_related("bureau")
    for entry in rows:
        if entry.state in taken.sources:
            changes = {"batch": None, "due_on": None} if taken.target == PoolState.WAITING else None
            move(entry, taken.name, policy=policy, by=by, at=at, changes=changes)
            if taken.name == "come_back":
                _tell_back(entry, at=at)


def _tell_back(entry: SelfNomination, *, at: datetime) -> None:
    if entry.ends_on < localdate(at):
        said = _("您的自荐保留期已满；仍愿意参加的，可以重新自荐。")
    else:
        said = _("您的自荐仍留在自荐池，保留到%s，以后的批次还可以选入。") % chinese_date(entry.ends_on)
    tell_self(entry, "come_back", said, at=at)


def tell_self(entry: SelfNomination, event: str, sentence: str, *, at: datetime) -> None:
    """A letter to whoever offered themselves, where their own form says; none once that is forgotten."""
    if entry.content is None:
        return
    form = json.loads(entry.content)
    queue_letter(
        entry.bureau,
        event=f"self.{event}",
        subject_line=_("社会监督员自荐办理情况"),
        body=_(
            "%(name)s：%(said)s凭自荐回执的编号%(number)s和查询码，在“答复推荐、邀请”里随时可以查看、撤回。"
        )
        % {"name": entry.name, "said": sentence, "number": entry.number},
        at=at,
        rehearsal=entry.rehearsal,
        to=Addressee(name=entry.name, phone=form["phone"], email=form["email"]),
        about=entry.ledger_subject,
    )


def tell_waiting(batch: Batch, *, on: date, at: datetime) -> None:
    """The headcount of this batch is filled: everyone still waiting in the pool is told and stays (CQ-7.4)."""
    waiting = batch.bureau.self_nominations.waiting(on)
    rows = waiting.filter(rehearsal=batch.rehearsal, arrived_on__lte=on)
    said = _("“%(batch)s”名额已满，您的自荐仍留在自荐池，保留到%(end)s。")
    for entry in rows.select_related("bureau").order_by("pk"):
        words = {"batch": batch.title, "end": chinese_date(entry.ends_on)}
        tell_self(entry, "full", said % words, at=at)
