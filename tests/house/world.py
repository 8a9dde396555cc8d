"""渝中 with a row of every noun, made by the actions; what of it nobody outside may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from tests.corps.world import LEADER, LIAISON, SUPERVISOR, picture, pledged
from tests.intake.forms import form, mail
from tests.intake.lists import person, xlsx
from tests.recruitment.scoring.conftest import DECLARED, as_reviewer, rubric_of, seats
from tests.reports.told import FACTS, clue
from zhongmu.bureaus.actions import decide
from zhongmu.bureaus.models import Bureau, Membership
from zhongmu.corps.actions import appoint, open_review
from zhongmu.corps.certificates import issue_certificate, queue_print, register_pledge
from zhongmu.corps.models import Appointment, Certificate, PrintJob
from zhongmu.corps.queries import PHOTO, ROSTER
from zhongmu.corps.renewals import Advice, Answer, end, propose, take_answer
from zhongmu.corps.tasks import print_certificates
from zhongmu.files.models import StoredFile
from zhongmu.files.store import save
from zhongmu.intake.actions import take_in
from zhongmu.intake.email.message import read_message
from zhongmu.intake.models import UPLOAD, Arrival, Sheet
from zhongmu.intake.sheets.importing import import_list, take_list
from zhongmu.interests.actions import Listed, keep_institutions, note_interests
from zhongmu.interests.models import Institution
from zhongmu.ledger.actors import Actor
from zhongmu.letters.models import Letter
from zhongmu.people.actions import give_consent
from zhongmu.people.models import Account, Person
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import scoring, slates
from zhongmu.recruitment.actions.nominating import send_back_nomination
from zhongmu.recruitment.actions.objecting import Objecting
from zhongmu.recruitment.actions.units import activate_unit, issue_unit_slip
from zhongmu.recruitment.calculating import calculate_slate
from zhongmu.recruitment.called import open_unit_slip
from zhongmu.recruitment.models import (
    AlsoCame,
    Appeal,
    Application,
    Archive,
    Batch,
    Invitation,
    NameNotice,
    Nomination,
    NoticeFile,
    Objection,
    Panelist,
    Posting,
    SelfNomination,
    SlateRun,
)
from zhongmu.recruitment.postings import Posted
from zhongmu.recruitment.slate import Design
from zhongmu.reports.intake import file_report, new_token
from zhongmu.reports.models import Report

LATE = timedelta(days=10)  # after the clock of the personas: appointed, certified, names on show
UNIT_OPINION = "同意推荐，章号"
GROUNDS = "认定有误，户口簿可以证明是中国公民。"
OBJECTOR, CONTACT = "赵不平", "13900139000"
SENDER = "sender@example.invalid"
SUMMARY = "向邻里讲过医保政策，愿意再做一届。"


@dataclass(frozen=True)
class World:
    bureau: Bureau
    batches: list[Batch]
    attachment: NoticeFile
    headcount: Batch
    applications: list[Application]
    also: AlsoCame
    notice: NameNotice
    posting: Posting
    objection: Objection
    seat: Panelist
    appeal: Appeal
    institution: Institution
    appointments: list[Appointment]
    certificate: Certificate
    job: PrintJob
    report: Report
    archive: Archive
    letter: Letter
    membership: Membership
    account: Account
    arrivals: list[Arrival]
    sheets: list[Sheet]
    run: SlateRun
    nominations: list[Nomination]
    invitation: Invitation
    offer: SelfNomination
    called: Letter
    unit_account: Account

    def sealed(self) -> set[str]:
        """What no page of anybody outside the bureau shows, public pages included."""
        people = Person.objects.filter(
            pk__in=[*(a.person_id for a in self.applications), self.offer.person_id]
        )
        own = {text for p in people for text in (p.resident_id, p.phone, p.address)}
        own |= {
            text
            for n in (*self.nominations, self.invitation)
            for text in (n.phone, n.address, n.unit_opinion)
        }
        return {text for text in own if text} | {OBJECTOR, CONTACT, FACTS, SENDER, GROUNDS, SUMMARY}

    def names(self) -> set[str]:
        """What public pages may show of those who agreed, and other bureaus' own pages may not."""
        own = {a.name for a in self.applications} | {self.offer.name}
        return own | {n.name for n in (*self.nominations, self.invitation)}


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


def _ending(bureau: Bureau, person: Person, at: datetime) -> Appointment:
    """A term with sixteen days to go, whose holder would go on, and the leader's no."""
    on = at.date()
    told = {"category": "insured", "channel": "invite", "origin": "history", "rehearsal": False}
    starts_on = on - timedelta(days=714)
    term = appoint(bureau, person, starts_on=starts_on, by=LEADER, at=at, on=on, consented_at=at, **told)
    said = Answer(willing=True, said_on=on, channel="paper", summary=SUMMARY, scan=picture("JPEG"))
    renewal = take_answer(term, said, by=LIAISON, at=at)
    found = Advice(advice="end", opinion="未能参加培训", recusal="", checked=(), category=term.category)
    propose(renewal, found, by=LIAISON, at=at)
    end(renewal, reason="未能参加培训", by=LEADER, at=at)
    return term


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
    return actions.register_objection(notice, application.pk, said, **told).objection


def _score(batch: Batch, at: datetime) -> Panelist:
    """Candidates being scored by the one reviewer; the seat, with a card to fill in."""
    told: dict[str, Any] = {"at": at, "on": at.date()}
    bureau = batch.bureau
    decide(bureau, key="selection.scored", value=True, by=LEADER, reason="会议决定打分", **told)
    account = Account.objects.create_user(f"reviewer-{bureau.code}", display_name="林涛")
    starts_on = at.date() - timedelta(days=300)
    Membership.objects.create(account=account, bureau=bureau, role="reviewer", starts_on=starts_on)
    rubric = rubric_of(bureau, [account], at.date())
    round_ = scoring.draft_rules(batch, rubric, by=LIAISON, **told)
    scoring.lock_rules(round_, by=LEADER, **told)
    scoring.open_list(round_, due_on=at.date(), by=LIAISON, **told)
    [seat] = seats(round_)
    scoring.declare(seat, DECLARED, by=as_reviewer(seat), at=at)
    round_.refresh_from_db()
    scoring.begin_scoring(round_, by=LIAISON, **told)
    return seats(round_)[0]


def _calculate(batch: Batch, at: datetime) -> SlateRun:
    """One seat, drawn for: the command has run."""
    asked = Design(seats=1, bounds=(), seed="20261201", seed_source="双色球开奖号码")
    slates.write_design(batch, asked, by=LIAISON, at=at)
    run = slates.start_run(batch, by=LIAISON, at=at, on=at.date())
    calculate_slate.func(run.pk)
    return run


def _listed(bureau: Bureau, application: Application, at: datetime) -> Institution:
    """An institution, and somebody whose form says that they work there."""
    keep_institutions(bureau, [Listed("渝中区示范康复医院", "H50010300351")], by=LIAISON, at=at)
    about, employer = application.ledger_subject, "渝中区示范康复医院"
    note_interests(bureau, application.person, subject=about, employer=employer, recommender="", at=at)
    return bureau.institutions.get()


def _refuse(application: Application, evidence: StoredFile, at: datetime) -> Application:
    """One officer proposes by a file, a second confirms."""
    items = [row.code for row in application.bureau.policy(at.date()).pack["eligibility"]]
    said = {
        **dict.fromkeys(items, ("conforms", "核对原件")),
        items[0]: ("fails", "不是中国公民", "", evidence),
    }
    actions.record_findings(application, said, by=LIAISON, at=at)
    actions.propose_refusal(application, reason="不符合第一项条件", by=LIAISON, at=at)
    actions.confirm_refusal(application, reason="不符合第一项条件", by=LEADER, at=at)
    return application


def _also_came(application: Application, offer: SelfNomination, file: StoredFile, at: datetime) -> AlsoCame:
    """A second form with every file a form may have."""
    files = dict.fromkeys(("photo", "signed_scan", "unit_seal", "scan"), file)
    told = {"channel": offer.channel, "source": offer.number, "content": offer.content, "at": at}
    return AlsoCame.objects.create(application=application, **files, **told)


def _lists(batch: Batch, at: datetime) -> list[Sheet]:
    """One list to put right, one imported."""
    policy = batch.bureau.policy(at.date())
    told: dict[str, Any] = {
        "channel": "post",
        "arrived_on": at.date(),
        "policy": policy,
        "by": LIAISON,
        "at": at,
    }
    wrong = take_list(batch, "有误.xlsx", xlsx(policy, [person(policy, 6, 姓名="")]), **told)
    right = take_list(batch, "名单.xlsx", xlsx(policy, [person(policy, 6)]), **told)
    import_list(right, policy=policy, by=LIAISON, at=at)
    return [wrong, right]


def _arrive(bureau: Bureau, at: datetime) -> list[Arrival]:
    """One message with a form and a picture, one without a form."""
    on = at.date()
    told = {"way": UPLOAD, "arrived_on": on, "by": LIAISON, "at": at, "on": on}
    with_form = mail(("报名表.docx", form()), ("签字.jpg", picture("JPEG")), sender=SENDER)
    without = mail(sender=SENDER, identity="<2@example.invalid>")
    return [
        a for raw in (with_form, without) for a in take_in(bureau, read_message(raw), original=raw, **told)
    ]


def _sent_up(to: Bureau, at: datetime) -> Batch:
    """A batch of another bureau whose headcount `to` sets."""
    below = Bureau.objects.create(
        code="500103-01", parent=to, path=f"{to.path}500103-01/", name="示范街道服务站", level="county",
        starts_on=at.date(),
    )  # fmt: skip
    told = {"plan": {"needs": "辖区机构四百家"}, "headcount": 0, "gate": "none", "rehearsal": False}
    return Batch.objects.create(
        bureau=below, authority=to, state="sent_up", title="报送批次", pack_id="chongqing-2024-43",
        planned_by=0, created_at=at, **told,
    )  # fmt: skip


def unit_login(bureau: Bureau, at: datetime) -> Account:
    """The login of the bureau's one recommending unit."""
    code = issue_unit_slip(bureau.units.get(), reason="首次开通", by=LIAISON, at=at, on=at.date())
    slip = open_unit_slip(code, at.date())
    return activate_unit(slip, username=f"unit-{bureau.code}", password="a-long-passphrase", at=at)


def build(
    bureau: Bureau,
    *,
    appointed: Any,
    choosing: Any,
    noticed: Any,
    planned: Any,
    apply: Any,
    nominated: Any,
    invited: Any,
    offered: Any,
    now: datetime,
) -> World:
    """`appointed`, `choosing`, `noticed`, `planned`, `apply`, `nominated`, `invited`, `offered` are the rounds of tests/recruitment."""
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
    asked = [nominated(fresh, seq, opinion=f"{UNIT_OPINION}{seq}") for seq in (4, 5)]
    send_back_nomination(asked[1], reason="公章看不清", by=LIAISON, at=now)
    refused = _refuse(apply(fresh, 4), signed, at)
    appointments = list(bureau.appointments.order_by("pk"))
    certificate = _certify(appointments, bureau, at)
    open_review(appointments[1], grounds="公示异议待复核", origin="objection:1", by=LEADER, at=at)
    person = appointments[0].person
    compared = choosing(bureau, ["insured"], title="2026年第三批")
    account = Account.objects.create_user("supervisor-500103", display_name=person.name, person=person)
    pooled = offered(bureau, 7).entry
    return World(
        bureau=bureau,
        batches=[done, fresh, approved],
        attachment=NoticeFile.objects.create(batch=fresh, title="所需材料清单", file=signed, at=now),
        headcount=_sent_up(bureau, now),
        applications=[*applications, waiting, refused],
        also=_also_came(waiting, pooled, signed, at),
        notice=notice,
        posting=actions.record_posting(
            done, Posted(medium="wechat", place="渝中医保公众号", posted_on=on), by=LIAISON, at=at, on=on
        ),
        seat=_score(compared, at),
        run=_calculate(compared, at),
        institution=_listed(bureau, waiting, now),
        appeal=actions.lodge_appeal(refused, grounds=GROUNDS, by=Actor("applicant"), at=at),
        objection=_object(notice, applications[1], at),
        appointments=[*appointments, _ending(bureau, waiting.person, at)],
        certificate=certificate,
        job=_print(bureau, certificate, at),
        report=_report(bureau, person, at),
        archive=Archive.objects.create(bureau=bureau, batch=done, total=1, created_at=at),
        letter=bureau.letters.order_by("pk")[0],
        membership=bureau.memberships.order_by("pk")[0],
        account=account,
        arrivals=_arrive(bureau, at),
        sheets=_lists(fresh, now),
        nominations=asked,
        offer=pooled,
        invitation=invited(fresh, 6, opinion=f"{UNIT_OPINION}6"),
        called=bureau.letters.get(event="nomination.ask", about=asked[0].ledger_subject),
        unit_account=unit_login(bureau, at),
    )
