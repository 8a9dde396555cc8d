"""Appoint those who were chosen and issue their certificates: the only doors for members of a batch."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.corps.actions import appoint
from zhongmu.corps.certificates import Issued, issue_batch
from zhongmu.corps.models import Appointment
from zhongmu.files.store import read_working
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.following import move_application
from zhongmu.recruitment.actions.moving import move
from zhongmu.recruitment.gates import APPOINTMENT, CERTIFICATE, gate_rulings, held_gates
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.selection import headcount, quota_of
from zhongmu.recruitment.states import ApplicationState
from zhongmu.recruitment.verifying import doubted


def appointing(batch: Batch, *, policy: Policy, on: date) -> list[Ruling]:
    """What stands before the appointment of a settled list: gate, headcount, quota, draft."""
    chosen = list(batch.applications.filter(state=ApplicationState.CHOSEN))
    approved_over = batch.moves.filter(name="settle").exclude(reason="").exists()
    over = _("定稿时已批准") if approved_over else ""
    return [
        *rulings.rehearsal(batch, policy),
        *rulings.without_effect(batch, policy),
        *gate_rulings(batch, APPOINTMENT, on),
        *doubted(chosen, policy),
        *headcount(batch, len(chosen), policy, over_reason=over),
        *quota_of(batch, chosen, policy, on),
    ]


def _bring_up_to_date(person: Person, application: Application, *, by: Actor, at: datetime) -> None:
    """At the appointment, and not before, what the person wrote becomes what is on file about them."""
    person.name, person.sex = application.name, application.sex
    person.ethnic, person.political = application.ethnic, application.political
    person.phone, person.phone_index = application.phone, application.phone_index
    person.email, person.address = application.email or person.email, application.address
    person.save()
    chain, subject = application.bureau.code, f"person:{person.token}"
    facts: dict[str, JSON] = {"from": application.ledger_subject}
    record(chain, "recruitment.person.update", by=by, subject=subject, facts=facts, at=at)


@transaction.atomic
def appoint_chosen(
    batch: Batch,
    *,
    starts_on: date,
    by: Actor,
    at: datetime,
    on: date,
    years: int | None = None,
    reason: str = "",
) -> list[Appointment]:
    """Appoint everyone on the settled list or no one (CQ-5.1, CQ-6.1). Raises NotAllowed."""
    policy = batch.bureau.policy(on)
    # An objection comes in before this or after it; so does another batch, where the quota counts the whole register.
    Batch.objects.select_for_update().get(pk=batch.pk)
    Bureau.objects.select_for_update().get(pk=batch.bureau_id)
    found = appointing(batch, policy=policy, on=on)
    facts: dict[str, JSON] = {"starts_on": starts_on.isoformat(), "rehearsal": batch.rehearsal}
    move(batch, "appoint", policy=policy, rulings=found, by=by, at=at, reason=reason, facts=facts)
    chosen = batch.applications.filter(state=ApplicationState.CHOSEN)
    made = []
    for application in chosen.select_related("person", "bureau", "photo").order_by("pk"):
        move_application(application, "appoint", policy=policy, by=by, at=at)
        if not batch.rehearsal:  # the person may be on file for real elsewhere
            _bring_up_to_date(application.person, application, by=by, at=at)
        made.append(
            appoint(
                batch.bureau,
                application.person,
                category=application.category,
                channel=application.channel,
                starts_on=starts_on,
                by=by,
                at=at,
                on=on,
                origin=application.ledger_subject,
                batch_ref=batch.ledger_subject,
                rehearsal=batch.rehearsal,
                consented_at=application.submitted_at,
                gates=gate_rulings(batch, APPOINTMENT, on),
                years=years,
                reason=reason,
                photo=read_working(application.photo),
            )
        )
    return made


def issue_certificates(batch: Batch, *, by: Actor, at: datetime, on: date) -> Issued:
    """Issue the certificates still missing in this batch; one that may not be issued yet does not stop the others."""
    members = batch.bureau.appointments.filter(batch_ref=batch.ledger_subject, rehearsal=batch.rehearsal)
    waiting = members.exclude(certificates__state="issued").select_related("person", "bureau").order_by("pk")
    return issue_batch(
        waiting, by=by, at=at, on=on, gates_of=lambda _member: held_gates(batch, CERTIFICATE, on)
    )
