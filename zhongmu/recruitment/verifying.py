"""What was verified of a form as it stands now, and what that keeps from passing (CQ-F8, CQ-F18, CQ-F19)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.models import Application, Verification
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import ApplicationState
from zhongmu.seals.index import blind_index

What, Outcome = Verification.What, Verification.Outcome
STAFF = frozenset({"liaison", "clerk", "reviewer", "leader"})
LIVE = frozenset(
    {
        ApplicationState.SUBMITTED,
        ApplicationState.SENT_BACK,
        ApplicationState.REFUSING,
        ApplicationState.ELIGIBLE,
        ApplicationState.CHOSEN,
    }
)


def about(application: Application, what: str) -> str:
    """What there is to look at now, as an index that tells nothing of it."""
    if what == What.PHONE:
        return application.phone_index
    if what == What.STATEMENT:
        return application.statement_version
    scan = application.signed_scan.digest if application.signed_scan else ""
    drawn = hashlib.sha256(application.signature or b"").hexdigest()
    return blind_index("verification.signature", f"{drawn} {scan}")


def standing(application: Application) -> dict[str, Verification]:
    """The newest finding of each thing, as far as it is about what the form says now. One query."""
    found = {row.what: row for row in application.verifications.order_by("pk")}
    return {what: row for what, row in found.items() if row.about == about(application, what)}


def phone_confirmed(application: Application) -> bool:
    """Whether the telephone in the form now was confirmed, by a code or by an officer who called it."""
    row = standing(application).get(What.PHONE)
    return row is not None and row.outcome == Outcome.HOLDS


def offered(policy: Policy, held: Mapping[str, Verification]) -> list[str]:
    """What may be verified: the declaration only where the bureau may decide to have it checked.

    A check that was begun before the bureau decided otherwise keeps the form from passing, so it may be ended.
    """
    begun = held.get(What.STATEMENT)
    looked_into = policy["credit.check"] == "manual" or (begun and begun.outcome != Outcome.HOLDS)
    return [what for what in What.values if what != What.STATEMENT or looked_into]


def closed(application: Application) -> list[Ruling]:
    if application.state in LIVE:
        return []
    said = _("这份报名“%s”，不再核验。") % application.get_state_display()
    return [Blocker(said, remedy=_("已经聘任后发现不实的，按解聘的规定办理。"))]


def why_not_verify(
    application: Application, what: str, policy: Policy, held: Mapping[str, Verification], *, by: Actor
) -> list[Ruling]:
    """`held` is what `standing` found."""
    found: list[Ruling] = []
    if by.role not in STAFF:
        said = _("核验由审查报名的人员登记。")
        found.append(Blocker(said, remedy=_("请交由有权限的人员办理。")))
    if what not in offered(policy, held):
        remedy = _("需要核查的，请先由负责人在“制度与口径”里改为由机关决定。")
        said = _("现行口径只凭声明，不核查。")
        found.append(Blocker(said, cite(policy, "credit.check"), remedy))
    return found + closed(application)


_DOUBTED = {
    What.SIGNATURE: (
        gettext_lazy("签名标了“待现场核验”，核验以前不能通过审查。"),
        gettext_lazy("请让本人带身份证到窗口核对，再登记核验结果。"),
    ),
    What.STATEMENT: (
        gettext_lazy("诚信声明正在核查，有结果以前不能通过审查。"),
        gettext_lazy("请向有权机关或单位了解后登记核查结果；系统不查第三方库。"),
    ),
}
_FAILED = {
    What.SIGNATURE: (
        gettext_lazy("核验认定签名不是本人所签，不能通过审查。"),
        gettext_lazy("请退回补正，由本人签名；冒名的，提出不通过。"),
    ),
    What.STATEMENT: (
        gettext_lazy("核查认定诚信声明不属实，不能通过审查。"),
        gettext_lazy("请在逐项审查里写明结论和依据，提出不通过；核查有误的，重新登记。"),
    ),
}


def in_the_way(application: Application, policy: Policy) -> list[Ruling]:
    """What keeps a form from passing the check: a signature or a declaration doubted, or found untrue."""
    found: list[Ruling] = []
    for what, row in standing(application).items():
        words = {Outcome.DOUBT: _DOUBTED, Outcome.FAILS: _FAILED}.get(Outcome(row.outcome), {})
        if what in words:
            said, remedy = words[What(what)]
            found.append(Blocker(str(said), cite(policy, "statement"), str(remedy)))
    return found


def doubted(chosen: Sequence[Application], policy: Policy) -> list[Ruling]:
    """Of those chosen, whom a doubt met after the check: nobody is settled on or appointed over it. One query, few more."""
    open_ends = Verification.objects.filter(
        application__in=[a.pk for a in chosen],
        what__in=[What.SIGNATURE, What.STATEMENT],
        outcome__in=[Outcome.DOUBT, Outcome.FAILS],
    )
    touched = set(open_ends.values_list("application", flat=True))
    names = [a.name for a in chosen if a.pk in touched and in_the_way(a, policy)]
    if not names:
        return []
    sentence = _("签名或诚信声明还在核验，或者核验没有通过：%s。") % "、".join(names)
    remedy = _("请在报名页登记核验结果；不属实的，退回比选，不选这个人。")
    return [Blocker(sentence, cite(policy, "statement"), remedy)]
