"""Recommending units: who they are, with a code or the reason why none, and how somebody of theirs gets in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.recruitment.conftest import UNIT
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.people.models import Account
from zhongmu.people.values import BadValue
from zhongmu.recruitment.actions.units import (
    activate_unit,
    close_unit_login,
    edit_unit,
    enter_unit,
    issue_unit_slip,
)
from zhongmu.recruitment.called import open_unit_slip, unit_of


def enter(bureau, actor, now, **changes):
    return enter_unit(bureau, replace(UNIT, **changes), by=actor(bureau), at=now, on=now.date())


@pytest.mark.clause("CQ-7.2")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"credit_code": "11500000MB1670604X"}, "校验位"),
        ({"credit_code": ""}, "须填统一社会信用代码"),
        ({"credit_code": "", "kind": "npc"}, "请写明原因"),
    ],
)
def test_a_unit_without_a_sound_code_is_refused(yuzhong, actor, now, changes, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        enter(yuzhong, actor, now, **changes)


@pytest.mark.clause("CQ-7.2")
def test_an_organ_without_a_code_is_entered_with_the_reason(yuzhong, actor, now):
    reason = "人大常委会办事机构，未赋码"
    unit = enter(yuzhong, actor, now, kind="npc", credit_code="", no_code_reason=reason)
    assert (unit.credit_code, unit.no_code_reason) == ("", reason)


def test_a_unit_is_entered_once_in_a_bureau_and_again_next_door(yuzhong, jiangbei, actor, now):
    unit = enter(yuzhong, actor, now)
    for changes in ({"name": "另一个名字"}, {"credit_code": "91110000600037341L"}):
        with pytest.raises(NotAllowed, match="已经登记过"):
            enter(yuzhong, actor, now, **changes)
    assert enter(jiangbei, actor, now).bureau == jiangbei
    card = replace(UNIT, contact="戊联系")
    edit_unit(unit, card, by=actor(yuzhong), at=now, on=now.date())
    unit.refresh_from_db()
    assert unit.contact == "戊联系"


def test_only_an_officer_enters_one(yuzhong, actor, now):
    with pytest.raises(NotAllowed, match="联络员、经办"):
        enter_unit(yuzhong, UNIT, by=actor(yuzhong, "reviewer"), at=now, on=now.date())


def slip_of(unit, actor, now):
    return issue_unit_slip(unit, reason="首次开通", by=actor(unit.bureau), at=now, on=now.date())


def test_a_slip_opens_the_login_once_and_a_new_one_hands_it_over(yuzhong, unit, actor, now):
    made = unit(yuzhong)
    code = slip_of(made, actor, now)
    slip = open_unit_slip(code.lower(), now.date())
    account = activate_unit(slip, username="union-yz", password="a-long-passphrase", at=now)
    assert unit_of(account) == made
    assert account.of_unit
    assert open_unit_slip(code, now.date()) is None
    with pytest.raises(BadValue, match="已经用过"):
        activate_unit(slip, username="union-2", password="a-long-passphrase", at=now)
    fresh = open_unit_slip(slip_of(made, actor, now), now.date())
    again = activate_unit(fresh, username="union-yz", password="another-passphrase", at=now)
    assert again.pk == account.pk
    assert Account.objects.filter(of_unit=True).count() == 1
    assert LedgerEntry.objects.filter(action="account.activate", role="unit").count() == 2


def test_unknown_void_and_expired_slips_answer_alike(yuzhong, unit, actor, now):
    made = unit(yuzhong)
    old, new = slip_of(made, actor, now), slip_of(made, actor, now)
    assert open_unit_slip("AAAA-BBBB-CCCC", now.date()) is None
    assert open_unit_slip(old, now.date()) is None
    assert open_unit_slip(new, (now + timedelta(days=31)).date()) is None
    assert open_unit_slip(new, now.date()).unit == made


def test_a_closed_login_lets_nobody_in_until_a_new_slip(yuzhong, unit, actor, now):
    made = unit(yuzhong)
    slip = open_unit_slip(slip_of(made, actor, now), now.date())
    account = activate_unit(slip, username="union-yz", password="a-long-passphrase", at=now)
    waiting = slip_of(made, actor, now)
    close_unit_login(made, reason="经办人调离", by=actor(yuzhong), at=now)
    account.refresh_from_db()
    assert not account.is_active
    assert open_unit_slip(waiting, now.date()) is None
    fresh = open_unit_slip(slip_of(made, actor, now), now.date())
    assert activate_unit(fresh, username="union-yz", password="a-long-passphrase", at=now).is_active
