"""The headcount plan, its approval, the notice and its window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.recruitment.conftest import APPLICANT, plan_of
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.letters.models import Letter
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Application, Batch


@pytest.mark.clause("CQ-5.1")
def test_the_proposer_does_not_approve_the_headcount(yuzhong, actor, now, today):
    leader = actor(yuzhong, "leader")
    batch = actions.plan_batch(yuzhong, plan_of(yuzhong, today), by=actor(yuzhong), at=now, on=today)
    Batch.objects.filter(pk=batch.pk).update(planned_by=leader.account)
    batch.refresh_from_db()
    with pytest.raises(NotAllowed, match="同一人"):
        actions.approve_plan(batch, by=leader, at=now, on=today)


def test_only_an_officer_proposes_and_only_a_leader_approves(yuzhong, actor, now, today, planned):
    with pytest.raises(NotAllowed, match="联络员"):
        actions.plan_batch(yuzhong, plan_of(yuzhong, today), by=actor(yuzhong, "reviewer"), at=now, on=today)
    with pytest.raises(NotAllowed, match="负责人"):
        actions.approve_plan(planned(yuzhong), by=actor(yuzhong), at=now, on=today)


@pytest.mark.clause("CQ-5.1")
@pytest.mark.parametrize("changes", [{"headcount": 0}, {"headcount": -1}, {"headcount_reason": ""}])
def test_a_plan_without_a_number_or_a_reason_is_refused(yuzhong, actor, now, today, changes):
    with pytest.raises(NotAllowed):
        actions.plan_batch(yuzhong, plan_of(yuzhong, today, **changes), by=actor(yuzhong), at=now, on=today)


@pytest.mark.clause("HL-2.4b")
def test_a_county_in_heilongjiang_cannot_set_its_headcount(harbin, confirm, actor, now, today):
    county = harbin.children.get(code="230102")
    confirm(county)
    with pytest.raises(NotAllowed, match="转市级"):
        actions.plan_batch(county, plan_of(county, today), by=actor(county), at=now, on=today)


def test_a_looser_gate_than_the_measures_is_refused(harbin, actor, now, today):
    with pytest.raises(NotAllowed, match="更宽"):
        actions.plan_batch(harbin, plan_of(harbin, today, gate="none"), by=actor(harbin), at=now, on=today)


def test_a_returned_plan_is_edited_and_approved(yuzhong, planned, actor, now, today):
    batch, leader = planned(yuzhong), actor(yuzhong, "leader")
    with pytest.raises(NotAllowed, match="理由"):
        actions.return_plan(batch, reason="", by=leader, at=now, on=today)
    actions.return_plan(batch, reason="名额太多，请核减", by=leader, at=now, on=today)
    actions.edit_plan(batch, plan_of(yuzhong, today, headcount=5), by=actor(yuzhong), at=now, on=today)
    actions.approve_plan(batch, by=leader, at=now, on=today)
    assert (batch.headcount, batch.state) == (5, "approved")
    assert [m.name for m in batch.moves.all()] == ["return_plan", "edit_plan", "approve_plan"]


def test_of_two_leaders_pressing_the_button_one_is_told(yuzhong, planned, actor, now, today):
    stale = planned(yuzhong)
    actions.approve_plan(Batch.objects.get(), by=actor(yuzhong, "leader"), at=now, on=today)
    with pytest.raises(Overtaken, match="刚刚被别人办理过"):
        actions.approve_plan(stale, by=actor(yuzhong, "leader"), at=now, on=today)


@pytest.mark.clause("HL-2.2a")
def test_a_notice_missing_something_is_not_published(yuzhong, planned, actor, now, today):
    batch = planned(yuzhong)
    actions.approve_plan(batch, by=actor(yuzhong, "leader"), at=now, on=today)
    with pytest.raises(NotAllowed, match="条件、报名方式、报名期限、监督电话"):
        actions.publish_notice(batch, by=actor(yuzhong), at=now, on=today)


def test_a_window_that_ends_before_it_begins_or_is_past_is_refused(yuzhong, planned, actor, now, today):
    batch, liaison = planned(yuzhong), actor(yuzhong)
    notice = {"requirements": "热心", "ways": ["online"], "phone": "023-1", "by": liaison, "at": now}
    with pytest.raises(NotAllowed):
        actions.write_notice(batch, **notice, opens_at=now, closes_at=now + timedelta(days=1))
    actions.approve_plan(batch, by=actor(yuzhong, "leader"), at=now, on=today)
    with pytest.raises(NotAllowed, match="晚于开始"):
        actions.write_notice(batch, **notice, opens_at=now, closes_at=now)
    actions.write_notice(batch, **notice, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2))
    with pytest.raises(NotAllowed, match="已经过去"):
        actions.publish_notice(batch, by=liaison, at=now, on=today)


@pytest.mark.clause("CQ-7.1")
def test_the_window_closes_at_the_second(yuzhong, noticed, filled, now):
    batch = noticed(yuzhong)
    last = batch.apply_closes_at - timedelta(seconds=1)
    actions.register_application(batch, filled(1), by=APPLICANT, at=last)
    with pytest.raises(NotAllowed, match="已于2026年11月9日 10:00截止"):
        actions.register_application(batch, filled(2), by=APPLICANT, at=batch.apply_closes_at)
    with pytest.raises(NotAllowed, match="报名从"):
        actions.register_application(batch, filled(2), by=APPLICANT, at=now - timedelta(hours=2))


@pytest.mark.clause("CQ-7.1")
@pytest.mark.clause("HL-2.2a")
def test_nobody_applies_before_the_notice_is_published(yuzhong, planned, filled, now):
    with pytest.raises(NotAllowed, match="还没有发布公告"):
        actions.register_application(planned(yuzhong), filled(1), by=APPLICANT, at=now)


def test_the_window_is_extended_never_shortened(yuzhong, noticed, actor, now, today):
    batch, leader = noticed(yuzhong), actor(yuzhong, "leader")
    with pytest.raises(NotAllowed, match="晚于原来"):
        actions.extend(batch, closes_at=now, reason="人数不足", by=leader, at=now, on=today)
    later = now + timedelta(days=20)
    actions.extend(batch, closes_at=later, reason="人数不足", by=leader, at=now, on=today)
    assert batch.is_open(later - timedelta(seconds=1))


def test_an_aborted_batch_tells_everyone_who_applied(yuzhong, noticed, apply, actor, now, today):
    batch = noticed(yuzhong)
    apply(batch, 1)
    actions.abort(batch, reason="机构改革", by=actor(yuzhong, "leader"), at=now, on=today)
    assert batch.state == "aborted"
    assert Letter.objects.filter(event="application.abort").count() == 1


def test_the_ledger_tells_of_the_plan_and_not_of_people(yuzhong, noticed, apply):
    application = apply(noticed(yuzhong), 1)
    said = " ".join(LedgerEntry.objects.values_list("facts", flat=True))
    assert application.number in said
    for secret in (application.name, application.resident_id, application.phone, application.address):
        assert secret not in said


def test_a_formal_act_under_a_draft_is_refused_and_a_rehearsal_stays_one(
    harbin, yuzhong, planned, actor, now, today
):
    batch = planned(harbin)
    assert batch.rehearsal
    Batch.objects.filter(pk=batch.pk).update(rehearsal=False)
    batch.refresh_from_db()
    with pytest.raises(NotAllowed, match="征求意见稿"):
        actions.approve_plan(batch, by=actor(harbin, "leader"), at=now, on=today)
    formal = planned(yuzhong)
    Batch.objects.filter(pk=formal.pk).update(rehearsal=True)
    formal.refresh_from_db()
    with pytest.raises(NotAllowed, match="永远不会转为正式"):
        actions.approve_plan(formal, by=actor(yuzhong, "leader"), at=now, on=today)


def test_only_the_index_of_the_secret_is_kept(yuzhong, noticed, filled, now):
    receipt = actions.register_application(noticed(yuzhong), filled(1), by=Actor("applicant"), at=now)
    row = Application.objects.values().get(pk=receipt.application.pk)
    assert receipt.secret.replace("-", "") not in str(row)
    assert row["secret_index"] not in receipt.secret
