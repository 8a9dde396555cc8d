from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.corps.ending import advised, morning, proposed, yes
from tests.corps.world import LEADER, SUPERVISOR, appointed, day
from tests.racing import at_once
from zhongmu.corps.actions import revoke, suspend
from zhongmu.corps.models import Appointment, Renewal
from zhongmu.corps.renewals import end, propose, renew, renew_many, reopen, send_back, take_answer
from zhongmu.corps.states import RENEWAL_MOVES, RenewalState
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.workdays.periods import term_end

pytestmark = pytest.mark.django_db
BEGINNINGS = st.dates(day("2025-01-02"), day("2026-03-31"))
SECOND_LEADER = Actor("leader", account=9011)
ROLES = ["leader", "reviewer", "liaison", "clerk", "supervisor", "system", "expert"]


def _state(term: Appointment, state: str, now: datetime) -> Renewal:
    take_answer(term, yes(now), by=SUPERVISOR, at=now)
    told = advised(term)
    following = None
    if state == RenewalState.RENEWED:
        following = appointed(term.bureau, term.person, now, starts_on=day("2026-12-01"))
        revoke(following, by=LEADER, at=now, reason="写错，撤销")
    Renewal.objects.update(
        state=state,
        next=following,
        advice=told.advice,
        opinion=told.opinion,
        recusal=told.recusal,
        checked=list(told.checked),
        category=told.category,
    )
    return Renewal.objects.select_related("appointment__bureau", "appointment__person", "next").get()


def _act(name: str, renewal: Renewal, by: Actor, now: datetime) -> None:
    row, channel = renewal.appointment, "web" if by.role == "supervisor" else "paper"
    acts = {
        "agree": lambda: take_answer(row, yes(now, channel=channel), by=by, at=now),
        "decline": lambda: take_answer(row, yes(now, channel=channel, willing=False), by=by, at=now),
        "propose": lambda: propose(renewal, advised(row), by=by, at=now),
        "send_back": lambda: send_back(renewal, reason="请补充意见", by=by, at=now),
        "renew": lambda: renew(renewal, by=by, at=now),
        "end": lambda: end(renewal, reason="名额减少了", by=by, at=now),
        "reopen": lambda: reopen(renewal, reason="本人补充材料", by=by, at=now),
    }
    acts[name]()


@pytest.mark.parametrize("name", RENEWAL_MOVES)
@pytest.mark.parametrize("state", RenewalState.values)
def test_move_by_each_role_from_every_state(term, now, name, state):
    move = RENEWAL_MOVES[name]
    renewal = _state(term, state, now)
    for role in ROLES:
        by = Actor(role, account=None if role == "supervisor" else 9021)
        with transaction.atomic():
            if state in move.sources and role in move.who:
                _act(name, renewal, by, now)
                renewal.refresh_from_db()
                last = renewal.moves.last()
                assert (renewal.state, last.name, last.role) == (move.target, name, role)
            else:
                with pytest.raises(NotAllowed):
                    _act(name, renewal, by, now)
            transaction.set_rollback(True)
        renewal = Renewal.objects.select_related("appointment__bureau", "appointment__person", "next").get()
        assert renewal.state == state


def test_of_two_who_move_one_is_overtaken(term, now):
    renewal = proposed(term, now)
    stale = Renewal.objects.select_related("appointment").get()
    send_back(renewal, reason="请补充意见", by=LEADER, at=now)
    with pytest.raises(Overtaken, match="刚刚被别人办理"):
        send_back(stale, reason="请补充意见", by=LEADER, at=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("CQ-6.2")
def test_two_leaders_at_once_make_one_term(shared_file, yuzhong, person, now):
    term = appointed(yuzhong, person(), now, starts_on=day("2024-12-01"))
    renewal = proposed(term, now)

    def decide(by: Actor) -> Appointment:
        return renew(Renewal.objects.select_related("appointment").get(pk=renewal.pk), by=by, at=now)

    results = at_once(lambda: decide(LEADER), lambda: decide(SECOND_LEADER))
    assert sorted(isinstance(each, NotAllowed) for each in results) == [False, True]
    assert Appointment.objects.count() == 2


def test_of_several_renewed_at_once_the_one_refused_stops_no_other(yuzhong, person, term, now):
    other = appointed(yuzhong, person("王建国", "11010519491231002X"), now, starts_on=day("2024-12-01"))
    first, second = proposed(term, now), proposed(other, now)
    suspend(other, by=LEADER, at=now, reason="收到书面反映")
    rows = Renewal.objects.select_related("appointment__person").filter(pk__in=[first.pk, second.pk])
    done = renew_many(rows, by=LEADER, at=now)
    assert [row.person.name for row in done.terms] == ["李秀英"]
    assert [(r.pk, "暂停复核" in str(why)) for r, why in done.refused] == [(second.pk, True)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=BEGINNINGS, terms=st.integers(1, 3), early=st.integers(0, 89))
@example(
    start=day("2026-02-28"), terms=1, early=0
)  # the next begins on 28 February 2028 and ends in a leap year
@pytest.mark.clause("CQ-6.1")
def test_terms_renewed_one_after_another_leave_no_day_between_and_none_twice(
    yuzhong, person, start, terms, early
):
    with transaction.atomic():
        row = first = appointed(yuzhong, person(), morning(start), on=start, starts_on=start)
        for _each in range(terms):
            row = renew(
                proposed(row, morning(row.ends_on - timedelta(days=early))),
                by=LEADER,
                at=morning(row.ends_on),
            )
        lasts = first.person.appointments.order_by("pk").values_list("ends_on", flat=True)
        days = [last + timedelta(days=more) for last in lasts for more in (0, 1)]
        served = [yuzhong.appointments.active(on).count() for on in days]
        assert served == [1] * (2 * terms + 1) + [0]
        assert row.ends_on == term_end(start, 2 * (terms + 1))
        transaction.set_rollback(True)
