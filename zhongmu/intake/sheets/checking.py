"""Each line of a list held against the form of the web, and against the other lines (CQ-7.0, CQ-7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.intake.sheets.columns import Column
from zhongmu.intake.sheets.reading import Finding, Line
from zhongmu.people.identity import ResidentId
from zhongmu.policies.rulings import Blocker, spoken
from zhongmu.recruitment import rulings
from zhongmu.recruitment.forms import ApplicationForm
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import ApplicationState
from zhongmu.seals.index import blind_index

# Each person's own, given when the row is completed.
LATER = {"photo", "signed_scan", "declared", "privacy_consent", "health_consent"}


def check_lines(
    lines: Sequence[Line],
    columns: Sequence[Column],
    known: Sequence[Finding],
    *,
    batch: Batch,
    policy: Policy,
    on: date,
    arrived_on: date,
) -> list[Finding]:
    """What the form would refuse, cell by cell; a cell that could not be read is not named a second time."""
    bad = {(finding.sheet, finding.row, finding.head) for finding in known}
    found: list[Finding] = []
    people: list[tuple[Line, ResidentId]] = []
    for line in lines:
        form = _form(line, batch, policy, on)
        found += [f for f in wrong_cells(line, form, columns) if (f.sheet, f.row, f.head) not in bad]
        resident = form.cleaned_data.get("resident_id")
        if isinstance(resident, ResidentId):
            people.append((line, resident))
            found += _may_not(line, resident, columns, policy, arrived_on)
    return [*found, *_met_before(people, columns, batch)]


def _form(line: Line, batch: Batch, policy: Policy, on: date) -> ApplicationForm:
    form = ApplicationForm(as_posted(line.values), bureau=batch.bureau, policy=policy, today=on, paper=True)
    form.is_valid()
    return form


def as_posted(values: dict[str, str]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, text in values.items():
        if name == "other_categories":
            posted.setlist(name, [code for code in text.split(",") if code])
        else:
            posted[name] = text
    return posted


def wrong_cells(line: Line, form: forms.Form, columns: Sequence[Column]) -> Iterator[Finding]:
    """What the form says is wrong with this line, at the cell it is about."""
    by_field = {column.field: column for column in columns}
    for name, errors in form.errors.items():
        if name in by_field and name not in LATER:
            said = "".join(str(error) for error in errors)
            yield line.finding(by_field[name], line.values.get(name, ""), said)


def _number(columns: Sequence[Column]) -> Column:
    return next(column for column in columns if column.field == "resident_id")


def _may_not(
    line: Line, resident: ResidentId, columns: Sequence[Column], policy: Policy, arrived_on: date
) -> Iterator[Finding]:
    for ruling in rulings.applicant(resident, policy, arrived_on):
        if isinstance(ruling, Blocker):
            yield line.finding(_number(columns), resident.masked, spoken(ruling))


def _met_before(
    people: Sequence[tuple[Line, ResidentId]], columns: Sequence[Column], batch: Batch
) -> Iterator[Finding]:
    """One person is one application: not twice in the list, not in the batch already."""
    first: dict[str, Line] = {}
    indexes = {blind_index("resident_id", resident.number): resident for _line, resident in people}
    there = set(
        batch.applications.filter(resident_id_index__in=indexes)
        .exclude(state=ApplicationState.WITHDRAWN)
        .values_list("resident_id_index", flat=True)
    )
    for line, resident in people:
        if earlier := first.get(resident.number):
            said = _("和“%(sheet)s”第%(row)s行是同一个身份证号。请只留一行。")
            told = said % {"sheet": earlier.sheet, "row": earlier.row}
            yield line.finding(_number(columns), resident.masked, told)
        elif blind_index("resident_id", resident.number) in there:
            said = _("这个身份证号在本批次已经报过名。请删去这一行；要改内容的，请在那份报名里办。")
            yield line.finding(_number(columns), resident.masked, said)
        first.setdefault(resident.number, line)
