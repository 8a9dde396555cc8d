"""Plan a batch, have it approved, publish its notice, end it (CQ-5.1, CQ-7.1, HL-2.2a, HL-2.4b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import why_not
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.dropping import drop_calls
from zhongmu.recruitment.actions.moving import move, reasoned, refuse, tell
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import BATCH_MOVES


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a headcount is set from; `inputs` by the pack's codes, money in integer fen.

    `papers` names what they were taken from, with its number: a yearbook, a budget reply.
    """

    title: str
    inputs: dict[str, JSON]
    papers: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan(Figures):
    """A headcount plan as a person decided it."""

    headcount: int
    headcount_reason: str
    gate: str

    def columns(self) -> dict[str, object]:
        return {
            "title": self.title,
            "plan": self.inputs,
            "papers": self.papers,
            "headcount": self.headcount,
            "headcount_reason": self.headcount_reason,
            "gate": self.gate,
        }

    def facts(self) -> dict[str, JSON]:
        return {"headcount": self.headcount, "gate": self.gate, "inputs": self.inputs, "papers": self.papers}


def headcount_rulings(headcount: int, reason: str, policy: Policy) -> list[Ruling]:
    """A whole number of at least one, and why it is this one."""
    found = reasoned(reason, what=_("核定这个名额"))
    if headcount < 1:
        said = _("名额必须是不小于1的整数。")
        found.append(Blocker(said, rulings.cite(policy, "plan.inputs"), _("请填写核定的人数，如 12。")))
    return found


def _plan_rulings(bureau: Bureau, plan: Plan, on: date) -> list[Ruling]:
    policy = bureau.policy(on)
    found = rulings.authority(bureau, policy) + rulings.gate_choice(plan.gate, policy)
    return found + headcount_rulings(plan.headcount, plan.headcount_reason, policy)


@transaction.atomic
def plan_batch(bureau: Bureau, plan: Plan, *, by: Actor, at: datetime, on: date) -> Batch:
    """Write down a headcount plan. The number is a person's decision with a reason; no formula exists (CQ-5.1)."""
    refuse(_plan_rulings(bureau, plan, on))
    policy = bureau.policy(on)
    batch = Batch(
        bureau=bureau,
        pack_id=policy.pack.id,
        rehearsal=policy.rehearsal,
        planned_by=by.account or 0,
        created_at=at,
        **plan.columns(),
    )
    if wrong := why_not(batch, BATCH_MOVES["edit_plan"], by=by):
        refuse([wrong])
    batch.save()
    facts: dict[str, JSON] = {**plan.facts(), "pack": policy.pack.id, "rehearsal": policy.rehearsal}
    record(bureau.code, "recruitment.batch.plan", by=by, subject=batch.ledger_subject, facts=facts, at=at)
    return batch


@transaction.atomic
def edit_plan(batch: Batch, plan: Plan, *, by: Actor, at: datetime, on: date) -> None:
    """Change a plan that is not approved yet; whoever changes it is now the one who proposed it."""
    policy = batch.bureau.policy(on)
    changes = {**plan.columns(), "planned_by": by.account or 0}
    found = _plan_rulings(batch.bureau, plan, on)
    move(batch, "edit_plan", policy=policy, rulings=found, by=by, at=at, facts=plan.facts(), changes=changes)


@transaction.atomic
def return_plan(batch: Batch, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    policy = batch.bureau.policy(on)
    found = [*rulings.deciding(batch, policy, by=by, on=on), *reasoned(reason, what=_("退回"))]
    move(batch, "return_plan", policy=policy, rulings=found, by=by, at=at, reason=reason)


def approving(batch: Batch, *, by: Actor, on: date) -> list[Ruling]:
    """What is asked before a headcount holds."""
    policy = batch.bureau.policy(on)
    return [
        *rulings.rehearsal(batch, policy),
        *rulings.deciding(batch, policy, by=by, on=on),
        *rulings.four_eyes(batch.planned_by, by, what=_("名额")),
    ]


@transaction.atomic
def approve_plan(batch: Batch, *, by: Actor, at: datetime, on: date) -> None:
    """A leader other than the proposer approves the headcount, and with it the gate."""
    policy, found = batch.bureau.policy(on), approving(batch, by=by, on=on)
    facts: dict[str, JSON] = {"headcount": batch.headcount, "gate": batch.gate}
    move(batch, "approve_plan", policy=policy, rulings=found, by=by, at=at, facts=facts)
    if batch.authority is not None:
        facts |= {"bureau": batch.bureau.code}
        chain, subject = batch.authority.code, batch.ledger_subject
        record(chain, "recruitment.batch.set_headcount", by=by, subject=subject, facts=facts, at=at)


@transaction.atomic
def write_notice(
    batch: Batch,
    *,
    requirements: str,
    ways: list[str],
    phone: str,
    opens_at: datetime,
    closes_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the draft of a notice. Nothing is public before `publish_notice`."""
    if wrong := why_not(batch, BATCH_MOVES["publish_notice"], by=by):
        refuse([wrong])
    if closes_at <= opens_at:
        refuse([Blocker(_("报名截止时间要晚于开始时间。"), remedy=_("请重新填写起止时间。"))])
    batch.requirements, batch.ways, batch.phone = requirements, ways, phone
    batch.apply_opens_at, batch.apply_closes_at = opens_at, closes_at
    batch.save(update_fields=["requirements", "ways", "phone", "apply_opens_at", "apply_closes_at"])
    record(batch.bureau.code, "recruitment.batch.draft", by=by, subject=batch.ledger_subject, facts={}, at=at)


def publishing(batch: Batch, *, on: date, at: datetime) -> list[Ruling]:
    """What is asked before a notice becomes public."""
    policy = batch.bureau.policy(on)
    keys = ("notice.fields", "application.modes", "reapply.mode", "signature.modes", "id.accept_hmt")
    found = [
        *rulings.rehearsal(batch, policy),
        *rulings.notice_content(batch, policy),
        *rulings.unconfirmed(policy, *keys),
    ]
    if batch.apply_closes_at is not None and batch.apply_closes_at <= at:
        said = _("报名截止时间已经过去。")
        found.append(Blocker(said, rulings.cite(policy, "notice.public"), _("请改定报名时间再发布。")))
    return found


@transaction.atomic
def publish_notice(batch: Batch, *, by: Actor, at: datetime, on: date) -> None:
    """From now on the public reads the notice; applications come in within its window, to the second (CQ-7.1)."""
    found = publishing(batch, on=on, at=at)
    facts: dict[str, JSON] = {"headcount": batch.headcount}
    if batch.apply_opens_at and batch.apply_closes_at:
        facts |= {
            "opens_at": batch.apply_opens_at.isoformat(),
            "closes_at": batch.apply_closes_at.isoformat(),
        }
    move(
        batch,
        "publish_notice",
        policy=batch.bureau.policy(on),
        rulings=found,
        by=by,
        at=at,
        facts=facts,
        changes={"published_at": at},
    )


@transaction.atomic
def extend(batch: Batch, *, closes_at: datetime, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Move the closing second of a published notice later, never earlier."""
    found = reasoned(reason, what=_("延长报名"))
    if batch.apply_closes_at is None or closes_at <= max(batch.apply_closes_at, at):
        found.append(Blocker(_("新的截止时间要晚于原来的截止时间和现在。"), remedy=_("报名时间只能延长。")))
    move(
        batch,
        "extend",
        policy=batch.bureau.policy(on),
        rulings=found,
        by=by,
        at=at,
        reason=reason,
        facts={"closes_at": closes_at.isoformat()},
        changes={"apply_closes_at": closes_at},
    )


@transaction.atomic
def abort(batch: Batch, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Stop a batch before anyone is appointed, with a reason; everyone who applied is told."""
    found = reasoned(reason, what=_("中止"))
    move(batch, "abort", policy=batch.bureau.policy(on), rulings=found, by=by, at=at, reason=reason)
    for application in batch.applications.exclude(state__in=["withdrawn", "ineligible"]).select_related(
        "person", "bureau"
    ):
        tell(application, "abort", _("所在的选聘已经中止。"), at=at)
    drop_calls(batch, reason=reason, by=by, at=at)
