"""Everything that changes a filed report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.interests.actions import recuse
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed, make_move
from zhongmu.ledger.record import record
from zhongmu.people import reporters
from zhongmu.people.models import Account
from zhongmu.policies.rulings import Cite, Ruling
from zhongmu.reports.access import why_not_reveal
from zhongmu.reports.models import ClockKind, Declaration, Exchange, Report, ReportMove, Said, SealedContact
from zhongmu.reports.promises import finish_clock, start_clock
from zhongmu.reports.rulings import (
    MOST_SAID,
    Conclusion,
    rulings_for,
    why_not_answer,
    why_not_conclude,
    why_not_say,
)
from zhongmu.reports.states import MOVES, Kind
from zhongmu.reports.telling import tell


@dataclass(frozen=True)
class _Act:
    """One move about to be made: the report, who, when, and the measure of that day."""

    report: Report
    by: Actor
    at: datetime

    @property
    def on(self) -> date:
        return timezone.localtime(self.at).date()

    @property
    def policy(self) -> Policy:
        return self.report.bureau.policy(self.on)

    def make(
        self,
        name: str,
        *,
        policy: Policy,
        more: Iterable[Ruling | None] = (),
        reason: str = "",
        facts: Mapping[str, JSON] | None = None,
        **changes: object,
    ) -> ReportMove:
        moves = MOVES[self.report.kind]
        told = rulings_for(name, self.report, policy=policy, by=self.by, on=self.on)
        row = make_move(
            self.report,
            name,
            moves=moves,
            rulings=[*told, *(each for each in more if each)],
            by=self.by,
            at=self.at,
            chain=self.report.bureau.code,
            reason=reason,
            facts=facts,
            changes=changes,
            cite=_cite(policy, moves[name].cite),
        )
        return cast("ReportMove", row)

    def say(self, said: str, text: str) -> None:
        Exchange.objects.create(
            report=self.report,
            said=said,
            round=self.report.round,
            text=text.strip(),
            role=self.by.role,
            at=self.at,
        )


def _cite(policy: Policy, key: str) -> Cite | None:
    return policy.cite(key) if key else None


@transaction.atomic
def accept(report: Report, *, by: Actor, at: datetime) -> None:
    """Take it on and become its handler; a clue's verification runs from today (15 working days, first not counted)."""
    act = _Act(report, by, at)
    policy = act.policy
    act.make("accept", policy=policy, handler=by.account)
    if report.kind == Kind.CLUE:
        start_clock(report, ClockKind.VERIFY, act.on, policy=policy)
    tell(report, "accepted", at=at)


@transaction.atomic
def send_back(report: Report, *, reason: str, by: Actor, at: datetime) -> None:
    """Ask the reporter for what is missing; the clocks already running keep running."""
    act = _Act(report, by, at)
    policy = act.policy
    act.make("send_back", policy=policy, more=[why_not_say(reason, policy=policy)], reason=reason.strip())
    act.say(Said.SENT_BACK, reason)
    tell(report, "sent_back", at=at)


@transaction.atomic
def supplement(report: Report, *, text: str, by: Actor, at: datetime) -> None:
    """The reporter adds what was missing; what was filed first stays as it is."""
    act = _Act(report, by, at)
    policy = act.policy
    act.make("supplement", policy=policy, more=[why_not_say(text, policy=policy, most=30_000)])
    act.say(Said.SUPPLEMENT, text)


@transaction.atomic
def ask_extension(report: Report, *, reason: str, by: Actor, at: datetime) -> None:
    act = _Act(report, by, at)
    policy = act.policy
    more = [why_not_say(reason, policy=policy, most=MOST_SAID)]
    act.make("ask_extension", policy=policy, more=more, reason=reason.strip(), extension_asked_by=by.account)


@transaction.atomic
def approve_extension(report: Report, *, by: Actor, at: datetime) -> None:
    """The leader agrees, another person than who asked; the verification clock runs on from its due day."""
    act = _Act(report, by, at)
    policy = act.policy
    act.make("approve_extension", policy=policy, extension_asked_by=None, extensions=report.extensions + 1)
    clock = report.clocks.filter(kind=ClockKind.VERIFY).first()
    if clock:
        start_clock(report, ClockKind.VERIFY, clock.starts_on, policy=policy)


@transaction.atomic
def refuse_extension(report: Report, *, reason: str, by: Actor, at: datetime) -> None:
    act = _Act(report, by, at)
    policy = act.policy
    more = [why_not_say(reason, policy=policy)]
    act.make("refuse_extension", policy=policy, more=more, reason=reason.strip(), extension_asked_by=None)


@transaction.atomic
def decide(report: Report, conclusion: Conclusion, *, by: Actor, at: datetime) -> None:
    """Record how it ends. From here a named reporter is told within 5 working days (国家医保局令第5号)."""
    act = _Act(report, by, at)
    policy = act.policy
    act.make(
        "decide",
        policy=policy,
        more=why_not_conclude(report, conclusion, policy=policy),
        reason=conclusion.reason.strip(),
        facts={"outcome": conclusion.outcome, "finding": conclusion.finding},
        outcome=conclusion.outcome,
        finding=conclusion.finding,
        outcome_reason=conclusion.reason.strip(),
        transferred_to=conclusion.transferred_to.strip()[:100],
        found_amount=conclusion.found_amount,
        decided_on=act.on,
        extension_asked_by=None,
    )
    finish_clock(report, ClockKind.VERIFY, act.on)
    if report.kind == Kind.CLUE and report.named:
        start_clock(report, ClockKind.TOLD, act.on, policy=policy)


@transaction.atomic
def answer(report: Report, *, text: str, by: Actor, at: datetime) -> None:
    """Tell the reporter what became of it; an answer that says nothing is refused (CQ-12.3)."""
    act = _Act(report, by, at)
    policy = act.policy
    act.make("answer", policy=policy, more=[why_not_answer(text, policy=policy)])
    act.say(Said.ANSWER, text)
    finish_clock(report, ClockKind.TOLD, act.on)
    finish_clock(report, ClockKind.SUGGESTION, act.on)
    tell(report, "answered", at=at)


@transaction.atomic
def ask_again(report: Report, *, text: str, by: Actor, at: datetime) -> None:
    """The reporter is not content: a new round opens, which must be answered before the case closes."""
    act = _Act(report, by, at)
    policy = act.policy
    act.make("ask_again", policy=policy, more=[why_not_say(text, policy=policy)], round=report.round + 1)
    act.say(Said.QUESTION, text)


@transaction.atomic
def close(report: Report, *, by: Actor, at: datetime) -> None:
    """Nothing closes unanswered (CQ-12.3)."""
    act = _Act(report, by, at)
    act.make("close", policy=act.policy)


@transaction.atomic
def declare_no_interest(report: Report, *, by: Actor, at: datetime) -> None:
    """Before first opening a case a member of staff says to have no interest in it; twice is once (CQ-10.4)."""
    account = by.account or 0
    _row, created = Declaration.objects.get_or_create(report=report, account=account, defaults={"at": at})
    if created:
        record(
            report.bureau.code,
            "reports.report.no_interest",
            by=by,
            subject=report.ledger_subject,
            facts={},
            at=at,
        )


@transaction.atomic
def declare_interest(report: Report, *, account: Account, reason: str, by: Actor, at: datetime) -> None:
    """From now on the case does not exist for this person; one it waited for waits for anybody again."""
    recuse(account, subject=report.ledger_subject, chain=report.bureau.code, by=by, reason=reason, at=at)
    Report.objects.filter(pk=report.pk, handler=account.pk).update(handler=None)


@dataclass(frozen=True)
class Revealed:
    name: str
    contact: str


@transaction.atomic
def reveal(report: Report, *, reason: str, by: Actor, at: datetime) -> Revealed:
    """Open the seal for one reader, once, into the ledger. NotAllowed without the role, a reason or a declaration."""
    policy = report.bureau.policy(timezone.localtime(at).date())
    if refusal := why_not_reveal(report, by=by, policy=policy, reason=reason):
        raise NotAllowed([refusal])
    person = reporters.reveal(
        report.pseudonym,
        chain=report.bureau.code,
        subject=report.ledger_subject,
        by=by,
        reason=reason.strip(),
        at=at,
    )
    if person is not None:
        return Revealed(person.name, "　".join(filter(None, [person.phone, person.email, person.address])))
    outsider = SealedContact.objects.filter(pseudonym=report.pseudonym).first()
    return Revealed(outsider.name, outsider.contact) if outsider else Revealed(_("登记时未具名"), "")
