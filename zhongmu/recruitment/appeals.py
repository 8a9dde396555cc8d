"""Whether somebody who did not pass may still object, who may answer, and what waits for the answer (CQ-4.0)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.people.cjk import chinese_date
from zhongmu.policies.rulings import Blocker, Cite, Notice, Ruling
from zhongmu.recruitment.models import Appeal, Application, ApplicationMove, Batch, Finding
from zhongmu.recruitment.promises import APPEAL, SETTLE_APPEAL, lasting
from zhongmu.recruitment.queries import latest_findings
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import ApplicationState

REFUSED = "confirm_refusal"


def refusal_of(application: Application) -> ApplicationMove | None:
    """The refusal that holds. Its facts keep until when the applicant may object, and what that was computed from."""
    return application.moves.filter(name=REFUSED).order_by("-pk").first()


def appeal_until(refusal: ApplicationMove | None) -> date | None:
    """The last day to object; None where the measure gives no such right."""
    if refusal is None or "until" not in refusal.facts:
        return None
    return lasting(date.fromisoformat(refusal.facts["until"]), refusal.facts["basis"])


def earlier_hands(application: Application) -> set[int]:
    """Who proposed the refusal and who confirmed it."""
    return {
        move.account
        for name in ("propose_refusal", REFUSED)
        if (move := application.moves.filter(name=name).order_by("-pk").first()) and move.account is not None
    }


def why_not_appeal(application: Application, *, arrived_on: date, policy: Policy) -> list[Ruling]:
    """An objection comes once, from somebody refused, within the period; what counts is the day it arrived."""
    basis, refusal = cite(policy, "eligibility"), refusal_of(application)
    if Appeal.objects.filter(application=application).exists():
        return [Blocker(_("对这次审查已经提出过一次异议。"), basis, _("请查看办理结果；有疑问请电话咨询。"))]
    if application.state != ApplicationState.INELIGIBLE or refusal is None:
        return [Blocker(_("只有审查不通过的，可以对审查提出异议。"), basis, _("请凭回执查看进度。"))]
    until = appeal_until(refusal)
    if until is None:
        return [Blocker(_("这次审查没有规定异议期。"), basis, _("有不同意见，可以直接向本局书面反映。"))]
    if localdate(refusal.at) <= arrived_on <= until:
        return []
    said = _("对审查的异议应在%(start)s至%(end)s提出。") % {
        "start": chinese_date(localdate(refusal.at)),
        "end": chinese_date(until),
    }
    return [Blocker(said, cite(policy, APPEAL), _("逾期的，可以直接向本局书面反映。"))]


@dataclass(frozen=True)
class Standing:
    """What somebody who did not pass reads: the items it rests on, and the last day to object while that is open."""

    failed: tuple[tuple[str, Cite | None], ...]
    until: date | None
    basis: Cite | None
    settle_basis: Cite | None


def standing(application: Application, policy: Policy, on: date) -> Standing:
    refused = application.state == ApplicationState.INELIGIBLE
    findings = latest_findings(application) if refused else {}
    failed = tuple(
        (row.label, policy.pack.cite_article(row.article) if row.article else cite(policy, "eligibility"))
        for row in policy["eligibility"]
        if row.code in findings and findings[row.code].conclusion == Finding.Conclusion.FAILS
    )
    may = refused and not why_not_appeal(application, arrived_on=on, policy=policy)
    until = appeal_until(refusal_of(application)) if may else None
    return Standing(failed, until, cite(policy, APPEAL), cite(policy, SETTLE_APPEAL))


def another_hand(application: Application, by: Actor, policy: Policy) -> list[Ruling]:
    """Neither who proposed the refusal nor who confirmed it answers the objection."""
    if by.account not in earlier_hands(application):
        return []
    return [
        Blocker(
            _("提出和复核不通过的人，不能办理对这次审查的异议。"),
            cite(policy, "eligibility"),
            _("请由另一名同事办理；本局没有第三个人的，请系统管理员增加成员。"),
        )
    ]


def appeals_left(batch: Batch, policy: Policy, on: date) -> list[Ruling]:
    """Open objections to the check hold the choosing; those that may still come are told of."""
    found: list[Ruling] = []
    basis = cite(policy, "eligibility")
    waiting = Appeal.objects.open().filter(application__batch=batch).count()
    if waiting:
        said = _("还有%s件审查异议没有办结。") % waiting
        found.append(Blocker(said, basis, _("请先由另一名同事复查并答复。")))
    refused = batch.applications.filter(state=ApplicationState.INELIGIBLE, appeal=None)
    moves = ApplicationMove.objects.filter(name=REFUSED, application__in=refused)
    days = [until for move in moves if (until := appeal_until(move)) and until >= on]
    if days:
        said = _("有%(count)s人审查未通过，还可以提出异议，最迟到%(day)s。") % {
            "count": len(days),
            "day": chinese_date(max(days)),
        }
        found.append(Notice(said, basis, _("可以等期满再办，异议成立的还来得及参加比选。")))
    return found
