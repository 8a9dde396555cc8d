"""Where only a superior may set the headcount: the area's figures go up, a headcount comes back (HL-2.4b)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import why_not
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.moving import move, reasoned, refuse
from zhongmu.recruitment.actions.planning import Figures, headcount_rulings
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import BATCH_MOVES, BatchState


@transaction.atomic
def send_up(bureau: Bureau, figures: Figures, *, by: Actor, at: datetime, on: date) -> Batch:
    """Begin a batch whose headcount the nearest bureau that may sets; the gate is the measure's own."""
    policy = bureau.policy(on)
    refuse(rulings.why_not_send_up(bureau, policy))
    above = rulings.superior_for(bureau, policy)
    batch = Batch(
        bureau=bureau,
        authority=above,
        state=BatchState.SENT_UP,
        title=figures.title,
        plan=figures.inputs,
        papers=figures.papers,
        headcount=0,
        gate=policy["publicity.gate"],
        pack_id=policy.pack.id,
        rehearsal=policy.rehearsal,
        planned_by=by.account or 0,
        created_at=at,
    )
    if wrong := why_not(Batch(state=BatchState.RETURNED), BATCH_MOVES["send_up"], by=by):
        refuse([wrong])
    batch.save()
    facts: dict[str, JSON] = {
        "inputs": figures.inputs,
        "papers": figures.papers,
        "to": batch.decider.code,
        "rehearsal": batch.rehearsal,
    }
    for chain in (bureau.code, batch.decider.code):
        record(
            chain,
            "recruitment.batch.send_up",
            by=by,
            subject=batch.ledger_subject,
            facts={**facts, "from": bureau.code},
            at=at,
        )
    return batch


@transaction.atomic
def send_up_again(batch: Batch, figures: Figures, *, by: Actor, at: datetime, on: date) -> None:
    """Figures that came back, put right."""
    facts: dict[str, JSON] = {"inputs": figures.inputs, "papers": figures.papers}
    changes = {
        "title": figures.title,
        "plan": figures.inputs,
        "papers": figures.papers,
        "headcount": 0,
        "headcount_reason": "",
    }
    policy = batch.bureau.policy(on)
    move(batch, "send_up", policy=policy, by=by, at=at, facts=facts, changes=changes)


@transaction.atomic
def return_figures(batch: Batch, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """The superior cannot tell from these figures; the bureau below reads why."""
    policy = batch.bureau.policy(on)
    found = [*_above(batch, by=by, on=on), *reasoned(reason, what=_("退回补报"))]
    move(batch, "return_figures", policy=policy, rulings=found, by=by, at=at, reason=reason)


@transaction.atomic
def propose_headcount(
    batch: Batch, *, headcount: int, headcount_reason: str, by: Actor, at: datetime, on: date
) -> None:
    """An officer of the superior bureau writes the number down; its leader, another person, approves it."""
    policy = batch.bureau.policy(on)
    found = [*_above(batch, by=by, on=on), *headcount_rulings(headcount, headcount_reason, policy)]
    changes = {
        "headcount": headcount,
        "headcount_reason": headcount_reason.strip(),
        "planned_by": by.account or 0,
    }
    facts: dict[str, JSON] = {"headcount": headcount}
    move(batch, "propose_headcount", policy=policy, rulings=found, by=by, at=at, facts=facts, changes=changes)


def _above(batch: Batch, *, by: Actor, on: date) -> list[Ruling]:
    """Only a headcount that was sent up has a superior to set it."""
    policy = batch.bureau.policy(on)
    if batch.authority is None:
        basis = rulings.cite(policy, "plan.authority_min_level")
        return [Blocker(_("这一批的名额由本局自行核定。"), basis, _("请修改名额方案。"))]
    return [*rulings.rehearsal(batch, policy), *rulings.deciding(batch, policy, by=by, on=on)]
