"""A daoli in Heilongjiang sends its figures up, the city sets the headcount, on their pages (HL-2.4b)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Batch

TYPED = {"title": "2026年第一批", "input_needs": "辖区机构410家，现有监督员3人"}


def act(name, batch):
    return reverse("office:headcount_act", args=[batch.pk, name])


@pytest.mark.clause("HL-2.4b")
def test_the_county_is_told_what_to_do_and_given_the_step(daoli, enter):
    officer = enter(daoli)
    page = officer.get(reverse("office:batch_new")).text
    assert "转市级" in page
    assert reverse("office:figures_new") in page
    assert "id_headcount" not in page
    refused = officer.post(reverse("office:figures_new"), {"title": "", "input_needs": ""})
    assert (refused.status_code, "请填写" in refused.text) == (422, True)
    answer = officer.post(reverse("office:figures_new"), TYPED, follow=True)
    assert "哈尔滨市医疗保障局" in answer.text
    assert daoli.batches.get().state == "sent_up"


@pytest.mark.clause("HL-2.4b")
def test_the_city_proposes_and_approves_on_its_own_pages(sent_up, harbin, daoli, enter):
    officer, leader = enter(harbin), enter(harbin, "leader")
    assert "道里" in officer.get(reverse("office:today")).text
    assert "道里" in officer.get(reverse("office:headcounts")).text
    wrong = officer.post(
        act("propose_headcount", sent_up), {"headcount": "2.5", "headcount_reason": "机构较多"}
    )
    assert (wrong.status_code, "不能带小数" in wrong.text, "机构较多" in wrong.text) == (422, True, True)
    officer.post(act("propose_headcount", sent_up), {"headcount": "8人", "headcount_reason": "机构较多"})
    assert "核定" in leader.get(reverse("office:today")).text
    leader.post(act("approve_plan", sent_up))
    batch = daoli.batches.get()
    assert (batch.state, batch.headcount) == ("approved", 8)
    shown = enter(daoli).get(reverse("office:batch", args=[batch.pk])).text
    assert "名额由哈尔滨市医疗保障局核定" in shown
    assert "8名" in shown


def test_what_came_back_is_put_right_on_the_county_page(sent_up, harbin, daoli, enter):
    city, officer = enter(harbin), enter(daoli)
    city.post(act("return_figures", sent_up), {"reason": "请补充药店数量"})
    page = reverse("office:batch", args=[sent_up.pk])
    link = reverse("office:figures_again", args=[sent_up.pk])
    assert link in officer.get(page).text
    assert "请补充药店数量" in officer.get(link).text
    officer.post(link, {**TYPED, "input_needs": "机构410家，药店230家"})
    assert daoli.batches.get().plan == {"needs": "机构410家，药店230家"}
    assert officer.get(link).url == page


def test_the_county_page_offers_no_decision_on_what_it_sent(sent_up, harbin, daoli, actor, enter, now, today):
    told = {"by": actor(harbin), "at": now, "on": today}
    actions.propose_headcount(sent_up, headcount=8, headcount_reason="机构较多", **told)
    leader = enter(daoli, "leader")
    page = leader.get(reverse("office:batch", args=[sent_up.pk])).text
    assert "这一批的名额由哈尔滨市医疗保障局核定" in page
    assert reverse("office:batch_edit", args=[sent_up.pk]) not in page
    refused = leader.post(reverse("office:batch_act", args=[sent_up.pk, "approve_plan"]))
    assert (refused.status_code, Batch.objects.get().state) == (422, "planned")


def test_a_number_already_set_is_said_to_whoever_comes_late(sent_up, harbin, actor, enter, now, today):
    told = {"by": actor(harbin), "at": now, "on": today}
    actions.propose_headcount(sent_up, headcount=8, headcount_reason="机构较多", **told)
    actions.approve_plan(sent_up, by=actor(harbin, "leader"), at=now, on=today)
    late = enter(harbin).post(
        act("propose_headcount", sent_up), {"headcount": "9", "headcount_reason": "又有新增"}
    )
    assert (late.status_code, Batch.objects.get().headcount) == (422, 8)
    assert "本局这一步已经办完" in enter(harbin).get(reverse("office:headcount", args=[sent_up.pk])).text


def test_no_other_bureau_finds_what_went_up(sent_up, daoli, jiangbei, enter):
    for stranger in (enter(jiangbei, "leader"), enter(daoli, "leader")):
        assert stranger.get(reverse("office:headcount", args=[sent_up.pk])).status_code == 404
        assert stranger.post(act("approve_plan", sent_up)).status_code == 404
    assert enter(jiangbei).get(reverse("office:figures_again", args=[sent_up.pk])).status_code == 404


def test_an_unknown_act_is_no_page(sent_up, harbin, enter):
    assert enter(harbin).post(act("abort", sent_up)).status_code == 404


def test_a_bureau_that_decides_itself_is_sent_to_its_own_plan(harbin, enter):
    answer = enter(harbin).get(reverse("office:figures_new"))
    assert "本局可以自行核定名额" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_many_questions_for_one_row_as_for_three(
    daoli, harbin, actor, enter, now, today, rows, django_assert_num_queries
):
    figures = actions.Figures(title="2026年第一批", inputs={"needs": "辖区机构410家"})
    for _row in range(rows):
        actions.send_up(daoli, figures, by=actor(daoli), at=now, on=today)
    officer = enter(harbin)
    officer.get(reverse("office:headcounts"))
    with django_assert_num_queries(7):
        officer.get(reverse("office:headcounts"))
