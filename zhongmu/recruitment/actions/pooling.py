"""个人自荐: always open, waits in the pool, drawn into a batch by an officer and joined by the person alone (CQ-7.4)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.files.store import remove
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed
from zhongmu.ledger.record import record
from zhongmu.letters.models import Letter
from zhongmu.people.actions import code_index, forget_person
from zhongmu.people.cjk import chinese_date
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import calling, channels, rulings
from zhongmu.recruitment.actions.applying import (
    ONLINE,
    Receipt,
    consent_rulings,
    give_all_consents,
    person_of,
)
from zhongmu.recruitment.actions.asking import Answer, fresh_secret, numbered, say_yes, to_answer_by
from zhongmu.recruitment.actions.following import tell_self
from zhongmu.recruitment.actions.moving import move, reasoned, refuse
from zhongmu.recruitment.called import REPLY
from zhongmu.recruitment.filled import Filled, Source, plain_snapshot
from zhongmu.recruitment.models import Batch, SelfNomination
from zhongmu.recruitment.models.calls import IN_POOL
from zhongmu.recruitment.states import ApplicationState, PoolState
from zhongmu.recruitment.submissions import new_submission, secret_of, submission_index
from zhongmu.seals.index import blind_index
from zhongmu.workdays.periods import term_end

FORGOTTEN: dict[str, Any] = {
    "content": None,
    "photo": None,
    "scan": None,
    "person": None,
    "name": "",
    "category": "",
}


@dataclass(frozen=True)
class PoolReceipt:
    """What somebody who offers themselves takes home; the secret is told once. `again` and `merged`: as for `Receipt`."""

    entry: SelfNomination
    secret: str
    again: bool = False
    merged: bool = False


def offering(policy: Policy) -> list[Ruling]:
    """Whether anybody may offer themselves: no notice is asked for, only that the measure knows this way."""
    found = calling.is_open(channels.into_pool(policy), policy, what=_("个人自荐"))
    return [*found, *rulings.unconfirmed(policy, "self.retention_years", "self.reply_days")]


@transaction.atomic
def offer_oneself(
    bureau: Bureau,
    filled: Filled,
    *,
    by: Actor,
    at: datetime,
    submission: str = "",
    intake: dict[str, str] | None = None,
    scan: StoredFile | None = None,
) -> PoolReceipt:
    """Take a self-nomination into the pool, on line or from paper; raises NotAllowed with every reason.

    One place per person and bureau. The form is kept sealed whole; it becomes an application when the person joins.
    """
    on = localdate(at)
    policy = bureau.policy(on)
    arrived_on = date.fromisoformat(intake["arrived_on"]) if intake else on
    index = blind_index("resident_id", filled.resident.number)
    Bureau.objects.select_for_update().get(pk=bureau.pk)
    earlier = _earlier(bureau, index, rehearsal=policy.rehearsal)
    if earlier and submission and earlier.submission_index == submission_index(submission):
        return PoolReceipt(earlier, secret_of(submission, index), again=True)
    found = [*_standing_in_the_way(filled, policy, arrived_on, on), *rulings.in_whose_hand(by, intake)]
    refuse(found)
    if twice := _once(earlier, policy, on):
        return _knock(earlier, twice, paper=intake is not None, at=at)
    if earlier:  # its time has run out: a new form takes its place
        _withdraw(earlier, policy=policy, by=by, at=at, reason=_("期满后重新自荐"))
    submission = submission or new_submission()
    secret = secret_of(submission, index)
    person = person_of(filled, at)
    entry = SelfNomination.objects.create(
        bureau=bureau,
        person=person,
        number=numbered(bureau, "自", "self-nomination", on, rehearsal=policy.rehearsal),
        secret_index=code_index(REPLY, secret),
        submission_index=submission_index(submission),
        rehearsal=policy.rehearsal,
        channel=_channel(policy),
        name=filled.name,
        category=filled.category,
        resident_id_index=index,
        content=plain_snapshot(filled),
        photo=filled.photo,
        ends_on=term_end(arrived_on, policy["self.retention_years"]),
        arrived_on=arrived_on,
        intake=intake or {},
        scan=scan,
        created_at=at,
    )
    give_all_consents(person, filled, intake["channel"] if intake else ONLINE, at)
    _record(entry, "offer", by=by, at=at)
    said = _("您的自荐已经收到，在自荐池中保留到%s；有批次选入时会通知您。")
    tell_self(entry, "offer", said % chinese_date(entry.ends_on), at=at)
    return PoolReceipt(entry, secret)


def _standing_in_the_way(filled: Filled, policy: Policy, arrived_on: date, on: date) -> list[Ruling]:
    return [
        *offering(policy),
        *_opinion(filled, policy),
        *_day(arrived_on, on),
        *rulings.applicant(filled.resident, policy, arrived_on),
        *consent_rulings(filled),
        *rulings.signing_day(filled, policy, arrived_on=arrived_on),
    ]


def _channel(policy: Policy) -> str:
    row = channels.into_pool(policy)
    return row.code if row else ""


def _earlier(bureau: Bureau, index: str, *, rehearsal: bool) -> SelfNomination | None:
    rows = bureau.self_nominations.filter(resident_id_index=index, rehearsal=rehearsal, state__in=IN_POOL)
    return rows.select_related("bureau", "person").first()


def _opinion(filled: Filled, policy: Policy) -> list[Ruling]:
    row = channels.into_pool(policy)
    if row is None:
        return []
    wrong = channels.unit_words_wrong(row, unit_name=filled.unit_name, unit_opinion=filled.unit_opinion)
    return calling.as_blockers(wrong, policy)


def _day(arrived_on: date, on: date) -> list[Ruling]:
    if arrived_on <= on:
        return []
    return [Blocker(_("来件日在今天以后。"), remedy=_("请填写实际收到的日期。"))]


def _once(earlier: SelfNomination | None, policy: Policy, on: date) -> list[Ruling]:
    if earlier is None:
        return []
    unasked = earlier.state == PoolState.WAITING or (earlier.state == PoolState.DRAWN and earlier.is_over(on))
    if unasked and earlier.ends_on < on:
        return []
    remedy = _("请凭自荐回执查看；要改内容的，先撤回再重新自荐。")
    return [Blocker(_("这个身份证号已经在自荐池里。"), rulings.cite(policy, "channels"), remedy)]


def _knock(earlier: SelfNomination | None, twice: list[Ruling], *, paper: bool, at: datetime) -> PoolReceipt:
    """A second form on paper is refused with the reason; on line it may be a stranger's: told to the first address, once."""
    if earlier is None or paper:
        raise NotAllowed(twice)
    if not Letter.objects.filter(about=earlier.ledger_subject, event="self.again").exists():
        said = _(
            "又收到一份用您的身份证号填的自荐，没有另外登记，您先前的自荐仍然有效；不是您填的，请告诉我们。"
        )
        tell_self(earlier, "again", said, at=at)
    return PoolReceipt(earlier, "", merged=True)


def _record(entry: SelfNomination, action: str, *, by: Actor, at: datetime) -> None:
    facts: dict[str, JSON] = {"number": entry.number, "ends_on": entry.ends_on.isoformat()}
    chain, subject = entry.bureau.code, entry.ledger_subject
    record(chain, f"recruitment.selfnomination.{action}", by=by, subject=subject, facts=facts, at=at)


def _policy(entry: SelfNomination, at: datetime) -> Policy:
    return entry.bureau.policy(localdate(at))


def drawing(entry: SelfNomination, batch: Batch, policy: Policy, on: date) -> list[Ruling]:
    """Whether this person may be drawn into this batch now."""
    basis = rulings.cite(policy, "channels")
    found = [
        *offering(policy),
        *rulings.rehearsal(batch, policy),
        *calling.taking(batch, policy),
    ]
    if entry.ends_on < on:
        said = _("这份自荐保留到%s，已经期满。") % chinese_date(entry.ends_on)
        found.append(Blocker(said, rulings.cite(policy, "self.retention_years"), _("请先由本人续留。")))
    if entry.state == PoolState.DRAWN and not entry.is_over(on):
        found.append(Blocker(_("已经选入一个批次，正在等本人确认。"), basis, _("请等本人答复或期限届满。")))
    same = batch.applications.filter(resident_id_index=entry.resident_id_index)
    if number := same.exclude(state=ApplicationState.WITHDRAWN).values_list("number", flat=True).first():
        said = _("这个人已经在本批次里（%s）。") % number
        found.append(Blocker(said, basis, _("一个人在一个批次只算一份，不必再选入。")))
    return found


@transaction.atomic
def draw(entry: SelfNomination, batch: Batch, *, by: Actor, at: datetime) -> None:
    """An officer draws somebody into a batch; the person is told and asked whether they are still willing."""
    on = localdate(at)
    policy = _policy(entry, at)
    found = drawing(entry, batch, policy, on)
    changes = {"batch": batch, **to_answer_by(policy, "self.reply_days", on)} if not found else None
    move(entry, "draw", policy=policy, rulings=found, by=by, at=at, changes=changes)
    said = _("您的自荐已选入“%(batch)s”，仍愿意参加的，请在%(due)s前确认并填表；不确认的仍留在自荐池。")
    due = chinese_date(entry.due_on) if entry.due_on else ""
    tell_self(entry, "draw", said % {"batch": batch.title, "due": due}, at=at)


def self_source(entry: SelfNomination) -> Source:
    """The person names themselves: nothing of the form is settled but the channel."""
    return Source(number=entry.number, channel=entry.channel)


def kept_form(entry: SelfNomination) -> dict[str, Any]:
    """What the form was filled with, to start from; signature and consents are given anew."""
    said: dict[str, Any] = json.loads(entry.content) if entry.content else {}
    dropped = {"channel", "signed_on", "privacy_consent", "health_consent", "unit_name", "unit_opinion"}
    kept = {name: text for name, text in said.items() if name not in dropped}
    return {**kept, "employed": "1" if said.get("employed") else "0"} if said else {}


def _own_number(entry: SelfNomination, filled: Filled) -> list[Ruling]:
    if blind_index("resident_id", filled.resident.number) == entry.resident_id_index:
        return []
    return [Blocker(_("身份证号与自荐时不一致。"), remedy=_("号码填错的，请撤回后重新自荐。"))]


@transaction.atomic
def join_batch(entry: SelfNomination, answer: Answer, *, by: Actor, at: datetime) -> Receipt:
    """Still willing: the form is signed anew and becomes an application of the batch, checked like all."""
    if entry.batch_id is None:
        refuse([Blocker(_("现在没有批次选入这份自荐。"), remedy=_("选入时会通知本人。"))])
    refuse(_own_number(entry, answer.filled))
    return say_yes(entry, "join", self_source(entry), answer, policy=_policy(entry, at), by=by, at=at)


@transaction.atomic
def stay(entry: SelfNomination, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Not this time: back to waiting, without a mark against anybody."""
    changes = {"batch": None, "due_on": None}
    move(entry, "stay", policy=_policy(entry, at), by=by, at=at, reason=reason, changes=changes)
    stopped = entry.batch_id is None and by.role == "leader"
    said = _("所在批次已经中止，您的自荐仍留在自荐池。") if stopped else _("您这次不参加，自荐仍留在自荐池。")
    tell_self(entry, "stay", said, at=at)


@transaction.atomic
def renew(entry: SelfNomination, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Keep the place for another whole period, from today."""
    policy = _policy(entry, at)
    changes = {"ends_on": term_end(localdate(at), policy["self.retention_years"])}
    found: list[Ruling] = []
    if entry.content is None:
        found.append(Blocker(_("期满的内容已经删去，不能续留。"), remedy=_("请重新自荐。")))
    move(entry, "renew", policy=policy, rulings=found, by=by, at=at, reason=reason, changes=changes)


def _withdraw(entry: SelfNomination, *, policy: Policy, by: Actor, at: datetime, reason: str) -> None:
    held = _held(entry)
    changes = {**FORGOTTEN, "batch": None, "due_on": None}
    move(entry, "withdraw", policy=policy, by=by, at=at, reason=reason, changes=changes)
    _drop(*held)


def _held(entry: SelfNomination) -> tuple[Person | None, list[StoredFile]]:
    return entry.person, [file for file in (entry.photo, entry.scan) if file]


def _drop(person: Person | None, files: list[StoredFile]) -> None:
    """What nothing else points at leaves table and vault."""
    for file in files:
        remove(file)
    if person:
        forget_person(person)


@transaction.atomic
def withdraw_self(entry: SelfNomination, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Out of the pool at any time; what was written is forgotten in the same second (个人信息保护法第四十七条)."""
    tell_self(entry, "withdraw", _("您的自荐已经撤回，填写的内容已经删去。"), at=at)
    _withdraw(entry, policy=_policy(entry, at), by=by, at=at, reason=reason)


@transaction.atomic
def reissue_secret(entry: SelfNomination, *, reason: str, by: Actor, at: datetime) -> str:
    """A new secret for somebody who came in person and lost theirs; returned for showing once."""
    refuse([*calling.by_officer(by, what=_("补发查询码")), *reasoned(reason, what=_("补发"))])
    secret, index = fresh_secret()
    SelfNomination.objects.filter(pk=entry.pk).update(secret_index=index)
    _record(entry, "reissue", by=by, at=at)
    return secret


def forget_expired(*, on: date, at: datetime) -> int:
    """Forget what was written by those whose time has run out; returns how many. Each is its own act."""
    expired = SelfNomination.objects.forgettable(on)
    return sum(_forget(pk, on=on, at=at) for pk in list(expired.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _forget(pk: int, *, on: date, at: datetime) -> bool:
    """False for who renewed in the meantime."""
    rows = SelfNomination.objects.forgettable(on).select_for_update(of=("self",))
    entry = rows.select_related("bureau", "person", "photo", "scan").filter(pk=pk).first()
    if entry is None:
        return False
    held = _held(entry)
    SelfNomination.objects.filter(pk=pk).update(**FORGOTTEN)
    _record(entry, "forget", by=Actor.system(), at=at)
    _drop(*held)
    return True
