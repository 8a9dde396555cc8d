"""A headcount only a superior may set: figures go up, a number comes back, nobody below or beside decides (HL-2.4b)."""

from __future__ import annotations

import pytest

from tests.recruitment.conftest import plan_of
from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import BATCH_MOVES

FIGURES = actions.Figures(title="2026年第一批", inputs={"needs": "辖区机构410家，现有监督员3人，拟增8人"})


@pytest.fixture
def proposed(sent_up, harbin, actor, now, today):
    told = {"by": actor(harbin), "at": now, "on": today}
    actions.propose_headcount(sent_up, headcount=8, headcount_reason="机构多，按每街道一名", **told)
    return sent_up


@pytest.mark.clause("HL-2.4b")
@pytest.mark.clause("CQ-5.1")
def test_figures_go_up_and_a_headcount_comes_back(proposed, daoli, harbin, actor, now, today):
    assert (proposed.state, proposed.authority, proposed.rehearsal) == ("planned", harbin, True)
    actions.approve_plan(proposed, by=actor(harbin, "leader"), at=now, on=today)
    batch = daoli.batches.get()
    assert (batch.state, batch.headcount, batch.headcount_reason) == ("approved", 8, "机构多，按每街道一名")
    assert [m.name for m in batch.moves.all()] == ["propose_headcount", "approve_plan"]
    above = LedgerEntry.objects.filter(chain=harbin.code, subject=batch.ledger_subject)
    assert [e.action for e in above.order_by("seq")] == [
        "recruitment.batch.send_up",
        "recruitment.batch.set_headcount",
    ]


@pytest.mark.clause("HL-2.4b")
@pytest.mark.parametrize("role", ["liaison", "leader"])
def test_no_path_lets_the_county_set_its_own_headcount(proposed, daoli, actor, now, today, role):
    told = {"by": actor(daoli, role), "at": now, "on": today}
    tries = [
        lambda: actions.plan_batch(daoli, plan_of(daoli, today), **told),
        lambda: actions.edit_plan(proposed, plan_of(daoli, today), **told),
        lambda: actions.propose_headcount(proposed, headcount=30, headcount_reason="人手不足", **told),
        lambda: actions.approve_plan(proposed, **told),
        lambda: actions.return_plan(proposed, reason="名额太少了", **told),
        lambda: actions.return_figures(proposed, reason="情况有变化", **told),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed, match=r"转市级|由哈尔滨市医疗保障局核定"):
            attempt()
    proposed.refresh_from_db()
    assert (proposed.state, proposed.headcount) == ("planned", 8)


@pytest.mark.clause("HL-2.4b")
def test_a_county_plan_made_before_the_measure_changed_is_not_approved(
    daoli, planned, yuzhong, actor, now, today
):
    batch = planned(yuzhong)
    Batch.objects.filter(pk=batch.pk).update(bureau=daoli, rehearsal=True)
    batch = daoli.batches.get()
    with pytest.raises(NotAllowed, match="转市级"):
        actions.approve_plan(batch, by=actor(daoli, "leader"), at=now, on=today)
    with pytest.raises(NotAllowed, match="转市级"):
        actions.edit_plan(batch, plan_of(daoli, today), by=actor(daoli), at=now, on=today)


def test_who_proposed_the_number_does_not_approve_it(sent_up, harbin, staff, actor, now, today):
    from zhongmu.bureaus.models import Membership
    from zhongmu.ledger.actors import Actor

    both = staff(harbin)
    Membership.objects.create(account=both, bureau=harbin, role="leader", starts_on=today)
    actions.propose_headcount(
        sent_up, headcount=8, headcount_reason="机构较多", by=actor(harbin), at=now, on=today
    )
    with pytest.raises(NotAllowed, match="同一人"):
        actions.approve_plan(sent_up, by=Actor("leader", account=both.pk), at=now, on=today)


def test_a_neighbouring_city_decides_nothing(proposed, harbin, actor, now, today):
    other = Bureau.objects.get(code="230200")
    with pytest.raises(NotAllowed, match="由哈尔滨市医疗保障局核定"):
        actions.approve_plan(proposed, by=actor(other, "leader"), at=now, on=today)


def test_figures_come_back_are_put_right_and_go_up_again(proposed, daoli, harbin, actor, now, today):
    with pytest.raises(NotAllowed, match="理由"):
        actions.return_figures(proposed, reason="", by=actor(harbin), at=now, on=today)
    actions.return_figures(proposed, reason="请补充机构数量", by=actor(harbin), at=now, on=today)
    better = actions.Figures(title="2026年第一批", inputs={"needs": "定点机构410家，药店230家"})
    actions.send_up_again(proposed, better, by=actor(daoli), at=now, on=today)
    batch = daoli.batches.get()
    assert (batch.state, batch.headcount, batch.plan) == ("sent_up", 0, better.inputs)


def test_a_returned_number_is_proposed_anew(proposed, harbin, actor, now, today):
    actions.return_plan(proposed, reason="名额太多，请核减", by=actor(harbin, "leader"), at=now, on=today)
    told = {"by": actor(harbin), "at": now, "on": today}
    actions.propose_headcount(proposed, headcount=5, headcount_reason="核减后五名", **told)
    assert (proposed.state, proposed.headcount) == ("planned", 5)


@pytest.mark.parametrize(("headcount", "reason"), [(0, "机构较多"), (8, "")])
def test_a_number_without_a_reason_or_below_one_is_refused(
    sent_up, harbin, actor, now, today, headcount, reason
):
    told = {"by": actor(harbin), "at": now, "on": today}
    with pytest.raises(NotAllowed):
        actions.propose_headcount(sent_up, headcount=headcount, headcount_reason=reason, **told)


def test_a_bureau_that_may_decide_sends_nothing_up(harbin, yuzhong, actor, planned, now, today):
    for bureau in (harbin, yuzhong):
        with pytest.raises(NotAllowed, match="自行核定"):
            actions.send_up(bureau, FIGURES, by=actor(bureau), at=now, on=today)
    own = planned(yuzhong)
    with pytest.raises(NotAllowed, match="本局自行核定"):
        actions.propose_headcount(
            own, headcount=3, headcount_reason="机构较多", by=actor(yuzhong), at=now, on=today
        )


def test_a_county_without_anybody_above_is_told_what_to_do(daoli, actor, now, today):
    Bureau.objects.filter(pk=daoli.pk).update(parent=None)
    daoli.refresh_from_db()
    with pytest.raises(NotAllowed, match="bureaus load"):
        actions.send_up(daoli, FIGURES, by=actor(daoli), at=now, on=today)


def test_only_an_officer_sends_figures_up_and_once(daoli, sent_up, actor, now, today):
    with pytest.raises(NotAllowed, match="联络员"):
        actions.send_up(daoli, FIGURES, by=actor(daoli, "leader"), at=now, on=today)
    with pytest.raises(NotAllowed, match="不能再"):
        actions.send_up_again(sent_up, FIGURES, by=actor(daoli), at=now, on=today)
    assert daoli.batches.count() == 1


def test_of_two_proposals_at_once_one_is_told(sent_up, harbin, actor, now, today):
    stale = Batch.objects.get(pk=sent_up.pk)
    told = {"by": actor(harbin), "at": now, "on": today}
    actions.return_figures(sent_up, reason="请补充机构数量", **told)
    with pytest.raises(Overtaken):
        actions.propose_headcount(stale, headcount=8, headcount_reason="机构较多", **told)


def test_the_county_ends_what_it_sent_up(sent_up, daoli, actor, now, today):
    actions.abort(sent_up, reason="今年不再增聘", by=actor(daoli, "leader"), at=now, on=today)
    assert daoli.batches.get().state == "aborted"


def test_every_move_before_approval_is_made_by_a_bureau_that_may():
    before = {name for name, move in BATCH_MOVES.items() if move.sources & {"planned", "sent_up", "returned"}}
    assert before == {
        *("send_up", "return_figures", "propose_headcount", "edit_plan", "return_plan", "approve_plan"),
        "abort",
    }
