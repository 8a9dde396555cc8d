"""Note whether the signature, the telephone or the declaration of a form was verified (CQ-F8, CQ-F18, CQ-F19)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.actions.moving import hold, reasoned, refuse, tell
from zhongmu.recruitment.models import Application, Verification
from zhongmu.recruitment.verifying import Outcome, What, about, closed, standing, why_not_verify
from zhongmu.seals.index import blind_index


def _day(checked_on: date, on: date) -> list[Ruling]:
    if checked_on <= on:
        return []
    return [Blocker(_("核验日期不能晚于今天。"), remedy=_("请填写实际核验的日期。"))]


@transaction.atomic
def verify(
    application: Application,
    *,
    what: str,
    outcome: str,
    how: str,
    checked_on: date,
    by: Actor,
    at: datetime,
) -> Verification:
    """What a member of staff found out, or that it is still to be found out; raises NotAllowed with every reason.

    A signature in doubt is told to the applicant, who comes with the identity card.
    """
    hold(application)
    policy = application.bureau.policy(localdate(at))
    found = [
        *why_not_verify(application, what, policy, standing(application), by=by),
        *reasoned(how, what=_("核验")),
        *_day(checked_on, localdate(at)),
    ]
    refuse(found)
    made = _keep(application, what, outcome, how, checked_on, by=by, at=at)
    if (what, outcome) == (What.SIGNATURE, Outcome.DOUBT):
        tell(application, "verify", _("需要您本人带身份证到窗口核对签名。"), at=at)
    return made


def saw_signing(application: Application, *, by: Actor, at: datetime) -> Verification:
    """The applicant was there in person when the paper was taken in. Called in the transaction of the act."""
    how = _("登记来件时本人到场，核对身份证，当面签名")
    return _keep(application, What.SIGNATURE, Outcome.HOLDS, how, application.arrived_on, by=by, at=at)


@transaction.atomic
def confirm_phone(application: Application, *, by: Actor, at: datetime) -> Verification:
    """A code sent to the telephone of the form came back; raises NotAllowed once the form is dealt with."""
    hold(application)
    refuse(closed(application))
    how = _("短信验证码")
    return _keep(application, What.PHONE, Outcome.HOLDS, how, localdate(at), by=by, at=at)


def _keep(
    application: Application, what: str, outcome: str, how: str, checked_on: date, *, by: Actor, at: datetime
) -> Verification:
    made = Verification.objects.create(
        application=application,
        what=what,
        outcome=outcome,
        about=about(application, what),
        how=how.strip(),
        checked_on=checked_on,
        role=by.role,
        account=by.account,
        at=at,
    )
    facts: dict[str, JSON] = {
        "number": application.number,
        "what": str(what),
        "outcome": str(outcome),
        "checked_on": checked_on.isoformat(),
        "reason": blind_index("ledger.reason", how.strip()),
    }
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.application.verify", by=by, subject=subject, facts=facts, at=at)
    return made
