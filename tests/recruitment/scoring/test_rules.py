"""The rules of a scoring: what they must say before a leader locks them, and that nothing changes them afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.recruitment.scoring.conftest import ANCHORS, rubric_of
from zhongmu.bureaus.actions import decide, end_membership
from zhongmu.bureaus.policy import forget
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.policies.rulings import Notice
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import ScoringRound
from zhongmu.recruitment.scoring.rubric import Band, Dimension, Seat
from zhongmu.recruitment.scoring.rulings import fair, locking, scored_dims


@pytest.fixture
def lock(actor, now):
    def do(round_, role="leader"):
        scoring.lock_rules(round_, by=actor(round_.bureau, role), at=now, on=now.date())

    return do


def with_dims(rubric, **changes):
    first, *rest = rubric.dims
    return replace(rubric, dims=(replace(first, **changes), *rest))


@pytest.mark.clause("CQ-5.2")
@pytest.mark.clause("HL-2.2b")
def test_age_and_region_are_of_the_whole_list_and_scored_for_nobody(yuzhong, harbin, today):
    told = [[label for _code, label in scored_dims(b.policy(today))] for b in (yuzhong, harbin)]
    assert told == [["能力水平", "专业背景", "工作经历"], ["专业背景", "工作经历"]]


@pytest.mark.clause("CQ-5.2")
def test_without_a_decision_of_the_leader_nothing_is_scored(yuzhong, planned, panel, actor, now, today):
    batch = planned(yuzhong)
    rubric = rubric_of(yuzhong, panel(yuzhong), today)
    with pytest.raises(NotAllowed, match="口径是比选不打分") as refused:
        scoring.draft_rules(batch, rubric, by=actor(yuzhong), at=now, on=today)
    assert "名额核定以后" in str(refused.value)


def test_locking_freezes_the_rules_and_writes_their_digest(
    yuzhong, noticed, drafted, lock, actor, now, today
):
    round_ = drafted(noticed(yuzhong))
    lock(round_)
    round_.refresh_from_db()
    assert round_.state == "locked"
    assert round_.digest == round_.rubric.digest
    [entry] = LedgerEntry.objects.filter(action="recruitment.scoringround.lock")
    assert round_.digest in entry.facts
    assert entry.subject == f"scoring:{round_.pk}"
    with pytest.raises(NotAllowed, match="不能再修改评分规则"):
        scoring.edit_rules(round_, round_.rubric, by=actor(yuzhong), at=now, on=today)


def test_who_drafted_the_rules_does_not_lock_them(yuzhong, noticed, drafted, actor, now, today):
    round_ = drafted(noticed(yuzhong))
    with pytest.raises(NotAllowed, match="由负责人办理"):
        scoring.lock_rules(round_, by=actor(yuzhong), at=now, on=today)
    leader = actor(yuzhong, "leader")
    ScoringRound.objects.filter(pk=round_.pk).update(drafted_by=leader.account)
    with pytest.raises(NotAllowed, match="同一人既提出又决定"):
        scoring.lock_rules(ScoringRound.objects.get(pk=round_.pk), by=leader, at=now, on=today)


def test_a_leader_on_the_panel_does_not_lock(yuzhong, noticed, drafted, staff, lock):
    leader = staff(yuzhong, "leader")
    round_ = drafted(noticed(yuzhong))
    seats = (*round_.rubric.panel, Seat(leader.pk, "reviewer"))
    round_.rules = replace(round_.rubric, panel=seats).text
    with pytest.raises(NotAllowed, match="您是本次的评委") as refused:
        lock(round_)
    assert "已经不是本局的审核人" in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: with_dims(r, weight=39), "权重合计是99"),
        (lambda r: with_dims(r, weight=0), "每一项至少1"),
        (lambda r: with_dims(r, anchors=("突出", *ANCHORS[1:])), "评分说明没有写全：能力水平"),
        (lambda r: replace(r, dims=r.dims[1:]), "评分维度与办法不一致"),
        (lambda r: replace(r, bands=(Band(75, "高"), Band(75, "低"), Band(0, "无"))), "从高到低排"),
        (lambda r: replace(r, bands=(Band(101, "高"), Band(0, "低"))), "从高到低排"),
        (lambda r: replace(r, bands=(Band(60, "高"), Band(10, "低"))), "最低一档从0分起"),
        (lambda r: replace(r, bands=()), "从高到低排"),
        (lambda r: replace(r, each=4), "每名候选人要4名评委"),
        (lambda r: replace(r, each=0), "每名候选人要0名评委"),
    ],
)
def test_rules_that_lack_something_are_not_locked(yuzhong, noticed, drafted, lock, change, said):
    round_ = drafted(noticed(yuzhong))
    round_.rules = change(round_.rubric).text
    with pytest.raises(NotAllowed, match=said):
        lock(round_)
    assert round_.state == "drafting"


@pytest.mark.clause("CQ-5.2")
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"label": "性别结构"}, True),
        ({"code": "ethnic"}, True),
        ({"code": "Sex"}, True),
        ({"anchors": ("男性优先，事实充分", *ANCHORS[1:])}, True),
        ({"anchors": ("会说土家族的语言", *ANCHORS[1:])}, True),
        ({"anchors": ("熟悉民族地区工作", *ANCHORS[1:])}, True),
        ({"anchors": ("熟悉家庭和儿女照护", *ANCHORS[1:])}, False),
    ],
)
def test_no_dimension_and_no_word_scores_sex_or_ethnicity(
    yuzhong, noticed, drafted, lock, today, change, refused
):
    round_ = drafted(noticed(yuzhong))
    rubric = with_dims(round_.rubric, **change)
    assert bool(fair(rubric, yuzhong.policy(today))) is refused
    if refused:
        round_.rules = rubric.text
        with pytest.raises(NotAllowed, match="不得用来加减分"):
            lock(round_)


def test_a_reviewer_whose_role_ended_is_noticed(yuzhong, noticed, drafted, panel, lock, actor, now, today):
    round_ = drafted(noticed(yuzhong))
    membership = panel(yuzhong)[0].memberships.get()
    end_membership(membership, by=actor(yuzhong, "system"), reason="调离", at=now, on=today)
    membership.ends_on = membership.starts_on
    membership.save()
    with pytest.raises(NotAllowed, match="已经不是本局的审核人"):
        lock(round_)


def test_one_reviewer_a_candidate_is_allowed_and_said_to_be_uncorrected(
    yuzhong, noticed, drafted, actor, today
):
    round_ = drafted(noticed(yuzhong), each=1)
    found = locking(round_, yuzhong.policy(today), by=actor(yuzhong, "leader"), on=today)
    assert [type(r) for r in found] == [Notice]
    assert "只能用原始分" in found[0].sentence


def test_suggestions_are_confirmed_before_rules_are_locked(chongqing, noticed, drafted, lock, confirm, now):
    confirm(chongqing)
    round_ = drafted(noticed(chongqing))
    chongqing.decisions.filter(key="score.severity").delete()
    forget()
    with pytest.raises(NotAllowed, match="评委宽严校正"):
        lock(round_)


def test_there_is_one_live_scoring_a_batch(yuzhong, noticed, drafted, actor, now, today):
    round_ = drafted(noticed(yuzhong))
    with pytest.raises(NotAllowed, match="已经有一套评分规则"):
        scoring.draft_rules(round_.batch, round_.rubric, by=actor(yuzhong), at=now, on=today)
    leader = actor(yuzhong, "leader")
    scoring.abandon_scoring(round_, reason="改为只写意见", by=leader, at=now, on=today)
    again = scoring.draft_rules(round_.batch, round_.rubric, by=actor(yuzhong), at=now, on=today)
    assert (round_.state, again.version) == ("abandoned", 2)


def test_other_rules_are_another_version_and_leave_the_old_as_they_were(
    yuzhong, noticed, locked, actor, now, today
):
    round_ = locked(noticed(yuzhong))
    leader = actor(yuzhong, "leader")
    with pytest.raises(NotAllowed, match="作废重评的理由"):
        scoring.restart_scoring(round_, reason="改", by=leader, at=now, on=today)
    fresh = scoring.restart_scoring(round_, reason="权重要改，全部重评", by=leader, at=now, on=today)
    assert (fresh.version, fresh.state, fresh.rules) == (2, "drafting", round_.rules)
    assert (round_.state, round_.digest) == ("restarted", round_.rubric.digest)
    changed = replace(fresh.rubric, spread=30)
    scoring.edit_rules(fresh, changed, by=actor(yuzhong), at=now, on=today)
    scoring.lock_rules(fresh, by=leader, at=now, on=today)
    assert fresh.digest != round_.digest


def test_a_settled_list_is_not_scored_anew(yuzhong, choosing, locked, actor, now, today):
    round_ = locked(choosing(yuzhong, ["insured"]))
    round_.batch.state = "chosen"
    with pytest.raises(NotAllowed, match="拟聘名单已经确定"):
        scoring.restart_scoring(round_, reason="再评一次看看", by=actor(yuzhong, "leader"), at=now, on=today)


def test_a_rehearsal_is_scored_as_a_rehearsal(harbin, noticed, locked):
    assert locked(noticed(harbin)).rehearsal


def test_an_officer_drafts_and_a_reviewer_does_not(yuzhong, planned, scored, panel, actor, now, today):
    batch = planned(scored(yuzhong))
    rubric = rubric_of(yuzhong, panel(yuzhong), today)
    with pytest.raises(NotAllowed, match="由经办、联络员办理"):
        scoring.draft_rules(batch, rubric, by=actor(yuzhong, "reviewer"), at=now, on=today)


def test_a_dimension_the_measure_does_not_know_is_noticed(yuzhong, noticed, drafted, lock, now):
    round_ = drafted(noticed(yuzhong))
    odd = Dimension("charm", "个人魅力", 10, ANCHORS, ("reason",))
    round_.rules = replace(round_.rubric, dims=(*round_.rubric.dims, odd)).text
    with pytest.raises(NotAllowed, match="评分维度与办法不一致"):
        lock(round_)


def test_the_decision_to_score_is_the_leader_s(yuzhong, actor, now, today):
    with pytest.raises(NotAllowed, match="只有负责人"):
        decide(
            yuzhong, key="selection.scored", value=True, by=actor(yuzhong), reason="要打分", at=now, on=today
        )
