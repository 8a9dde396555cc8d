"""审查异议 at the desk: registered from paper, answered by another hand, on 今天 until then."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.recruitment.conftest import APPLICANT
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Appeal

GROUNDS = "我是中国公民，户口簿可以证明。"
SAID = {"reason": "核对户口簿原件", "answer": "经核对户口簿，您是中国公民。"}


@pytest.fixture
def lodged(refused, now):
    return actions.lodge_appeal(refused, grounds=GROUNDS, by=APPLICANT, at=now)


def act(name, appeal):
    return reverse("office:appeal_act", args=[appeal.pk, name])


@pytest.mark.clause("CQ-4.0")
def test_a_letter_is_registered_by_the_day_it_arrived(refused, yuzhong, enter):
    officer, new = enter(yuzhong), reverse("office:appeal_new", args=[refused.pk])
    assert new in officer.get(reverse("office:application", args=[refused.pk])).text
    assert officer.get(new).status_code == 200
    late = officer.post(new, {"grounds": GROUNDS, "channel": "post", "arrived_on": "2026-10-30"})
    assert (late.status_code, GROUNDS in late.text, "2026年11月9日" in late.text) == (422, True, True)
    empty = officer.post(new, {"grounds": "", "channel": "post", "arrived_on": "2026-11-02"})
    assert empty.status_code == 422
    answer = officer.post(new, {"grounds": GROUNDS, "channel": "post", "arrived_on": "2026-11-02"})
    appeal = Appeal.objects.get()
    assert answer.url == reverse("office:appeal", args=[appeal.pk])
    assert answer.url in officer.get(reverse("office:application", args=[refused.pk])).text
    assert "已经提出过一次" in officer.get(new).text


@pytest.mark.clause("CQ-4.0")
def test_it_stands_on_today_with_its_clock_until_another_hand_answers(lodged, refused, yuzhong, enter):
    officer, leader = enter(yuzhong), enter(yuzhong, "leader")
    today = officer.get(reverse("office:today")).text
    assert f"{refused.name}对审查的异议" in today
    assert "还剩10个工作日" in today
    page = officer.get(reverse("office:appeal", args=[lodged.pk])).text
    assert "提出和复核不通过的人，不能办理" in page
    assert GROUNDS in page
    assert "护照复印件" in page
    barred = officer.post(act("uphold", lodged), SAID)
    assert (barred.status_code, SAID["answer"] in barred.text) == (422, True)
    assert leader.post(act("uphold", lodged), SAID).status_code == 302
    refused.refresh_from_db()
    assert refused.state == "submitted"
    assert "对审查的异议" not in officer.get(reverse("office:today")).text
    done = leader.get(reverse("office:appeal", args=[lodged.pk])).text
    assert "已经办结" in done
    assert SAID["answer"] in done


def test_no_other_bureau_finds_it(lodged, refused, jiangbei, enter):
    stranger = enter(jiangbei, "leader")
    for url in (
        reverse("office:appeal", args=[lodged.pk]),
        act("uphold", lodged),
        reverse("office:appeal_new", args=[refused.pk]),
    ):
        assert stranger.get(url).status_code == 404


def test_an_unknown_act_is_no_page(lodged, yuzhong, enter):
    assert enter(yuzhong).post(act("forget", lodged)).status_code == 404
