"""Filing a report: the one door for every channel. Later moves are in `actions`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.files.kinds import BadFile
from zhongmu.files.models import StoredFile
from zhongmu.files.store import save
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.people.actions import code_index, derived_code
from zhongmu.people.models import Person
from zhongmu.people.reporters import is_reporter, seal_reporter
from zhongmu.reports.filing import BadFiling, Filing, Outsider, headline, problems
from zhongmu.reports.models import Report, ReportMove, SealedContact
from zhongmu.reports.promises import first_clocks
from zhongmu.reports.queries import RECEIPT, filed_under
from zhongmu.reports.states import ClueState, Kind
from zhongmu.reports.telling import tell
from zhongmu.seals.index import blind_index
from zhongmu.statements.prepared import insert

Reporter = Person | Outsider | None
_WORDS = {Kind.CLUE: "线", Kind.SUGGESTION: "建"}


@dataclass(frozen=True)
class Filed:
    """`secret` is shown once and kept only as an index. `again`: this very form had filed it before."""

    report: Report
    secret: str
    again: bool = False


def new_token() -> str:
    """Goes into the form as a hidden field; the same token files once, however often the button is pressed."""
    return secrets.token_hex(16)


def secret_of(token: str) -> str:
    """The receipt's secret, the same for the same form, so that a repeated press shows the same receipt."""
    return derived_code("report.secret", token)


def file_report(
    bureau: Bureau,
    filing: Filing,
    *,
    reporter: Reporter,
    token: str,
    by: Actor | None,
    at: datetime,
    taken_by: int | None = None,
    policy: Policy | None = None,
) -> Filed:
    """File once (CQ-9.2, 9.3; HL-2.3b, c, e). `by` is the officer who registers it, None when the reporter files.

    `policy` is the bureau's on that day, where the caller has already read it.

    Raises BadFiling. A report about a bureau itself goes to the superior bureau and does not exist for the one
    it is about; where there is no superior only the leader sees it.
    """
    if filing.attachments and (found := _already(token, reporter, by)):
        return found  # before its files are checked and sealed a second time
    on = timezone.localtime(at).date()
    policy = policy or bureau.policy(on)
    if wrong := problems(filing, policy=policy, on=on):
        raise BadFiling(wrong)
    home, concerns, restricted = _route(bureau, filing, policy)
    if home != bureau:
        policy = home.policy(on)
    try:
        with transaction.atomic():
            report = _create(
                home,
                filing,
                concerns,
                reporter=reporter,
                token=token,
                policy=policy,
                by=by,
                at=at,
                restricted=restricted,
                taken_by=taken_by,
            )
    except IntegrityError:
        if found := _already(token, reporter, by):  # this form was filed before: `filing_index` is unique
            return found
        raise
    return Filed(report, secret_of(token))


def _already(token: str, reporter: Reporter, by: Actor | None) -> Filed | None:
    report = filed_under(token)
    if report is None:
        return None
    own = isinstance(reporter, Person) and is_reporter(reporter, report.pseudonym)
    registered = by is not None and report.registered_by == by.account
    if not (own or registered):
        raise BadFiling({"facts": _("这张表已经提交过。请重新打开填写页面。")})
    return Filed(report, secret_of(token), again=True)


def _route(bureau: Bureau, filing: Filing, policy: Policy) -> tuple[Bureau, Bureau | None, bool]:
    """Where it is handled, whom it is about, whether only the leader may see it."""
    row = next((row for row in policy["supervised.targets"] if row.code == filing.target_kind), None)
    if row is None or not row["routes_up"]:
        return bureau, None, False
    if bureau.parent is None:
        return bureau, bureau, True
    return bureau.parent, bureau, False


def _seal(reporter: Reporter) -> str:
    if isinstance(reporter, Person):
        return seal_reporter(reporter)
    pseudonym = secrets.token_hex(16)
    if reporter is not None:
        SealedContact.objects.create(pseudonym=pseudonym, name=reporter.name, contact=reporter.contact)
    return pseudonym


def _create(
    home: Bureau,
    filing: Filing,
    concerns: Bureau | None,
    *,
    reporter: Reporter,
    token: str,
    policy: Policy,
    by: Actor | None,
    at: datetime,
    restricted: bool,
    taken_by: int | None,
) -> Report:
    on = timezone.localtime(at).date()
    files = _keep(filing, home, at)
    clocks = first_clocks(filing.kind, filing.arrived_on, policy=policy, on=on)
    waiting = next((clock for clock in clocks if clock.done_on is None), None)
    pseudonym = _seal(reporter)
    report = Report(
        bureau=home,
        kind=filing.kind,
        number=_number(home, filing.kind, on, rehearsal=policy.rehearsal),
        pseudonym=pseudonym,
        secret_index=code_index(RECEIPT, secret_of(token)),
        filing_index=blind_index("report.filing", token),
        named=filing.named and reporter is not None,
        concerns=concerns,
        restricted=restricted,
        rehearsal=policy.rehearsal,
        pack_id=policy.pack.id,
        channel=filing.channel,
        taken_by=taken_by or (by.account if by else None),
        registered_by=by.account if by else None,
        received_at=at,
        headline=headline(filing, policy),
        due_on=waiting.due_on if waiting else None,
        due_kind=waiting.kind if waiting else "",
        **_told(filing),
    )
    insert(report)
    for clock in clocks:
        clock.report = report
        insert(clock)
    if files:
        report.files.set(files)
    who = by or Actor("reporter", pseudonym=pseudonym)
    _note(report, by=who, at=at)
    if by is not None:
        tell(report, "filed", at=at)
    return report


def _told(filing: Filing) -> dict[str, object]:
    names = (
        "target_kind", "target_name", "scene", "suggestion_kind", "happened", "happened_on", "place", "amount",
        "interested", "arrived_on",
    )  # fmt: skip
    told = {name: getattr(filing, name) for name in names}
    return {
        **{k: v.strip() if isinstance(v, str) else v for k, v in told.items()},
        "facts": filing.facts.strip(),
    }


def _keep(filing: Filing, home: Bureau, at: datetime) -> list[StoredFile]:
    kept = []
    for number, upload in enumerate(filing.attachments, 1):
        try:
            kept.append(save(upload, bureau_code=home.code, at=at, number=number))
        except BadFile as refused:
            said = _("第%(number)s个附件：%(why)s其他内容都还在，附件请重新选择。") % {
                "number": number,
                "why": refused.sentence,
            }
            raise BadFiling({"attachments": said}) from refused
    return kept


def _number(bureau: Bureau, kind: str, on: date, *, rehearsal: bool) -> str:
    """A rehearsed report is known as one in every list and letter, and takes no number from the real ones."""
    mark = f"演{_WORDS[Kind(kind)]}" if rehearsal else _WORDS[Kind(kind)]
    seq = next_number(bureau, f"{kind}.rehearsal" if rehearsal else kind, on.year)
    return f"{mark}〔{on.year}〕{seq:04d}"


def _note(report: Report, *, by: Actor, at: datetime) -> None:
    """The first entry of the timeline and of the ledger; the ledger keeps the pseudonym and no content."""
    made = {"name": "file", "source": "", "target": ClueState.FILED}
    insert(ReportMove(report=report, **made, role=by.role, account=by.account, at=at))
    facts = {
        "kind": report.kind,
        "number": report.number,
        "channel": report.channel,
        "pseudonym": report.pseudonym,
    }
    record(
        report.bureau.code,
        "reports.report.file",
        by=by,
        subject=report.ledger_subject,
        facts={**facts, "arrived_on": report.arrived_on.isoformat(), "rehearsal": report.rehearsal},
        at=at,
    )
