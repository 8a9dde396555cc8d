"""Scores are compared under labels, changed only by a recorded move, frozen by a leader, and run again byte for byte."""

from __future__ import annotations

import json

import pytest

from tests.racing import Meeting, at_once
from tests.recruitment.scoring.conftest import as_reviewer, give, seats
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import Grid
from zhongmu.policies.rulings import NeedsApproval, blockers
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.actions.scoring import comparing as comparing_actions
from zhongmu.recruitment.minutes import minutes_facts
from zhongmu.recruitment.models import Opinion, Score, ScoringResult
from zhongmu.recruitment.queries import merits_of
from zhongmu.recruitment.scoring.comparison import closing, compared
from zhongmu.recruitment.scoring.queries import own_scores
from zhongmu.recruitment.scoring.results import read_result, replays


def told(by, now):
    return {"by": by, "at": now, "on": now.date()}


@pytest.fixture
def comparing(yuzhong, signed, actor, now):
    round_ = signed(yuzhong, 2, spread=15)
    scoring.compare(round_, **told(actor(yuzhong), now))
    return round_


@pytest.fixture
def closed(comparing, actor, yuzhong, now):
    scoring.close_scoring(comparing, **told(actor(yuzhong, "leader"), now))
    return comparing


def test_nothing_is_compared_before_everybody_signed(yuzhong, begun, actor, now):
    round_ = begun(yuzhong, 2)
    seat = seats(round_)[0]
    give(seat, dict.fromkeys(round_.entries.values_list("label", flat=True), 80), now)
    scoring.sign(seat, by=as_reviewer(seat), at=now)
    with pytest.raises(NotAllowed, match="还有4份评分没有签字"):
        scoring.compare(round_, **told(actor(yuzhong), now))


def test_scores_far_apart_are_marked_and_nobody_s_in_particular(comparing):
    for _label, cells in compared(comparing):
        assert [(c.points, c.spread, c.flagged) for c in cells] == [((80, 70, 60), 20, True)] * 3


def test_a_score_is_changed_after_talk_with_a_reason_and_both_are_kept(comparing, now):
    seat = seats(comparing)[2]
    label = comparing.entries.order_by("label").first().label
    own = own_scores(comparing, seat.account_id)[label, "ability"]
    by = as_reviewer(seat)
    with pytest.raises(NotAllowed, match="还没有写议分记录"):
        scoring.rescore(own, points=75, reason="讨论后认为偏低", by=by, at=now)
    entry = own.assignment.entry
    scoring.write_note(entry, dimension="ability", text="三人看法不同，逐条核对", by=by, at=now)
    with pytest.raises(NotAllowed, match="改分的理由"):
        scoring.rescore(own, points=75, reason="改", by=by, at=now)
    with pytest.raises(NotAllowed, match="您不是这一次评分的评委"):
        scoring.rescore(own, points=75, reason="讨论后认为偏低", by=as_reviewer(seats(comparing)[0]), at=now)
    scoring.rescore(own, points=75, reason="讨论后认为偏低", by=by, at=now)
    move = comparing.moves.get(name="rescore")
    assert (move.facts["from"], move.facts["to"]) == (60, 75)
    again = own_scores(comparing, seat.account_id)[label, "ability"]
    assert (again.points, again.version) == (75, 2)
    with pytest.raises(NotAllowed, match="没有相差超过15分"):
        scoring.rescore(again, points=90, reason="再改一次试试", by=by, at=now)


def test_a_note_is_written_only_while_comparing_and_on_a_dimension(yuzhong, begun, comparing, actor, now):
    entry = comparing.entries.select_related("round__bureau").first()
    with pytest.raises(NotAllowed, match="没有这个维度"):
        scoring.write_note(entry, dimension="age", text="年龄不评分", by=actor(yuzhong), at=now)
    scoring.close_scoring(comparing, **told(actor(yuzhong, "leader"), now))
    entry.round.refresh_from_db()
    with pytest.raises(NotAllowed, match="现在不在议分"):
        scoring.write_note(entry, dimension="ability", text="定分以后再说", by=actor(yuzhong), at=now)


@pytest.mark.clause("CQ-5.2")
@pytest.mark.clause("HL-2.2b")
def test_a_leader_freezes_merits_that_anybody_can_run_again(closed, yuzhong):
    frozen = ScoringResult.objects.get()
    assert replays(frozen)
    people = list(closed.batch.applications.values_list("pk", flat=True))
    assert merits_of(closed.batch) == dict.fromkeys(people, 70_00)
    [entry] = LedgerEntry.objects.filter(action="recruitment.scoringround.close")
    assert json.loads(entry.facts)["inputs"] == frozen.inputs_digest
    assert json.loads(entry.facts)["outcome"] == frozen.outcome_digest
    found = read_result(closed)
    assert [(s.rounded, s.common) for s in found.severity] == [(10_00, 2), (0, 2), (-10_00, 2)]
    assert {(row.merit, row.plain, row.reviewers) for row in found.rows} == {(70_00, 70_00, 3)}
    for application in closed.batch.applications.all():
        assert application.name not in frozen.inputs + frozen.outcome + entry.facts


@pytest.mark.django_db(transaction=True)
def test_a_score_is_changed_before_the_result_is_frozen_or_not_at_all(
    shared_file, monkeypatch, comparing, yuzhong, actor, now
):
    seat = seats(comparing)[2]
    own = own_scores(comparing, seat.account_id)[comparing.entries.order_by("label")[0].label, "ability"]
    by, leader = as_reviewer(seat), actor(yuzhong, "leader")
    scoring.write_note(
        own.assignment.entry, dimension="ability", text="三人看法不同，逐条核对", by=by, at=now
    )
    meeting = Meeting()
    monkeypatch.setattr(comparing_actions, "inputs_of", meeting.after(comparing_actions.inputs_of))
    results = at_once(
        lambda: scoring.close_scoring(comparing, **told(leader, now)),
        meeting.meanwhile(
            lambda: scoring.rescore(own, points=77, reason="讨论后认为偏低", by=by, at=now),
        ),
    )
    frozen = json.loads(ScoringResult.objects.get().inputs)["scores"]
    assert sum(cell["points"] == 77 for cell in frozen) == Score.objects.filter(points=77).count()
    assert isinstance(results[1], NotAllowed) == (not Score.objects.filter(points=77).exists())


def test_a_changed_byte_no_longer_replays(closed):
    frozen = ScoringResult.objects.get()
    frozen.outcome = frozen.outcome.replace("7000", "7001")
    assert not replays(frozen)


def test_before_it_is_closed_there_are_no_merits(comparing, actor, yuzhong, now):
    assert merits_of(comparing.batch) == {}
    with pytest.raises(NotAllowed, match="由负责人办理"):
        scoring.close_scoring(comparing, **told(actor(yuzhong), now))


def test_a_late_conflict_takes_the_score_out_and_needs_the_leader_s_word(comparing, actor, yuzhong, now):
    policy, leader = yuzhong.policy(now.date()), actor(yuzhong, "leader")
    seat = seats(comparing)[0]
    row = seat.assignments.select_related("entry").first()
    scoring.recuse(seat, row.entry, kind="kinship", note="是远房表亲", by=as_reviewer(seat), at=now)
    assert comparing.moves.filter(name="recuse_late").count() == 1
    assert any(isinstance(r, NeedsApproval) for r in closing(comparing, policy))
    with pytest.raises(NotAllowed, match="评委不足规则要求的3名"):
        scoring.close_scoring(comparing, **told(leader, now))
    scoring.close_scoring(comparing, short_reason="两名评委意见一致", **told(leader, now))
    found = {row.label: row for row in read_result(comparing).rows}
    assert (found[row.entry.label].plain, found[row.entry.label].reviewers) == (65_00, 2)
    assert found[row.entry.label].merit == 70_00  # the two who are left gave as much less as they always do


def test_a_merit_below_nothing_is_so_written_in_the_minutes(yuzhong, begun, actor, now):
    round_ = begun(yuzhong, 2)
    one, other = round_.entries.values_list("label", flat=True)
    for seat, points in zip(seats(round_), ({one: 0, other: 30}, *[{one: 0, other: 0}] * 2), strict=True):
        give(seat, points, now)
        scoring.sign(seat, by=as_reviewer(seat), at=now)
    scoring.compare(round_, **told(actor(yuzhong), now))
    for seat in seats(round_)[1:]:
        entry = round_.entries.get(label=one)
        scoring.recuse(seat, entry, kind="known", note="认出是邻居", by=as_reviewer(seat), at=now)
    scoring.close_scoring(round_, short_reason="只有一人能评", **told(actor(yuzhong, "leader"), now))
    merits = {row.label: row.merit for row in read_result(round_).rows}
    grid = next(
        b for b in minutes_facts(round_.batch, yuzhong.policy(now.date())).body if isinstance(b, Grid)
    )
    assert merits[one] < 0
    assert {row[4] for row in grid.rows} == {"-20.00", "10.00"}


def test_a_candidate_nobody_scored_cannot_be_closed(comparing, yuzhong, now):
    entry = comparing.entries.first()
    for seat in seats(comparing):
        scoring.recuse(seat, entry, kind="other", note="都认识本人", by=as_reviewer(seat), at=now)
    found = closing(comparing, yuzhong.policy(now.date()), short_reason="照样定")
    assert "一个有效的评分也没有" in blockers(found)[0].sentence


def test_who_withdrew_is_in_no_result(comparing, actor, yuzhong, now):
    application = comparing.batch.applications.order_by("pk")[0]
    actions.withdraw_application(application, by=actor(yuzhong), at=now, reason="本人撤回")
    scoring.close_scoring(comparing, **told(actor(yuzhong, "leader"), now))
    assert application.pk not in merits_of(comparing.batch)
    assert len(merits_of(comparing.batch)) == 1


def test_a_score_that_no_longer_counts_is_not_changed(comparing, now):
    seat = seats(comparing)[0]
    row = seat.assignments.select_related("entry").first()
    scoring.recuse(seat, row.entry, kind="known", note="认出是邻居", by=as_reviewer(seat), at=now)
    score = Score.objects.select_related("assignment__entry__round__bureau", "assignment__panelist").filter(
        assignment=row
    )[0]
    score.assignment.entry.round.refresh_from_db()
    with pytest.raises(NotAllowed, match="不再计入"):
        scoring.rescore(score, points=75, reason="讨论后认为偏低", by=as_reviewer(seat), at=now)


def test_no_list_is_settled_past_a_scoring_that_runs(comparing, actor, yuzhong, now):
    leader = actor(yuzhong, "leader")
    batch = comparing.batch
    with pytest.raises(NotAllowed, match="评委评分还没有结束"):
        actions.settle(batch, **told(leader, now))
    scoring.abandon_scoring(comparing, reason="改为只写意见", **told(leader, now))
    actions.settle(batch, **told(leader, now))
    assert batch.state == "chosen"


@pytest.mark.clause("CQ-5.2")
def test_scores_stand_for_the_opinion_on_each_dimension(closed, actor, yuzhong, now):
    batch = closed.batch
    Opinion.objects.filter(application__batch=batch).update(dimensions={})
    actions.settle(batch, **told(actor(yuzhong, "leader"), now))
    assert batch.state == "chosen"


@pytest.mark.clause("CQ-5.2")
def test_without_frozen_scores_the_opinions_are_asked(comparing, actor, yuzhong, now):
    leader = actor(yuzhong, "leader")
    scoring.abandon_scoring(comparing, reason="改为只写意见", **told(leader, now))
    Opinion.objects.filter(application__batch=comparing.batch).update(dimensions={})
    with pytest.raises(NotAllowed, match="比选意见没有写全"):
        actions.settle(comparing.batch, **told(leader, now))


def test_groups_without_common_candidates_are_said(yuzhong, begun, actor, now):
    round_ = begun(yuzhong, 3, each=1)
    for seat in seats(round_):
        give(seat, dict.fromkeys(round_.entries.values_list("label", flat=True), 80), now)
        scoring.sign(seat, by=as_reviewer(seat), at=now)
    scoring.compare(round_, **told(actor(yuzhong), now))
    said = " ".join(r.sentence for r in closing(round_, yuzhong.policy(now.date())))
    assert "跨组不能校正" in said
    scoring.close_scoring(round_, **told(actor(yuzhong, "leader"), now))
    assert read_result(round_).method == "apart"
