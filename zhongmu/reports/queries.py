from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhongmu.bureaus.models import Bureau
from zhongmu.interests.models import Recusal
from zhongmu.people.actions import code_index
from zhongmu.people.models import Person
from zhongmu.people.reporters import pseudonyms_of
from zhongmu.reports.models import Clock, Report, ReportQuerySet
from zhongmu.seals.index import blind_index

PREFIX = "report:"
RECEIPT = "report.receipt"


def recused_ids(account: int) -> list[int]:
    """The reports that do not exist for this member of staff."""
    subjects = Recusal.objects.filter(account_id=account, subject__startswith=PREFIX)
    return [int(subject[len(PREFIX) :]) for subject in subjects.values_list("subject", flat=True)]


def visible(bureau: Bureau, *, account: int, roles: Iterable[str]) -> ReportQuerySet:
    """The bureau's reports that exist for this member of staff. One query for recusals."""
    rows: ReportQuerySet = bureau.reports.all()
    if hidden := recused_ids(account):
        rows = rows.exclude(pk__in=hidden)
    return rows if "leader" in roles else rows.filter(restricted=False)


def hidden_subjects(bureau: Bureau, *, account: int, roles: Iterable[str]) -> list[str]:
    """Subjects (`report:7`) of which no letter may be shown to this member of staff."""
    hidden = {f"{PREFIX}{pk}" for pk in recused_ids(account)}
    if "leader" not in roles:
        restricted = bureau.reports.filter(restricted=True).values_list("pk", flat=True)
        hidden |= {f"{PREFIX}{pk}" for pk in restricted}
    return sorted(hidden)


def own_reports(person: Person) -> ReportQuerySet:
    """What this person reported, wherever it went; through the sealed table, for the person's own pages only."""
    return Report.objects.filter(pseudonym__in=pseudonyms_of(person)).select_related("bureau")


def report_behind(bureau: Bureau, pseudonym: str) -> Report | None:
    return bureau.reports.filter(pseudonym=pseudonym).first() if pseudonym else None


def by_receipt(number: str, secret: str) -> Report | None:
    """The report a receipt opens; unknown, wrong and not-yours answer alike."""
    found = Report.objects.filter(secret_index=code_index(RECEIPT, secret)).select_related("bureau").first()
    return found if found and found.number == number.strip() else None


def filed_under(token: str) -> Report | None:
    """The report this very form already filed, if it did."""
    return (
        Report.objects.filter(filing_index=blind_index("report.filing", token))
        .select_related("bureau")
        .first()
    )


def late_clocks(bureau: Bureau, *, on: date) -> int:
    """How many open promises of this bureau are past due; rehearsals do not count."""
    rows = Clock.objects.running().filter(report__bureau=bureau, report__rehearsal=False, due_on__lt=on)
    return rows.count()
