"""Everything that changes a bureau, its members and its decisions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Acknowledgement, Bureau, Decision, Membership, Role
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed
from zhongmu.ledger.record import record
from zhongmu.people.actions import secret_code
from zhongmu.people.models import Account
from zhongmu.policies.kinds import BadValue
from zhongmu.policies.rulings import Blocker
from zhongmu.policies.schema import SCHEMA

LEAST_REASON = 4
ADMINISTRATORS = {Role.SYSTEM, Role.SECURITY, Role.AUDIT}


def _person(by: Actor) -> int:
    """The account of whoever decides or signs; the server itself does neither."""
    if by.account is None:
        raise ValueError("a decision is a person's")
    return by.account


def _why_not_decide(
    bureau: Bureau, policy: Policy, key: str, by: Actor, reason: str, *, changes: bool
) -> Blocker | None:
    parameter = policy.parameter(key)
    if by.role != Role.LEADER:
        return Blocker(_("只有负责人可以确认口径。"), policy.cite(key), _("请负责人登录后办理。"))
    own = parameter.needs_confirmation or bureau.level in parameter.delegated_to
    if not own:
        return Blocker(
            _("“%s”由条文规定，本局不能改动。") % parameter.title,
            policy.cite(key),
            _("需要改动时请发文机关修订办法。"),
        )
    if changes and SCHEMA[key].kind in {"codes", "list"}:
        return Blocker(
            _("“%s”是代码表，在制度文件里修改。") % parameter.title,
            policy.cite(key),
            _("这里只能照建议确认。"),
        )
    if len(reason.strip()) < LEAST_REASON or "\0" in reason:
        return Blocker(
            _("请写明确认或改定的理由，不少于四个字。"),
            policy.cite(key),
            _("例如：局长办公会2026年第3次会议确定。"),
        )
    return None


@transaction.atomic
def decide(
    bureau: Bureau, *, key: str, value: Any = None, by: Actor, reason: str, at: datetime, on: date
) -> Decision:
    """A leader confirms a suggested value (`value` None) or sets the bureau's own where the pack leaves it open (CQ-14).

    Raises NotAllowed for a value an article fixes, a value out of range, or no reason.
    """
    return _decide(bureau, bureau.policy(on), key, value, by=by, reason=reason, at=at)


def _decide(
    bureau: Bureau, policy: Policy, key: str, value: Any, *, by: Actor, reason: str, at: datetime
) -> Decision:
    confirms = value is None or value == policy.pack[key]
    if blocker := _why_not_decide(bureau, policy, key, by, reason, changes=not confirms):
        raise NotAllowed([blocker])
    try:
        chosen = None if confirms else SCHEMA[key].read(value)
    except BadValue as error:
        raise NotAllowed([Blocker(error.sentence, policy.cite(key), error.remedy)]) from error
    decision = Decision.objects.create(
        bureau=bureau,
        pack_id=policy.pack.id,
        key=key,
        value=chosen,
        confirms=confirms,
        reason=reason.strip(),
        account=_person(by),
        at=at,
    )
    facts = {
        "key": key,
        "value": chosen,
        "confirms": confirms,
        "reason": reason.strip(),
        "pack": policy.pack.id,
    }
    record(bureau.code, "policy.decide", by=by, subject=f"parameter:{key}", facts=facts, at=at)
    return decision


@transaction.atomic
def confirm_all(bureau: Bureau, *, by: Actor, reason: str, at: datetime, on: date) -> None:
    """Confirm every suggestion still waiting as it stands, each its own record; all or none."""
    policy = bureau.policy(on)
    for parameter in policy.suggestions():
        if parameter.key not in policy.decisions:
            _decide(bureau, policy, parameter.key, None, by=by, reason=reason, at=at)


@transaction.atomic
def acknowledge(bureau: Bureau, *, pack_id: str, by: Actor, at: datetime) -> None:
    """Sign for a measure addressed to this bureau; once is enough (CQ-N4)."""
    _row, created = Acknowledgement.objects.get_or_create(
        bureau=bureau, pack_id=pack_id, defaults={"account": _person(by), "at": at}
    )
    if created:
        record(bureau.code, "policy.acknowledge", by=by, subject=f"pack:{pack_id}", facts={}, at=at)


@transaction.atomic
def add_member(
    bureau: Bureau, account: Account, role: str, *, by: Actor, at: datetime, on: date
) -> Membership:
    """Give an account a role. Nobody is administrator and handler at once, nor two kinds of administrator."""
    held = set(account.memberships.current(on).values_list("role", flat=True))
    wanted = Role(role)
    if (wanted in ADMINISTRATORS and held) or (wanted not in ADMINISTRATORS and held & ADMINISTRATORS):
        raise NotAllowed(
            [Blocker(_("系统、安全、审计管理员三者分设，也不兼办业务。"), remedy=_("请为管理员另开账号。"))]
        )
    membership = Membership.objects.create(account=account, bureau=bureau, role=wanted, starts_on=on)
    facts: dict[str, JSON] = {"account": account.pk, "role": str(wanted.value)}
    record(bureau.code, "member.add", by=by, subject=f"membership:{membership.pk}", facts=facts, at=at)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor, reason: str, at: datetime, on: date) -> None:
    """End a role today; the last liaison officer cannot leave before another is named (CQ-12.1, HL-2.4a)."""
    bureau = membership.bureau
    others = bureau.memberships.current(on).filter(role=Role.LIAISON, ends_on=None).exclude(pk=membership.pk)
    if membership.role == Role.LIAISON and not others.exists():
        raise NotAllowed(
            [
                Blocker(
                    _("这是本局唯一的联络员，每名监督员都要有专人联络。"),
                    bureau.policy(on).cite("liaison.min"),
                    _("请先指定新的联络员。"),
                )
            ]
        )
    membership.ends_on = max(on - timedelta(days=1), membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record(
        bureau.code,
        "member.end",
        by=by,
        subject=f"membership:{membership.pk}",
        facts={"reason": reason},
        at=at,
    )


@transaction.atomic
def new_member(
    bureau: Bureau, *, username: str, display_name: str, role: str, by: Actor, at: datetime, on: date
) -> tuple[Account, str]:
    """Give a role to an account, made now if there is none of that name. Returns it and its one-time password,
    "" for an account that already had one. An account of another bureau is not taken over by its name.
    """
    account = Account.objects.filter(username=username).first()
    if account and not account.memberships.current(on).filter(bureau=bureau).exists():
        raise NotAllowed([Blocker(_("登录名“%s”已有人使用。") % username, remedy=_("请换一个登录名。"))])
    password = ""
    if account is None:
        password = secret_code(16)
        account = Account.objects.create_user(username, password, display_name=display_name)
    add_member(bureau, account, role, by=by, at=at, on=on)
    return account, password
