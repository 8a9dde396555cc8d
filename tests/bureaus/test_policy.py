from __future__ import annotations

from datetime import date

import pytest

from zhongmu.bureaus.actions import acknowledge, decide
from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import NoPolicy
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed

TODAY = date(2026, 11, 2)


@pytest.mark.clause("CQ-15")
def test_the_measure_governs_from_its_day_and_not_before(chongqing):
    district = Bureau.objects.get(code="500103")
    assert district.policy(date(2025, 1, 1)).pack.id == "chongqing-2024-43"
    with pytest.raises(NoPolicy, match="没有可适用的办法"):
        district.policy(date(2024, 12, 31))


def test_a_bureau_under_a_draft_rehearses(harbin):
    assert harbin.policy(TODAY).rehearsal
    assert harbin.policy(TODAY).pack.id == "heilongjiang-draft"


def test_suggestions_wait_for_the_leader_and_block_until_confirmed(chongqing, actor, now):
    district = Bureau.objects.get(code="500103")
    blocker = district.policy(TODAY).unconfirmed("clock.verify_days", "term.years")
    assert blocker is not None
    assert "负责人还没有确认" in blocker.sentence
    assert "制度与口径" in blocker.remedy
    decide(
        district,
        key="clock.verify_days",
        by=actor(district, "leader"),
        reason="照建议值试行",
        at=now,
        on=TODAY,
    )
    assert district.policy(TODAY).unconfirmed("clock.verify_days") is None
    entry = LedgerEntry.objects.get(chain="500103", action="policy.decide")
    assert entry.subject == "parameter:clock.verify_days"


def test_a_leader_may_set_another_number_within_the_range(chongqing, actor, now):
    district = Bureau.objects.get(code="500103")
    by = actor(district, "leader")
    decide(district, key="clock.verify_days", value=10, by=by, reason="本局从严", at=now, on=TODAY)
    assert district.policy(TODAY)["clock.verify_days"] == 10
    assert Bureau.objects.get(code="500105").policy(TODAY)["clock.verify_days"] == 15


@pytest.mark.clause("CQ-14")
@pytest.mark.parametrize(
    ("key", "value", "role", "reason", "says"),
    [
        ("term.years", 3, "leader", "想改成三年", "由条文规定，本局不能改动"),
        ("clock.verify_days", None, "liaison", "照建议值试行", "只有负责人"),
        ("clock.verify_days", None, "leader", "好", "理由，不少于四个字"),
        ("clock.verify_days", 100000, "leader", "放宽到很久", "超出允许范围"),
    ],
)
def test_what_is_not_delegated_cannot_be_decided(chongqing, actor, now, key, value, role, reason, says):
    district = Bureau.objects.get(code="500103")
    with pytest.raises(NotAllowed, match=says):
        decide(district, key=key, value=value, by=actor(district, role), reason=reason, at=now, on=TODAY)
    assert not district.decisions.exists()


@pytest.mark.clause("CQ-N4")
def test_signing_for_a_measure_twice_is_signing_once(chongqing, actor, now):
    district = Bureau.objects.get(code="500103")
    for _time in range(2):
        acknowledge(district, pack_id="chongqing-2024-43", by=actor(district), at=now)
    assert district.acknowledgements.count() == 1
    assert LedgerEntry.objects.filter(action="policy.acknowledge").count() == 1
