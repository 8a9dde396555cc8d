"""Reads of the register: by tab, by name, by what stands on a certificate."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau, Membership, Role
from zhongmu.bureaus.policy import Policy
from zhongmu.corps.models import (
    SEALED,
    Appointment,
    AppointmentQuerySet,
    Certificate,
    CertificateQuerySet,
    CertificateState,
    Review,
)
from zhongmu.corps.renewing import last_in_window
from zhongmu.corps.states import RenewalState
from zhongmu.people.models import Consent, Person
from zhongmu.people.names import normalise_name
from zhongmu.people.values import BadValue
from zhongmu.policies.codes import Code
from zhongmu.policies.library import library
from zhongmu.policies.rulings import Cite
from zhongmu.statements.prepared import Prepared

PHOTO = "certificate.photo"  # purpose of the consent to show the photo on the check page
ROSTER = "roster"  # purpose of the separate consent to stand in the public register (HL-2.2e)

TABS: dict[str, str | Promise] = {
    "active": _("在任"),
    "ending": _("将到期"),
    "suspended": _("暂停"),
    "expired": _("已到期"),
    "all": _("全部"),
}


_active = Prepared(
    lambda person, on: (
        Appointment.objects.filter(person=person).active(on).select_related("bureau").order_by("id")
    )
)


def active_appointments(person: Person, on: date) -> list[Appointment]:
    """The terms this person serves that day, oldest first, each with its bureau."""
    return _active(person.pk, on)


def register(bureau: Bureau, tab: str, *, policy: Policy, on: date) -> AppointmentQuerySet:
    """One tab of 监督员库. A bureau that rehearses sees its rehearsal, another what has effect; 全部 shows both."""
    if tab == "all":
        return bureau.appointments.all()
    rows = bureau.appointments.filter(rehearsal=policy.rehearsal)
    if tab == "ending":
        return rows.ending(on, last_in_window(policy, on))
    if tab == "suspended":
        return rows.suspended(on)
    return rows.expired(on) if tab == "expired" else rows.active(on)


RENEWAL_TABS: dict[str, str | Promise] = {
    "open": _("待本人表示"),
    "willing": _("待审查"),
    "proposed": _("待决定"),
    "done": _("已有结果"),
}
_R = RenewalState
SHUT = tuple(f"renewal__{name}" for name in SEALED)


def up_for_renewal(bureau: Bureau, tab: str, *, policy: Policy, on: date) -> AppointmentQuerySet:
    """Terms within the renewal window at one step, whether anybody has asked yet or not (CQ-6.2)."""
    rows = register(bureau, "ending", policy=policy, on=on)
    if tab == "open":
        return rows.filter(Q(renewal=None) | Q(renewal__state=_R.ASKED))
    states = {"willing": [_R.WILLING], "proposed": [_R.PROPOSED]}.get(
        tab, [_R.RENEWED, _R.ENDED, _R.DECLINED]
    )
    return rows.filter(renewal__state__in=states)


def with_renewals(rows: AppointmentQuerySet) -> AppointmentQuerySet:
    """What the list shows, in one statement; the sealed texts stay shut."""
    return rows.select_related("person", "bureau", "renewal").defer(*SHUT)


def named(rows: AppointmentQuerySet, text: str) -> AppointmentQuerySet:
    """Those whose name holds the text, however its separator was typed."""
    wanted = text.strip()[:50]
    if not wanted:
        return rows
    try:
        wanted = normalise_name(wanted)
    except BadValue:
        return rows.filter(number__icontains=wanted)
    return rows.filter(person__name__icontains=wanted)


def with_certificates(rows: AppointmentQuerySet) -> AppointmentQuerySet:
    """What a list shows, in two statements: person, pledge and open review, then certificates in hand."""
    held = Prefetch("certificates", queryset=Certificate.objects.issued(), to_attr="held")
    reviewed = Exists(Review.objects.filter(appointment=OuterRef("pk"), decided_at=None))
    return (
        rows.select_related("person", "pledge")
        .defer("pledge__signature", "pledge__scan")
        .annotate(under_review=reviewed)
        .prefetch_related(held)
    )


def awaiting_certificate(rows: AppointmentQuerySet) -> AppointmentQuerySet:
    held = Certificate.objects.filter(appointment=OuterRef("pk"), state=CertificateState.ISSUED)
    return rows.exclude(Exists(held))


def consented(person: Person, purpose: str, at: datetime) -> bool:
    return person.consents.filter(purpose=purpose, given_at__lte=at, withdrawn_at=None).exists()


def liaisons(bureau: Bureau, on: date) -> list[Membership]:
    """Whom a supervisor may turn to (CQ-12.1, HL-2.4a)."""
    rows = bureau.memberships.current(on).filter(role=Role.LIAISON)
    return list(rows.select_related("account").order_by("id"))


def number_key(number: str) -> str:
    """How numbers are compared: without blanks, whatever the brackets and the width."""
    plain = "".join(unicodedata.normalize("NFKC", number).split()).casefold()
    return plain.translate(str.maketrans("〔【[", "(((")).translate(str.maketrans("〕】]", ")))"))


def _for_check() -> CertificateQuerySet:
    return Certificate.objects.select_related("appointment__person", "bureau").order_by("-pk")


def certificate_by_token(token: str) -> Certificate | None:
    return _for_check().filter(token=token).first()


def certificate_by_number(number: str, holder: str) -> Certificate | None:
    """Both must fit; a wrong name answers like an unknown number."""
    try:
        name = normalise_name(holder)
    except BadValue:
        return None
    return _for_check().filter(number_key=number_key(number), holder=name).first()


def roster_is_open(policy: Policy) -> bool:
    """Whether the bureau publishes its register for good; a value nobody has confirmed keeps it shut (HL-2.2e)."""
    if "roster.public" not in policy.pack or not policy.is_confirmed("roster.public"):
        return False
    return bool(policy["roster.public"] != "forbidden")


def roster(bureau: Bureau, on: date, *, rehearsal: bool) -> AppointmentQuerySet:
    """Those in office today who gave the separate consent; nobody else is listed, whatever the bureau decided."""
    said_yes = Consent.objects.filter(person=OuterRef("person"), purpose=ROSTER, withdrawn_at=None)
    rows: AppointmentQuerySet = bureau.appointments.filter(Exists(said_yes), rehearsal=rehearsal)
    return rows.active(on).select_related("person").order_by("pk")


def latest(person: Person) -> list[Appointment]:
    """All appointments of a person, newest first, each with its bureau, pledge and renewal."""
    rows = person.appointments.select_related("bureau", "pledge", "renewal__next")
    rows = rows.defer("pledge__signature", "pledge__scan", *SHUT)
    return list(rows.order_by("-starts_on", "-pk"))


def disciplines(policy: Policy) -> list[tuple[Code, Cite]]:
    """Each discipline with the article it stands in; `row["text"]` is its wording (CQ-10.0)."""
    pack = library().get(policy.parameter("discipline.items").pack_id)
    usual = policy.cite("discipline.items")
    return [
        (row, pack.cite_article(row.article) if row.article else usual)
        for row in policy.pack["discipline.items"]
    ]
