"""Check eligibility item by item; a refusal takes two people and its reason reaches the applicant (CQ-4.0–4.4, HL-2.1c)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import why_not
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.following import move_application
from zhongmu.recruitment.actions.moving import reasoned, refuse, tell
from zhongmu.recruitment.models import Application, Finding
from zhongmu.recruitment.promises import APPEAL, SETTLE_APPEAL, settled_by
from zhongmu.recruitment.queries import latest_findings, refusal_proposer
from zhongmu.recruitment.states import APPLICATION_MOVES
from zhongmu.recruitment.verifying import in_the_way


class Concluded(NamedTuple):
    """What a person found on one item, why, and by what: a document's name and number, a file, or both."""

    conclusion: str
    basis: str = ""
    document: str = ""
    file: StoredFile | None = None

    @property
    def columns(self) -> dict[str, Any]:
        said = self._asdict()
        return {**said, "basis": self.basis.strip(), "document": self.document.strip()}


def _grounded(label: str, said: Concluded, policy: Policy) -> list[Ruling]:
    """不符合 and 待核 need their basis; 不符合 its evidence too."""
    cite = rulings.cite(policy, "eligibility")
    if said.conclusion == Finding.Conclusion.CONFORMS:
        return []
    if not said.basis.strip():
        return [Blocker(_("“%s”没有写明依据。") % label, cite, _("不符合和待核的，都要写明依据。"))]
    if said.conclusion == Finding.Conclusion.FAILS and not (said.document.strip() or said.file):
        remedy = _("请写明材料的名称、文号，或上传材料。")
        return [Blocker(_("“%s”认定不符合，没有写明凭什么材料。") % label, cite, remedy)]
    return []


@transaction.atomic
def record_findings(
    application: Application, conclusions: Mapping[str, tuple[Any, ...]], *, by: Actor, at: datetime
) -> None:
    """Keep what `Concluded` holds for each item; an item left as it was adds no row."""
    policy = application.bureau.policy(localdate(at))
    known = {row.code: row.label for row in policy["eligibility"]}
    if wrong := why_not(application, APPLICATION_MOVES["pass_check"], by=by):
        refuse([wrong])
    before = latest_findings(application)
    for item, told in conclusions.items():
        if item not in known:
            continue
        said, old = Concluded(*told), before.get(item)
        refuse(_grounded(known[item], said, policy))
        if old and all(getattr(old, name) == value for name, value in said.columns.items()):
            continue
        application.findings.create(item=item, **said.columns, account=by.account or 0, at=at)
    items: dict[str, JSON] = {item: said[0] for item, said in conclusions.items() if item in known}
    facts: dict[str, JSON] = {"number": application.number, "items": items}
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.application.check", by=by, subject=subject, facts=facts, at=at)


def _signed(application: Application) -> list[Ruling]:
    if application.signature is not None or application.signed_scan_id is not None:
        return []
    return [Blocker(_("报名表没有本人签名，不能进入审查。"), remedy=_("请退回补正，由本人签名。"))]


@transaction.atomic
def send_back(application: Application, *, reason: str, by: Actor, at: datetime) -> None:
    """Ask for a correction; the applicant reads the reason on the progress page."""
    policy = application.bureau.policy(localdate(at))
    found = reasoned(reason, what=_("退回补正"))
    move_application(application, "send_back", policy=policy, rulings=found, by=by, at=at, reason=reason)
    tell(application, "send_back", _("需要补正。"), at=at)


@transaction.atomic
def pass_check(application: Application, *, by: Actor, at: datetime) -> None:
    policy = application.bureau.policy(localdate(at))
    found = [
        *rulings.passing(latest_findings(application), policy),
        *_signed(application),
        *in_the_way(application, policy),
    ]
    move_application(application, "pass_check", policy=policy, rulings=found, by=by, at=at)
    tell(application, "pass_check", _("已通过资格审查。"), at=at)


@transaction.atomic
def propose_refusal(application: Application, *, reason: str, by: Actor, at: datetime) -> None:
    policy = application.bureau.policy(localdate(at))
    found = [*rulings.refusing(latest_findings(application), policy), *reasoned(reason, what=_("不通过"))]
    move_application(
        application, "propose_refusal", policy=policy, rulings=found, by=by, at=at, reason=reason
    )


def confirming(application: Application, policy: Policy, *, by: Actor) -> list[Ruling]:
    """What is asked before a refusal holds: another person, and how long the applicant may object to it."""
    return [
        *rulings.rehearsal(application.batch, policy),
        *rulings.four_eyes(refusal_proposer(application), by, what=_("审查不通过")),
        *rulings.unconfirmed(policy, APPEAL, SETTLE_APPEAL),
    ]


@transaction.atomic
def confirm_refusal(application: Application, *, reason: str, by: Actor, at: datetime) -> None:
    """The second person decides; a refusal has legal effect, so a draft allows it only in rehearsal."""
    policy = application.bureau.policy(localdate(at))
    found = [*confirming(application, policy, by=by), *reasoned(reason, what=_("不通过"))]
    until = settled_by(localdate(at), policy, APPEAL)
    facts: dict[str, JSON] = {"until": until.due_on.isoformat(), "basis": {**until.basis}} if until else {}
    move_application(
        application, "confirm_refusal", policy=policy, rulings=found, by=by, at=at, reason=reason, facts=facts
    )
    tell(application, "refuse", _("审查已有结果。"), at=at)


@transaction.atomic
def overrule_refusal(application: Application, *, reason: str, by: Actor, at: datetime) -> None:
    policy = application.bureau.policy(localdate(at))
    found = reasoned(reason, what=_("退回重审"))
    move_application(
        application, "overrule_refusal", policy=policy, rulings=found, by=by, at=at, reason=reason
    )
