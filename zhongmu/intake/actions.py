"""Take in what arrived, and what a person then does with it. Registering ends in the action of the web form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.files.checks import check
from zhongmu.files.kinds import DOCX, BadFile
from zhongmu.files.models import StoredFile
from zhongmu.files.store import keep_message, save, save_photo
from zhongmu.intake.annex.reading import Cell, NotTheForm, Reading, read_form
from zhongmu.intake.annex.rules import PHOTO
from zhongmu.intake.email.message import Message, Part
from zhongmu.intake.models import Arrival, Attachment
from zhongmu.intake.states import ARRIVAL_MOVES
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed, make_move
from zhongmu.ledger.record import record
from zhongmu.letters.actions import Addressee, queue_letter
from zhongmu.policies.rulings import Blocker
from zhongmu.recruitment.actions import register_application
from zhongmu.recruitment.actions.applying import Receipt
from zhongmu.recruitment.actions.moving import reasoned
from zhongmu.recruitment.filled import Filled, statement_for
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.uploads import photo_rule

EMAIL = "email"


@dataclass
class _Came:
    """One file of a message on its way in, and the form it turned out to be."""

    name: str
    content: bytes = b""
    stored: StoredFile | None = None
    role: str = Attachment.OTHER
    problem: str = ""
    reading: Reading | None = None
    taken_out: list[_Came] = field(default_factory=list)


@dataclass(frozen=True)
class _Door:
    """Where and when something is taken in, for the helpers below."""

    bureau: Bureau
    policy: Policy
    at: datetime
    on: date


def already_taken(bureau: Bureau, message: Message) -> list[Arrival]:
    """The arrivals this very message made before."""
    return list(bureau.arrivals.filter(digest=message.digest).order_by("part"))


def check_form(bureau: Bureau, name: str, content: bytes, *, on: date) -> None:
    """BadFile unless this is a file we take and a form we can read."""
    if check(name, content).name != DOCX:
        raise BadFile(_("这不是 Word 报名表（docx）。请核对是不是选错了文件。"))
    read_form(content, statement=statement_for(bureau, bureau.policy(on)).lines, on=on)


def take_in(
    bureau: Bureau,
    message: Message,
    *,
    original: bytes | None,
    way: str,
    arrived_on: date,
    by: Actor,
    at: datetime,
    on: date,
) -> list[Arrival]:
    """Keep a message and read the forms in it; each message once, the second time gives the rows of the first.

    A file that is refused is named with the reason and not kept apart; the message as a whole is, sealed.
    """
    if found := already_taken(bureau, message):
        return found
    door = _Door(bureau, bureau.policy(on), at, on)
    files = [_looked_at(part, door) for part in message.parts]
    try:
        with transaction.atomic():
            made = _kept(door, message, files, original=original, way=way, arrived_on=arrived_on, by=by)
    except IntegrityError:
        if found := already_taken(bureau, message):  # somebody took it in at the same second
            return found
        raise
    return made


def _looked_at(part: Part, door: _Door) -> _Came:
    """Check one file and read the form in it, before the transaction that keeps them."""
    came = _Came(part.name, part.content)
    try:
        kind = check(part.name, part.content)
        if kind.name == DOCX:
            came.reading = read_form(
                part.content, statement=statement_for(door.bureau, door.policy).lines, on=door.on
            )
            came.role = Attachment.FORM
    except NotTheForm:
        pass  # an attachment like any other
    except BadFile as wrong:
        came.problem = wrong.sentence
    return came


def _kept(
    door: _Door,
    message: Message,
    files: list[_Came],
    *,
    original: bytes | None,
    way: str,
    arrived_on: date,
    by: Actor,
) -> list[Arrival]:
    bureau, at = door.bureau, door.at
    kept = keep_message(original, bureau_code=bureau.code, at=at) if original is not None else None
    for number, came in enumerate(files, 1):
        _store(came, number, door)
    forms: list[_Came | None] = [each for each in files if each.reading]
    loose = [each for each in files if not each.reading]
    told = {"original": kept, "way": way, "arrived_on": arrived_on, "taken_by": by.account}
    made = [_create(door, message, form, loose, part=n, **told) for n, form in enumerate(forms or [None], 1)]
    _record_arrival(made[0], forms=len(forms), by=by, at=at)
    return made


def _store(came: _Came, number: int, door: _Door) -> None:
    """What could be read is kept; of what is refused only the name and the reason."""
    try:
        came.stored = save(
            ContentFile(came.content, name=came.name), bureau_code=door.bureau.code, at=door.at, number=number
        )
    except BadFile as wrong:
        came.problem = came.problem or wrong.sentence
    if came.reading is not None:
        _take_out_pictures(came, came.reading, door)


def _take_out_pictures(came: _Came, reading: Reading, door: _Door) -> None:
    """The photo as the form wants it, the signature as it is; what cannot be used becomes a doubt."""
    if reading.photo is not None:
        try:
            upload = ContentFile(reading.photo, name="照片")
            photo = save_photo(upload, bureau_code=door.bureau.code, at=door.at, rule=photo_rule(door.policy))
        except BadFile as wrong:
            came.reading = _doubting_photo(reading, wrong.sentence)
        else:
            came.taken_out.append(_Came(_("表里的照片"), stored=photo, role=Attachment.PHOTO))
    if reading.signature is not None:
        try:
            signature = save(
                ContentFile(reading.signature, name="签字"), bureau_code=door.bureau.code, at=door.at
            )
        except BadFile:
            return  # the doubt already asks for a signed scan
        came.taken_out.append(_Came(_("签字处的图片"), stored=signature, role=Attachment.SIGNATURE))


def _doubting_photo(reading: Reading, sentence: str) -> Reading:
    cells = tuple(
        Cell(PHOTO, "", {}, {"photo": sentence}) if cell.label == PHOTO else cell for cell in reading.cells
    )
    return Reading(cells, reading.rest)


def _create(
    door: _Door,
    message: Message,
    form: _Came | None,
    loose: Iterable[_Came],
    *,
    part: int,
    **told: Any,
) -> Arrival:
    reading = form.reading if form else None
    rows = [*([form, *form.taken_out] if form else []), *loose]
    arrival = Arrival.objects.create(
        bureau=door.bureau,
        number=f"来〔{door.on.year}〕{next_number(door.bureau, 'arrival', door.on.year):04d}",
        digest=message.digest,
        part=part,
        taken_at=door.at,
        sender=message.sender,
        subject=message.subject,
        words=f"{message.words}\n{message.more}".strip(),
        reading=_as_json(reading) if reading else "",
        doubts=len(reading.doubts) if reading else None,
        **told,
    )
    Attachment.objects.bulk_create(
        Attachment(
            arrival=arrival, number=n, role=c.role, name=c.name[:200], stored=c.stored, problem=c.problem
        )
        for n, c in enumerate(rows, 1)
    )
    return arrival


def _as_json(reading: Reading) -> str:
    cells = [
        {"label": c.label, "found": c.found, "values": dict(c.values), "doubts": dict(c.doubts)}
        for c in reading.cells
    ]
    return json.dumps({"cells": cells, "rest": list(reading.rest)}, ensure_ascii=False)


def _record_arrival(arrival: Arrival, *, forms: int, by: Actor, at: datetime) -> None:
    facts: dict[str, JSON] = {
        "number": arrival.number,
        "way": arrival.way,
        "arrived_on": arrival.arrived_on.isoformat(),
        "forms": forms,
    }
    chain, subject = arrival.bureau.code, arrival.ledger_subject
    record(chain, "intake.arrival.take_in", by=by, subject=subject, facts=facts, at=at)


def _move(
    arrival: Arrival, name: str, *, by: Actor, at: datetime, reason: str = "", **changes: object
) -> None:
    make_move(
        arrival,
        name,
        moves=ARRIVAL_MOVES,
        rulings=(),
        by=by,
        at=at,
        chain=arrival.bureau.code,
        reason=reason.strip(),
        changes=changes,
    )


@transaction.atomic
def register_arrival(
    arrival: Arrival,
    batch: Batch,
    filled: Filled,
    *,
    by: Actor,
    at: datetime,
    taken_by: str,
    submission: str = "",
) -> Receipt:
    """Register what the officer read and corrected, by the very action of the web form; the original stays with it.

    The same `submission` sent again gives the same receipt again.
    """
    form = arrival.attachments.filter(role=Attachment.FORM).select_related("stored").first()
    receipt = register_application(
        batch,
        filled,
        by=by,
        at=at,
        submission=submission,
        intake={"channel": EMAIL, "arrived_on": arrival.arrived_on.isoformat(), "taken_by": taken_by},
        scan=form.stored if form else None,
    )
    if not (receipt.again and arrival.application_id == receipt.application.pk):
        _move(arrival, "register", by=by, at=at, application=receipt.application)
    return receipt


@transaction.atomic
def send_back(arrival: Arrival, *, reason: str, policy: Policy, by: Actor, at: datetime) -> None:
    """Ask for what is missing, the hand-written signature above all (CQ-F19); without an address an officer tells it."""
    if blocked := reasoned(reason, what=_("退回")):
        raise NotAllowed(blocked)
    _move(arrival, "send_back", by=by, at=at, reason=reason)
    queue_letter(
        arrival.bureau,
        event="intake.send_back",
        subject_line=_("报名表请补正后重新发来（%s）") % arrival.number,
        body=_letter(arrival, reason),
        at=at,
        rehearsal=policy.rehearsal,
        to=Addressee(email=arrival.sender),
        about=arrival.ledger_subject,
    )


def _letter(arrival: Arrival, reason: str) -> str:
    said = {"bureau": arrival.bureau.name, "number": arrival.number, "reason": reason.strip()}
    return (
        _(
            "%(bureau)s收到了您用电子邮件发来的社会监督员报名表（来件号 %(number)s），但还不能登记，请补正：\n"
            "%(reason)s\n"
            "请改好后在报名期内重新发来，也可以在网上填报，或把签好的报名表送到本局。"
        )
        % said
    )


def lay_aside(arrival: Arrival, *, reason: str, by: Actor, at: datetime) -> None:
    if blocked := reasoned(reason, what=_("不按报名办理")):
        raise NotAllowed(blocked)
    _move(arrival, "lay_aside", by=by, at=at, reason=reason)


def reopen(arrival: Arrival, *, by: Actor, at: datetime) -> None:
    _move(arrival, "reopen", by=by, at=at)


def seal(arrival: Arrival, *, by: Actor, at: datetime) -> None:
    """A clue or a suggestion, registered as such: from now on nobody reads here who sent it (HL-2.3e)."""
    if arrival.has_form:
        said = _("这份来件里有报名表，不能当作线索或建议封存。")
        raise NotAllowed([Blocker(said, remedy=_("请登记报名，或退回。"))])
    _move(arrival, "seal", by=by, at=at)
