"""The officer writes the rules, the leader locks them; what is wrong is a sentence and nothing typed is lost."""

from __future__ import annotations

import hashlib

import pytest
from django.urls import reverse

from zhongmu.recruitment.models import ScoringRound


@pytest.fixture
def batch(yuzhong, noticed, scored):
    return noticed(scored(yuzhong))


def typed(people, **changes):
    said = {
        "highest": "100", "low_0": "９０", "low_1": "75", "low_2": "60", "low_3": "0",
        "weight_ability": "40", "weight_profession": "30", "weight_experience": "30",
        "each": "2", "spread": "20", "extreme": "5", "reasons": "extreme", "severity": "additive",
        "panel": [str(account.pk) for account in people],
    }  # fmt: skip
    dims = ("ability", "profession", "experience")
    said |= {f"anchor_{dim}_{place}": f"这一档的事实{place}" for dim in dims for place in range(4)}
    return {**said, **changes}


def test_the_page_starts_from_the_suggestions_without_weights(batch, panel, enter):
    panel(batch.bureau)
    page = enter(batch.bureau).get(reverse("office:rules_new", args=[batch.pk])).content.decode()
    assert "有充分的具体事实，明显高于履职需要" in page
    assert 'name="weight_ability" value=""' in page
    assert "蔡教授（评审专家）" in page
    assert "weight_age" not in page


def test_without_reviewers_the_page_says_whom_to_ask(batch, enter):
    page = enter(batch.bureau).get(reverse("office:rules_new", args=[batch.pk])).content.decode()
    assert "没有人可以当评委" in page


def test_rules_are_saved_changed_and_locked(batch, panel, enter):
    officer, leader = enter(batch.bureau), enter(batch.bureau, "leader")
    people = panel(batch.bureau)
    new = reverse("office:rules_new", args=[batch.pk])
    assert officer.post(new, typed(people, weight_ability="30")).status_code == 302
    round_ = ScoringRound.objects.get()
    here = reverse("office:scoring_round", args=[round_.pk])
    assert "各维度权重合计是90" in leader.get(here).content.decode()
    edit = reverse("office:rules_edit", args=[round_.pk])
    assert 'name="weight_ability" value="30"' in officer.get(edit).content.decode()
    assert officer.post(edit, typed(people)).status_code == 302
    lock = reverse("office:scoring_act", args=[round_.pk, "lock"])
    assert "由负责人办理" in officer.get(here).content.decode()
    assert leader.post(lock).status_code == 302
    round_.refresh_from_db()
    page = officer.get(here).content.decode()
    assert round_.state == "locked"
    assert round_.digest in page
    assert officer.get(edit).status_code == 302
    raw = officer.get(reverse("office:rules_text", args=[round_.pk])).content
    assert hashlib.sha256(raw).hexdigest() == round_.digest


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weight_ability": "33.3"}, "“能力水平”的权重要填0到100之间的整数，不带小数"),
        ({"weight_ability": "-1"}, "不带小数"),
        ({"weight_ability": "101"}, "不带小数"),
        ({"weight_ability": ""}, "请填写：“能力水平”的权重"),
        ({"highest": "9999999999"}, "满分要填10到1000之间的整数"),
        ({"anchor_ability_0": "字" * 201}, "最多200字"),
        ({"panel": []}, "请至少选一名评委"),
    ],
)
def test_a_wrong_field_is_a_sentence_and_the_rest_stays(batch, panel, enter, changes, said):
    new = reverse("office:rules_new", args=[batch.pk])
    answer = enter(batch.bureau).post(new, typed(panel(batch.bureau), **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "这一档的事实2" in page
    assert not ScoringRound.objects.exists()


def test_what_the_form_cannot_see_is_refused_with_everything_kept(batch, panel, enter, drafted):
    drafted(batch)
    answer = enter(batch.bureau).post(
        reverse("office:rules_new", args=[batch.pk]), typed(panel(batch.bureau))
    )
    assert answer.status_code == 422
    assert "已经有一套评分规则" in answer.content.decode()
    assert "这一档的事实2" in answer.content.decode()


def test_the_front_of_a_scoring_says_why_none_can_begin(yuzhong, planned, enter):
    batch = planned(yuzhong)
    page = enter(yuzhong).get(reverse("office:batch_scoring", args=[batch.pk])).content.decode()
    assert "口径是比选不打分" in page
    assert 'aria-disabled="true"' in page


def test_the_front_leads_to_the_live_round_and_keeps_the_old_ones(batch, locked, enter):
    round_ = locked(batch)
    leader, front = enter(batch.bureau, "leader"), reverse("office:batch_scoring", args=[batch.pk])
    assert leader.get(front)["Location"] == reverse("office:scoring_round", args=[round_.pk])
    restart = reverse("office:scoring_act", args=[round_.pk, "restart"])
    assert leader.post(restart, {"reason": "改"}).status_code == 422
    assert leader.post(restart, {"reason": "权重要改，全部重评"}).status_code == 302
    again = ScoringRound.objects.get(version=2)
    page = leader.get(reverse("office:scoring_round", args=[again.pk])).content.decode()
    assert "以前的版本" in page
    assert "第1版规则" in page
    abandon = reverse("office:scoring_act", args=[again.pk, "abandon"])
    assert leader.post(abandon, {"reason": "改为只写意见"}).status_code == 302
    assert "还没有评分规则" in leader.get(front).content.decode()
    over = leader.get(reverse("office:scoring_round", args=[again.pk])).content.decode()
    assert "这一版评分已经结束" in over


def test_an_act_nobody_knows_is_no_page(batch, locked, enter):
    round_ = locked(batch)
    assert enter(batch.bureau).get(reverse("office:scoring_act", args=[round_.pk, "sing"])).status_code == 404
