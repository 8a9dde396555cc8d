"""Labels that say nothing, conflicts before anything is seen, enough reviewers for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.recruitment.scoring.conftest import DECLARED, as_reviewer, give, seats
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import Application, ScoringAssignment, ScoringConflict
from zhongmu.recruitment.scoring.conflicts import Declared, kind_of, match
from zhongmu.recruitment.scoring.queries import counting, progress, to_assign


def told(by, now):
    return {"by": by, "at": now, "on": now.date()}


def test_labels_are_random_and_in_no_order_of_the_applications(yuzhong, listed):
    entries = list(listed(yuzhong, 8).entries.select_related("application").order_by("application"))
    assert len({e.label for e in entries}) == 8
    for entry in entries:
        assert entry.label not in entry.application.number
        assert str(entry.application.resident_id)[-4:] != entry.label


def test_the_list_is_drawn_only_while_choosing_and_for_a_day_to_come(yuzhong, noticed, locked, actor, now):
    round_ = locked(noticed(yuzhong))
    with pytest.raises(NotAllowed, match="不在比选阶段") as refused:
        scoring.open_list(round_, due_on=now.date() - timedelta(days=1), **told(actor(yuzhong), now))
    assert "评分截止日要在今天以后" in str(refused.value)


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        (Declared(("重庆市渝中区示范医院",), (), ()), "unit"),
        (Declared((), ("示范医院（渝中院区）", "示范医院"), ()), "unit"),
        (Declared((), (), ("李 秀英",)), "name"),
        (Declared(("渝中区总工会",), (), ()), "recommender"),
        (Declared(("另一家医院",), ("别的单位",), ("王建国",)), ""),
        (Declared(("医院",), (), ()), ""),
        (Declared((), (), ()), ""),
    ],
)
def test_what_a_reviewer_declared_is_matched_with_each_candidate(declared, found):
    person = Application(name="李秀英", employer="渝中区示范医院", unit_name="重庆市渝中区总工会")
    assert match(declared, person) == found


def test_a_candidate_without_employer_meets_nobody_by_unit():
    assert match(Declared(("无", "示范医院"), (), ()), Application(name="李秀英")) == ""


def test_the_kind_of_a_match_is_the_measure_s(yuzhong, today):
    policy = yuzhong.policy(today)
    assert [kind_of(m, policy) for m in ("name", "unit", "recommender")] == [
        "kinship",
        "colleague",
        "recommender",
    ]
    assert kind_of("nothing-known", policy) == "nothing-known"


@pytest.mark.clause("CQ-5.2")
def test_a_reviewer_of_the_same_unit_or_kin_is_not_assigned(yuzhong, choosing, locked, actor, now):
    batch = choosing(yuzhong, ["insured"] * 3)
    first, second, third = batch.applications.order_by("pk")
    Application.objects.filter(pk=first.pk).update(employer="渝中区示范医院")
    round_ = locked(batch, each=2)
    scoring.open_list(round_, due_on=now.date(), **told(actor(yuzhong), now))
    tao, min_, cai = seats(round_)
    scoring.declare(tao, Declared(("重庆市渝中区示范医院",), (), ()), by=as_reviewer(tao), at=now)
    scoring.declare(min_, Declared((), (), (second.name,)), by=as_reviewer(min_), at=now)
    scoring.declare(cai, DECLARED, by=as_reviewer(cai), at=now)
    scoring.begin_scoring(round_, **told(actor(yuzhong), now))
    pairs = {(a.panelist_id, a.entry.application_id) for a in counting(round_).select_related("entry")}
    assert (tao.pk, first.pk) not in pairs
    assert (min_.pk, second.pk) not in pairs
    assert len(pairs) == 6
    assert third.pk in {application for _panelist, application in pairs}
    kinds = set(ScoringConflict.objects.values_list("panelist", "kind", "source"))
    assert kinds == {(tao.pk, "colleague", "matched"), (min_.pk, "kinship", "matched")}


def test_declaring_again_adds_and_takes_nothing_back(yuzhong, listed, now):
    round_ = listed(yuzhong, 2)
    name = round_.batch.applications.order_by("pk")[0].name
    seat = seats(round_)[0]
    for declared in (Declared((), (), (name,)), DECLARED, Declared((), (), (name,))):
        scoring.declare(seat, declared, by=as_reviewer(seat), at=now)
    assert seat.conflicts.count() == 1


def test_nobody_declares_for_another_or_after_scoring_began(yuzhong, begun, now):
    tao, min_, _cai = seats(begun(yuzhong))
    with pytest.raises(NotAllowed, match="您不是这一次评分的评委"):
        scoring.declare(tao, DECLARED, by=as_reviewer(min_), at=now)
    with pytest.raises(NotAllowed, match="不能再申报回避"):
        scoring.declare(tao, DECLARED, by=as_reviewer(tao), at=now)


def test_neither_ledger_nor_moves_name_a_candidate_or_a_label(yuzhong, signed, actor, now):
    round_ = signed(yuzhong)
    entries = list(round_.entries.select_related("application"))
    text = "".join(e.facts for e in LedgerEntry.objects.filter(subject=round_.ledger_subject))
    text += "".join(str(move.facts) for move in round_.moves.all())
    assert text
    for entry in entries:
        assert entry.label not in text
        assert entry.application.name not in text
        assert entry.application.number not in text


def test_reviewers_who_did_not_declare_get_nobody(yuzhong, listed, actor, now):
    round_ = listed(yuzhong, each=2)
    tao, min_, cai = seats(round_)
    with pytest.raises(NotAllowed, match="有4名候选人凑不齐2名"):
        scoring.begin_scoring(round_, **told(actor(yuzhong), now))
    for seat in (tao, min_):
        scoring.declare(seat, DECLARED, by=as_reviewer(seat), at=now)
    scoring.begin_scoring(round_, **told(actor(yuzhong), now))
    assert cai.assignments.count() == 0
    assert {p.name: p.assigned for p in progress(round_)} == {"林涛": 4, "吴敏": 4, "蔡教授": 0}


def test_a_released_reviewer_s_scores_are_out_and_others_take_over(yuzhong, begun, actor, now):
    round_ = begun(yuzhong, each=2)
    tao, min_, cai = seats(round_)
    give(tao, dict.fromkeys(round_.entries.values_list("label", flat=True), 80), now)
    with pytest.raises(NotAllowed, match="解除评委的理由"):
        scoring.release(tao, reason="病", **told(actor(yuzhong, "leader"), now))
    scoring.release(tao, reason="因病不能继续", **told(actor(yuzhong, "leader"), now))
    assert set(counting(round_).values_list("panelist", flat=True)) == {min_.pk, cai.pk}
    assert counting(round_).count() == 8
    assert to_assign(round_).short == {}
    with pytest.raises(NotAllowed, match="已经解除"):
        scoring.release(tao, reason="因病不能继续", **told(actor(yuzhong, "leader"), now))
    with pytest.raises(NotAllowed, match="您不是这一次评分的评委"):
        scoring.sign(tao, by=as_reviewer(tao), at=now)


@pytest.mark.clause("CQ-10.4")
def test_a_conflict_found_on_the_card_takes_the_score_out_and_stays_recorded(yuzhong, begun, now):
    round_ = begun(yuzhong, each=2)
    seat = seats(round_)[0]
    row = seat.assignments.counting().first()
    give(seat, {row.entry.label: 90}, now)
    with pytest.raises(NotAllowed, match="请选回避的情形"):
        scoring.recuse(seat, row.entry, kind="mood", note="认出是邻居", by=as_reviewer(seat), at=now)
    scoring.recuse(seat, row.entry, kind="known", note="认出是邻居", by=as_reviewer(seat), at=now)
    assert not counting(round_).filter(pk=row.pk).exists()
    assert counting(round_).filter(entry=row.entry).count() == 2
    assert row.scores.count() == 3
    with pytest.raises(NotAllowed, match="已经回避过"):
        scoring.recuse(seat, row.entry, kind="known", note="认出是邻居", by=as_reviewer(seat), at=now)
    [conflict] = ScoringConflict.objects.all()
    assert (conflict.source, conflict.note) == ("declared", "认出是邻居")


@pytest.mark.clause("CQ-10.4")
def test_the_leader_may_decide_a_conflict(yuzhong, begun, actor, panel, now):
    round_ = begun(yuzhong, each=2)
    seat, entry = seats(round_)[0], round_.entries.first()
    with pytest.raises(NotAllowed, match="您不是这一次评分的评委"):
        scoring.recuse(seat, entry, kind="other", note="有举报反映", by=actor(yuzhong, "reviewer"), at=now)
    scoring.recuse(seat, entry, kind="other", note="有举报反映", by=actor(yuzhong, "leader"), at=now)
    assert ScoringConflict.objects.get().source == "decided"
    own = Actor("leader", account=panel(yuzhong)[1].pk)
    with pytest.raises(NotAllowed, match="您是本次的评委"):
        scoring.recuse(seat, round_.entries.last(), kind="other", note="有举报反映", by=own, at=now)


def test_who_withdraws_is_scored_no_further(yuzhong, begun, actor, now):
    round_ = begun(yuzhong, 2)
    application = round_.batch.applications.order_by("pk")[0]
    actions.withdraw_application(application, by=actor(yuzhong), at=now, reason="本人撤回")
    assert counting(round_).count() == 3
    row = ScoringAssignment.objects.select_related("entry__round__bureau", "panelist").get(
        panelist=seats(round_)[0], entry__application=application
    )
    with pytest.raises(NotAllowed, match="这一名不用评了"):
        scoring.save_score(
            row,
            dimension="ability",
            points=80,
            reason="",
            seen=0,
            by=as_reviewer(row.panelist),
            at=now,
        )


def test_officers_remind_and_it_is_written_down(yuzhong, begun, actor, now):
    round_ = begun(yuzhong)
    seat = seats(round_)[0]
    scoring.remind(seat, by=actor(yuzhong), at=now)
    assert seat.reminded_at == now
    assert LedgerEntry.objects.filter(action="recruitment.scoring.remind").count() == 1
    with pytest.raises(NotAllowed, match="由联络员、经办或负责人办理"):
        scoring.remind(seat, by=as_reviewer(seat), at=now)
    leader = actor(yuzhong, "leader")
    scoring.abandon_scoring(round_, reason="改为只写意见", **told(leader, now))
    seat.round.refresh_from_db()
    with pytest.raises(NotAllowed, match="没有要这名评委办的事"):
        scoring.remind(seat, by=leader, at=now)
