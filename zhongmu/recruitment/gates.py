"""What the notice of names gates: no path performs that act while an objection is open or the period runs (CQ-5.4, HL-2.2c)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.people.cjk import chinese_date
from zhongmu.policies.rulings import Blocker, Cite, Ruling
from zhongmu.recruitment.models import Application, Batch, NamelessApproval, NameNotice, Objection
from zhongmu.recruitment.rulings import cite, unconfirmed
from zhongmu.recruitment.states import BatchState, ObjectionState
from zhongmu.recruitment.telling import telling_first

MOST_NAMED = 5  # objections said by number in one sentence
MOST_DAYS = 60  # as long as a measure may set the whole period
APPOINTMENT, CERTIFICATE = "appointment", "certificate"
GATED = {
    "none": frozenset[str](),
    "before_certificate": frozenset({CERTIFICATE}),
    "before_appointment": frozenset({APPOINTMENT, CERTIFICATE}),
}


def gate_rulings(batch: Batch, act: str, on: date) -> list[Ruling]:
    """Why `act` ("appointment" or "certificate") must wait for the notice of names. Three queries at most."""
    if act not in GATED[batch.gate]:
        return []
    return publicity_left(batch, batch.bureau.policy(on), on)


def held_gates(batch: Batch, act: str, on: date) -> list[Ruling]:
    """The same, asked within the transaction of the act: an objection comes in before this or after it."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    return gate_rulings(batch, act, on)


def publicity_left(batch: Batch, policy: Policy, on: date) -> list[Ruling]:
    """What is missing until everyone selected has been made public for the whole period and every objection is settled."""
    basis = cite(policy, "publicity.gate")
    notices = list(batch.name_notices.standing())
    return [*_not_covered(batch, notices, basis), *_running(notices, on, basis), *_unsettled(batch, basis)]


def _not_covered(batch: Batch, notices: Sequence[NameNotice], basis: Cite | None) -> list[Ruling]:
    people = batch.applications.selected().values_list("pk", "name")
    left = [name for pk, name in people if not any(notice.covers(pk) for notice in notices)]
    if not left:
        return []
    return [Blocker(_("名单还没有公示：%s。") % "、".join(left), basis, _("请先发布名单公示。"))]


def _running(notices: Sequence[NameNotice], on: date, basis: Cite | None) -> list[Ruling]:
    last = max((notice.ends_on for notice in notices if notice.ends_on >= on), default=None)
    if last is None:
        return []
    return [Blocker(_("名单公示到%s才期满。") % chinese_date(last), basis, _("请在期满的次日起办理。"))]


def _unsettled(batch: Batch, basis: Cite | None) -> list[Ruling]:
    waiting = Objection.objects.filter(notice__batch=batch, state=ObjectionState.OPEN).order_by("pk")
    numbers = list(waiting.values_list("number", flat=True))
    if not numbers:
        return []
    said = _("名单公示有%(count)s件异议还没有办结：%(numbers)s%(more)s。") % {
        "count": len(numbers),
        "numbers": "、".join(numbers[:MOST_NAMED]),
        "more": _("等") if len(numbers) > MOST_NAMED else "",
    }
    return [Blocker(said, basis, _("请先核实异议并作出决定。"))]


def _in_turn(batch: Batch, policy: Policy) -> list[Ruling]:
    """After the settled list where the notice gates something, after the appointment where it does not."""
    due = {BatchState.APPOINTED} if batch.gate == "none" else {BatchState.CHOSEN, BatchState.APPOINTED}
    if batch.state in due:
        return []
    if batch.state in {BatchState.CLOSED, BatchState.ABORTED}:
        said = _("本批次%s，不再公示名单。") % batch.get_state_display()
        return [Blocker(said, cite(policy, "publicity.gate"), _("已公示的名单留存备查，可以打印。"))]
    when = _("聘任之后") if batch.gate == "none" else _("拟聘名单确定之后")
    said = _("本批次的名单公示在%s。") % when
    return [Blocker(said, cite(policy, "publicity.gate"), _("请先办完前面的步骤。"))]


def publishing(batch: Batch, people: Sequence[Application], policy: Policy) -> list[Ruling]:
    """Why names cannot be published now: its turn, the confirmed period, who must hear it first, consent or a substitute."""
    if early := _in_turn(batch, policy):
        return early
    found = unconfirmed(policy, "publicity.days", "publicity.fields", "publicity.objection_days")
    found += telling_first(batch, policy)
    if not people:
        remedy = _("名单已经全部公示过。")
        return [*found, Blocker(_("没有需要公示的人。"), cite(policy, "publicity.gate"), remedy)]
    return [*found, *_unasked(people, policy)]


def _unasked(people: Sequence[Application], policy: Policy) -> list[Ruling]:
    """Nobody's name is published without consent; a leader approves how else somebody is announced."""
    if not policy["publicity.consent"]:
        return []
    found: list[Ruling] = []
    silent = {a.pk: a.name for a in people if not a.name_consent}
    approved = set(
        NamelessApproval.objects.filter(application__in=silent).values_list("application_id", flat=True)
    )
    for pk, name in silent.items():
        if pk not in approved:
            said = _("%s没有同意公示姓名。") % name
            remedy = _("请征得本人单独同意，或由负责人批准以不公开姓名的适当方式公示。")
            found.append(Blocker(said, cite(policy, "publicity.consent"), remedy))
    return found


def replacing(batch: Batch, people: Sequence[Application], policy: Policy) -> list[Ruling]:
    """A list is put right as it is published: in its turn, with the people who are selected now."""
    return publishing(batch, people, policy)


def still_running(notice: NameNotice, policy: Policy, on: date) -> list[Ruling]:
    """What ended by its date needs no decision any more."""
    if on <= notice.ends_on:
        return []
    said = _("这份公示已在%s期满，自动撤下。") % chinese_date(notice.ends_on)
    return [Blocker(said, cite(policy, "publicity.days"), _("名单有误的，请更正重发。"))]


def extending(notice: NameNotice, days: int, policy: Policy, on: date) -> list[Ruling]:
    """A running notice may run longer, never shorter; a period that is over begins anew with a new notice."""
    found = still_running(notice, policy, on)
    if not 1 <= days <= MOST_DAYS:
        said = _("延长的天数须在1到%s之间。") % MOST_DAYS
        found.append(Blocker(said, cite(policy, "publicity.days"), _("请填写要延长几天。")))
    return found


def objecting(notice: NameNotice, arrived_on: date, policy: Policy) -> list[Ruling]:
    """An objection comes in while the notice is on show; what counts is the day it arrived."""
    if notice.starts_on <= arrived_on <= notice.shown_until:
        return []
    said = _("公示期是%(start)s至%(end)s，异议应在期内提出。") % {
        "start": chinese_date(notice.starts_on),
        "end": chinese_date(notice.shown_until),
    }
    remedy = _("期满后发现问题的，可以直接向本局书面反映。")
    return [Blocker(said, cite(policy, "publicity.gate"), remedy)]


def closing(batch: Batch, policy: Policy, on: date) -> list[Ruling]:
    """A batch is filed once everybody was told and its notice of names, where the measure asks for one, has run its course."""
    shown = publicity_left(batch, policy, on) if policy["publicity.required"] else []
    return [*shown, *telling_first(batch, policy)]
