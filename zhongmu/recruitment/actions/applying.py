"""Take an application in, on line or from paper, correct it, withdraw it (CQ-7.1, CQ-F0–F21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed
from zhongmu.ledger.record import record
from zhongmu.people.actions import code_index, give_consent, secret_code
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.moving import move_application, refuse, tell
from zhongmu.recruitment.filled import Filled, plain_snapshot, statement_for
from zhongmu.recruitment.models import Application, Batch, NameNotice, Superseded
from zhongmu.recruitment.states import ApplicationState, BatchState
from zhongmu.seals.index import blind_index

PRIVACY, HEALTH, NAME = "recruitment.privacy", "recruitment.health", "publicity.name"
CONSENT_VERSION = "2026-1"
ONLINE = "web"


@dataclass(frozen=True)
class Receipt:
    """What the applicant takes home. The secret is told once; only its blind index is kept."""

    application: Application
    secret: str


def _paper_rulings(batch: Batch, policy: Policy, arrived_on: date, at: datetime) -> list[Ruling]:
    """Paper counts by the day it arrived, however late it is registered, until choosing begins."""
    if batch.state != BatchState.NOTICED or batch.apply_opens_at is None or batch.apply_closes_at is None:
        return rulings.window(batch, policy, at)
    first, last = localdate(batch.apply_opens_at), localdate(batch.apply_closes_at)
    if first <= arrived_on <= min(last, localdate(at)):
        return []
    said = _("来件日不在报名期内，或在今天之后。")
    return [
        Blocker(said, rulings.cite(policy, "notice.public"), _("请核对来件日；报名期外收到的请告知本人。"))
    ]


def _consent_rulings(filled: Filled) -> list[Ruling]:
    found: list[Ruling] = []
    if not filled.privacy_consent:
        found.append(Blocker(_("没有同意个人信息处理告知，不能报名。"), remedy=_("请阅读告知并勾选。")))
    if not filled.health_consent:
        said = _("健康状况是敏感个人信息，须另行同意才能收集。")
        found.append(Blocker(said, remedy=_("请单独勾选；只需选一项状况，不必写病名。")))
    if filled.signature is None and filled.signed_scan is None:
        found.append(
            Blocker(_("诚信声明没有签名，不能提交。"), remedy=_("请在屏幕上签名，或上传手写签名的扫描件。"))
        )
    return found


def _find_or_create(filled: Filled, at: datetime) -> Person:
    """The person by sealed identity number (CQ-2). An application never changes what is on file about someone."""
    index = blind_index("resident_id", filled.resident.number)
    found = Person.objects.with_resident_id(index).first()
    if found:
        return found
    return Person.objects.create(
        token=index[:32],
        name=filled.name,
        sex=filled.sex,
        ethnic=filled.ethnic,
        political=filled.political,
        resident_id=filled.resident.number,
        resident_id_index=index,
        phone=filled.phone,
        phone_index=blind_index("phone", filled.phone),
        email=filled.email or None,
        address=filled.address,
        created_at=at,
    )


def _columns(filled: Filled, batch: Batch, policy: Policy) -> dict[str, Any]:
    statement = statement_for(batch.bureau, policy)
    return {
        "channel": filled.channel,
        "category": filled.category,
        "other_categories": list(filled.other_categories),
        "name": filled.name,
        "sex": filled.sex,
        "political": filled.political,
        "ethnic": filled.ethnic,
        "resident_id": filled.resident.number,
        "resident_id_index": blind_index("resident_id", filled.resident.number),
        "health": filled.health,
        "health_note": filled.health_note,
        "phone": filled.phone,
        "phone_index": blind_index("phone", filled.phone),
        "employed": filled.employed,
        "email": filled.email,
        "employer": filled.employer,
        "post": filled.post,
        "address": filled.address,
        "education": filled.education,
        "school": filled.school,
        "major": filled.major,
        "reason": filled.reason,
        "unit_name": filled.unit_name,
        "unit_opinion": filled.unit_opinion,
        "remark": filled.remark,
        "photo": filled.photo,
        "statement": list(statement.lines),
        "statement_version": statement.version,
        "statement_word": statement.word,
        "signature": filled.signature,
        "signed_scan": filled.signed_scan,
        "signed_on": filled.signed_on,
        "name_consent": filled.name_consent,
    }


def _consents(person: Person, filled: Filled, channel: str, at: datetime) -> None:
    purposes = [PRIVACY, HEALTH, *([NAME] if filled.name_consent else [])]
    for purpose in purposes:
        give_consent(person, purpose=purpose, version=CONSENT_VERSION, channel=channel, at=at)


def _number(batch: Batch, on: date) -> str:
    series, mark = ("application.rehearsal", "演报") if batch.rehearsal else ("application", "报")
    return f"{mark}〔{on.year}〕{next_number(batch.bureau, series, on.year):04d}"


def _again(batch: Batch, policy: Policy, filled: Filled, *, by: Actor, at: datetime) -> None:
    """The same identity number twice in one batch: refused, or the new form takes the old one's place (CQ-7.1)."""
    index = blind_index("resident_id", filled.resident.number)
    earlier = (
        batch.applications.filter(resident_id_index=index).exclude(state=ApplicationState.WITHDRAWN).first()
    )
    if earlier is None:
        return
    open_states = {ApplicationState.SUBMITTED, ApplicationState.SENT_BACK}
    if policy["reapply.mode"] == "replace" and earlier.state in open_states:
        facts: dict[str, JSON] = {"replaced": True}
        reason = _("以新换旧，旧表留存")
        move_application(earlier, "withdraw", policy=policy, by=by, at=at, reason=reason, facts=facts)
        return
    said = _("这个身份证号在本批次已经报过名。")
    remedy = _("请凭回执号和查询码查进度；要改内容的，可以撤回后重新报名。")
    raise NotAllowed([Blocker(said, rulings.cite(policy, "reapply.mode"), remedy)])


@transaction.atomic
def register_application(
    batch: Batch,
    filled: Filled,
    *,
    by: Actor,
    at: datetime,
    intake: dict[str, str] | None = None,
    scan: StoredFile | None = None,
) -> Receipt:
    """Take one application in, whatever door it came through; raises NotAllowed with every reason.

    `intake` of paper, post, phone or e-mail: {"channel", "arrived_on" (ISO), "taken_by"}; without it the applicant
    filed on line at this very second.
    """
    on = localdate(at)
    policy = batch.bureau.policy(on)
    batch.refresh_from_db(fields=["state"], from_queryset=Batch.objects.select_for_update())
    arrived_on = date.fromisoformat(intake["arrived_on"]) if intake else on
    when = _paper_rulings(batch, policy, arrived_on, at) if intake else rulings.window(batch, policy, at)
    refuse(
        [
            *rulings.rehearsal(batch, policy),
            *when,
            *rulings.applicant(filled.resident, policy, arrived_on),
            *_consent_rulings(filled),
        ]
    )
    _again(batch, policy, filled, by=by, at=at)
    secret = secret_code()
    person = _find_or_create(filled, at)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                bureau=batch.bureau,
                batch=batch,
                person=person,
                number=_number(batch, on),
                secret_index=code_index("receipt", secret),
                rehearsal=batch.rehearsal,
                arrived_on=arrived_on,
                intake=intake or {},
                scan=scan,
                submitted_at=at,
                **_columns(filled, batch, policy),
            )
    except IntegrityError as error:
        said = _("这个身份证号刚刚在本批次报过名。")
        raise NotAllowed(
            [Blocker(said, rulings.cite(policy, "reapply.mode"), _("请凭回执查进度。"))]
        ) from error
    _consents(person, filled, intake["channel"] if intake else ONLINE, at)
    _record_arrival(application, by=by, at=at)
    tell(application, "receive", _("已经收到。"), at=at)
    return Receipt(application, secret)


def _record_arrival(application: Application, *, by: Actor, at: datetime) -> None:
    facts: dict[str, JSON] = {
        "number": application.number,
        "batch": application.batch_id,
        "channel": application.intake.get("channel", ONLINE),
        "arrived_on": application.arrived_on.isoformat(),
        "statement": application.statement_version,
        "word": application.statement_word,
        "rehearsal": application.rehearsal,
    }
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.application.submit", by=by, subject=subject, facts=facts, at=at)


@transaction.atomic
def correct_application(application: Application, filled: Filled, *, by: Actor, at: datetime) -> None:
    """Replace the form that was sent back; the first wording stays, sealed. The identity number cannot change."""
    policy = application.bureau.policy(localdate(at))
    found = [*_consent_rulings(filled), *rulings.applicant(filled.resident, policy, application.arrived_on)]
    if blind_index("resident_id", filled.resident.number) != application.resident_id_index:
        said = _("补正时不能改身份证号。")
        found.append(Blocker(said, remedy=_("号码填错的，请撤回后重新报名。")))
    refuse(found)
    before = Application.objects.get(pk=application.pk)
    Superseded.objects.create(application=application, content=_snapshot(before), at=at)
    changes = _columns(filled, application.batch, policy)
    move_application(application, "correct", policy=policy, by=by, at=at, changes=changes)
    _consents(application.person, filled, application.intake.get("channel", ONLINE), at)


def _snapshot(application: Application) -> str:
    return plain_snapshot(
        Filled(
            **{name: getattr(application, name) for name in _SAME},
            resident=application.identity,
            other_categories=tuple(application.other_categories),
            privacy_consent=True,
            health_consent=True,
        )
    )


_SAME = [
    "name",
    "sex",
    "political",
    "ethnic",
    "health",
    "health_note",
    "phone",
    "employed",
    "email",
    "employer",
    "post",
    "address",
    "education",
    "school",
    "major",
    "channel",
    "category",
    "reason",
    "unit_name",
    "unit_opinion",
    "remark",
    "photo",
    "signature",
    "signed_scan",
    "signed_on",
    "name_consent",
]


@transaction.atomic
def withdraw_application(application: Application, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Taking part is voluntary until the appointment (CQ-2)."""
    policy = application.bureau.policy(localdate(at))
    move_application(application, "withdraw", policy=policy, by=by, at=at, reason=reason)
    tell(application, "withdraw", _("已经按您的意思撤回。"), at=at)


@transaction.atomic
def withdraw_name_consent(application: Application, *, by: Actor, at: datetime) -> None:
    """Take back the consent to publish one's name; a notice on show stops showing it in the same second."""
    Application.objects.filter(pk=application.pk).update(name_consent=False)
    application.name_consent = False
    application.person.consents.filter(purpose=NAME, withdrawn_at=None).update(withdrawn_at=at)
    for notice in NameNotice.objects.select_for_update().filter(batch=application.batch):
        if notice.covers(application.pk) and application.pk not in notice.withheld:
            notice.withheld = [*notice.withheld, application.pk]
            notice.save(update_fields=["withheld"])
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.application.withhold_name", by=by, subject=subject, facts={}, at=at)
