"""Reads that span the models of recruitment."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.people import codes
from zhongmu.people.actions import code_index
from zhongmu.people.cjk import half_width
from zhongmu.recruitment.models import (
    Application,
    Batch,
    Finding,
    NamelessApproval,
    NameNotice,
    NameNoticeMove,
    Objection,
    Opinion,
    ScoringResult,
)
from zhongmu.recruitment.states import ApplicationState, NameNoticeState, ScoringState

# A district as an address names it, after province and city; 小区 and 社区 are none.
_DISTRICT = re.compile(
    r"^(?:[^省区市县]{1,8}(?:省|自治区))?(?:[^区市县]{1,8}(?:市|自治州|盟|地区))?"
    r"([^区市县]{1,8}?(?:自治县|(?<![小社园校])区|县|旗))"
)
_TOWN = re.compile(r"^(?:[^省区市县]{1,8}(?:省|自治区))?([^区市县]{1,8}市)")
AGE_BANDS = ((18, 29), (30, 44), (45, 59), (60, 69), (70, 200))
_WHOLE = 8  # digits of a number typed without its brackets: year and four more
TABS: dict[str, tuple[str, ...]] = {
    "todo": (ApplicationState.SUBMITTED, ApplicationState.REFUSING),
    "sent_back": (ApplicationState.SENT_BACK,),
    "eligible": (ApplicationState.ELIGIBLE,),
    "chosen": (ApplicationState.CHOSEN, ApplicationState.APPOINTED),
    "out": (ApplicationState.INELIGIBLE, ApplicationState.NOT_CHOSEN, ApplicationState.WITHDRAWN),
    "all": tuple(ApplicationState.values),
}


def in_tab(batch: Batch, tab: str) -> QuerySet[Application]:
    return batch.applications.filter(state__in=TABS[tab])


def latest_findings(application: Application) -> dict[str, Finding]:
    """The newest conclusion of each item."""
    return {finding.item: finding for finding in application.findings.select_related("file").order_by("pk")}


def refusal_proposer(application: Application) -> int | None:
    """Whoever proposed the refusal that waits for a second person."""
    move = application.moves.filter(name="propose_refusal").order_by("-pk").first()
    return move.account if move else None


def candidates_of(batch: Batch) -> tuple[list[Application], dict[int, Opinion]]:
    """Those still to be chosen from, oldest first, and what was said of each."""
    candidates = list(
        batch.applications.filter(state=ApplicationState.ELIGIBLE)
        .select_related("opinion", "bureau", "person")
        .order_by("pk")
    )
    return candidates, {a.pk: a.opinion for a in candidates if hasattr(a, "opinion")}


def merits_of(batch: Batch) -> dict[int, int]:
    """Merit in 1/100 point by application id, as the closed round froze it; empty when nothing was scored."""
    frozen = ScoringResult.objects.filter(round__batch=batch, round__state=ScoringState.CLOSED).first()
    if frozen is None:
        return {}
    leads = {row["candidate"]: row["application"] for row in json.loads(frozen.inputs)["candidates"]}
    return {leads[row["candidate"]]: row["merit"] for row in json.loads(frozen.outcome)["merits"]}


def to_publish(batch: Batch, *, instead_of: NameNotice | None = None) -> list[Application]:
    """Those selected who stand on no notice of names that holds; `instead_of` is about to be replaced."""
    standing = [n for n in batch.name_notices.standing() if n != instead_of]
    covered = {e["application"] for n in standing for e in n.entries}
    people = batch.applications.selected().select_related("bureau", "person").order_by("pk")
    return [a for a in people if a.pk not in covered]


def nameless_approvals(people: Sequence[Application]) -> dict[int, str]:
    """How each of these who wants no name published is to be announced, by application, where a leader approved it."""
    silent = [a.pk for a in people if not a.name_consent]
    rows = NamelessApproval.objects.filter(application__in=silent)
    return dict(rows.values_list("application_id", "how"))


def normal_number(text: str, word: str = "报") -> str:
    """报〔2026〕0001 however its brackets were typed, or without them as 20260001; `word` is what the series begins with."""
    typed = half_width(text).strip()
    mark = f"演{word}" if "演" in typed else word
    digits = re.findall(r"[0-9]+", typed)
    if len(digits) == 1 and len(digits[0]) >= _WHOLE:
        digits = [digits[0][:4], digits[0][4:]]
    return f"{mark}〔{digits[0]}〕{digits[1].zfill(4)}" if len(digits) == 2 else typed  # noqa: PLR2004  year, sequence


def find_mine(number: str, secret: str) -> Application | None:
    """The application that number and secret open together; unknown, wrong and not-yours answer alike."""
    wanted = normal_number(number)
    rows = Application.objects.filter(
        number__in=[wanted, f"演{wanted}"], secret_index=code_index("receipt", secret)
    )
    return rows.select_related("batch", "bureau", "person", "photo").first()


def find_objection(number: str, secret: str) -> Objection | None:
    """The objection that number and secret open together; unknown and wrong answer alike. Who objected stays sealed."""
    wanted = normal_number(number, "异")
    rows = Objection.objects.filter(
        number__in=[wanted, f"演{wanted}"], secret_index=code_index("objection", secret)
    )
    return rows.defer("objector", "contact", "grounds").select_related("bureau", "notice").first()


def opened(pk: int | None, secret_index: str) -> Application | None:
    """The application a visitor has opened with number and secret in this session; None once it has another secret."""
    rows = Application.objects.select_related("batch", "bureau", "person", "photo", "signed_scan", "appeal")
    return rows.filter(pk=pk, secret_index=secret_index).first() if pk else None


def open_batches(bureau: Bureau, at: datetime) -> QuerySet[Batch]:
    return bureau.batches.taking_applications(at).order_by("apply_closes_at")


def public_batches(bureau: Bureau) -> QuerySet[Batch]:
    return bureau.batches.published().order_by("-published_at")


def names_on_show(bureau: Bureau, on: date) -> QuerySet[NameNotice]:
    return bureau.name_notices.on_show(on).order_by("-pk")


def replaced_by(bureau: Bureau, pk: int, on: date) -> NameNotice | None:
    """The notice on show that puts an earlier one right, however many corrections lie between."""
    notice = bureau.name_notices.filter(pk=pk, state=NameNoticeState.REPLACED).first()
    while notice is not None and notice.state == NameNoticeState.REPLACED:
        notice = bureau.name_notices.filter(earlier=notice).first()
    return notice if notice is not None and notice.is_on_show(on) else None


def extensions_of(notice: NameNotice) -> list[NameNoticeMove]:
    """Each time the period was made longer, oldest first; `facts` hold the days, from and to when (ISO)."""
    return list(notice.moves.filter(name="extend").order_by("pk"))


@dataclass(frozen=True)
class Distribution:
    """How many of each among some people: rows are (label, number)."""

    title: str
    rows: tuple[tuple[str, int], ...]


def structure(people: Sequence[Application], policy: Policy, on: date) -> list[Distribution]:
    """年龄结构 and the rest side by side, for a person to weigh; nothing is scored by it (CQ-5.2)."""
    bands = (age_band(person.identity.age(on)) for person in people)
    return [
        _count(_("来源类别"), (policy.label("categories", p.category) for p in people)),
        _count(_("年龄段"), bands),
        _count(_("性别"), (p.sex_label for p in people)),
        _count(_("学历"), (p.education_label or _("未填") for p in people)),
        _count(_("是否在职"), (_("在职") if p.employed else _("不在职") for p in people)),
    ]


def age_band(age: int) -> str:
    low, high = next(((a, b) for a, b in AGE_BANDS if a <= age <= b), (0, AGE_BANDS[0][0] - 1))
    return (
        _("%s岁以上") % low
        if (low, high) == AGE_BANDS[-1]
        else _("%(low)s—%(high)s岁") % {"low": low, "high": high}
    )


def district_of(address: str) -> str:
    """渝中区 from any address in it that is written from the top; "" where none is named."""
    plain = "".join(address.split())
    found = _DISTRICT.match(plain) or _TOWN.match(plain)
    return found[1] if found else ""


def _count(title: str, labels: Iterable[str]) -> Distribution:
    return Distribution(title, tuple(Counter(labels).most_common()))


@dataclass(frozen=True)
class Before:
    """What the bureau already has about the person of an application: `kind` is application or appointment."""

    kind: str
    pk: int
    words: str


def before_this(application: Application) -> list[Before]:
    """Earlier applications and appointments of this person in this bureau, newest first (CQ-F6). Two queries."""
    same = {"person": application.person_id, "rehearsal": application.rehearsal}
    forms = application.bureau.applications.filter(**same).exclude(pk=application.pk)
    terms = application.bureau.appointments.filter(**same).exclude(origin=application.ledger_subject)
    return [
        *(
            Before("appointment", row.pk, f"{row.starts_on.isoformat()}—{row.ends_on.isoformat()}")
            for row in terms.order_by("-pk")
        ),
        *(
            Before("application", row.pk, f"{row.number} {row.get_state_display()}")
            for row in forms.only("number", "state").order_by("-pk")
        ),
    ]


def differs_from_file(application: Application) -> list[str]:
    """What the form says otherwise than the person's file, for the officer to ask about."""
    person = application.person
    pairs = (
        (_("姓名"), application.name, person.name),
        (_("联系电话"), application.phone, person.phone or application.phone),
        (_("家庭住址"), application.address, person.address or application.address),
    )
    found = [title for title, said, kept in pairs if said != kept]
    if application.sex in codes.SEX and application.identity.sex != application.sex:
        found.append(_("性别与身份证号第17位不一致"))
    return found
