from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corps.world import LEADER, LIAISON, appointed, day
from zhongmu.bureaus.models import Bureau
from zhongmu.corps.models import Appointment
from zhongmu.corps.states import Standing, State
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Blocker
from zhongmu.workdays.periods import end_instant, term_end

pytestmark = pytest.mark.django_db


@pytest.mark.clause("CQ-6.1")
@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2028-02-29", "2030-02-28"), ("2026-03-01", "2028-02-29"), ("2026-11-02", "2028-11-01")],
)
def test_a_term_lasts_two_years_less_a_day(yuzhong, person, now, starts, ends):
    appointment = appointed(yuzhong, person(), now, starts_on=day(starts))
    assert appointment.ends_on == day(ends)


@pytest.mark.clause("CQ-2")
def test_without_the_persons_own_consent_nobody_is_appointed(yuzhong, person, now):
    with pytest.raises(NotAllowed, match=r"自愿.*第二条"):
        appointed(yuzhong, person(), now, consented_at=None, channel="invite")


@pytest.mark.clause("CQ-2")
def test_two_bureaus_appoint_one_person_twice_and_keep_one_file(yuzhong, jiangbei, person, now):
    first, second = appointed(yuzhong, person(), now), appointed(jiangbei, person(), now)
    assert first.person == second.person
    assert Person.objects.count() == 1
    assert person().appointments.active(now.date()).count() == 2


def test_overlapping_terms_in_one_bureau_are_refused(yuzhong, person, now):
    first = appointed(yuzhong, person(), now)
    with pytest.raises(NotAllowed, match=r"聘期重叠.*第六条"):
        appointed(yuzhong, person(), now, starts_on=first.ends_on)
    second = appointed(yuzhong, person(), now, starts_on=first.ends_on + timedelta(days=1))
    assert (first.term_number, second.term_number) == (1, 2)


@pytest.mark.parametrize("role", ["liaison", "clerk", "reviewer", "supervisor", "system", "audit"])
def test_only_a_leader_appoints(yuzhong, person, now, role):
    with pytest.raises(NotAllowed, match="负责人"):
        appointed(yuzhong, person(), now, by=Actor(role))


def test_an_open_gate_stops_the_appointment(yuzhong, person, now):
    gate = Blocker("名单公示还没有期满", remedy="请等公示期满。")
    with pytest.raises(NotAllowed, match="公示期满"):
        appointed(yuzhong, person(), now, gates=[gate])
    assert not Appointment.objects.exists()


@pytest.mark.clause("CQ-6.1")
def test_chongqing_knows_no_other_term(yuzhong, person, now):
    with pytest.raises(NotAllowed, match=r"每届只能是2年.*第六条"):
        appointed(yuzhong, person(), now, years=3, reason="工作需要延长")


@pytest.mark.clause("HL-2.4b")
@pytest.mark.clause("HL-2.2c")
def test_heilongjiangs_city_sets_another_term_with_a_reason(harbin, person, now):
    with pytest.raises(NotAllowed, match="没有写明理由"):
        appointed(harbin, person(), now, years=3)
    appointment = appointed(harbin, person(), now, years=3, reason="首批试点需要")
    assert appointment.ends_on == term_end(appointment.starts_on, 3)


@pytest.mark.clause("HL-2.4b")
def test_heilongjiangs_county_may_not_set_another_term(harbin, confirm, person, now):
    county = Bureau.objects.filter(path__startswith=harbin.path, level="county").first()
    confirm(county)
    with pytest.raises(NotAllowed, match="市（地）级以上"):
        appointed(county, person(), now, years=3, reason="首批试点需要")


def test_under_a_draft_nothing_is_appointed_for_real(harbin, person, now):
    with pytest.raises(NotAllowed, match="征求意见稿"):
        appointed(harbin, person(), now, rehearsal=False)
    rehearsed = appointed(harbin, person(), now)
    assert rehearsed.rehearsal
    assert not Appointment.objects.real().exists()
    assert rehearsed.number.startswith("演练")


def test_a_bureau_in_force_does_not_rehearse(yuzhong, person, now):
    with pytest.raises(NotAllowed, match="不会转为正式"):
        appointed(yuzhong, person(), now, rehearsal=True)


def test_an_appointment_is_told_and_recorded_without_the_name_in_the_ledger(yuzhong, person, now):
    appointment = appointed(yuzhong, person(), now)
    entry = LedgerEntry.objects.get(action="corps.appointment.appoint")
    assert entry.subject == appointment.ledger_subject
    assert "李秀英" not in entry.facts
    assert yuzhong.letters.get().person == person()
    move = appointment.moves.get()
    assert (move.name, move.source, move.target, move.account) == ("appoint", "", State.APPOINTED, 9001)


def test_numbers_run_without_a_gap_after_a_refusal(yuzhong, person, now):
    first = appointed(yuzhong, person(), now)
    with pytest.raises(NotAllowed):
        appointed(yuzhong, person(), now)
    second = appointed(yuzhong, person("王建国", "11010519491231002X"), now)
    assert [int(re.findall(r"\d{4}$", a.number)[0]) for a in (first, second)] == [1, 2]


@given(
    start=st.dates(min_value=day("2025-01-01"), max_value=day("2090-12-31")),
    years=st.integers(1, 5),
    offset=st.integers(-3, 2000),
)
def test_access_ends_at_midnight_in_beijing_after_the_last_day(start, years, offset):
    term = Appointment(
        starts_on=start, ends_on=term_end(start, years), state=State.APPOINTED, rehearsal=False
    )
    end = end_instant(term.ends_on)
    assert term.is_active_at(end - timedelta(microseconds=1))
    assert not term.is_active_at(end)
    on = start + timedelta(days=offset)
    assert (term.status(on) is Standing.ACTIVE) == (start <= on <= term.ends_on)


@pytest.mark.clause("CQ-6.3")
def test_expiry_is_computed_and_writes_no_row(yuzhong, person, now):
    appointment = appointed(yuzhong, person(), now)
    before = LedgerEntry.objects.count(), appointment.moves.count()
    after = appointment.ends_on + timedelta(days=1)
    assert appointment.status(appointment.ends_on) is Standing.ACTIVE
    assert appointment.status(after) is Standing.EXPIRED
    assert not Appointment.objects.active(after).exists()
    assert Appointment.objects.expired(after).get() == appointment
    appointment.refresh_from_db()
    assert (LedgerEntry.objects.count(), appointment.moves.count()) == before
    assert appointment.state == State.APPOINTED


@pytest.mark.parametrize(
    ("state", "shift", "standing"),
    [
        ("appointed", -1, "pending"),
        ("appointed", 0, "active"),
        ("suspended", 0, "suspended"),
        ("suspended", 800, "expired"),
        ("revoked", 0, "revoked"),
        ("revoked", 800, "revoked"),
    ],
)
def test_standing_follows_state_and_day(state, shift, standing):
    start = day("2026-11-02")
    appointment = Appointment(state=state, starts_on=start, ends_on=term_end(start, 2))
    assert appointment.status(start + timedelta(days=shift)) == standing


def test_a_foreign_channel_of_entry_is_kept_as_it_came(yuzhong, person, now):
    appointment = appointed(yuzhong, person(), now, batch_ref="batch:3")
    assert (appointment.origin, appointment.batch_ref, str(appointment)) == (
        "application:12",
        "batch:3",
        appointment.number,
    )
    assert LIAISON.role != LEADER.role
