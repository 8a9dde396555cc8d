"""Recommending units and their logins (CQ-7.2)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.people.actions import issue_code, name_account, use_slip
from zhongmu.people.models import Account
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import calling, channels
from zhongmu.recruitment.actions.moving import reasoned, refuse
from zhongmu.recruitment.called import SLIP
from zhongmu.recruitment.models import Unit, UnitLogin, UnitSlip
from zhongmu.seals.index import blind_index


@dataclass(frozen=True, kw_only=True)
class UnitCard:
    """Who a unit is and whom to ask there. `kind` is the pack's code."""

    name: str
    kind: str
    credit_code: str
    no_code_reason: str
    contact: str
    phone: str


def _card_rulings(
    bureau: Bureau, card: UnitCard, policy: Policy, by: Actor, *, own: int | None
) -> list[Ruling]:
    wrong = channels.code_wrong(policy, kind=card.kind, code=card.credit_code, reason=card.no_code_reason)
    found = [
        *calling.by_officer(by, what=_("登记推荐单位")),
        *calling.is_open(channels.by_unit(policy), policy, what=_("单位推荐")),
        *calling.as_blockers(wrong, policy),
    ]
    others = bureau.units.exclude(pk=own or 0)
    if others.filter(name=card.name).exists() or (
        card.credit_code and others.filter(credit_code=card.credit_code).exists()
    ):
        found.append(Blocker(_("这个单位已经登记过。"), remedy=_("请在“推荐单位”里找到它，不必重复登记。")))
    return found


@transaction.atomic
def enter_unit(bureau: Bureau, card: UnitCard, *, by: Actor, at: datetime, on: date) -> Unit:
    """An officer enters a unit that recommends people, by account or by letter."""
    refuse(_card_rulings(bureau, card, bureau.policy(on), by, own=None))
    unit = Unit.objects.create(bureau=bureau, created_at=at, **asdict(card))
    facts = {"code": unit.credit_code, "kind": unit.kind}
    record(bureau.code, "recruitment.unit.enter", by=by, subject=unit.ledger_subject, facts=facts, at=at)
    return unit


@transaction.atomic
def edit_unit(unit: Unit, card: UnitCard, *, by: Actor, at: datetime, on: date) -> None:
    """Correct a unit's card. What it recommended before keeps the name of its day; the code is that of the answer's."""
    refuse(_card_rulings(unit.bureau, card, unit.bureau.policy(on), by, own=unit.pk))
    for name, text in asdict(card).items():
        setattr(unit, name, text)
    unit.save()
    facts = {"code": unit.credit_code, "kind": unit.kind}
    chain, subject = unit.bureau.code, unit.ledger_subject
    record(chain, "recruitment.unit.edit", by=by, subject=subject, facts=facts, at=at)


@transaction.atomic
def issue_unit_slip(unit: Unit, *, reason: str, by: Actor, at: datetime, on: date) -> str:
    """A one-time code for somebody of the unit; older ones are void. It is printed once and kept nowhere."""
    refuse([*calling.by_officer(by, what=_("打印激活单")), *reasoned(reason, what=_("打印"))])
    code = issue_code(unit.slips, purpose=SLIP, reason=reason, at=at, on=on)
    chain, subject = unit.bureau.code, unit.ledger_subject
    facts = {"reason": blind_index("ledger.reason", reason)}  # the words stay with the slip
    record(chain, "slip.issue", by=by, subject=subject, facts=facts, at=at)
    return code


@transaction.atomic
def activate_unit(slip: UnitSlip, *, username: str, password: str, at: datetime) -> Account:
    """Use a slip: the unit's login gets (or changes) its name and password. Raises BadValue if overtaken."""
    use_slip(slip, at=at)
    unit = slip.unit
    login = UnitLogin.objects.filter(unit=unit).select_related("account").first()
    account = login.account if login else Account(of_unit=True)
    account.is_active = True
    name_account(account, username=username, display_name=unit.name[:50], password=password)
    if login is None:
        UnitLogin.objects.create(unit=unit, account=account)
    by = Actor("unit", account=account.pk)
    record(unit.bureau.code, "account.activate", by=by, subject=unit.ledger_subject, facts={}, at=at)
    return account


@transaction.atomic
def close_unit_login(unit: Unit, *, reason: str, by: Actor, at: datetime) -> None:
    """Nobody gets in with the unit's login any more; a new slip opens it again."""
    refuse([*calling.by_officer(by, what=_("停用账号")), *reasoned(reason, what=_("停用账号"))])
    unit.slips.filter(used_at=None, void_at=None).update(void_at=at)
    Account.objects.filter(unit_login__unit=unit).update(is_active=False)
    chain, subject = unit.bureau.code, unit.ledger_subject
    record(chain, "recruitment.unit.close_login", by=by, subject=subject, facts={"reason": reason}, at=at)
