"""What an applicant changes afterwards: corrections, withdrawal, the consent to publish a name (CQ-2, CQ-F19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions import interests
from zhongmu.recruitment.actions.applying import NAME, ONLINE, columns, consent_rulings, give_all_consents
from zhongmu.recruitment.actions.following import move_application
from zhongmu.recruitment.actions.moving import refuse, tell
from zhongmu.recruitment.filled import Filled, plain_snapshot
from zhongmu.recruitment.models import Application, Batch, NameNotice, Superseded
from zhongmu.seals.index import blind_index


@transaction.atomic
def correct_application(application: Application, filled: Filled, *, by: Actor, at: datetime) -> None:
    """Replace the form that was sent back; the first wording stays, sealed. The identity number cannot change."""
    policy = application.bureau.policy(localdate(at))
    asked = application.moves.filter(name="send_back").order_by("-pk").first()
    found = [
        *consent_rulings(filled),
        *rulings.applicant(filled.resident, policy, application.arrived_on),
        *rulings.signing_day(filled, policy, arrived_on=localdate(at), since=asked.at if asked else None),
    ]
    if blind_index("resident_id", filled.resident.number) != application.resident_id_index:
        said = _("补正时不能改身份证号。")
        found.append(Blocker(said, remedy=_("号码填错的，请撤回后重新报名。")))
    refuse(found)
    before = Application.objects.get(pk=application.pk)
    Superseded.objects.create(
        application=application,
        content=_snapshot(before),
        photo=before.photo,
        signature=before.signature,
        signed_scan=before.signed_scan,
        form_version=before.form_version,
        statement_version=before.statement_version,
        at=at,
    )
    changes = columns(filled, application.batch, policy)
    move_application(application, "correct", policy=policy, by=by, at=at, changes=changes)
    if not filled.name_consent:
        application.person.consents.filter(purpose=NAME, withdrawn_at=None).update(withdrawn_at=at)
    interests.note(application, at=at)
    give_all_consents(application.person, filled, application.intake.get("channel", ONLINE), at)


def _snapshot(application: Application) -> str:
    return plain_snapshot(
        Filled(
            **{name: getattr(application, name) for name in _SAME},
            resident=application.identity,
            other_categories=tuple(application.other_categories),
            skills=tuple(application.skills),
            community=application.community or "",
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
    "not_working",
    "email",
    "employer",
    "post",
    "region_code",
    "address",
    "education",
    "school",
    "major",
    "credential",
    "credential_ends_on",
    "history",
    "deputy_number",
    "stands_for",
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
    """Take back the consent to publish one's name; a notice on show stops showing it in the same second.

    A notice going up at this moment waits, and is made without the name.
    """
    Batch.objects.select_for_update().get(pk=application.batch_id)
    Application.objects.filter(pk=application.pk).update(name_consent=False)
    application.name_consent = False
    application.person.consents.filter(purpose=NAME, withdrawn_at=None).update(withdrawn_at=at)
    for notice in NameNotice.objects.select_for_update().filter(batch=application.batch):
        if notice.covers(application.pk) and application.pk not in notice.withheld:
            notice.withheld = [*notice.withheld, application.pk]
            notice.save(update_fields=["withheld"])
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.application.withhold_name", by=by, subject=subject, facts={}, at=at)
