"""The slate in the office: asking for one, following it, adopting it, trying other bounds."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from zhongmu.recruitment import actions
from zhongmu.recruitment.calculating import calculate_slate
from zhongmu.recruitment.departures import adopted
from zhongmu.recruitment.models import SlateRun
from zhongmu.recruitment.states import SlateState
from zhongmu.slates.commands import Teller
from zhongmu.slates.solver import Progress


@pytest.fixture
def late(now):
    return now + timedelta(days=8)


@pytest.fixture
def batch(yuzhong, choosing):
    return choosing(yuzhong, ["insured", "expert", "insured", "media"])


def address(name, *args):
    return reverse(f"office:{name}", args=args)


def typed(page, **changes):
    """The form as a browser would send it back, with some boxes changed."""
    text = page.content.decode()
    found = dict(re.findall(r'<input class="form-control[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text))
    picked = dict.fromkeys(re.findall(r'<select[^>]*name="([^"]+)"', text), "")
    return {**found, **picked, **changes}


@pytest.fixture
def asked(batch, enter):
    """A saved design of two seats with one woman, by the liaison."""
    desk = enter(batch.bureau)
    page = desk.get(address("slate", batch.pk))
    box = re.search(r'name="(low_sex_\d)"[^>]*aria-label="性别 女：至少"', page.content.decode()).group(1)
    said = typed(page, seats="2", seed="20261201", seed_source="双色球开奖号码", **{box: "1"})
    assert desk.post(address("slate_design", batch.pk), said).status_code == 302
    return desk, said, box


def finished(batch, desk) -> SlateRun:
    desk.post(address("slate_start", batch.pk))
    run = batch.slate_runs.latest("pk")
    calculate_slate.func(run.pk)
    run.refresh_from_db()
    return run


@pytest.mark.clause("CQ-5.2")
def test_an_officer_asks_and_a_leader_adopts(batch, asked, enter):
    desk, _said, _box = asked
    run = finished(batch, desk)
    shown = desk.get(address("slate_run", run.pk)).content.decode()
    assert "已证明最优" in shown
    assert "采用为参考名单" in shown
    assert "由负责人办理" in shown
    leader = enter(batch.bureau, "leader")
    assert leader.post(address("slate_adopt", run.pk)).status_code == 302
    assert adopted(batch) == run
    assert "已采用" in leader.get(address("choose", batch.pk)).content.decode()
    assert leader.post(address("slate_aside", run.pk), {"reason": "改为逐人讨论"}).status_code == 302
    assert adopted(batch) is None


def test_what_all_have_alike_is_not_asked_until_one_of_them_differs(batch, enter):
    desk = enter(batch.bureau)
    assert "所在区县 渝中区：至少" not in desk.get(address("slate", batch.pk)).content.decode()
    far = batch.applications.order_by("pk").last()
    far.address = "重庆市江北区观音桥1号"
    far.save(update_fields=["address"])
    shown = desk.get(address("slate", batch.pk)).content.decode()
    assert "所在区县 渝中区：至少" in shown
    assert "所在区县 江北区：至少" in shown


def test_a_bad_design_comes_back_filled(batch, asked):
    desk, said, box = asked
    answer = desk.post(address("slate_design", batch.pk), {**said, box: "x", "seed": "保留下来的字"})
    assert answer.status_code == 422
    assert "保留下来的字" in answer.content.decode()
    answer = desk.post(address("slate_design", batch.pk), {**said, "seats": "9", box: "10"})
    assert answer.status_code == 422
    assert "前后矛盾" in answer.content.decode()


def test_half_a_pair_is_named(batch, asked):
    desk, said, _box = asked
    one = batch.applications.first()
    answer = desk.post(address("slate_design", batch.pk), {**said, "pair_a_0": str(one.pk)})
    assert answer.status_code == 422
    assert "一对要选两个人" in answer.content.decode()


def test_people_and_pairs_are_kept_and_shown_again(batch, asked):
    desk, said, _box = asked
    first, second = batch.applications.order_by("pk")[:2]
    more = {
        f"how_{first.pk}": "in",
        f"why_{first.pk}": "特邀已应允",
        "pair_a_0": str(first.pk),
        "pair_b_0": str(second.pk),
        "pair_why_0": "两人是夫妻",
        "unit_cap": "1",
    }
    assert desk.post(address("slate_design", batch.pk), {**said, **more}).status_code == 302
    shown = desk.get(address("slate", batch.pk)).content.decode()
    assert "两人是夫妻" in shown
    assert finished(batch, desk).chosen[0] == first.pk


def test_starting_without_a_design_is_refused_in_words(batch, enter):
    desk = enter(batch.bureau)
    answer = desk.post(address("slate_start", batch.pk))
    assert answer.status_code == 422
    assert "还没有写测算要求" in answer.content.decode()
    assert desk.get(address("slate_try", batch.pk)).url == address("slate", batch.pk)


def test_a_run_is_followed_in_points_and_stopped(batch, asked, capsys):
    desk, _said, _box = asked
    desk.post(address("slate_start", batch.pk))
    run = batch.slate_runs.get()
    Teller().tell(Progress("slate", 18650, 18950))
    SlateRun.objects.filter(pk=run.pk).update(progress={"words": capsys.readouterr().err.strip()})
    shown = desk.get(address("slate_run", run.pk)).content.decode()
    assert "停下，留下目前最好的" in shown
    assert "最好186.50，上界189.50，差距3.00" in shown
    assert desk.post(address("slate_stop", run.pk)).status_code == 302
    run.refresh_from_db()
    assert run.stop_asked
    assert "已请它停下" in desk.get(address("slate_run", run.pk)).content.decode()
    asks = {"HTTP_HX_REQUEST": "true"}
    assert "HX-Refresh" not in desk.get(address("slate_run", run.pk), **asks).headers
    SlateRun.objects.filter(pk=run.pk).update(state=SlateState.FAILED)
    assert desk.get(address("slate_run", run.pk), **asks)["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("state", "said"),
    [("failed", "没有算成"), ("infeasible", "没有名单能满足全部要求"), ("stopped", "未证明最优")],
)
def test_every_end_has_its_page(batch, asked, state, said):
    desk, _said, _box = asked
    run = finished(batch, desk)
    SlateRun.objects.filter(pk=run.pk).update(state=state)
    assert said in desk.get(address("slate_run", run.pk)).content.decode()


def test_everyone_can_be_held_against_the_slate(batch, asked):
    desk, _said, _box = asked
    run = finished(batch, desk)
    inside, outside = run.chosen[0], batch.applications.exclude(pk__in=run.chosen).first().pk
    without = f"没有{batch.applications.get(pk=inside).name}的名单，评分合计一样高"
    assert without in desk.get(address("slate_why", run.pk, inside)).content.decode()
    assert "公开抽签定下的先后" in desk.get(address("slate_why", run.pk, outside)).content.decode()
    assert desk.get(address("slate_why", run.pk, 0)).status_code == 404
    whys = address("slate_why", run.pk, outside)
    assert whys in desk.get(address("slate_run", run.pk)).content.decode()
    unproved = json.dumps(json.loads(run.outputs["record.json"]) | {"proved": False, "status": "stopped"})
    SlateRun.objects.filter(pk=run.pk).update(outputs=run.outputs | {"record.json": unproved})
    assert whys not in desk.get(address("slate_run", run.pk)).content.decode()
    assert desk.get(whys).status_code == 404


def test_a_run_can_still_be_read_when_one_of_a_pair_is_no_longer_a_candidate(batch, asked, enter):
    desk, said, _box = asked
    first, second = batch.applications.order_by("pk")[:2]
    pair = {"pair_a_0": first.pk, "pair_b_0": second.pk, "pair_why_0": "两人是夫妻"}
    assert desk.post(address("slate_design", batch.pk), {**said, **pair}).status_code == 302
    run = finished(batch, desk)
    batch.applications.filter(pk=first.pk).update(state="withdrawn")
    shown = enter(batch.bureau, "leader").get(address("slate_run", run.pk)).content.decode()
    assert "候选人、评分或测算要求有了变化" in shown


def test_a_way_to_relax_is_filled_in_and_saved_only_by_a_person(batch, asked):
    desk, said, box = asked
    clash = {**said, box: "2", box.replace("sex", "category"): "0"}
    page = desk.get(address("slate", batch.pk)).content.decode()
    experts = re.search(r'name="(low_category_\d)"[^>]*aria-label="来源类别 参保群众：至少"', page).group(1)
    flexible = {
        box.replace("low_", "low_flex_"): "0",
        experts: "2",
        experts.replace("low_", "low_flex_"): "0",
    }
    assert desk.post(address("slate_design", batch.pk), {**clash, **flexible}).status_code == 302
    run = finished(batch, desk)
    assert run.state == SlateState.INFEASIBLE
    shown = desk.get(address("slate_run", run.pk)).content.decode()
    assert "可以这样放宽" in shown
    assert "放宽办法 1" not in shown
    assert "人员表" not in shown
    assert "改测算要求" in shown
    filled = desk.get(address("slate", batch.pk) + f"?run={run.pk}&way=0").content.decode()
    assert filled != desk.get(address("slate", batch.pk)).content.decode()
    assert desk.get(address("slate", batch.pk) + "?run=x&way=9").status_code == 200


def test_the_files_hold_everything_to_check_and_no_name(batch, asked):
    desk, _said, _box = asked
    run = finished(batch, desk)
    answer = desk.get(address("slate_files", run.pk))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        texts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert json.loads(texts["record.json"])["proved"] is True
    assert {"inputs/people.csv", "inputs/quotas.csv", "selected.csv"} <= set(texts)
    assert not any("李秀英" in text for text in texts.values())


def test_other_bounds_are_tried_and_nothing_is_kept(batch, asked):
    desk, said, box = asked
    batch.refresh_from_db()
    before = batch.slate_design.bounds
    shown = desk.post(address("slate_try", batch.pk), {**said, box: "2"}).content.decode()
    assert "已证明最优" in shown
    assert "换进" in shown or "名单不变" in shown
    batch.slate_design.refresh_from_db()
    assert batch.slate_design.bounds == before
    assert desk.post(address("slate_try", batch.pk), {**said, box: "-1"}).status_code == 422
    high, most = box.replace("low_", "high_"), {box.replace("low_", "high_flex_"): "1"}
    assert (
        "前后矛盾"
        not in desk.post(address("slate_try", batch.pk), {**said, **most, high: "2"}).content.decode()
    )
    wrong = desk.post(address("slate_try", batch.pk), {**said, box: "2", high: "1"}, HTTP_HX_REQUEST="true")
    assert wrong.status_code == 200
    assert "前后矛盾" in wrong.content.decode()
    assert "sliders.js" in desk.get(address("slate_try", batch.pk)).content.decode()


def test_after_the_list_is_settled_the_design_is_only_read(batch, asked, actor, late):
    desk, _said, _box = asked
    actions.settle(batch, by=actor(batch.bureau, "leader"), at=late, on=late.date())
    shown = desk.get(address("slate", batch.pk)).content.decode()
    assert "20261201" in shown
    assert "保存测算要求" not in shown


def test_the_neighbour_finds_nothing(batch, asked, jiangbei, enter):
    desk, _said, _box = asked
    run = finished(batch, desk)
    stranger = enter(jiangbei, "leader")
    pages = [address(name, batch.pk) for name in ("slate", "slate_try")]
    pages += [address(name, run.pk) for name in ("slate_run", "slate_files", "slate_aside")]
    pages.append(address("slate_why", run.pk, run.chosen[0]))
    acts = [address(name, batch.pk) for name in ("slate_design", "slate_start")]
    acts += [address(name, run.pk) for name in ("slate_stop", "slate_adopt")]
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert {stranger.post(page).status_code for page in acts} == {404}


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_number_of_questions_for_one_run_as_for_three(
    batch, asked, many, django_assert_num_queries
):
    desk, _said, _box = asked
    run = finished(batch, desk)
    for _more in range(many - 1):
        run.pk = None
        run.save()
    desk.get(address("slate", batch.pk))
    with django_assert_num_queries(13):
        desk.get(address("slate", batch.pk))
