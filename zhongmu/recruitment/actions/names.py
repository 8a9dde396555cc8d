"""Publish the notice of names and settle objections to it (CQ-5.4, HL-2.2c; 个人信息保护法 art. 25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.corps.actions import open_review
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON, canonical
from zhongmu.ledger.record import record
from zhongmu.letters.actions import queue_letter
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.moving import move_application, move_objection, reasoned, refuse, tell
from zhongmu.recruitment.gates import objecting, publishing
from zhongmu.recruitment.models import Application, Batch, NamelessApproval, NameNotice, Objection
from zhongmu.recruitment.queries import to_publish
from zhongmu.recruitment.states import ApplicationState
from zhongmu.seals.digests import digest
from zhongmu.workdays.deadlines import in_unit
from zhongmu.workdays.queries import current_calendar

PUBLISHERS = {"liaison", "clerk", "leader"}


@transaction.atomic
def approve_nameless(application: Application, *, how: str, by: Actor, at: datetime, on: date) -> None:
    """A leader approves how someone who did not consent is made public without a name."""
    policy = application.bureau.policy(on)
    found = reasoned(how, what=_("替代方式"))
    if by.role != "leader":
        said = _("不公开姓名的公示方式由负责人批准。")
        found.append(Blocker(said, rulings.cite(policy, "publicity.consent"), _("请提请负责人办理。")))
    refuse(found)
    NamelessApproval.objects.update_or_create(
        application=application, defaults={"how": how.strip()[:200], "account": by.account or 0, "at": at}
    )
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.names.nameless", by=by, subject=subject, facts={"how": how.strip()}, at=at)


def _cells(application: Application, policy: Policy) -> list[list[str]] | None:
    """The pack's few fields of one person, or None without consent. Never number, phone or address."""
    if policy["publicity.consent"] and not application.name_consent:
        return None
    known = {
        "name": application.name,
        "category": policy.label("categories", application.category),
        "bureau": application.bureau.name,
    }
    return [[row.label, known[row.code]] for row in policy["publicity.fields"] if row.code in known]


def entries_of(people: Sequence[Application], policy: Policy) -> list[dict[str, JSON]]:
    return [{"application": a.pk, "cells": _cells(a, policy)} for a in people]


def title_of(batch: Batch, policy: Policy) -> str:
    """The pack's words; people already appointed are no longer 拟聘."""
    words: str = policy["documents.name_notice"]
    return f"{batch.title}{words.replace('拟聘', '聘任') if batch.gate == 'none' else words}"


@transaction.atomic
def publish_names(batch: Batch, *, by: Actor, at: datetime, on: date) -> NameNotice:
    """Freeze and publish the list of those selected and not yet made public; its period starts with the next day."""
    policy = batch.bureau.policy(on)
    Batch.objects.select_for_update().get(pk=batch.pk)
    people = to_publish(batch)
    found = [*rulings.rehearsal(batch, policy), *publishing(batch, people, policy)]
    if by.role not in PUBLISHERS:
        found.append(Blocker(_("名单公示由联络员、经办或负责人发布。"), remedy=_("请交由有权限的人员办理。")))
    refuse(found)
    parameter = policy.parameter("publicity.days")
    deadline = in_unit(current_calendar(), on, policy["publicity.days"], parameter.unit)
    entries = entries_of(people, policy)
    notice = NameNotice.objects.create(
        bureau=batch.bureau,
        batch=batch,
        title=title_of(batch, policy),
        entries=entries,
        digest=digest(canonical({"entries": entries}).encode()),
        starts_on=on,
        ends_on=deadline.due_on,
        basis=deadline.basis,
        phone=batch.phone,
        rehearsal=batch.rehearsal,
        published_at=at,
    )
    facts: dict[str, JSON] = {
        "notice": notice.pk,
        "digest": notice.digest,
        "ends_on": notice.ends_on.isoformat(),
        "people": len(entries),
    }
    record(
        batch.bureau.code,
        "recruitment.names.publish",
        by=by,
        subject=batch.ledger_subject,
        facts=facts,
        at=at,
    )
    for application in people:
        tell(application, "names", _("名单已经公示。"), at=at)
    return notice


@dataclass(frozen=True, kw_only=True)
class Objecting:
    """What somebody objects, to whom, and how to reach them."""

    objector: str
    contact: str
    grounds: str


@transaction.atomic
def register_objection(
    notice: NameNotice,
    application_id: int,
    said: Objecting,
    *,
    by: Actor,
    at: datetime,
    channel: str,
    arrived_on: date,
) -> Objection:
    """Take an objection in, from the public page or written down by an officer; it counts from the day it arrived."""
    Batch.objects.select_for_update().get(pk=notice.batch_id)  # an act the notice gates waits for it
    policy = notice.bureau.policy(localdate(at))
    found = objecting(notice, arrived_on, policy)
    if arrived_on > localdate(at):
        found.append(Blocker(_("来件日期在今天以后。"), remedy=_("请填写实际收到的日期。")))
    if not notice.covers(application_id):
        found.append(Blocker(_("这个人不在这份公示名单上。"), remedy=_("请从名单里选择。")))
    found += reasoned(said.grounds, what=_("异议"))
    refuse(found)
    year = arrived_on.year
    series, mark = ("objection.rehearsal", "演异") if notice.rehearsal else ("objection", "异")
    objection = Objection.objects.create(
        bureau=notice.bureau,
        notice=notice,
        application_id=application_id,
        number=f"{mark}〔{year}〕{next_number(notice.bureau, series, year):04d}",
        objector=said.objector,
        contact=said.contact,
        grounds=said.grounds.strip(),
        channel=channel,
        arrived_on=arrived_on,
        taken_by=by.account,
        created_at=at,
    )
    facts: dict[str, JSON] = {"number": objection.number, "notice": notice.pk, "channel": channel}
    chain, subject = notice.bureau.code, objection.ledger_subject
    record(chain, "recruitment.objection.open", by=by, subject=subject, facts=facts, at=at)
    return objection


def _tell_objector(objection: Objection, *, at: datetime) -> None:
    """The objector is no person on file: an officer phones or writes to the contact kept with the objection."""
    queue_letter(
        objection.bureau,
        event="objection.decide",
        subject_line=_("名单公示异议办理结果"),
        body=_("异议%s已经办结，请按登记的联系方式告知异议人。") % objection.number,
        at=at,
        rehearsal=objection.notice.rehearsal,
        about=objection.ledger_subject,
    )


@transaction.atomic
def dismiss_objection(objection: Objection, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    policy = objection.bureau.policy(on)
    found = reasoned(reason, what=_("不成立"))
    move_objection(objection, "dismiss", policy=policy, rulings=found, by=by, at=at, reason=reason)
    _tell_objector(objection, at=at)


@transaction.atomic
def uphold_objection(objection: Objection, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Uphold it, and in the same transaction: who is only chosen is struck off, who is appointed is suspended and reviewed."""
    policy = objection.bureau.policy(on)
    found = [*rulings.rehearsal(objection.notice.batch, policy), *reasoned(reason, what=_("成立"))]
    move_objection(objection, "uphold", policy=policy, rulings=found, by=by, at=at, reason=reason)
    application = Application.objects.select_related("bureau", "person").get(pk=objection.application_id)
    cause = _("名单公示异议%s成立") % objection.number
    if application.state == ApplicationState.CHOSEN:
        move_application(application, "strike", policy=policy, by=by, at=at, reason=cause)
        tell(application, "strike", _("公示期内的异议已有结论。"), at=at)
    elif application.state == ApplicationState.APPOINTED:
        appointment = objection.bureau.appointments.get(origin=application.ledger_subject)
        open_review(appointment, grounds=cause, origin=objection.ledger_subject, by=by, at=at)
    _tell_objector(objection, at=at)
