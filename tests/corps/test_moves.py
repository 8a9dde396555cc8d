from __future__ import annotations

from pathlib import Path

import pytest

from tests.corps.world import LEADER, LIAISON, appointed
from zhongmu.corps.actions import decide_review, lift, open_review, revoke, suspend
from zhongmu.corps.models import Appointment, Review
from zhongmu.corps.states import MOVES, State
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed, Overtaken, diagram

pytestmark = pytest.mark.django_db
ACTIONS = {"suspend": suspend, "lift": lift, "revoke": revoke}
ROLES = ["leader", "reviewer", "liaison", "clerk", "supervisor", "system"]
ALLOWED = {
    *((name, state, "leader") for name, state in [("suspend", "appointed"), ("lift", "suspended")]),
    ("suspend", "appointed", "reviewer"),
    ("revoke", "appointed", "leader"),
    ("revoke", "suspended", "leader"),
}


@pytest.fixture
def appointment(yuzhong, person, now):
    return appointed(yuzhong, person(), now)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", ACTIONS)
def test_move_by_each_role_from_every_state(appointment, now, name, state, role):
    Appointment.objects.update(state=state)
    appointment.refresh_from_db()
    by = Actor(role, account=9001)
    if (name, state, role) in ALLOWED:
        ACTIONS[name](appointment, by=by, at=now, reason="核实后决定")
        assert appointment.state == MOVES[name].target
        assert appointment.moves.last().target == MOVES[name].target
    else:
        with pytest.raises(NotAllowed):
            ACTIONS[name](appointment, by=by, at=now, reason="核实后决定")


def test_a_move_without_a_reason_is_refused(appointment, now):
    with pytest.raises(NotAllowed, match="没有写明理由"):
        suspend(appointment, by=LEADER, at=now, reason=" ")


def test_of_two_leaders_one_is_overtaken(appointment, now):
    stale = Appointment.objects.get()
    suspend(appointment, by=LEADER, at=now, reason="异议成立")
    with pytest.raises(Overtaken, match="刚刚被别人办理"):
        suspend(stale, by=LEADER, at=now, reason="异议成立")


def test_a_review_suspends_at_once_and_its_decision_lifts(appointment, now):
    review = open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LEADER, at=now)
    assert appointment.state == State.SUSPENDED
    assert not appointment.is_active_at(now)
    decide_review(review, outcome="lift", reason="复核后条件符合", by=LEADER, at=now)
    assert review.appointment.state == State.APPOINTED
    assert (review.outcome, review.decided_by) == ("lift", 9001)
    assert str(review) == f"review {review.pk}"


def test_a_review_may_end_in_revocation(appointment, now):
    review = open_review(
        appointment, grounds="公示异议成立", origin="objection:4", by=Actor("reviewer", 9003), at=now
    )
    decide_review(review, outcome="revoke", reason="聘任有误，撤销", by=LEADER, at=now)
    appointment.refresh_from_db()
    assert appointment.state == State.REVOKED
    assert LedgerEntry.objects.filter(action="corps.review.decide").count() == 1


def test_while_a_review_is_open_nobody_lifts_beside_it(appointment, now):
    open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LEADER, at=now)
    for action in (lift, revoke):
        with pytest.raises(NotAllowed, match="复核还没有作出决定"):
            action(appointment, by=LEADER, at=now, reason="核实后决定")


def test_a_second_review_is_refused(appointment, now):
    open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LEADER, at=now)
    with pytest.raises(NotAllowed, match="已有一件复核"):
        open_review(appointment, grounds="又一件异议", origin="objection:5", by=LEADER, at=now)


@pytest.mark.parametrize("outcome", ["", "forgive"])
def test_a_review_needs_one_of_two_outcomes(appointment, now, outcome):
    review = open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LEADER, at=now)
    with pytest.raises(NotAllowed, match="没有选择复核结论"):
        decide_review(review, outcome=outcome, reason="核实后决定", by=LEADER, at=now)


def test_a_review_is_decided_once(appointment, now):
    review = open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LEADER, at=now)
    stale = Review.objects.get()
    decide_review(review, outcome="lift", reason="复核后条件符合", by=LEADER, at=now)
    with pytest.raises(Overtaken):
        decide_review(stale, outcome="revoke", reason="核实后决定", by=LEADER, at=now)


def test_an_officer_neither_opens_nor_decides_a_review(appointment, now):
    with pytest.raises(NotAllowed):
        open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LIAISON, at=now)
    suspend(appointment, by=LEADER, at=now, reason="先行暂停")
    with pytest.raises(NotAllowed):
        open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LIAISON, at=now)
    review = open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LEADER, at=now)
    with pytest.raises(NotAllowed):
        decide_review(review, outcome="lift", reason="核实后决定", by=LIAISON, at=now)
    review.refresh_from_db()
    assert review.decided_at is None


def test_the_diagram_in_the_docs_is_current():
    page = Path(__file__).parents[2] / "docs/states/appointment.md"
    assert diagram(MOVES, State) in page.read_text(encoding="utf-8")
