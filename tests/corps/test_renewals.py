from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.corps.ending import advised, morning, proposed, yes
from tests.corps.world import LEADER, LIAISON, SUPERVISOR, appointed, certified, day, picture
from tests.personas import SHANGHAI
from zhongmu.corps.actions import decide_review, lift, open_review, revoke, suspend
from zhongmu.corps.models import Appointment, Portrait, Renewal
from zhongmu.corps.renewals import end, propose, renew, reopen, take_answer
from zhongmu.corps.renewing import why_not_now
from zhongmu.corps.states import RenewalState, Standing, State
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter

pytestmark = pytest.mark.django_db
NEW_TERM = datetime(2026, 12, 1, 9, tzinfo=SHANGHAI)  # the first day of what follows `term`
SECOND_LEADER = Actor("leader", account=9011)


@pytest.mark.clause("CQ-6.2")
def test_a_renewal_is_a_new_term_from_the_day_after_and_leaves_the_old_as_it_was(term, now):
    Portrait.objects.create(appointment=term, jpeg=picture("JPEG"))
    sheet = certified(term, now)
    before = Appointment.objects.values().get(pk=term.pk)
    following = renew(proposed(term, now), by=LEADER, at=now)
    assert (following.starts_on, following.ends_on) == (day("2026-12-01"), day("2028-11-30"))
    assert (following.term_number, following.number != term.number) == (2, True)
    assert following.consented_at == morning(now.date()).replace(hour=0)
    assert following.portrait.jpeg == term.portrait.jpeg
    assert not hasattr(following, "pledge")
    assert not following.certificates.exists()
    assert Appointment.objects.values().get(pk=term.pk) == before
    assert sheet.is_valid_at(now)
    renewal = Renewal.objects.get()
    assert (renewal.state, renewal.next) == (RenewalState.RENEWED, following)
    assert [m.name for m in renewal.moves.all()] == ["agree", "propose", "renew"]
    assert "第六条" in renewal.moves.last().cite


@pytest.mark.clause("CQ-6.2")
@pytest.mark.parametrize("on", ["2026-12-01", "2027-06-01"])
def test_who_let_the_term_run_out_is_recruited_anew(term, now, on):
    renewal = proposed(term, now)
    later = datetime.combine(day(on), now.time(), SHANGHAI)
    for act in (
        lambda: renew(renewal, by=LEADER, at=later),
        lambda: take_answer(term, yes(later), by=SUPERVISOR, at=later),
        lambda: end(renewal, reason="已经届满了", by=LEADER, at=later),
    ):
        with pytest.raises(NotAllowed, match=r"2026年11月30日届满，自然解聘，不能再续聘.*重新选聘"):
            act()
    assert Appointment.objects.count() == 1


@pytest.mark.clause("CQ-6.2")
def test_on_the_last_day_of_the_term_a_leader_may_still_renew(term, now):
    last = datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI)
    assert renew(proposed(term, now), by=LEADER, at=last).starts_on == day("2026-12-01")


@pytest.mark.clause("CQ-6.2")
def test_a_term_that_would_overlap_is_refused(term, now):
    renewal = proposed(term, now)
    later = appointed(term.bureau, term.person, now, starts_on=day("2026-12-15"))
    with pytest.raises(NotAllowed, match=f"下一届聘任已经作出（{later.number}）"):
        renew(renewal, by=LEADER, at=now)


def test_long_before_the_end_nothing_is_asked_and_the_page_says_from_when(yuzhong, person, now):
    row = appointed(yuzhong, person(), now)
    with pytest.raises(NotAllowed, match=r"2028年11月1日才届满.*请从2028年8月3日起办理"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)
    assert not Renewal.objects.exists()


def test_suspended_revoked_and_not_yet_begun_terms_are_not_renewed(yuzhong, person, term, now, today):
    policy = yuzhong.policy(today)
    pending = appointed(
        yuzhong, person("王建国", "11010519491231002X"), now, starts_on=today + timedelta(days=1)
    )
    suspend(term, by=LEADER, at=now, reason="收到书面反映")
    said = [ruling.sentence for row in (pending, term) for ruling in why_not_now(row, policy, today)]
    revoke(term, by=LEADER, at=now, reason="聘任有误，撤销")
    said += [ruling.sentence for ruling in why_not_now(term, policy, today)]
    assert said == ["聘期还没有开始，不能续聘。", "聘任正在暂停复核，不能续聘。", "聘任已经撤销，不能续聘。"]


@pytest.mark.clause("CQ-6.2")
def test_eligibility_and_recusal_are_looked_at_again(term, now):
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    with pytest.raises(NotAllowed) as refused:
        propose(renewal, advised(term, checked=("4-1",), recusal=" "), by=LIAISON, at=now)
    said = str(refused.value)
    assert "还有资格条件没有复核为“仍然符合”" in said
    assert "没有写明回避复核的结果" in said
    propose(
        Renewal.objects.get(),
        advised(term, advice="end", checked=(), recusal="", opinion="长期不参加活动"),
        by=LIAISON,
        at=now,
    )
    with pytest.raises(NotAllowed, match="还有资格条件没有复核"):
        renew(Renewal.objects.get(), by=LEADER, at=now, reason="另有考虑，予以续聘")


def test_without_an_opinion_nothing_is_proposed(term, now):
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    with pytest.raises(NotAllowed, match="没有写明履职情况和意见"):
        propose(renewal, advised(term, opinion="好"), by=LIAISON, at=now)
    assert Renewal.objects.get().state == RenewalState.WILLING


def test_who_proposed_does_not_decide(term, now):
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    propose(renewal, advised(term), by=Actor("liaison", account=LEADER.account), at=now)
    for act in (
        lambda: renew(renewal, by=LEADER, at=now),
        lambda: end(renewal, reason="不再需要", by=LEADER, at=now),
    ):
        with pytest.raises(NotAllowed, match="提请的人不能自己决定"):
            act()
    assert renew(renewal, by=SECOND_LEADER, at=now).term_number == 2


def test_a_decision_against_the_advice_needs_a_reason(term, now):
    renewal = proposed(term, now, advice="end")
    with pytest.raises(NotAllowed, match="建议不续聘而决定续聘没有写明理由"):
        renew(renewal, by=LEADER, at=now)
    assert renew(renewal, by=LEADER, at=now, reason="本人已说明情况，予以续聘")


@pytest.mark.clause("HL-2.2d")
def test_not_renewing_has_a_reason_the_person_reads_and_may_be_taken_up_again(term, now):
    renewal = proposed(term, now)
    with pytest.raises(NotAllowed, match="决定不续聘没有写明理由"):
        end(renewal, reason="", by=LEADER, at=now)
    end(renewal, reason="两年没有参加活动", by=LEADER, at=now)
    assert (renewal.state, renewal.reason) == (RenewalState.ENDED, "两年没有参加活动")
    letter = Letter.objects.get(event="renewal.end")
    assert "两年" not in letter.body
    assert term.is_active_at(now)
    reopen(renewal, reason="本人补充了材料", by=LEADER, at=now)
    assert (renewal.state, renewal.reason, renewal.advice) == (RenewalState.WILLING, "", "")


def test_a_renewal_is_taken_up_again_only_once_its_term_is_revoked(term, now):
    renewal = proposed(term, now)
    following = renew(renewal, by=LEADER, at=now)
    with pytest.raises(NotAllowed, match="新的一届聘任仍然有效"):
        reopen(renewal, reason="年数写错了", by=LEADER, at=now)
    revoke(following, by=LEADER, at=now, reason="年数写错，撤销")
    renewal = Renewal.objects.get()
    reopen(renewal, reason="年数写错了", by=LEADER, at=now)
    propose(renewal, advised(term), by=LIAISON, at=now)
    again = renew(renewal, by=LEADER, at=now)
    assert (again.term_number, renewal.next) == (2, again)


@pytest.mark.clause("CQ-6.2")
def test_who_is_suspended_when_the_next_term_begins_stays_so_until_it_is_decided(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    review = open_review(term, grounds="收到书面反映", origin="office", by=LEADER, at=now)
    following.refresh_from_db()
    assert following.status(NEW_TERM.date()) is Standing.SUSPENDED
    decide_review(review, outcome="lift", reason="查无此事，恢复", by=LEADER, at=NEW_TERM)
    following.refresh_from_db()
    assert following.is_active_at(NEW_TERM)
    assert [move.name for move in following.moves.all()] == ["appoint", "suspend", "lift"]


@pytest.mark.clause("CQ-6.2")
def test_the_renewal_of_a_revoked_term_falls_with_it(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    revoke(term, by=LEADER, at=now, reason="报名材料不实")
    following.refresh_from_db()
    assert following.status(NEW_TERM.date()) is Standing.REVOKED
    assert "续聘一并撤销" in Letter.objects.get(event="appointment.revoke").body


def test_a_next_term_that_runs_is_decided_about_by_itself(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    suspend(term, by=LEADER, at=NEW_TERM, reason="收到书面反映")
    revoke(term, by=LEADER, at=NEW_TERM, reason="报名材料不实")
    following.refresh_from_db()
    assert following.is_active_at(NEW_TERM)


def test_a_next_term_under_its_own_review_is_neither_lifted_nor_revoked_with_the_last(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    open_review(following, grounds="另一件书面反映", origin="office", by=LEADER, at=now)
    with pytest.raises(NotAllowed, match=f"续聘的下一届（{following.number}）另有一件复核.*请先"):
        revoke(term, by=LEADER, at=now, reason="报名材料不实")
    term.refresh_from_db()
    suspend(term, by=LEADER, at=now, reason="收到书面反映")
    lift(term, by=LEADER, at=now, reason="查无此事，恢复")
    following.refresh_from_db()
    assert (term.state, following.state) == (State.APPOINTED, State.SUSPENDED)


def test_who_is_suspended_while_the_leader_decides_is_not_renewed(term, now):
    renewal = proposed(term, now)
    seen = Renewal.objects.select_related("appointment").get(pk=renewal.pk)
    suspend(Appointment.objects.get(), by=SECOND_LEADER, at=now, reason="收到书面反映")
    for act in (
        lambda: renew(seen, by=LEADER, at=now),
        lambda: end(seen, reason="名额减少了", by=LEADER, at=now),
        lambda: take_answer(term, yes(now), by=SUPERVISOR, at=now),
    ):
        with pytest.raises(NotAllowed, match="暂停复核，不能续聘"):
            act()
        seen.appointment.state = term.state = State.APPOINTED  # as each had read it
    assert Appointment.objects.count() == 1
