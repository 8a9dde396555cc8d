from __future__ import annotations

from datetime import date

import pytest

from zhongmu.bureaus.actions import add_member, end_membership, new_member
from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.moves import NotAllowed

TODAY = date(2026, 11, 2)


@pytest.fixture
def district(chongqing):
    return Bureau.objects.get(code="500103")


@pytest.mark.parametrize(
    ("first", "second"), [("system", "liaison"), ("leader", "audit"), ("system", "security")]
)
def test_administrators_are_kept_apart(district, staff, actor, now, first, second):
    account = staff(district, first)
    with pytest.raises(NotAllowed, match="三者分设"):
        add_member(district, account, second, by=actor(district, "system"), at=now, on=TODAY)


def test_the_last_liaison_officer_cannot_leave(district, staff, actor, now):
    membership = staff(district).memberships.get()
    by = actor(district, "system")
    with pytest.raises(NotAllowed, match="唯一的联络员"):
        end_membership(membership, by=by, reason="调离", at=now, on=TODAY)
    new_member(district, username="second", display_name="接任", role="liaison", by=by, at=now, on=TODAY)
    end_membership(membership, by=by, reason="调离", at=now, on=TODAY)
    assert list(
        district.memberships.current(TODAY).filter(role="liaison").values_list("account__username", flat=True)
    ) == ["second"]


def test_an_account_of_another_bureau_is_not_taken_over_by_its_name(district, staff, actor, now):
    stranger = staff(Bureau.objects.get(code="500105"))
    with pytest.raises(NotAllowed, match="已有人使用"):
        new_member(
            district,
            username=stranger.username,
            display_name="冒名",
            role="clerk",
            by=actor(district, "system"),
            at=now,
            on=TODAY,
        )


def test_a_second_role_keeps_the_password(district, staff, actor, now):
    account = staff(district)
    by = actor(district, "system")
    same, password = new_member(
        district, username=account.username, display_name="x", role="clerk", by=by, at=now, on=TODAY
    )
    assert (same, password) == (account, "")
