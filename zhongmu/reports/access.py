"""Who may see and open a report. What a person may not know of does not exist for them: None, never a refusal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.interests.models import Recusal
from zhongmu.ledger.actors import Actor, role_label
from zhongmu.policies.rulings import Blocker
from zhongmu.reports.models import Declaration, Report

READERS = frozenset({"liaison", "clerk", "reviewer", "leader"})
LEAST_REASON = 10


def has_declared(report: Report, account: int) -> bool:
    """Whether this member of staff has said to have no interest in the case (CQ-10.4)."""
    return Declaration.objects.filter(report=report, account=account).exists()


def why_not_touch(report: Report, *, by: Actor) -> Blocker | None:
    """Why a member of staff may not act on a report they reached; reporters and the server itself are not asked."""
    if by.account is None:
        return None
    hidden = Recusal.objects.filter(account_id=by.account, subject=report.ledger_subject).exists()
    if hidden or (report.restricted and by.role != "leader"):
        return Blocker(_("没有这一件，或者不由您办理。"), remedy=_("请回到列表。"))
    if not has_declared(report, by.account):
        return Blocker(_("您还没有声明与本件有无利害关系。"), remedy=_("请打开本件，先作声明，再办理。"))
    return None


def why_not_reveal(report: Report, *, by: Actor, policy: Policy, reason: str) -> Blocker | None:
    """Why this person may not learn who reported. The act names the roles; the reason is kept in the ledger."""
    if waiting := policy.unconfirmed("reveal.roles"):
        return waiting
    roles = policy["reveal.roles"]
    if by.role not in roles:
        return Blocker(
            _("反映人身份只有%(who)s可以查看，您现在的身份是%(role)s。")
            % {"who": "、".join(role_label(role) for role in roles), "role": role_label(by.role)},
            policy.cite("reveal.roles"),
            _("办理本件不需要知道是谁；确有必要的，请有权限的人员写明事由后查看。"),
        )
    if len("".join(reason.split())) < LEAST_REASON:
        return Blocker(
            _("查看反映人身份须写明事由，不少于十个字。"),
            policy.cite("reveal.roles"),
            _("请写明为什么办理本件必须知道反映人是谁。"),
        )
    return why_not_touch(report, by=by)


def may_reveal(policy: Policy, roles: frozenset[str]) -> bool:
    """Whether one of these roles is among those the act names, the value being confirmed."""
    return policy.is_confirmed("reveal.roles") and bool(roles & frozenset(policy["reveal.roles"]))


def why_not_file(appointed: bool, *, policy: Policy) -> Blocker | None:  # noqa: FBT001  the one fact it judges
    """A supervisor reports while appointed (CQ-6.3); afterwards as any citizen does, and open cases go on."""
    if appointed:
        return None
    return Blocker(
        _("您目前没有在聘的社会监督员身份，不能在这里反映新的情况。"),
        policy.cite("term.natural_expiry"),
        _(
            "您仍可以普通群众的身份向当地医疗保障局反映（来信、来访、电话均可）；以前反映的继续办理，答复在“我的反映”里看。"
        ),
    )
