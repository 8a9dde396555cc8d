from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from zhongmu.bureaus.models import Bureau
from zhongmu.interests.models import Recusal
from zhongmu.letters.models import Letter
from zhongmu.people.actions import code_index
from zhongmu.people.models import Person
from zhongmu.people.reporters import pseudonyms_of
from zhongmu.reports.models import Clock, Desk, Report, ReportQuerySet
from zhongmu.seals.index import blind_index
from zhongmu.statements.counts import CappedCount
from zhongmu.statements.prepared import Prepared

PREFIX = "report:"
RECEIPT = "report.receipt"
MINE = "mine"
LISTED = 51  # a page of fifty, and one more to know of an older page

_recused = Prepared(
    lambda account: Recusal.objects.filter(account=account, subject__startswith=PREFIX).values_list("subject")
)


def recused_ids(account: int) -> tuple[int, ...]:
    """The reports that do not exist for this member of staff."""
    return tuple(int(subject[len(PREFIX) :]) for (subject,) in _recused(account))


def visible(bureau: Bureau, *, account: int, roles: Iterable[str]) -> ReportQuerySet:
    """The bureau's reports that exist for this member of staff. One query for recusals."""
    return _existing(bureau, recused_ids(account), leader="leader" in roles)


def _existing(bureau: Any, hidden: Any, *, leader: bool) -> ReportQuerySet:
    rows: ReportQuerySet = Report.objects.filter(bureau=bureau)
    if hidden:
        rows = rows.exclude(pk__in=hidden)
    return rows if leader else rows.filter(restricted=False)


def _to_count(bureau: Any, hidden: Any, *, leader: bool) -> ReportQuerySet:
    """As `_existing`; `restricted` is compared, not negated, so that it too is looked up in the index."""
    rows: ReportQuerySet = Report.objects.filter(
        bureau=bureau, restricted__in=[False, True] if leader else [False]
    )
    return rows.exclude(pk__in=hidden) if hidden else rows


class Listed(NamedTuple):
    """A report as a row of the officer's list."""

    pk: int
    headline: str
    number: str
    target_name: str
    kind: str
    state: str
    arrived_on: date
    due_on: date | None


def _page(
    bureau: Any, account: Any, hidden: Any, before: Any, *, tab: str, leader: bool, words: str = ""
) -> QuerySet[Report, Any]:
    rows = _existing(bureau, hidden, leader=leader)
    in_tab = rows.waiting_for(account) if tab == MINE else rows.on_desk(tab)
    found = rows.found_by(words) if words else in_tab
    shown = found.filter(pk__lt=before).order_by("-id").values_list("pk", *Listed._fields[1:])
    return shown[:LISTED]


def _counted(bureau: Any, account: Any, hidden: Any, subjects: Any, *, leader: bool) -> QuerySet[Bureau, Any]:
    letters = Letter.objects.filter(bureau=bureau).to_tell()
    if subjects:
        letters = letters.exclude(about__in=subjects)
    if not leader:
        restricted = Report.objects.filter(bureau=bureau, restricted=True)
        subject = Concat(Value(PREFIX), Cast("pk", CharField()))
        letters = letters.exclude(about__in=restricted.order_by().values_list(subject))
    mine = _to_count(bureau, hidden, leader=leader).held_by(account)
    return Bureau.objects.filter(pk=bureau).values_list(CappedCount(mine), CappedCount(letters))


def _counted_desks(bureau: Any, hidden: Any, *, leader: bool) -> QuerySet[Bureau, Any]:
    rows = _to_count(bureau, hidden, leader=leader)
    counts = [CappedCount(rows.standing_on(desk)) for desk in Desk]
    return Bureau.objects.filter(pk=bureau).values_list(*counts)


_listed, _waiting, _on_desks = Prepared(_page), Prepared(_counted), Prepared(_counted_desks)
_NEWEST = 2**62  # above every id: the first page asks what every other page asks


def list_page(
    bureau: Bureau,
    *,
    account: int,
    roles: Iterable[str],
    hidden: Sequence[int],
    tab: str,
    words: str = "",
    before: int | None = None,
) -> list[Listed]:
    """One page of a tab, or of what is found by `words`, newest first, and one row more where there are older ones."""
    asked = (bureau.pk, account, tuple(hidden), _NEWEST if before is None else before)
    leader = "leader" in roles
    rows = (
        _page(*asked, tab=tab, leader=leader, words=words)
        if words
        else _listed(*asked, tab=tab, leader=leader)
    )
    return [Listed(*row) for row in rows]


def waiting_counts(
    bureau: Bureau, *, account: int, roles: Iterable[str], hidden: Sequence[int]
) -> tuple[int, int]:
    """Open reports this person handles, and letters to tell; capped, and without what is hidden from the person."""
    subjects = tuple(f"{PREFIX}{pk}" for pk in hidden)
    mine, letters = _waiting(bureau.pk, account, tuple(hidden), subjects, leader="leader" in roles)[0]
    return mine, letters


def desk_counts(bureau: Bureau, *, roles: Iterable[str], hidden: Sequence[int]) -> list[int]:
    """How many stand on each desk, in the order of `Desk`; capped."""
    return list(_on_desks(bureau.pk, tuple(hidden), leader="leader" in roles)[0])


def hidden_subjects(bureau: Bureau, *, account: int, roles: Iterable[str]) -> list[str]:
    """Subjects (`report:7`) of which no letter may be shown to this member of staff."""
    hidden = {f"{PREFIX}{pk}" for pk in recused_ids(account)}
    if "leader" not in roles:
        restricted = bureau.reports.filter(restricted=True).values_list("pk", flat=True)
        hidden |= {f"{PREFIX}{pk}" for pk in restricted}
    return sorted(hidden)


_filed = Prepared(lambda index: Report.objects.filter(filing_index=index).select_related("bureau"))


def own_reports(person: Person) -> ReportQuerySet:
    """What this person reported, wherever it went; through the sealed table, for the person's own pages only."""
    return Report.objects.filter(pseudonym__in=pseudonyms_of(person)).select_related("bureau")


def report_behind(bureau: Bureau, pseudonym: str) -> Report | None:
    return bureau.reports.filter(pseudonym=pseudonym).first() if pseudonym else None


def by_receipt(number: str, secret: str) -> Report | None:
    """The report a receipt opens; unknown, wrong and not-yours answer alike. 〔〕 is hard to type: digits will do."""
    found = Report.objects.filter(secret_index=code_index(RECEIPT, secret)).select_related("bureau").first()
    return found if found and _digits(found.number) == _digits(number) else None


def _digits(number: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", number) if c.isdecimal())


def filed_under(token: str) -> Report | None:
    """The report this very form already filed, if it did."""
    return _filed.first(blind_index("report.filing", token))


def late_clocks(bureau: Bureau, *, on: date) -> int:
    """How many open promises of this bureau are past due; rehearsals do not count."""
    rows = Clock.objects.running().filter(report__bureau=bureau, report__rehearsal=False, due_on__lt=on)
    return rows.count()
