"""Ask for a slate, follow its calculation, adopt it as advice; people decide (CQ-5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.moving import move, reasoned, refuse
from zhongmu.recruitment.departures import adopted
from zhongmu.recruitment.models import Application, Batch, Departure, Opinion, SlateDesign, SlateRun
from zhongmu.recruitment.queries import candidates_of, merits_of
from zhongmu.recruitment.slate import Design, as_json, why_not_adopt, why_not_design, why_not_run
from zhongmu.recruitment.slate_files import digest_of, input_files
from zhongmu.recruitment.states import SlateState

SILENT_SECONDS = 120  # a calculation notes its progress more often; after this long its process is gone


@transaction.atomic
def write_design(batch: Batch, design: Design, *, by: Actor, at: datetime) -> SlateDesign:
    """Write or rewrite what is asked; runs made before keep the copy they read."""
    policy = batch.bureau.policy(localdate(at))
    refuse(why_not_design(batch, design, candidates_of(batch)[0], policy))
    said = as_json(design)
    row, _created = SlateDesign.objects.update_or_create(
        batch=batch, defaults={**said, "account": by.account or 0, "at": at}
    )
    batch.slate_design = row
    record(
        batch.bureau.code, "recruitment.slate.design", by=by, subject=batch.ledger_subject, facts=said, at=at
    )
    return row


def inputs_of(batch: Batch, design: SlateDesign, policy: Policy, on: date) -> dict[str, Any]:
    """What a calculation of this design started today would read."""
    files = input_files(candidates_of(batch)[0], merits_of(batch), design, policy=policy, on=on)
    return {"files": files, "seats": design.seats, "seed": design.seed}


def digest_now(batch: Batch, policy: Policy, on: date) -> str:
    """What a run started today would carry as its digest."""
    return digest_of(inputs_of(batch, batch.slate_design, policy, on))


def gone(run: SlateRun, at: datetime) -> bool:
    """Whether the process of a run has ended without a word, say at a restart of the server."""
    heard = datetime.fromisoformat(run.progress["at"]) if run.progress.get("at") else run.created_at
    return run.state == SlateState.RUNNING and at - heard > timedelta(seconds=SILENT_SECONDS)


@transaction.atomic
def start_run(batch: Batch, *, by: Actor, at: datetime, on: date) -> SlateRun:
    """Freeze the inputs and queue the calculation."""
    from zhongmu.recruitment.calculating import (
        calculate_slate,  # tasks stand below actions; this one wakes its own
    )

    Batch.objects.select_for_update().get(pk=batch.pk)  # two clicks make one run
    policy = batch.bureau.policy(on)
    for left in batch.slate_runs.unfinished().select_related("bureau"):
        if gone(left, at):
            conclude(left, "fail", at=at, problem="")
    running = batch.slate_runs.unfinished().exists()
    refuse([*rulings.rehearsal(batch, policy), *why_not_run(batch, policy, running=running)])
    inputs = inputs_of(batch, batch.slate_design, policy, on)
    run = SlateRun.objects.create(
        bureau=batch.bureau,
        batch=batch,
        inputs=inputs,
        digest=digest_of(inputs),
        account=by.account or 0,
        created_at=at,
    )
    facts: dict[str, JSON] = {"digest": run.digest, "seed": batch.slate_design.seed}
    record(
        batch.bureau.code, "recruitment.slate.start", by=by, subject=run.ledger_subject, facts=facts, at=at
    )
    transaction.on_commit(partial(calculate_slate.enqueue, run.pk))
    return run


@transaction.atomic
def ask_to_stop(run: SlateRun, *, by: Actor, at: datetime) -> None:
    """The calculation ends at its next step with the best slate it has and the gap that is proved."""
    SlateRun.objects.filter(pk=run.pk).update(stop_asked=True)
    run.stop_asked = True
    record(run.bureau.code, "recruitment.slate.stop", by=by, subject=run.ledger_subject, facts={}, at=at)


def note_progress(run: SlateRun, progress: Mapping[str, JSON], *, at: datetime) -> bool:
    """Write down how far a run is; returns whether somebody asked it to stop."""
    SlateRun.objects.filter(pk=run.pk).update(progress={**progress, "at": at.isoformat()})
    return SlateRun.objects.filter(pk=run.pk, stop_asked=True).exists()


def _policy(run: SlateRun, at: datetime) -> Policy:
    return run.bureau.policy(localdate(at))


@transaction.atomic
def begin(run: SlateRun, *, at: datetime) -> None:
    changes: dict[str, object] = {"progress": {"at": at.isoformat()}}
    move(run, "begin", policy=_policy(run, at), by=Actor.system(), at=at, changes=changes)


@transaction.atomic
def conclude(
    run: SlateRun,
    name: str,
    *,
    at: datetime,
    outputs: Mapping[str, str] | None = None,
    chosen: list[int] | None = None,
    facts: Mapping[str, JSON] | None = None,
    problem: str = "",
) -> None:
    """End a run as the command ended: prove, stop, find_none or fail."""
    changes = {"outputs": dict(outputs or {}), "chosen": chosen or [], "problem": problem, "finished_at": at}
    move(run, name, policy=_policy(run, at), by=Actor.system(), at=at, facts=facts, changes=changes)


@transaction.atomic
def adopt_slate(run: SlateRun, *, by: Actor, at: datetime, on: date) -> None:
    """Take a slate as advice: every candidate's proposal follows it until a person, with a reason, departs from it."""
    run.batch = batch = Batch.objects.select_for_update().get(pk=run.batch_id)
    policy = batch.bureau.policy(on)
    found = why_not_adopt(run, digest_now(batch, policy, on))
    earlier = adopted(batch)
    if earlier is not None:
        move(earlier, "set_aside", policy=policy, by=by, at=at)
    facts: dict[str, JSON] = {"digest": run.digest, "proved": run.state == SlateState.PROVED}
    move(run, "adopt", policy=policy, rulings=found, by=by, at=at, facts=facts)
    advised = set(run.chosen)
    for application in candidates_of(batch)[0]:
        _propose(application, proposed=application.pk in advised, by=by, at=at)


def _propose(application: Application, *, proposed: bool, by: Actor, at: datetime) -> None:
    said = {"proposed": proposed, "account": by.account or 0, "at": at}
    Opinion.objects.update_or_create(application=application, defaults=said)


@transaction.atomic
def set_slate_aside(run: SlateRun, *, reason: str, by: Actor, at: datetime) -> None:
    """Choose without it after all; opinions stay as they are."""
    found = reasoned(reason, what=_("搁置参考名单"))
    move(run, "set_aside", policy=_policy(run, at), rulings=found, by=by, at=at, reason=reason)


def keep_departure(run: SlateRun, application: Application, *, reason: str, by: Actor, at: datetime) -> None:
    """Write down why one candidate is decided otherwise than the adopted slate; called within the opinion's transaction."""
    said = {"reason": reason.strip(), "account": by.account or 0, "at": at}
    Departure.objects.update_or_create(run=run, application=application, defaults=said)
