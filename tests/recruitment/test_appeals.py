"""Who did not pass objects once, in time, and is answered by somebody who had no hand in the refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.recruitment.conftest import APPLICANT
from zhongmu.bureaus.policy import forget
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.letters.models import Letter
from zhongmu.policies.rulings import Notice
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import appealing
from zhongmu.recruitment.appeals import appeal_until, appeals_left, earlier_hands, refusal_of
from zhongmu.recruitment.models import Appeal, Application, ApplicationMove
from zhongmu.recruitment.promises import recompute_promises
from zhongmu.recruitment.tasks import recompute_open_promises
from zhongmu.workdays.models import CalendarDay

GROUNDS = "我是中国公民，护照是配偶的，户口簿可以证明。"
SAID = {"reason": "核对户口簿原件", "answer": "经核对户口簿，您是中国公民。"}


@pytest.fixture
def lodged(refused, now):
    return actions.lodge_appeal(refused, grounds=GROUNDS, by=APPLICANT, at=now)


@pytest.mark.clause("CQ-4.0")
@pytest.mark.clause("HL-2.1c")
def test_five_working_days_to_object_ten_to_answer(refused, lodged):
    assert appeal_until(refusal_of(refused)) == date(2026, 11, 9)
    assert lodged.due_on == date(2026, 11, 16)
    assert Letter.objects.filter(event="application.appeal").count() == 1
    entry = LedgerEntry.objects.get(action="recruitment.appeal.open")
    assert GROUNDS not in entry.facts
    assert entry.account is None


@pytest.mark.clause("CQ-4.0")
def test_upheld_it_goes_back_to_the_check(refused, lodged, yuzhong, actor, now, today):
    actions.uphold_appeal(lodged, **SAID, by=actor(yuzhong, "leader"), at=now, on=today)
    refused.refresh_from_db()
    assert (lodged.state, refused.state, lodged.answer) == ("upheld", "submitted", SAID["answer"])
    assert refused.moves.last().name == "check_again"
    with pytest.raises(NotAllowed, match="已经提出过一次"):
        actions.lodge_appeal(refused, grounds=GROUNDS, by=APPLICANT, at=now)


@pytest.mark.clause("CQ-4.0")
def test_dismissed_it_stays_and_the_reason_is_told(refused, lodged, yuzhong, actor, now, today):
    actions.dismiss_appeal(lodged, **SAID, by=actor(yuzhong, "clerk"), at=now, on=today)
    refused.refresh_from_db()
    assert (lodged.state, refused.state) == ("dismissed", "ineligible")
    assert Letter.objects.filter(event="application.appeal_settle").count() == 1


@pytest.mark.parametrize("role", ["liaison", "reviewer"])
@pytest.mark.parametrize("decide", [actions.uphold_appeal, actions.dismiss_appeal])
def test_neither_earlier_hand_answers(refused, lodged, yuzhong, actor, now, today, role, decide):
    by = actor(yuzhong, role)
    assert by.account in earlier_hands(refused)
    with pytest.raises(NotAllowed, match="不能办理对这次审查的异议"):
        decide(lodged, **SAID, by=by, at=now, on=today)


@pytest.mark.parametrize("said", [{**SAID, "reason": ""}, {**SAID, "answer": "无"}])
def test_an_answer_says_why_to_the_applicant_and_to_the_file(lodged, yuzhong, actor, now, today, said):
    with pytest.raises(NotAllowed, match="理由"):
        actions.dismiss_appeal(lodged, **said, by=actor(yuzhong, "leader"), at=now, on=today)


def test_only_who_was_refused_objects(yuzhong, noticed, apply, now):
    with pytest.raises(NotAllowed, match="只有审查不通过的"):
        actions.lodge_appeal(apply(noticed(yuzhong), 1), grounds=GROUNDS, by=APPLICANT, at=now)


def test_it_comes_within_the_period_by_the_day_it_arrived(refused, yuzhong, actor, now):
    officer, late = actor(yuzhong), now + timedelta(days=8)
    with pytest.raises(NotAllowed, match="2026年11月2日至2026年11月9日"):
        actions.lodge_appeal(refused, grounds=GROUNDS, by=APPLICANT, at=late)
    paper = {"grounds": GROUNDS, "channel": "post", "by": officer, "at": late}
    for day in (date(2026, 11, 1), date(2026, 11, 10)):
        with pytest.raises(NotAllowed, match="2026年11月9日"):
            actions.lodge_appeal(refused, **paper, arrived_on=day)
    with pytest.raises(NotAllowed, match="今天以后"):
        actions.lodge_appeal(refused, **paper, arrived_on=late.date() + timedelta(days=1))
    appeal = actions.lodge_appeal(refused, **paper, arrived_on=date(2026, 11, 9))
    assert (appeal.taken_by, appeal.due_on) == (officer.account, date(2026, 11, 23))


@pytest.mark.parametrize("role", ["reviewer", "leader", "public", "audit"])
def test_others_register_no_objection(refused, now, role):
    with pytest.raises(NotAllowed, match="联络员或经办"):
        actions.lodge_appeal(refused, grounds=GROUNDS, by=Actor(role), at=now)


def test_it_says_something(refused, now):
    with pytest.raises(NotAllowed, match="异议的理由"):
        actions.lodge_appeal(refused, grounds="不服", by=APPLICANT, at=now)


def test_pressed_twice_is_once(refused, lodged, now, monkeypatch):
    """The second press asked before the first had written; the database lets one in."""
    asked, before = appealing.why_not_appeal, [[]]
    monkeypatch.setattr(
        appealing, "why_not_appeal", lambda *a, **k: before.pop() if before else asked(*a, **k)
    )
    with pytest.raises(NotAllowed, match="已经提出过一次"):
        actions.lodge_appeal(refused, grounds=GROUNDS, by=APPLICANT, at=now)
    assert Appeal.objects.count() == 1


def test_of_two_answers_at_once_one_is_told(lodged, yuzhong, actor, now, today):
    stale = Appeal.objects.select_related("application", "bureau").get()
    actions.dismiss_appeal(lodged, **SAID, by=actor(yuzhong, "leader"), at=now, on=today)
    with pytest.raises(Overtaken):
        actions.uphold_appeal(stale, **SAID, by=actor(yuzhong, "clerk"), at=now, on=today)
    assert Application.objects.get().state == "ineligible"


@pytest.mark.clause("CQ-4.0")
def test_choosing_waits_for_the_answer_and_is_told_of_who_may_still_object(
    refused, passed, yuzhong, actor, now, today
):
    passed(refused.batch, 2)
    late = now + timedelta(days=7, hours=1)
    told = {"at": late, "on": late.date()}
    (notice,) = appeals_left(refused.batch, yuzhong.policy(today), today)
    assert isinstance(notice, Notice)
    assert "有1人审查未通过，还可以提出异议，最迟到2026年11月9日" in notice.sentence
    appeal = actions.lodge_appeal(refused, grounds=GROUNDS, by=APPLICANT, at=now)
    with pytest.raises(NotAllowed, match="还有1件审查异议没有办结"):
        actions.begin_choosing(refused.batch, by=actor(yuzhong), **told)
    actions.dismiss_appeal(appeal, **SAID, by=actor(yuzhong, "leader"), **told)
    actions.begin_choosing(refused.batch, by=actor(yuzhong), **told)
    assert appeals_left(refused.batch, yuzhong.policy(today), late.date()) == []


def test_a_list_is_not_settled_over_an_open_objection(refused, passed, yuzhong, actor, now):
    """Choosing begins on the day the period ends; the letter of that day is registered the day after."""
    passed(refused.batch, 2)
    day, leader = now + timedelta(days=7, hours=1), actor(yuzhong, "leader")
    actions.begin_choosing(refused.batch, by=leader, at=day, on=day.date())
    after = day + timedelta(days=1)
    paper = {"grounds": GROUNDS, "channel": "post", "arrived_on": day.date()}
    actions.lodge_appeal(refused, **paper, by=actor(yuzhong), at=after)
    with pytest.raises(NotAllowed, match="审查异议没有办结"):
        actions.settle(refused.batch, by=leader, at=after, on=after.date())


def test_a_refusal_waits_until_the_leader_confirmed_the_periods(yuzhong, noticed, apply, actor, now):
    application, clerk = apply(noticed(yuzhong), 1), actor(yuzhong)
    actions.record_findings(application, {"citizen": ("fails", "护照为外国", "护照")}, by=clerk, at=now)
    actions.propose_refusal(application, reason="不是中国公民", by=clerk, at=now)
    yuzhong.decisions.filter(key="eligibility.objection_days").delete()
    forget()
    with pytest.raises(NotAllowed, match="“审查异议期”原文未定"):
        actions.confirm_refusal(application, reason="不是中国公民", by=actor(yuzhong, "reviewer"), at=now)


def test_days_of_work_that_became_days_off_make_both_periods_longer(refused, lodged, yuzhong, now):
    for day in (3, 4):
        CalendarDay.objects.create(
            date=date(2026, 11, day), working=False, note="临时放假", source="test", sample=False
        )
    assert appeal_until(refusal_of(refused)) > date(2026, 11, 9)
    assert recompute_promises(yuzhong, at=now) == 1
    lodged.refresh_from_db()
    assert lodged.due_on > date(2026, 11, 16)
    assert LedgerEntry.objects.filter(action="recruitment.appeal.recompute").count() == 1
    assert recompute_open_promises.func() == 0


def test_a_refusal_that_named_no_period_is_told_another_way(refused, now):
    made = {"name": "confirm_refusal", "source": "refusing", "target": "ineligible", "role": "reviewer"}
    ApplicationMove(application=refused, **made, at=now).save()
    with pytest.raises(NotAllowed, match="没有规定异议期"):
        actions.lodge_appeal(refused, grounds=GROUNDS, by=APPLICANT, at=now)
