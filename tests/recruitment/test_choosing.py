"""Choosing: headcount and quota in whole numbers, opinions, minutes, structure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corps.world import appointed
from tests.recruitment.conftest import CITIZEN, resident_number
from tests.recruitment.test_objecting import ANSWER, REASON, SAID
from zhongmu.bureaus.actions import decide
from zhongmu.ledger.moves import NotAllowed
from zhongmu.policies.rulings import NeedsApproval, Notice, blockers
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Opinion
from zhongmu.recruitment.queries import candidates_of, structure
from zhongmu.recruitment.selection import Share, least_ordinary, quota, register_share, register_warning


@pytest.mark.clause("HL-2.1b")
@pytest.mark.parametrize(
    ("total", "ordinary", "passes"),
    [(7, 4, False), (7, 5, True), (10, 6, True), (10, 5, False), (1, 0, False), (1, 1, True), (0, 0, True)],
)
def test_the_quota_is_asked_in_whole_numbers(harbin, today, total, ordinary, passes):
    found = blockers(quota(harbin.policy(today), ordinary=ordinary, total=total))
    assert (not found) == passes
    if found:
        assert f"至少要{least_ordinary(total, 60)}人" in found[0].sentence


@given(total=st.integers(1, 500), percent=st.integers(1, 100))
def test_the_least_number_is_the_smallest_that_passes(total, percent):
    least = least_ordinary(total, percent)
    assert least * 100 >= total * percent > (least - 1) * 100


@pytest.mark.clause("HL-2.1a")
def test_without_a_quota_in_the_measure_nothing_is_asked(yuzhong, today):
    assert quota(yuzhong.policy(today), ordinary=0, total=9) == []


@pytest.mark.clause("HL-2.1b")
def test_a_list_under_the_quota_is_not_settled(harbin, choosing, actor, now):
    batch, late = choosing(harbin, ["insured", "expert"]), now + timedelta(days=8)
    with pytest.raises(NotAllowed, match="不到60％"):
        actions.settle(batch, by=actor(harbin, "leader"), at=late, on=late.date())
    assert batch.state == "choosing"


def test_a_bureau_may_count_the_register_or_only_warn(harbin, choosing, actor, now, today):
    leader, late = actor(harbin, "leader"), now + timedelta(days=8)
    decide(harbin, key="quota.scope", value="register", by=leader, reason="按在库人数", at=now, on=today)
    batch = choosing(harbin, ["insured", "expert"])
    with pytest.raises(NotAllowed, match="不到60％"):
        actions.settle(batch, by=leader, at=late, on=late.date())
    decide(harbin, key="quota.mode", value="warn", by=leader, reason="只作提示", at=now, on=today)
    actions.settle(batch, by=leader, at=late, on=late.date())
    assert batch.state == "chosen"


@pytest.mark.clause("HL-2.1b")
def test_the_share_of_the_register_is_told_beside_that_of_the_batch(harbin, choosing, today):
    batch = choosing(harbin, ["insured", "expert"])
    share = register_share(batch, candidates_of(batch)[0], harbin.policy(today), today)
    assert (share.ordinary, share.total, share.percent) == (1, 2, 50)
    assert Share(ordinary=599, total=1000).percent == 59  # never rounded up to the quota


@pytest.mark.clause("HL-2.1b")
def test_a_register_that_falls_below_the_quota_is_warned_of_and_holds_nobody_up(harbin, person, now, today):
    policy = harbin.policy(today)
    assert register_warning(harbin, policy, today) == []  # nobody serves
    appointed(harbin, person("王建国", resident_number(1), "13700137000"), now)
    assert register_warning(harbin, policy, today) == []
    appointed(harbin, person("赵红", resident_number(2), "13700137001"), now, category="expert")
    [warning] = register_warning(harbin, policy, today)
    assert "在库2人中普通参保群众1人，占50％，低于60％" in warning.sentence
    assert isinstance(warning, Notice)


def test_where_the_measure_has_no_quota_the_register_is_not_warned_of(yuzhong, person, now, today):
    appointed(yuzhong, person("赵红", resident_number(2), "13700137001"), now, category="expert")
    assert register_warning(yuzhong, yuzhong.policy(today), today) == []


@pytest.mark.clause("CQ-5.1")
def test_more_people_than_the_headcount_are_refused(yuzhong, choosing, actor, now):
    batch, late = choosing(yuzhong, ["insured", "expert"], headcount=1), now + timedelta(days=8)
    with pytest.raises(NotAllowed, match="超出核定名额1人"):
        actions.settle(batch, by=actor(yuzhong, "leader"), at=late, on=late.date())


def test_or_approved_with_a_reason_where_the_bureau_decided_so(yuzhong, choosing, actor, now, today):
    leader, late = actor(yuzhong, "leader"), now + timedelta(days=8)
    decide(yuzhong, key="plan.over", value="approve", by=leader, reason="经批准可超", at=now, on=today)
    batch = choosing(yuzhong, ["insured", "expert"], headcount=1)
    with pytest.raises(NotAllowed) as refused:
        actions.settle(batch, by=leader, at=late, on=late.date())
    assert isinstance(refused.value.rulings[0], NeedsApproval)
    actions.settle(batch, by=leader, at=late, on=late.date(), over_reason="两人都不可少")
    actions.appoint_chosen(batch, starts_on=late.date(), by=leader, at=late, on=late.date())
    assert batch.state == "appointed"


@pytest.mark.clause("CQ-5.2")
@pytest.mark.clause("HL-2.2b")
def test_the_list_is_settled_only_with_every_opinion_and_the_minutes(yuzhong, choosing, actor, now):
    batch, late = choosing(yuzhong, ["insured", "expert"]), now + timedelta(days=8)
    first = candidates_of(batch)[0][0]
    leader = actor(yuzhong, "leader")
    Opinion.objects.filter(application=first).update(proposed=None)
    with pytest.raises(NotAllowed, match="没有写明是否拟聘"):
        actions.settle(batch, by=leader, at=late, on=late.date())
    Opinion.objects.filter(application=first).update(proposed=True, dimensions={"ability": "好"})
    actions.write_minutes(batch, minutes="", by=leader, at=late)
    with pytest.raises(NotAllowed, match="意见没有写全"):
        actions.settle(batch, by=leader, at=late, on=late.date())
    Opinion.objects.filter(application__batch=batch).update(proposed=False)
    with pytest.raises(NotAllowed, match="一个拟聘人选也没有"):
        actions.settle(batch, by=leader, at=late, on=late.date())


def test_choosing_begins_after_the_window_with_everyone_checked(yuzhong, noticed, apply, actor, now, today):
    batch, late = noticed(yuzhong), now + timedelta(days=8)
    apply(batch, 1)
    with pytest.raises(NotAllowed, match="报名还没有截止"):
        actions.begin_choosing(batch, by=actor(yuzhong), at=now, on=today)
    with pytest.raises(NotAllowed, match="还有1份报名没有审查完"):
        actions.begin_choosing(batch, by=actor(yuzhong), at=late, on=late.date())


def test_opinions_are_written_only_while_choosing(yuzhong, noticed, passed, chosen, actor, now):
    early = passed(noticed(yuzhong), 1)
    said = {"dimensions": {}, "overall": "好", "proposed": True, "by": actor(yuzhong), "at": now}
    with pytest.raises(NotAllowed, match="不在比选阶段"):
        actions.write_opinion(early, **said)


def test_a_settled_list_is_taken_back_whole(yuzhong, chosen, actor, now):
    batch, late = chosen(yuzhong, ["insured", "expert"]), now + timedelta(days=8)
    leader = actor(yuzhong, "leader")
    actions.reopen_choosing(batch, reason="核实后调整", by=leader, at=late, on=late.date())
    assert set(batch.applications.values_list("state", flat=True)) == {"eligible"}
    actions.settle(batch, by=leader, at=late, on=late.date())
    assert set(batch.applications.values_list("state", flat=True)) == {"chosen"}


@pytest.mark.clause("CQ-5.4")
def test_an_objection_upheld_while_the_list_is_open_keeps_its_person_off(yuzhong, chosen, actor, now):
    batch, late = chosen(yuzhong, ["insured", "expert"], gate="before_appointment"), now + timedelta(days=8)
    fixed = {"by": actor(yuzhong, "leader"), "at": late, "on": late.date()}
    notice = actions.publish_names(batch, **fixed)
    about = notice.entries[1]["application"]
    told = {"by": CITIZEN, "at": late, "channel": "web", "arrived_on": late.date()}
    lodged = actions.register_objection(notice, about, SAID, **told)
    actions.reopen_choosing(batch, reason="核实后调整", **fixed)
    actions.uphold_objection(lodged.objection, reason=REASON, answer=ANSWER, **fixed)
    with pytest.raises(NotAllowed, match="李秀英三的异议已经认定成立"):
        actions.settle(batch, **fixed)
    Opinion.objects.filter(application=about).update(proposed=False)
    actions.settle(batch, **fixed)
    assert batch.applications.get(pk=about).state == "not_chosen"


@pytest.mark.clause("CQ-5.2")
def test_the_structure_is_counted_not_scored(yuzhong, choosing, today):
    people = candidates_of(choosing(yuzhong, ["insured", "insured", "expert"]))[0]
    said = {each.title: dict(each.rows) for each in structure(people, yuzhong.policy(today), today)}
    assert said["来源类别"] == {"参保群众": 2, "有关领域专家学者": 1}
    assert said["年龄段"] == {"45—59岁": 3}
    assert said["性别"] == {"男": 2, "女": 1}
