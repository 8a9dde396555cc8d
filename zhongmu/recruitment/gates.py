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
    notices = list(batch.name_notices.all())
    found: list[Ruling] = [*_not_covered(batch, notices, basis), *_running(notices, on, basis)]
    waiting = Objection.objects.filter(notice__batch=batch, state=ObjectionState.OPEN).count()
    if waiting:
        said = _("名单公示有%s件异议还没有办结。") % waiting
        found.append(Blocker(said, basis, _("请先核实异议并作出决定。")))
    return found


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


def publishing(batch: Batch, people: Sequence[Application], policy: Policy) -> list[Ruling]:
    """Why the notice of names cannot be published now: its turn, the confirmed period, a consent or an approved substitute."""
    basis = cite(policy, "publicity.gate")
    due = {BatchState.APPOINTED} if batch.gate == "none" else {BatchState.CHOSEN, BatchState.APPOINTED}
    if batch.state not in due:
        when = _("聘任之后") if batch.gate == "none" else _("拟聘名单确定之后")
        return [Blocker(_("本批次的名单公示在%s。") % when, basis, _("请先办完前面的步骤。"))]
    found = unconfirmed(policy, "publicity.days", "publicity.fields")
    if not people:
        return [*found, Blocker(_("没有需要公示的人。"), basis, _("名单已经全部公示过。"))]
    if not policy["publicity.consent"]:
        return found
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


def objecting(notice: NameNotice, arrived_on: date, policy: Policy) -> list[Ruling]:
    """An objection comes in while the notice is on show; what counts is the day it arrived."""
    if notice.is_on_show(arrived_on):
        return []
    said = _("公示期是%(start)s至%(end)s，异议应在期内提出。") % {
        "start": chinese_date(notice.starts_on),
        "end": chinese_date(notice.ends_on),
    }
    remedy = _("期满后发现问题的，可以直接向本局书面反映。")
    return [Blocker(said, cite(policy, "publicity.gate"), remedy)]


def closing(batch: Batch, policy: Policy, on: date) -> list[Ruling]:
    """A batch is filed once its notice of names, where the measure asks for one, has run its course."""
    return publicity_left(batch, policy, on) if policy["publicity.required"] else []
