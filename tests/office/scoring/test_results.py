"""Comparing and closing as pages: labels until the leader opens, then names beside merits, sorted without scripts."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.urls import reverse

from tests.personas import client_of
from tests.recruitment.scoring.conftest import seats
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import ScoringResult


@pytest.fixture
def comparing(yuzhong, signed, actor, now):
    round_ = signed(yuzhong, 2, spread=15)
    scoring.compare(round_, by=actor(yuzhong), at=now, on=now.date())
    return round_


@pytest.fixture
def closed(comparing, actor, yuzhong, now):
    scoring.close_scoring(comparing, by=actor(yuzhong, "leader"), at=now, on=now.date())
    return comparing


def names(round_):
    return [a.name for a in round_.batch.applications.all()]


def test_scores_stand_under_labels_for_everybody_and_no_name_beside(comparing, yuzhong, enter):
    here = reverse("office:scoring_compare", args=[comparing.pk])
    readers = [enter(yuzhong), enter(yuzhong, "leader"), *(client_of(s.account) for s in seats(comparing))]
    for web in readers:
        shown = web.get(here).content.decode()
        assert "80、70、60" in shown
        assert "相差20分" in shown
        assert not any(name in shown for name in names(comparing))
    assert "您给了60分" in shown
    assert "分差大的" in enter(yuzhong).get(f"{here}?only=flagged").content.decode()


def test_before_that_nobody_sees_a_score_of_another(yuzhong, begun, enter):
    round_ = begun(yuzhong, 2)
    for name, more in (("scoring_compare", ()), ("scoring_result", ()), ("result_text", ("inputs",))):
        answer = enter(yuzhong, "leader").get(reverse(f"office:{name}", args=[round_.pk, *more]))
        assert answer["Location"] == reverse("office:scoring_round", args=[round_.pk])
    expert = client_of(seats(round_)[2].account)
    assert expert.get(reverse("office:scoring_compare", args=[round_.pk]))["Location"] == reverse(
        "office:my_scoring"
    )
    label = round_.entries.first().label
    assert (
        expert.get(reverse("office:scoring_discuss", args=[round_.pk, label, "ability"])).status_code == 302
    )


def test_a_note_and_then_another_score(comparing):
    seat = seats(comparing)[2]
    web, label = client_of(seat.account), comparing.entries.order_by("label").first().label
    here = reverse("office:scoring_discuss", args=[comparing.pk, label, "ability"])
    again = {"act": "rescore", "points": "75", "reason": "讨论后认为偏低"}
    assert "还没有写议分记录" in web.post(here, again).content.decode()
    assert "不少于四个字" in web.post(here, {"act": "note", "text": "嗯"}).content.decode()
    assert web.post(here, {"act": "note", "text": "三人逐条核对了事实"}).status_code == 302
    assert "三人逐条核对了事实" in web.get(here).content.decode()
    assert web.post(here, {**again, "points": "750"}).status_code == 422
    assert web.post(here, again).status_code == 302
    assert "80、75、70" in web.get(reverse("office:scoring_compare", args=[comparing.pk])).content.decode()
    absent = reverse("office:scoring_discuss", args=[comparing.pk, label, "charm"])
    assert web.get(absent).status_code == 404


def test_the_leader_opens_and_names_stand_beside_merits(comparing, yuzhong, enter):
    leader = enter(yuzhong, "leader")
    act = reverse("office:scoring_act", args=[comparing.pk, "close"])
    assert enter(yuzhong).post(act).status_code == 422
    assert leader.post(act).status_code == 302
    shown = enter(yuzhong).get(reverse("office:scoring_result", args=[comparing.pk])).content.decode()
    assert all(name in shown for name in names(comparing))
    assert "70.00" in shown
    assert "重算一致" in shown
    assert "多给 10.00 分（依据2名共同候选人）" in shown
    side = enter(yuzhong).get(reverse("office:choose", args=[comparing.batch_id])).content.decode()
    assert "评委评分（参考）" in side
    assert "70.00" in side


def test_a_short_panel_asks_the_leader_for_a_reason(comparing, yuzhong, enter, now):
    from tests.recruitment.scoring.conftest import as_reviewer

    seat = seats(comparing)[0]
    scoring.recuse(
        seat, comparing.entries.first(), kind="known", note="认出是邻居", by=as_reviewer(seat), at=now
    )
    leader, act = enter(yuzhong, "leader"), reverse("office:scoring_act", args=[comparing.pk, "close"])
    assert "评委不足仍定分的理由" in leader.get(act).content.decode()
    assert leader.post(act, {"short_reason": "两名评委意见一致"}).status_code == 302


@pytest.mark.parametrize("sort", ["merit", "plain", "label", "name", "ability", "nonsense"])
def test_any_column_sorts_both_ways(closed, yuzhong, enter, sort):
    here = reverse("office:scoring_result", args=[closed.pk])
    web = enter(yuzhong)
    both = [
        re.findall(
            r"<td>([2-9A-HJKMNP-Z]{4})</td>", web.get(f"{here}?sort={sort}&order={o}").content.decode()
        )
        for o in ("rising", "falling")
    ]
    assert both[0] == both[1][::-1]
    assert len(both[0]) == 2


def test_the_frozen_texts_are_the_bytes_of_the_digests(closed, yuzhong, enter):
    frozen = ScoringResult.objects.get()
    for which, mark in (("inputs", frozen.inputs_digest), ("outcome", frozen.outcome_digest)):
        raw = enter(yuzhong).get(reverse("office:result_text", args=[closed.pk, which])).content
        assert hashlib.sha256(raw).hexdigest() == mark
    absent = reverse("office:result_text", args=[closed.pk, "names"])
    assert enter(yuzhong).get(absent).status_code == 404


def test_an_expert_never_sees_a_name(closed):
    expert = client_of(seats(closed)[2].account)
    assert expert.get(reverse("office:scoring_result", args=[closed.pk])).status_code == 403
    assert expert.get(reverse("office:my_round", args=[closed.pk])).status_code == 404


def test_next_door_there_is_no_result(closed, jiangbei, enter):
    for name, more in (("scoring_result", ()), ("scoring_compare", ()), ("result_text", ("inputs",))):
        url = reverse(f"office:{name}", args=[closed.pk, *more])
        assert enter(jiangbei, "leader").get(url).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_comparison_and_the_result_cost_the_same(
    yuzhong, signed, actor, enter, now, django_assert_num_queries, people
):
    round_ = signed(yuzhong, people)
    told = {"at": now, "on": now.date()}
    scoring.compare(round_, by=actor(yuzhong), **told)
    web, url = enter(yuzhong), reverse("office:scoring_compare", args=[round_.pk])
    web.get(url)
    with django_assert_num_queries(11):
        web.get(url)
    scoring.close_scoring(round_, by=actor(yuzhong, "leader"), **told)
    url = reverse("office:scoring_result", args=[round_.pk])
    web.get(url)
    with django_assert_num_queries(10):
        web.get(url)
