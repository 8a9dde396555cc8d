from __future__ import annotations

import json

import pytest

from zhongmu.interests.actions import recuse
from zhongmu.interests.models import Recusal
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.seals.index import blind_index

pytestmark = pytest.mark.django_db
WHY = "对象是本人近亲属任职的单位"


@pytest.fixture
def step_back(yuzhong, staff, actor, now):
    def call(subject="report:7", reason=WHY, role="clerk"):
        by = actor(yuzhong, role)
        return recuse(staff(yuzhong, role), subject=subject, chain=yuzhong.code, by=by, reason=reason, at=now)

    return call


@pytest.mark.clause("CQ-10.4")
def test_a_recusal_is_kept_and_recorded(step_back, yuzhong, staff, now):
    row = step_back(reason=f"  {WHY}  ")
    assert (row.account, row.subject, row.reason, row.at) == (staff(yuzhong, "clerk"), "report:7", WHY, now)
    assert str(row) == "report:7"
    entry = LedgerEntry.objects.get(chain="500103", action="recusal")
    assert (entry.subject, json.loads(entry.facts)) == (
        "report:7",
        {"account": row.account_id, "reason": blind_index("ledger.reason", WHY)},
    )


def test_twice_is_once_and_the_first_reason_stands(step_back):
    first = step_back()
    assert step_back(reason="另一个理由") == first
    assert (Recusal.objects.get().reason, LedgerEntry.objects.filter(action="recusal").count()) == (WHY, 1)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_without_a_reason_nobody_steps_back(reason, step_back):
    with pytest.raises(NotAllowed, match="请写明与本件的利害关系"):
        step_back(reason=reason)
    assert not Recusal.objects.exists()


def test_a_recusal_is_of_one_person_from_one_case(step_back):
    assert len({step_back().pk, step_back("report:8").pk, step_back(role="reviewer").pk}) == 3


def test_a_long_reason_is_kept_to_its_first_words(step_back):
    assert step_back(reason="因" * 300).reason == "因" * 200
