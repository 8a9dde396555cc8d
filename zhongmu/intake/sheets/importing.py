"""Take a list in, say what is wrong with it, import it whole or not at all; then each person, one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.files.store import read_original, save
from zhongmu.intake.models import Sheet, SheetRow
from zhongmu.intake.sheets.cells import must_be_a_list, tables_of
from zhongmu.intake.sheets.checking import check_lines
from zhongmu.intake.sheets.columns import columns_of
from zhongmu.intake.sheets.reading import Finding, Line, read_list
from zhongmu.intake.states import ROW_MOVES, SHEET_MOVES, SheetState
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import Move, NotAllowed, make_move
from zhongmu.ledger.record import record
from zhongmu.recruitment.actions import register_application
from zhongmu.recruitment.actions.applying import Receipt
from zhongmu.recruitment.actions.moving import reasoned
from zhongmu.recruitment.filled import Filled
from zhongmu.recruitment.models import Batch


@dataclass(frozen=True)
class Checked:
    lines: Sequence[Line]
    findings: Sequence[Finding]


def check_list(content: bytes, batch: Batch, policy: Policy, *, on: date, arrived_on: date) -> Checked:
    """Read a list and hold it against the form; BadFile when it is none. Changes nothing."""
    columns = columns_of(policy)
    listed = read_list(tables_of(content), columns)
    if listed.too_many:
        return Checked(listed.lines, listed.findings)
    more = check_lines(
        listed.lines, columns, listed.findings, batch=batch, policy=policy, on=on, arrived_on=arrived_on
    )
    return Checked(listed.lines, [*listed.findings, *more])


def take_list(
    batch: Batch,
    name: str,
    content: bytes,
    *,
    channel: str,
    arrived_on: date,
    policy: Policy,
    by: Actor,
    at: datetime,
) -> Sheet:
    """Keep the file with what is wrong in it, so that it can be put right and sent again; raises BadFile."""
    on, bureau = localdate(at), batch.bureau
    must_be_a_list(name, content)
    checked = check_list(content, batch, policy, on=on, arrived_on=arrived_on)
    with transaction.atomic():
        stored = save(ContentFile(content, name=name), bureau_code=bureau.code, at=at)
        sheet = Sheet.objects.create(
            bureau=bureau,
            batch=batch,
            number=f"表〔{on.year}〕{next_number(bureau, 'sheet', on.year):04d}",
            state=SheetState.FAULTY if checked.findings else SheetState.READY,
            name=name[:200],
            file=stored,
            channel=channel,
            arrived_on=arrived_on,
            people=len(checked.lines),
            findings=_as_json(checked.findings),
            faults=len(checked.findings),
            uploaded_by=by.account or 0,
            uploaded_at=at,
        )
        facts: dict[str, JSON] = {"number": sheet.number, "people": sheet.people, "faults": sheet.faults}
        record(bureau.code, "intake.sheet.take_in", by=by, subject=sheet.ledger_subject, facts=facts, at=at)
    return sheet


def _as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False)


def _move(
    noun: models.Model,
    name: str,
    moves: Mapping[str, Move],
    chain: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
    **changes: Any,
) -> None:
    make_move(
        noun,
        name,
        moves=moves,
        rulings=(),
        by=by,
        at=at,
        chain=chain,
        reason=reason.strip(),
        facts=facts,
        changes=changes,
    )


def preview(sheet: Sheet, policy: Policy, *, on: date) -> Checked:
    """What importing would create, as of now."""
    content = read_original(sheet.file)
    return check_list(content, sheet.batch, policy, on=on, arrived_on=sheet.arrived_on)


def import_list(sheet: Sheet, *, policy: Policy, by: Actor, at: datetime) -> bool:
    """All or nothing; False, with the findings kept, when something went wrong since it was checked."""
    with transaction.atomic():
        checked = preview(sheet, policy, on=localdate(at))
        chain = sheet.bureau.code
        if checked.findings:
            told, faults = _as_json(checked.findings), len(checked.findings)
            _move(sheet, "fault", SHEET_MOVES, chain, by=by, at=at, findings=told, faults=faults)
            return False
        _move(sheet, "import", SHEET_MOVES, chain, by=by, at=at, facts={"people": len(checked.lines)})
        SheetRow.objects.bulk_create(
            SheetRow(sheet=sheet, place=place, content=json.dumps(line.values, ensure_ascii=False))
            for place, line in enumerate(checked.lines, 1)
        )
    return True


def drop_list(sheet: Sheet, *, reason: str, by: Actor, at: datetime) -> None:
    _reason(reason, _("作废"))
    _move(sheet, "drop", SHEET_MOVES, sheet.bureau.code, by=by, at=at, reason=reason)


@transaction.atomic
def register_row(
    row: SheetRow, filled: Filled, *, by: Actor, at: datetime, taken_by: str, submission: str = ""
) -> Receipt:
    """The very action of the web form, with the day and the way the list came; the same form again, the same receipt."""
    sheet = row.sheet
    intake = {"channel": sheet.channel, "arrived_on": sheet.arrived_on.isoformat(), "taken_by": taken_by}
    receipt = register_application(sheet.batch, filled, by=by, at=at, submission=submission, intake=intake)
    if not (receipt.again and row.application_id == receipt.application.pk):
        chain = sheet.bureau.code
        _move(row, "register", ROW_MOVES, chain, by=by, at=at, application=receipt.application)
    return receipt


def drop_row(row: SheetRow, *, reason: str, by: Actor, at: datetime) -> None:
    """Somebody on the list does not apply after all."""
    _reason(reason, _("取消"))
    _move(row, "drop", ROW_MOVES, row.sheet.bureau.code, by=by, at=at, reason=reason)


def restore_row(row: SheetRow, *, by: Actor, at: datetime) -> None:
    _move(row, "restore", ROW_MOVES, row.sheet.bureau.code, by=by, at=at)


def _reason(reason: str, what: str) -> None:
    if blocked := reasoned(reason, what=what):
        raise NotAllowed(blocked)
