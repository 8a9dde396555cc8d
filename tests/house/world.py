"""渝中 with a row of every noun, made by the actions; what of it nobody outside may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from tests.corps.world import LEADER, LIAISON, SUPERVISOR, picture, pledged
from tests.reports.told import FACTS, clue
from zhongmu.bureaus.models import Bureau, Membership
from zhongmu.corps.actions import open_review
from zhongmu.corps.certificates import issue_certificate, queue_print, register_pledge
from zhongmu.corps.models import Appointment, Certificate, PrintJob
from zhongmu.corps.queries import PHOTO, ROSTER
from zhongmu.corps.tasks import print_certificates
from zhongmu.files.store import save
from zhongmu.letters.models import Letter
from zhongmu.people.actions import give_consent
from zhongmu.people.models import Account, Person
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.names import Objecting
from zhongmu.recruitment.models import Application, Batch, NameNotice, Objection
from zhongmu.reports.intake import file_report, new_token
from zhongmu.reports.models import Report

LATE = timedelta(days=10)  # after the clock of the personas: appointed, certified, names on show
OBJECTOR, CONTACT = "赵不平", "13900139000"


@dataclass(frozen=True)
class World:
    bureau: Bureau
    batches: list[Batch]
    applications: list[Application]
    notice: NameNotice
    objection: Objection
    appointments: list[Appointment]
    certificate: Certificate
    job: PrintJob
    report: Report
    letter: Letter
    membership: Membership
    account: Account

    def sealed(self) -> set[str]:
        """What no page of anybody outside the bureau shows, public pages included."""
        people = Person.objects.filter(applications__bureau=self.bureau)
        own = {text for p in people for text in (p.resident_id, p.phone, p.address)}
        return {text for text in own if text} | {OBJECTOR, CONTACT, FACTS}

    def names(self) -> set[str]:
        """What public pages may show of those who agreed, and other bureaus' own pages may not."""
        return {a.name for a in self.applications}


def _certify(appointments: list[Appointment], bureau: Bureau, at: datetime) -> Certificate:
    """The first signs on screen and gets a certificate; the second signed on paper."""
    first, second = appointments
    pledged(first, at)
    items = [code for code, _label in bureau.policy(at.date()).choices("discipline.items")]
    told = {"signed_on": at.date(), "by": LIAISON, "at": at, "on": at.date()}
    register_pledge(second, items, scan=picture("JPEG"), **told)
    for purpose in (PHOTO, ROSTER):
        give_consent(first.person, purpose=purpose, version="1", channel="web", at=at)
    return issue_certificate(first, by=LIAISON, at=at, on=at.date())


def _print(bureau: Bureau, certificate: Certificate, at: datetime) -> PrintJob:
    job = queue_print(bureau, [certificate], by=LIAISON, at=at)
    print_certificates.func(job.pk)
    job.refresh_from_db()
    return job


def _report(bureau: Bureau, person: Person, at: datetime) -> Report:
    scan = ContentFile(picture("JPEG"), name="现场.jpg")
    filing = replace(clue(), attachments=(scan,), arrived_on=at.date())
    return file_report(bureau, filing, reporter=person, token=new_token(), by=None, at=at).report


def _object(notice: NameNotice, application: Application, at: datetime) -> Objection:
    said = Objecting(objector=OBJECTOR, contact=CONTACT, grounds="他在示范康复医院兼职，没有申报。")
    told = {"by": SUPERVISOR, "at": at, "channel": "web", "arrived_on": at.date()}
    return actions.register_objection(notice, application.pk, said, **told)


def build(bureau: Bureau, *, appointed: Any, noticed: Any, planned: Any, apply: Any, now: datetime) -> World:
    """`appointed`, `noticed`, `planned` and `apply` are the rounds of tests/recruitment."""
    at: datetime = now + LATE
    on: date = at.date()
    done = appointed(bureau, ["insured", "expert"])
    applications = list(done.applications.order_by("pk"))
    notice = actions.publish_names(done, by=LEADER, at=at, on=on)
    approved = planned(bureau, title="2027年第一批")
    actions.approve_plan(approved, by=LEADER, at=now, on=now.date())
    fresh = noticed(bureau, title="2026年第二批")
    signed = save(ContentFile(picture("JPEG"), name="签名.jpg"), bureau_code=bureau.code, at=now)
    waiting = apply(fresh, 3, signature=None, signed_scan=signed)
    appointments = list(bureau.appointments.order_by("pk"))
    certificate = _certify(appointments, bureau, at)
    open_review(appointments[1], grounds="公示异议待复核", origin="objection:1", by=LEADER, at=at)
    person = appointments[0].person
    account = Account.objects.create_user("supervisor-500103", display_name=person.name, person=person)
    return World(
        bureau=bureau,
        batches=[done, fresh, approved],
        applications=[*applications, waiting],
        notice=notice,
        objection=_object(notice, applications[1], at),
        appointments=appointments,
        certificate=certificate,
        job=_print(bureau, certificate, at),
        report=_report(bureau, person, at),
        letter=bureau.letters.order_by("pk")[0],
        membership=bureau.memberships.order_by("pk")[0],
        account=account,
    )
