"""Pledges and certificates: sign, issue, void, print."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.numbers import next_number
from zhongmu.bureaus.policy import Policy
from zhongmu.corps import rulings
from zhongmu.corps.actions import line_of, refuse
from zhongmu.corps.models import Appointment, Certificate, CertificateState, Pledge, PrintJob
from zhongmu.corps.queries import number_key
from zhongmu.files.kinds import BadFile
from zhongmu.files.pdfs import check_pdf
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.ledger.record import record
from zhongmu.letters.actions import queue_letter
from zhongmu.letters.documents.certificate import CertificateFacts
from zhongmu.letters.documents.pictures import signature_png
from zhongmu.policies.rulings import Blocker, Ruling

ISSUERS = {"liaison", "clerk", "leader"}
MOST_BYTES = 10 * 2**20
_MOST_PIXELS = 40_000_000
_SCANS = {"JPEG": "image/jpeg", "PNG": "image/png"}


class Serial(int):
    """A running number that prints with four digits unless the pattern says otherwise."""

    def __format__(self, spec: str) -> str:
        return format(int(self), spec or "04d")


def _bad_picture(sentence: str) -> NotAllowed:
    return NotAllowed(
        [Blocker(sentence, remedy=_("请重签，或换一张清楚的照片、扫描件（JPG、PNG 或 PDF）。"))]
    )


def checked_picture(content: bytes) -> str:
    """The kind of a JPEG or PNG that can be opened; refuses what is empty, disguised, too large or a bomb."""
    if not content:
        raise _bad_picture(_("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise _bad_picture(_("文件超过10兆字节。"))
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise _bad_picture(_("图片的像素过大，无法安全打开。"))
            kind = _SCANS.get(picture.format or "")
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _bad_picture(_("图片的像素过大，无法安全打开。")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _bad_picture(_("文件不是可以打开的图片。")) from None
    if kind is None:
        raise _bad_picture(_("只收 JPG 和 PNG 图片。"))
    return kind


def checked_scan(content: bytes) -> str:
    """The kind of a scan: a picture, or a whole PDF that does nothing when opened."""
    if not content.startswith(b"%PDF-") or len(content) > MOST_BYTES:
        return checked_picture(content)
    try:
        check_pdf(content)
    except BadFile as error:
        raise _bad_picture(error.sentence) from None
    return "application/pdf"


@transaction.atomic
def sign_pledge(
    appointment: Appointment, items: Collection[str], *, signature: bytes, by: Actor, at: datetime, on: date
) -> Pledge:
    """The supervisor confirms each discipline and signs on screen; `signature` is PNG bytes (CQ-10.0)."""
    policy = appointment.bureau.policy(on)
    refuse(_why_not_again(appointment), rulings.why_not_sign(policy, items))
    checked_picture(signature)
    return _keep_pledge(
        appointment,
        policy,
        Pledge(how=Pledge.How.SCREEN, signature=signature_png(signature), signed_on=on, account=None),
        by=by,
        at=at,
    )


@transaction.atomic
def register_pledge(
    appointment: Appointment,
    items: Collection[str],
    *,
    scan: bytes,
    signed_on: date,
    by: Actor,
    at: datetime,
    on: date,
) -> Pledge:
    """An officer registers a pledge signed on paper, with its scan; it counts like one signed on screen (CQ-10.0)."""
    policy = appointment.bureau.policy(on)
    late = Blocker(_("签署日期在今天之后。"), remedy=_("请照纸上写的日期填写。")) if signed_on > on else None
    refuse(_why_not_issuer(by), _why_not_again(appointment), rulings.why_not_sign(policy, items), late)
    kind = checked_scan(scan)
    kept = Pledge(how=Pledge.How.PAPER, scan=scan, scan_kind=kind, signed_on=signed_on, account=by.account)
    return _keep_pledge(appointment, policy, kept, by=by, at=at)


def _keep_pledge(
    appointment: Appointment, policy: Policy, pledge: Pledge, *, by: Actor, at: datetime
) -> Pledge:
    chain, noted_at = line_of(appointment.bureau, by=by, at=at)
    pledge.appointment, pledge.recorded_at = appointment, noted_at
    pledge.version = policy.pack.id
    pledge.items = [code for code, _label in policy.choices("discipline.items")]
    pledge.save()
    facts: dict[str, JSON] = {"version": pledge.version, "items": pledge.items, "how": str(pledge.how)}
    subject = appointment.ledger_subject
    record(chain, "corps.pledge.sign", by=by, subject=subject, facts=facts, at=noted_at)
    return pledge


def _why_not_again(appointment: Appointment) -> Blocker | None:
    if not Pledge.objects.filter(appointment=appointment).exists():
        return None
    return Blocker(_("本聘期的纪律承诺书已经签过。"), remedy=_("不必再签；续聘时重新签署。"))


def _why_not_issuer(by: Actor) -> Blocker | None:
    if by.role in ISSUERS:
        return None
    return Blocker(_("证书由联络员、经办人或负责人办理。"), remedy=_("请交由有权限的人员办理。"))


Gates = Callable[[Appointment], Sequence[Ruling]]


def _ungated(_appointment: Appointment) -> Sequence[Ruling]:
    return ()


@transaction.atomic
def issue_certificate(
    appointment: Appointment, *, by: Actor, at: datetime, on: date, gates_of: Gates = _ungated
) -> Certificate:
    """Issue the certificate of a term under the next number (CQ-5.3). A refusal or a failure takes no number.

    `gates_of` is asked within the transaction, so that it can hold what it looks at until the act is done.
    """
    gates = gates_of(appointment)
    Appointment.objects.select_for_update().get(pk=appointment.pk)
    policy = appointment.bureau.policy(on)
    refuse(_why_not_issuer(by), *gates, *rulings.certifying(appointment, policy, on=on))
    number = _next_number(appointment, policy, on)
    certificate = Certificate.objects.create(
        bureau=appointment.bureau,
        appointment=appointment,
        number=number,
        number_key=number_key(number),
        token=secrets.token_urlsafe(16),
        printed_name=policy["cert.name"],
        disclaimer=policy["cert.disclaimer"],
        holder=appointment.person.name,
        bureau_name=appointment.bureau.name_on(on),
        issued_on=on,
    )
    facts: dict[str, JSON] = {"certificate": number, "rehearsal": appointment.rehearsal}
    subject = appointment.ledger_subject
    record(appointment.bureau.code, "corps.certificate.issue", by=by, subject=subject, facts=facts, at=at)
    _tell_issued(certificate, at=at)
    return certificate


def _next_number(appointment: Appointment, policy: Policy, on: date) -> str:
    series = "rehearsed-cert" if appointment.rehearsal else "certificate"
    seq = Serial(next_number(appointment.bureau, series, on.year))
    pattern: str = policy["cert.number_pattern"]
    number = pattern.format(bureau=appointment.bureau.document_word, year=on.year, seq=seq)
    return _("演练") + number if appointment.rehearsal else number


def _tell_issued(certificate: Certificate, *, at: datetime) -> None:
    appointment = certificate.appointment
    queue_letter(
        appointment.bureau,
        event="certificate.issue",
        subject_line=_("%s已签发") % certificate.printed_name,
        body=_("您的%(name)s已经签发，请联系%(bureau)s领取，并当面领取账号激活单。")
        % {"name": certificate.printed_name, "bureau": appointment.bureau.name},
        at=at,
        rehearsal=appointment.rehearsal,
        person=appointment.person,
        about=appointment.ledger_subject,
    )


@dataclass
class Issued:
    """What a batch came to: certificates, and for each one refused the appointment and the sentence."""

    certificates: list[Certificate] = field(default_factory=list)
    refused: list[tuple[Appointment, NotAllowed]] = field(default_factory=list)


def issue_batch(
    appointments: Iterable[Appointment],
    *,
    by: Actor,
    at: datetime,
    on: date,
    gates_of: Gates = _ungated,
) -> Issued:
    """Issue one after another, each in its own transaction: one that may not be issued does not stop the others."""
    issued = Issued()
    for appointment in appointments:
        try:
            certificate = issue_certificate(appointment, by=by, at=at, on=on, gates_of=gates_of)
        except NotAllowed as refusal:
            issued.refused.append((appointment, refusal))
        else:
            issued.certificates.append(certificate)
    return issued


@transaction.atomic
def void_certificate(certificate: Certificate, *, by: Actor, at: datetime, reason: str) -> None:
    """A misprinted or withdrawn certificate: its number is never used again, its check page says so at once."""
    policy = certificate.bureau.policy(timezone.localdate(at))
    refuse(_why_not_issuer(by), rulings.why_not_without_reason(policy, reason))
    fresh = {"state": CertificateState.VOID, "void_reason": reason.strip()[:200], "voided_at": at}
    if not Certificate.objects.issued().filter(pk=certificate.pk).update(**fresh):
        raise Overtaken([Blocker(_("这张证书已经作废。"), remedy=_("请刷新页面。"))])
    certificate.refresh_from_db()
    facts = {"certificate": certificate.number}
    subject = certificate.appointment.ledger_subject
    record(certificate.bureau.code, "corps.certificate.void", by=by, subject=subject, facts=facts, at=at)


def facts_of(certificate: Certificate) -> CertificateFacts:
    """What is printed on the sheet; the same at every reprint."""
    appointment = certificate.appointment
    portrait = getattr(appointment, "portrait", None)
    return CertificateFacts(
        printed_name=certificate.printed_name,
        holder=certificate.holder,
        bureau=certificate.bureau_name,
        number=certificate.number,
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        issued_on=certificate.issued_on,
        check_url=certificate.check_url,
        photo=portrait.jpeg if portrait else None,
        disclaimer=certificate.disclaimer,
        rehearsal=appointment.rehearsal,
    )


@transaction.atomic
def queue_print(bureau: Bureau, certificates: Sequence[Certificate], *, by: Actor, at: datetime) -> PrintJob:
    """A long print, made by a task; the job's page shows how far it is and gives the sheets."""
    job = PrintJob.objects.create(bureau=bureau, total=len(certificates), account=by.account, created_at=at)
    job.certificates.set(certificates)
    record_print(bureau, certificates, by=by, at=at)
    return job


def record_print(bureau: Bureau, certificates: Sequence[Certificate], *, by: Actor, at: datetime) -> None:
    facts = {"certificates": [certificate.number for certificate in certificates]}
    record(bureau.code, "corps.certificate.print", by=by, subject="certificates", facts=facts, at=at)
