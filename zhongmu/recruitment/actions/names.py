"""Publish the notice of names, extend it, put it right, take it down (CQ-5.4, HL-2.2c; 个人信息保护法 art. 25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON, canonical
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.moving import move, reasoned, refuse, tell
from zhongmu.recruitment.gates import extending, publishing, replacing, still_running
from zhongmu.recruitment.models import Application, Batch, NamelessApproval, NameNotice
from zhongmu.recruitment.queries import to_publish
from zhongmu.recruitment.titles import title_of
from zhongmu.seals.digests import digest
from zhongmu.seals.index import blind_index
from zhongmu.workdays.deadlines import Deadline, in_unit
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
    facts: dict[str, JSON] = {"how": blind_index("ledger.reason", how.strip())}
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.names.nameless", by=by, subject=subject, facts=facts, at=at)


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


def notice_title(batch: Batch, policy: Policy) -> str:
    """The pack's words; people already appointed are no longer 拟聘."""
    words: str = policy["documents.name_notice"]
    return title_of(batch.title, words.replace("拟聘", "聘任") if batch.gate == "none" else words)


def _held(batch: Batch) -> None:
    """An objection, an act the notice gates and another notice come in before this or after it."""
    Batch.objects.select_for_update().get(pk=batch.pk)


def _held_with(notice: NameNotice) -> None:
    """The same, and the notice as it stands now: of two who extend it, the second adds to the first."""
    _held(notice.batch)
    notice.refresh_from_db(fields=["state", "ends_on", "basis", "off_at"])


def _freeze(
    batch: Batch, people: Sequence[Application], *, policy: Policy, at: datetime, on: date, **more: object
) -> NameNotice:
    unit = policy.parameter("publicity.days").unit
    deadline = in_unit(current_calendar(), on, policy["publicity.days"], unit)
    entries = entries_of(people, policy)
    return NameNotice.objects.create(
        bureau=batch.bureau,
        batch=batch,
        title=notice_title(batch, policy),
        entries=entries,
        digest=digest(canonical({"entries": entries}).encode()),
        starts_on=on,
        ends_on=deadline.due_on,
        basis=deadline.basis,
        phone=batch.phone,
        rehearsal=batch.rehearsal,
        published_at=at,
        **more,
    )


def _tell_all(notice: NameNotice, people: Sequence[Application], *, by: Actor, at: datetime) -> None:
    facts: dict[str, JSON] = {
        "notice": notice.pk,
        "digest": notice.digest,
        "ends_on": notice.ends_on.isoformat(),
        "people": len(people),
        "earlier": notice.earlier_id,
    }
    chain, subject = notice.bureau.code, notice.batch.ledger_subject
    record(chain, "recruitment.names.publish", by=by, subject=subject, facts=facts, at=at)
    for application in people:
        tell(application, "names", _("名单已经公示。"), at=at)


@transaction.atomic
def publish_names(batch: Batch, *, by: Actor, at: datetime, on: date) -> NameNotice:
    """Freeze and publish the list of those selected and not yet made public; its period starts with the next day."""
    policy = batch.bureau.policy(on)
    _held(batch)
    people = to_publish(batch)
    found = [*rulings.rehearsal(batch, policy), *publishing(batch, people, policy)]
    if by.role not in PUBLISHERS:
        found.append(Blocker(_("名单公示由联络员、经办或负责人发布。"), remedy=_("请交由有权限的人员办理。")))
    refuse(found)
    notice = _freeze(batch, people, policy=policy, at=at, on=on)
    _tell_all(notice, people, by=by, at=at)
    return notice


def longer(notice: NameNotice, days: int) -> Deadline:
    """The end of the period with `days` more of the unit it was counted in, from the day it was counted from."""
    length, unit = int(notice.basis["length"]) + days, str(notice.basis["unit"])
    return in_unit(current_calendar(), date.fromisoformat(notice.basis["start_on"]), length, unit)


@transaction.atomic
def extend_names(
    notice: NameNotice, *, days: int, reason: str, by: Actor, at: datetime, on: date
) -> NameNotice:
    """Let a running notice run `days` longer; the public page says so with the reason."""
    policy = notice.bureau.policy(on)
    _held_with(notice)
    found = [*extending(notice, days, policy, on), *reasoned(reason, what=_("延长公示"))]
    due = longer(notice, max(days, 1))
    facts: dict[str, JSON] = {
        "days": days,
        "from": notice.ends_on.isoformat(),
        "to": due.due_on.isoformat(),
    }
    changes = {"ends_on": due.due_on, "basis": due.basis}
    move(
        notice,
        "extend",
        policy=policy,
        rulings=found,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
        changes=changes,
    )
    return notice


@transaction.atomic
def replace_names(notice: NameNotice, *, reason: str, by: Actor, at: datetime, on: date) -> NameNotice:
    """Put a list right: the earlier one stays as it was frozen, off the public page; a new one runs its own period."""
    batch = notice.batch
    policy = batch.bureau.policy(on)
    _held_with(notice)
    people = to_publish(batch, instead_of=notice)
    found = [
        *rulings.rehearsal(batch, policy),
        *replacing(batch, people, policy),
        *reasoned(reason, what=_("更正")),
    ]
    facts: dict[str, JSON] = {"digest": notice.digest}
    move(
        notice,
        "replace",
        policy=policy,
        rulings=found,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
        changes={"off_at": at},
    )
    later = _freeze(batch, people, policy=policy, at=at, on=on, earlier=notice, correction=reason.strip())
    _tell_all(later, people, by=by, at=at)
    return later


@transaction.atomic
def take_down_names(notice: NameNotice, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Take a running notice off the public page in this second. Those on it count as not made public any more."""
    policy = notice.bureau.policy(on)
    _held_with(notice)
    found = [*still_running(notice, policy, on), *reasoned(reason, what=_("提前撤下"))]
    move(
        notice,
        "take_down",
        policy=policy,
        rulings=found,
        by=by,
        at=at,
        reason=reason,
        changes={"off_at": at},
    )
