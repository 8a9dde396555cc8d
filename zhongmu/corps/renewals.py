"""Everything that changes a renewal: ask, answer, propose, decide; and telling people that a term ends (CQ-6.2, HL-2.2d)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.corps import renewing
from zhongmu.corps.actions import appoint, line_of, refuse, tell
from zhongmu.corps.certificates import checked_scan
from zhongmu.corps.models import SEALED, Appointment, Renewal
from zhongmu.corps.rulings import cited
from zhongmu.corps.states import RENEWAL_MOVES, State
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed, make_move, why_not
from zhongmu.ledger.record import record
from zhongmu.letters.models import Letter
from zhongmu.policies.rulings import Blocker, Ruling

WEB = "web"
CAUGHT_UP = 30  # days for which a server that slept still tells people that their term ended


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the person said about another term; `scan` is the paper it was said on, JPEG, PNG or PDF."""

    willing: bool
    said_on: date
    channel: str = WEB
    summary: str = ""
    changes: str = ""
    scan: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What an officer found and advises: codes of the eligibility items that still hold, words on recusal, an opinion."""

    advice: str
    opinion: str
    recusal: str
    checked: tuple[str, ...]
    category: str


def _move(
    renewal: Renewal,
    name: str,
    *,
    by: Actor,
    at: datetime,
    rulings: Iterable[Ruling],
    reason: str = "",
    changes: Mapping[str, object] | None = None,
    facts: Mapping[str, JSON] | None = None,
) -> None:
    row = renewal.appointment
    chain, noted_at = line_of(row.bureau, by=by, at=at)
    make_move(
        renewal,
        name,
        moves=RENEWAL_MOVES,
        rulings=rulings,
        by=by,
        at=noted_at,
        chain=chain,
        reason=reason.strip(),
        changes=changes,
        facts={"number": row.number, "rehearsal": row.rehearsal, **(facts or {})},
        cite=cited(row.bureau.policy(timezone.localdate(at)), RENEWAL_MOVES[name].cite),
    )


def _reasoned(reason: str, what: str) -> Blocker | None:
    if len(reason.strip()) >= renewing.LEAST_WORDS:
        return None
    return Blocker(_("%s没有写明理由。") % what, remedy=_("请写明理由，不少于四个字。"))


def _hold(row: Appointment) -> None:
    """See the term as it stands and keep it so until the act is done: one suspended meanwhile is not renewed."""
    row.refresh_from_db(fields=["state"], from_queryset=Appointment.objects.select_for_update())


@transaction.atomic
def ask(appointment: Appointment, *, by: Actor, at: datetime) -> Renewal:
    """Ask the person, once a term, whether they would go on; asked again it changes nothing."""
    _hold(appointment)
    renewal, begun = _of(appointment)
    if begun:
        chain, subject = appointment.bureau.code, renewal.ledger_subject
        facts: dict[str, JSON] = {"number": appointment.number, "rehearsal": appointment.rehearsal}
        record(chain, "corps.renewal.ask", by=by, subject=subject, facts=facts, at=at)
        said = _("您的聘期快满了，请表示是否愿意续聘；期满没有续聘的自然解聘。")
        tell(appointment, "renewal.ask", _("聘期届满前征求意愿"), said, at=at)
    return renewal


def _of(appointment: Appointment) -> tuple[Renewal, bool]:
    """The renewal of a term held, and whether it begins here; the tick and an officer may ask at one moment."""
    defaults = {"bureau": appointment.bureau}
    renewal, begun = Renewal.objects.get_or_create(appointment=appointment, defaults=defaults)
    renewal.appointment = appointment
    return renewal, begun


def answering(row: Appointment, answer: Answer, *, by: Actor, on: date) -> list[Ruling]:
    """What stands in the way of taking down an answer today."""
    policy, kept = row.bureau.policy(on), Renewal.objects.defer(*SEALED).filter(appointment=row).first()
    found: list[Ruling] = [*renewing.why_not_now(row, policy, on)]
    if kept and (stop := renewing.why_not_answer(kept, policy, answer.said_on)):
        found.append(stop)
    if answer.said_on > on or answer.said_on < row.starts_on:
        remedy = _("请照本人表示的日期填写，在本届聘期之内，不晚于今天。")
        found.append(Blocker(_("表示意愿的日期不对。"), cited(policy, "renew.allowed"), remedy))
    online = by.role == "supervisor"
    if online != (answer.channel == WEB) or answer.channel not in dict(policy.choices("intake.channels")):
        remedy = _("请选书面、邮寄、电话等本人表示的方式。")
        found.append(Blocker(_("没有写明本人怎样表示的。"), cited(policy, "voluntary_consent"), remedy))
    return found


@transaction.atomic
def take_answer(appointment: Appointment, answer: Answer, *, by: Actor, at: datetime) -> Renewal:
    """The person says whether they would serve another term, or an officer takes down what they said (CQ-2, CQ-6.2)."""
    on = timezone.localdate(at)
    _hold(appointment)
    refuse(*answering(appointment, answer, by=by, on=on))
    renewal, _begun = _of(appointment)  # who answers unasked gets no letter that asks
    kind = checked_scan(answer.scan) if answer.scan is not None else ""
    changes: dict[str, object] = {
        "channel": answer.channel,
        "answered_on": answer.said_on,
        "answered_at": line_of(appointment.bureau, by=by, at=at)[1],
        "summary": answer.summary.strip() or None,
        "changes": answer.changes.strip() or None,
        "scan": answer.scan,
        "scan_kind": kind,
        **_NOTHING_PROPOSED,
    }
    facts: dict[str, JSON] = {"channel": answer.channel, "answered_on": answer.said_on.isoformat()}
    name = "agree" if answer.willing else "decline"
    _move(renewal, name, by=by, at=at, rulings=(), changes=changes, facts=facts)
    if by.account is not None:  # nobody is entered without learning of it
        words = _("愿意续聘") if answer.willing else _("不再续聘")
        said = _("医疗保障局登记了您的意愿：%s。不是您的意思的，请尽快联系更正。") % words
        tell(appointment, "renewal.taken", _("续聘意愿已登记"), said, at=at)
    return renewal


_NOTHING_PROPOSED: Mapping[str, object] = {
    "category": "",
    "checked": [],
    "recusal": "",
    "advice": "",
    "opinion": "",
    "proposed_by": None,
    "reason": "",
}


@transaction.atomic
def propose(renewal: Renewal, found: Advice, *, by: Actor, at: datetime) -> None:
    """An officer checks eligibility and recusal again and advises; a leader decides."""
    on = timezone.localdate(at)
    policy = renewal.appointment.bureau.policy(on)
    _hold(renewal.appointment)
    changes = {
        "advice": found.advice,
        "opinion": found.opinion.strip(),
        "recusal": found.recusal.strip(),
        "checked": sorted(set(found.checked)),
        "category": found.category,
        "proposed_by": by.account,
        "reason": "",
    }
    stop = why_not(renewal, RENEWAL_MOVES["propose"], by=by)
    refuse(stop)
    for name, value in changes.items():
        setattr(renewal, name, value)
    said = renewing.proposing(renewal, policy, on=on)
    facts: dict[str, JSON] = {"advice": found.advice, "checked": sorted(set(found.checked))}
    _move(renewal, "propose", by=by, at=at, rulings=said, changes=changes, facts=facts)


@transaction.atomic
def send_back(renewal: Renewal, *, reason: str, by: Actor, at: datetime) -> None:
    """The leader wants it looked at again; the person learns nothing of it."""
    said = [ruling for ruling in [_reasoned(reason, _("退回"))] if ruling]
    _move(renewal, "send_back", by=by, at=at, rulings=said, reason=reason)


@transaction.atomic
def renew(
    renewal: Renewal, *, by: Actor, at: datetime, years: int | None = None, reason: str = ""
) -> Appointment:
    """Another term from the day after this one, with its own pledge and certificate; the old one stays as it was.

    `years` departs from the measure's term and then needs `reason`. Raises NotAllowed.
    """
    on, row = timezone.localdate(at), renewal.appointment
    policy = row.bureau.policy(on)
    _hold(row)
    said = renewing.renewing(renewal, policy, by=by, on=on)
    if renewal.advice == Renewal.Advice.END:
        said += [ruling for ruling in [_reasoned(reason, _("建议不续聘而决定续聘"))] if ruling]
    refuse(why_not(renewal, RENEWAL_MOVES["renew"], by=by), *said)
    following = appoint(
        row.bureau,
        row.person,
        category=renewal.category or row.category,
        channel=row.channel,
        starts_on=row.ends_on + timedelta(days=1),
        by=by,
        at=at,
        on=on,
        origin=renewal.ledger_subject,
        rehearsal=row.rehearsal,
        consented_at=renewal.answered_at,
        years=years,
        reason=reason,
        after=row,
    )
    changes: dict[str, object] = {"next": following, "reason": reason.strip()}
    facts: dict[str, JSON] = {"next": following.number}
    _move(renewal, "renew", by=by, at=at, rulings=said, reason=reason, changes=changes, facts=facts)
    return following


@transaction.atomic
def end(renewal: Renewal, *, reason: str, by: Actor, at: datetime) -> None:
    """A leader decides not to renew, with a reason the person reads; the term runs to its last day."""
    on, row = timezone.localdate(at), renewal.appointment
    _hold(row)
    said = renewing.deciding(renewal, row.bureau.policy(on), by=by, on=on)
    refuse(*said, _reasoned(reason, _("决定不续聘")))
    _move(renewal, "end", by=by, at=at, rulings=said, reason=reason, changes={"reason": reason.strip()})
    words = _("您的续聘已有结果，理由见“我的”。有不同意见的，可在聘期届满前向本局说明。")
    tell(row, "renewal.end", _("续聘结果"), words, at=at)


@transaction.atomic
def reopen(renewal: Renewal, *, reason: str, by: Actor, at: datetime) -> None:
    """Take up a decision again within the term: new facts, or a mistaken term that was revoked."""
    on = timezone.localdate(at)
    policy = renewal.appointment.bureau.policy(on)
    said = [renewing.why_not_reopen(renewal, policy, on), _reasoned(reason, _("重新研究"))]
    refuse(*said)
    _move(
        renewal,
        "reopen",
        by=by,
        at=at,
        rulings=(),
        reason=reason,
        changes={**_NOTHING_PROPOSED, "next": None},
    )


@dataclass
class Renewed:
    """What several at once came to: the terms made, and for each refused the renewal and why."""

    terms: list[Appointment] = field(default_factory=list)
    refused: list[tuple[Renewal, NotAllowed]] = field(default_factory=list)


def renew_many(renewals: Iterable[Renewal], *, by: Actor, at: datetime) -> Renewed:
    """One after another, each in its own transaction: one that may not be renewed does not stop the others."""
    done = Renewed()
    for renewal in renewals:
        try:
            done.terms.append(renew(renewal, by=by, at=at))
        except NotAllowed as refusal:
            done.refused.append((renewal, refusal))
    return done


def tell_of_ends(bureau: Bureau, *, at: datetime) -> int:
    """Once a term: ask who is up for renewal, and tell whose term ended. Returns how many letters were queued.

    It only tells: standing, window and decisions are read from dates whether it ran or not.
    """
    on = timezone.localdate(at)
    return _ask_those_up(bureau, on, at=at) + _tell_those_ended(bureau, on, at=at)


def _ask_those_up(bureau: Bureau, on: date, *, at: datetime) -> int:
    policy = bureau.policy(on)
    if not policy["renew.allowed"] or policy.unconfirmed(*renewing.RESTS_ON):
        return 0
    up = bureau.appointments.active(on).filter(renewal=None, ends_on__lte=renewing.last_in_window(policy, on))
    asked = 0
    for row in up.select_related("person", "bureau").order_by("pk"):
        if not renewing.why_not_now(row, policy, on):
            ask(row, by=Actor.system(), at=at)
            asked += 1
    return asked


EXPIRED = "appointment.expired"


@transaction.atomic
def _tell_those_ended(bureau: Bureau, on: date, *, at: datetime) -> int:
    told = 0
    rows = bureau.appointments.filter(ends_on__lt=on, ends_on__gte=on - timedelta(days=CAUGHT_UP))
    for row in rows.exclude(state=State.REVOKED).select_related("person", "bureau").order_by("pk"):
        followed = row.person.appointments.filter(
            bureau=bureau,
            rehearsal=row.rehearsal,
            starts_on__lte=row.ends_on + timedelta(days=1),
            ends_on__gt=row.ends_on,
        )
        already = Letter.objects.filter(bureau=bureau, event=EXPIRED, about=row.ledger_subject)
        if followed.exclude(state=State.REVOKED).exists() or already.exists():
            continue
        said = _("您的聘期已经届满，没有续聘，自然解聘；已反映的问题继续办理，办理情况照样答复您。")
        tell(row, EXPIRED, _("聘期届满"), said, at=at)
        told += 1
    return told
