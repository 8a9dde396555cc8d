"""The slate of a batch: what is asked, the real command behind it, adopting it, departing from it with a reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import slates
from zhongmu.recruitment.calculating import calculate_slate
from zhongmu.recruitment.departures import adopted
from zhongmu.recruitment.models import Departure, SlateRun
from zhongmu.recruitment.queries import candidates_of
from zhongmu.recruitment.slate import Bound, Design, Fixed, Pair
from zhongmu.recruitment.states import SlateState

DRAWN = {"seed": "03 11 17 22 28 33 + 09", "seed_source": "2026年12月1日双色球开奖号码"}


def bound(feature: str, value: str, low: int, high: int) -> Bound:
    return Bound(feature=feature, value=value, low=low, high=high, low_flex=low, high_flex=high)


def design(seats: int, *bounds: Bound, **changes: object) -> Design:
    return replace(Design(seats=seats, bounds=bounds, **DRAWN), **changes)


@pytest.fixture
def late(now):
    return now + timedelta(days=8)


@pytest.fixture
def six(yuzhong, choosing):
    """Six candidates: odd ones men, even ones women."""
    return choosing(yuzhong, ["insured", "expert", "insured", "media", "insured", "expert"])


@pytest.fixture
def calculated(actor, late):
    def make(batch, asked: Design) -> SlateRun:
        officer = actor(batch.bureau)
        slates.write_design(batch, asked, by=officer, at=late)
        run = slates.start_run(batch, by=officer, at=late, on=late.date())
        calculate_slate.func(run.pk)
        run.refresh_from_db()
        return run

    return make


def chosen_of(run: SlateRun) -> list[str]:
    return sorted(run.batch.applications.filter(pk__in=run.chosen).values_list("sex", flat=True))


@pytest.mark.clause("CQ-5.2")
def test_a_run_keeps_every_bound_and_proves_itself(six, calculated):
    run = calculated(six, design(3, bound("sex", "女", 2, 2), bound("category", "媒体代表", 1, 1)))
    assert run.state == SlateState.PROVED
    assert chosen_of(run) == ["1", "2", "2"]
    record = json.loads(run.outputs["record.json"])
    assert record["proved"] is True
    assert record["gap"] == 0
    assert record["seed"] == DRAWN["seed"]


def test_the_same_inputs_give_the_same_bytes(six, calculated):
    asked = design(3, bound("sex", "女", 1, 2))
    first, second = calculated(six, asked), calculated(six, asked)
    assert first.digest == second.digest
    assert {n: t for n, t in first.outputs.items() if n != "timing.json"} == {
        n: t for n, t in second.outputs.items() if n != "timing.json"
    }


def test_no_name_and_no_employer_reaches_the_files(six, calculated):
    six.applications.update(employer="渝中区示范医院")
    run = calculated(six, design(3, unit_cap=3))
    texts = json.dumps([run.inputs, run.outputs], ensure_ascii=False)
    assert "李秀英" not in texts
    assert "示范医院" not in texts
    assert all(a.number in texts for a in six.applications.all())


def test_a_district_is_counted_as_the_address_names_it(six, calculated):
    far = six.applications.order_by("pk").last()
    far.address = "重庆市江北区观音桥1号"
    far.save(update_fields=["address"])
    run = calculated(six, design(2, bound("district", "江北区", 1, 1), bound("district", "渝中区", 1, 1)))
    assert far.pk in run.chosen


def test_a_person_set_in_a_pair_and_a_cap_are_kept(six, calculated):
    first, second, third, *_rest = candidates_of(six)[0]
    asked = design(
        2,
        fixed=(Fixed(application=first.pk, how="in", reason="特邀，已应允"),),
        pairs=(
            Pair(a=first.pk, b=second.pk, reason="两人是夫妻"),
            Pair(a=first.pk, b=third.pk, reason="同科室"),
        ),
    )
    run = calculated(six, asked)
    assert first.pk in run.chosen
    assert second.pk not in run.chosen
    assert third.pk not in run.chosen


def test_what_cannot_be_kept_is_said_in_words(six, calculated):
    run = calculated(six, design(3, bound("sex", "女", 2, 3), bound("category", "参保群众", 3, 3)))
    assert run.state == SlateState.INFEASIBLE
    assert run.chosen == []
    assert json.loads(run.outputs["record.json"])["words"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (design(11), "席位要在1到核定名额10之间"),
        (design(3, bound("sex", "女", 3, 2)), "前后矛盾"),
        (design(3, bound("sex", "女", 4, 5)), "前后矛盾"),
        (design(3, seed=" "), "还没有写抽签用的公开字串"),
        (design(3, seed="03\u200b11"), "有显示不出的字符"),
        (design(3, fixed=(Fixed(application=0, how="in", reason="理由"),)), "不是本批次的候选人"),
    ],
)
def test_a_design_that_cannot_be_meant_is_refused(six, actor, late, asked, said):
    with pytest.raises(NotAllowed, match=said):
        slates.write_design(six, asked, by=actor(six.bureau), at=late)


@pytest.mark.clause("HL-2.1b")
def test_the_measures_own_quota_is_the_least_a_design_may_ask(harbin, choosing, actor, late):
    batch = choosing(harbin, ["insured", "insured", "expert"])
    with pytest.raises(NotAllowed, match="不能少于2人"):
        slates.write_design(batch, design(3, bound("ordinary", "是", 1, 3)), by=actor(harbin), at=late)
    slates.write_design(batch, design(3, bound("ordinary", "是", 2, 3)), by=actor(harbin), at=late)


@pytest.mark.parametrize(("typed", "kept"), [("03 11\u300017", "03 11 17"), ("-1.23%", "-1.23%")])
def test_any_seed_that_can_be_read_out_is_calculated_with(six, calculated, typed, kept):
    run = calculated(six, design(3, seed=typed))
    assert (run.state, json.loads(run.outputs["record.json"])["seed"]) == (SlateState.PROVED, kept)


def test_people_fixed_without_a_reason_are_refused(six, actor, late):
    one = candidates_of(six)[0][0]
    twice = (Fixed(application=one.pk, how="in", reason=""), Fixed(application=one.pk, how="out", reason="x"))
    with pytest.raises(NotAllowed, match=r"逐一写明理由.*指定了两次"):
        slates.write_design(six, design(3, fixed=twice), by=actor(six.bureau), at=late)


def test_one_calculation_at_a_time_and_a_lost_one_does_not_stand_in_the_way(six, actor, late):
    officer = actor(six.bureau)
    with pytest.raises(NotAllowed, match="还没有写测算要求"):
        slates.start_run(six, by=officer, at=late, on=late.date())
    slates.write_design(six, design(3), by=officer, at=late)
    run = slates.start_run(six, by=officer, at=late, on=late.date())
    with pytest.raises(NotAllowed, match="上一次测算还没有结束"):
        slates.start_run(six, by=officer, at=late, on=late.date())
    slates.begin(run, at=late)
    after = late + timedelta(seconds=slates.SILENT_SECONDS + 1)
    slates.start_run(six, by=officer, at=after, on=after.date())
    run.refresh_from_db()
    assert run.state == SlateState.FAILED


def test_a_run_asked_to_stop_before_it_began_still_ends_with_a_slate(six, actor, late):
    officer = actor(six.bureau)
    slates.write_design(six, design(3), by=officer, at=late)
    run = slates.start_run(six, by=officer, at=late, on=late.date())
    slates.ask_to_stop(run, by=officer, at=late)
    calculate_slate.func(run.pk)
    calculate_slate.func(run.pk)  # a second worker finds nothing to do
    run.refresh_from_db()
    assert run.state in {SlateState.PROVED, SlateState.STOPPED}


def test_inputs_the_command_refuses_end_in_its_own_words(six, actor, late):
    officer = actor(six.bureau)
    slates.write_design(six, design(3), by=officer, at=late)
    run = slates.start_run(six, by=officer, at=late, on=late.date())
    SlateRun.objects.filter(pk=run.pk).update(
        inputs=run.inputs | {"files": run.inputs["files"] | {"people.csv": "编号,分数\n甲,十\n"}}
    )
    calculate_slate.func(run.pk)
    run.refresh_from_db()
    assert run.state == SlateState.FAILED
    assert "people.csv" in run.problem


@pytest.mark.clause("CQ-5.2")
def test_an_adopted_slate_is_followed_or_left_with_a_reason(six, calculated, actor, late):
    officer, leader = actor(six.bureau), actor(six.bureau, "leader")
    run = calculated(six, design(3, bound("sex", "女", 2, 2)))
    with pytest.raises(NotAllowed, match="负责人"):
        slates.adopt_slate(run, by=officer, at=late, on=late.date())
    slates.adopt_slate(run, by=leader, at=late, on=late.date())
    assert adopted(six) == run
    candidates, opinions = candidates_of(six)
    assert {pk for pk, said in opinions.items() if said.proposed} == set(run.chosen)
    left = next(a for a in candidates if a.pk not in run.chosen)
    said = {"dimensions": opinions[left.pk].dimensions, "overall": "更熟悉基层", "by": officer, "at": late}
    with pytest.raises(NotAllowed, match="不照参考名单"):
        actions.write_opinion(left, proposed=True, **said)
    actions.write_opinion(left, proposed=True, departure="本区需要一名熟悉药店的", **said)
    assert Departure.objects.get(run=run).application == left
    before = SlateRun.objects.select_related("batch__bureau", "bureau").get(pk=run.pk)
    actions.settle(six, by=leader, at=late, on=late.date())
    assert six.applications.filter(state="chosen").count() == 4
    slates.set_slate_aside(before, reason="改为逐人讨论", by=leader, at=late)
    SlateRun.objects.filter(pk=run.pk).update(state=SlateState.PROVED)
    before.state = SlateState.PROVED
    with pytest.raises(NotAllowed, match="现在不在比选阶段"):  # settled since this page was read
        slates.adopt_slate(before, by=leader, at=late, on=late.date())


def test_a_departure_that_lost_its_reason_keeps_the_list_from_being_settled(six, calculated, actor, late):
    leader = actor(six.bureau, "leader")
    run = calculated(six, design(3))
    slates.adopt_slate(run, by=leader, at=late, on=late.date())
    candidates, opinions = candidates_of(six)
    left = next(a for a in candidates if a.pk not in run.chosen)
    opinions[left.pk].proposed = True
    opinions[left.pk].save()
    with pytest.raises(NotAllowed, match=f"没有写理由的：{left.name}"):
        actions.settle(six, by=leader, at=late, on=late.date())


def test_a_slate_of_other_people_is_not_adopted(six, calculated, actor, late):
    run = calculated(six, design(3))
    gone = candidates_of(six)[0][0]
    actions.withdraw_application(gone, by=actor(six.bureau), at=late, reason="本人来电撤回")
    with pytest.raises(NotAllowed, match="有了变化"):
        slates.adopt_slate(run, by=actor(six.bureau, "leader"), at=late, on=late.date())


def test_a_later_slate_takes_the_place_of_the_adopted_one(six, calculated, actor, late):
    leader = actor(six.bureau, "leader")
    first, second = calculated(six, design(3)), calculated(six, design(3))
    slates.adopt_slate(first, by=leader, at=late, on=late.date())
    slates.adopt_slate(second, by=leader, at=late, on=late.date())
    first.refresh_from_db()
    assert (first.state, adopted(six)) == (SlateState.SET_ASIDE, second)
    with pytest.raises(NotAllowed, match="不少于四个字"):
        slates.set_slate_aside(second, reason="", by=leader, at=late)
    slates.set_slate_aside(second, reason="改为逐人讨论", by=leader, at=late)
    assert adopted(six) is None
