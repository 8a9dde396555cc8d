"""Take an application in, on line or from paper, correct it, withdraw it (CQ-7.1, CQ-F0–F21)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed
from zhongmu.ledger.record import record
from zhongmu.people.actions import code_index, give_consents
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions import interests
from zhongmu.recruitment.actions.following import move_application
from zhongmu.recruitment.actions.meeting import Came, knock, meet, why_apart
from zhongmu.recruitment.actions.moving import refuse, tell
from zhongmu.recruitment.actions.verifying import saw_signing
from zhongmu.recruitment.filled import Filled, Source, statement_for
from zhongmu.recruitment.models import Application, Batch, ReasonBy
from zhongmu.recruitment.states import ApplicationState, BatchState
from zhongmu.recruitment.submissions import new_submission, secret_of, submission_index
from zhongmu.seals.index import blind_index
from zhongmu.statements.prepared import Prepared

PRIVACY, HEALTH, NAME = "recruitment.privacy", "recruitment.health", "publicity.name"
CONSENT_VERSION = "2026-1"
ONLINE = "web"
AGAIN_WITHIN = timedelta(hours=2)


@dataclass(frozen=True)
class Receipt:
    """What the applicant takes home. The secret is told once; only its blind index is kept.

    `again`: this very form had been taken in before, and this is the receipt it was given then.
    `merged`: somebody of that identity number was in the batch already; there is no secret, the first receipt holds, and
    whoever sent the form on line is told no more than that (CQ-7.0).
    """

    application: Application
    secret: str
    again: bool = False
    merged: bool = False


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


def consent_rulings(filled: Filled) -> list[Ruling]:
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


def person_of(filled: Filled, at: datetime) -> Person:
    """The person by sealed identity number (CQ-2). An application never changes what is on file about someone."""
    index = blind_index("resident_id", filled.resident.number)
    found = _on_file.first(index)
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


def columns(filled: Filled, batch: Batch, policy: Policy) -> dict[str, Any]:
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
        "not_working": "" if filled.employed else filled.not_working,
        "email": filled.email,
        "employer": filled.employer,
        "post": filled.post,
        "region_code": filled.region_code,
        "address": filled.address,
        "education": filled.education,
        "school": filled.school,
        "major": filled.major,
        "skills": list(filled.skills),
        "credential": filled.credential,
        "credential_ends_on": filled.credential_ends_on,
        "history": filled.history,
        "deputy_number": filled.deputy_number,
        "community": filled.community or None,
        "stands_for": filled.stands_for,
        "reason": filled.reason,
        "unit_name": filled.unit_name,
        "unit_opinion": filled.unit_opinion,
        "remark": filled.remark,
        "photo": filled.photo,
        "form_version": policy["documents.application_form.template"],
        "statement": list(statement.lines),
        "statement_version": statement.version,
        "statement_word": statement.word,
        "signature": filled.signature,
        "signed_scan": filled.signed_scan,
        "signed_on": filled.signed_on,
        "name_consent": filled.name_consent,
    }


def _unit_columns(source: Source | None) -> dict[str, Any]:
    """What only a unit adds: who it is, its seal, and that the reason is its own (CQ-F15, CQ-F20)."""
    if source is None or source.unit is None:
        return {}
    unit = source.unit
    written = ReasonBy.UNIT if unit.reason else ReasonBy.PERSON
    return {
        "reason_by": written,
        "unit_code": unit.code,
        "unit_seal": unit.seal,
        "unit_sealed_on": unit.sealed_on,
    }


def give_all_consents(person: Person, filled: Filled, channel: str, at: datetime) -> None:
    purposes = [PRIVACY, HEALTH, *([NAME] if filled.name_consent else [])]
    give_consents(person, purposes=purposes, version=CONSENT_VERSION, channel=channel, at=at)


def _number(batch: Batch, on: date) -> str:
    series, mark = ("application.rehearsal", "演报") if batch.rehearsal else ("application", "报")
    return f"{mark}〔{on.year}〕{next_number(batch.bureau, series, on.year):04d}"


def receipt_again(bureau: Bureau, submission: str, *, at: datetime) -> Receipt | None:
    """The receipt of a form sent within the last two hours whose answer never came back; None when there is none."""
    same = bureau.applications.filter(submission_index=submission_index(submission))
    sent = same.filter(submitted_at__gt=at - AGAIN_WITHIN).exclude(state=ApplicationState.WITHDRAWN).last()
    return Receipt(sent, secret_of(submission, sent.resident_id_index), again=True) if sent else None


_standing = Prepared(
    lambda batch, index: Application.objects.filter(batch=batch, resident_id_index=index).exclude(
        state=ApplicationState.WITHDRAWN
    )
)
_on_file = Prepared(Person.objects.with_resident_id)


def sent_before(earlier: Application, submission: str) -> Receipt | None:
    """What was answered when this very form came before, as this application or beside it."""
    if not submission:
        return None
    index = submission_index(submission)
    if earlier.submission_index == index:
        return Receipt(earlier, secret_of(submission, earlier.resident_id_index), again=True)
    beside = earlier.also_came.filter(submission_index=index).exists()
    return Receipt(earlier, "", again=True, merged=True) if beside else None


def _joined(earlier: Application, came: Came, policy: Policy, *, by: Actor, at: datetime) -> bool:
    """Whether the second form of one identity number in one batch ends with the first; False where it takes its place.

    Somebody seen or asked is refused with the reason; the open page answers everybody alike (CQ-7.0, CQ-7.1).
    """
    same_way = came.source is None and earlier.channel == came.filled.channel
    open_states = {ApplicationState.SUBMITTED, ApplicationState.SENT_BACK}
    if same_way and policy["reapply.mode"] == "replace" and earlier.state in open_states:
        facts: dict[str, JSON] = {"replaced": True}
        reason = _("以新换旧，旧表留存")
        move_application(earlier, "withdraw", policy=policy, by=by, at=at, reason=reason, facts=facts)
        tell(earlier, "replaced", _("已由用同一身份证号新填的表代替；不是您填的，请告诉我们。"), at=at)
        return False
    if came.by_anybody:
        knock(earlier, came, policy=policy, by=by, at=at)
        return True
    if same_way:
        said = _("这个身份证号在本批次已经报过名。")
        remedy = _("请凭回执号和查询码查进度；要改内容的，可以撤回后重新报名。")
        raise NotAllowed([Blocker(said, rulings.cite(policy, "reapply.mode"), remedy)])
    refuse(why_apart(earlier, came, policy))
    meet(earlier, came, policy=policy, by=by, at=at)
    return True


@transaction.atomic
def register_application(
    batch: Batch,
    filled: Filled,
    *,
    by: Actor,
    at: datetime,
    submission: str = "",
    intake: dict[str, str] | None = None,
    scan: StoredFile | None = None,
) -> Receipt:
    """Take in a form that comes for itself, on line by a notice or on paper; raises NotAllowed with every reason.

    The same `submission` of the same person gives the same receipt again, even after the window has closed.
    `intake` of paper, post, phone or e-mail: {"channel", "arrived_on" (ISO), "taken_by"}; without it the applicant
    filed on line at this very second. Who is recommended, invited or drawn from the pool comes in by their own answer.
    """
    on = localdate(at)
    policy = batch.bureau.policy(on)
    batch.refresh_from_db(fields=["state"], from_queryset=Batch.objects.select_for_update())
    arrived_on = date.fromisoformat(intake["arrived_on"]) if intake else on
    when = _paper_rulings(batch, policy, arrived_on, at) if intake else rulings.window(batch, policy, at)
    found = [*rulings.direct(filled, policy), *when]
    return take_in(batch, filled, found=found, by=by, at=at, submission=submission, intake=intake, scan=scan)


def take_in(
    batch: Batch,
    filled: Filled,
    *,
    found: list[Ruling],
    by: Actor,
    at: datetime,
    submission: str = "",
    source: Source | None = None,
    intake: dict[str, str] | None = None,
    scan: StoredFile | None = None,
) -> Receipt:
    """One filled form becomes one application, or joins the one this person has in the batch (CQ-7.0).

    `found` is what its way in says; nobody is spared what holds for all: who may apply, consents, signature. What a
    `source` settles stands in the application whatever the form said. Called in the transaction of the act.
    """
    on = localdate(at)
    policy = batch.bureau.policy(on)
    filled = replace(filled, channel=source.channel, **source.settled()) if source else filled
    index = blind_index("resident_id", filled.resident.number)
    earlier = _standing.first(batch.pk, index)
    if earlier and (before := sent_before(earlier, submission)):
        return before
    arrived_on = date.fromisoformat(intake["arrived_on"]) if intake else on
    refuse(
        [
            *rulings.rehearsal(batch, policy),
            *found,
            *rulings.in_whose_hand(by, intake),
            *rulings.applicant(filled.resident, policy, arrived_on),
            *consent_rulings(filled),
            *rulings.signing_day(
                filled, policy, arrived_on=arrived_on, since=None if intake or source else batch.published_at
            ),
        ]
    )
    submission = submission or new_submission()
    if earlier:
        came = Came(
            filled=filled,
            submission_index=submission_index(submission),
            source=source,
            intake=intake,
            scan=scan,
        )
        if _joined(earlier, came, policy, by=by, at=at):
            return Receipt(earlier, "", merged=True)
    secret = secret_of(submission, index)
    written = {
        **columns(filled, batch, policy),
        **_unit_columns(source),
        "number": _number(batch, on),
        "secret_index": code_index("receipt", secret),
        "submission_index": submission_index(submission),
        "arrived_on": arrived_on,
        "intake": intake or {},
        "scan": scan,
    }
    application = _create(batch, person_of(filled, at), written, policy, at=at)
    give_all_consents(application.person, filled, intake["channel"] if intake else ONLINE, at)
    _record_arrival(application, source, by=by, at=at)
    if intake and intake.get("seen"):
        saw_signing(application, by=by, at=at)
    interests.note(application, at=at)
    tell(application, "receive", _("已经收到。"), at=at)
    return Receipt(application, secret)


def _create(
    batch: Batch, person: Person, written: dict[str, Any], policy: Policy, *, at: datetime
) -> Application:
    """NotAllowed where the same person was quicker by another way."""
    try:
        with transaction.atomic():
            return Application.objects.create(
                bureau=batch.bureau,
                batch=batch,
                person=person,
                rehearsal=batch.rehearsal,
                submitted_at=at,
                **written,
            )
    except IntegrityError as error:
        said = _("这个身份证号刚刚在本批次报过名。")
        raise NotAllowed(
            [Blocker(said, rulings.cite(policy, "reapply.mode"), _("请凭回执查进度。"))]
        ) from error


def _record_arrival(application: Application, source: Source | None, *, by: Actor, at: datetime) -> None:
    facts: dict[str, JSON] = {
        "number": application.number,
        "batch": application.batch_id,
        "channel": application.intake.get("channel", ONLINE),
        "way": application.channel,
        "source": source.number if source else "",
        "arrived_on": application.arrived_on.isoformat(),
        "form": application.form_version,
        "statement": application.statement_version,
        "word": application.statement_word,
        "rehearsal": application.rehearsal,
    }
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.application.submit", by=by, subject=subject, facts=facts, at=at)
