"""A leader extends, puts right and takes down at the desk; a notice that is no duty is not offered as one."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.recruitment.conftest import CITIZEN
from tests.recruitment.test_objecting import SAID
from zhongmu.bureaus.policy import Policy
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import NameNotice


@pytest.fixture
def notice(yuzhong, chosen, actor, now):
    batch = chosen(yuzhong, ["insured", "expert"], gate="before_appointment")
    return actions.publish_names(batch, by=actor(yuzhong), at=now, on=now.date())


def act(notice, name):
    return reverse("office:name_notice_act", args=[notice.pk, name])


def desk(notice):
    return reverse("office:name_notice", args=[notice.batch_id])


def test_a_leader_extends_and_the_page_tells_it(notice, yuzhong, enter):
    leader = enter(yuzhong, "leader")
    said = {"days": "3", "why_longer": "收到异议，需要核实"}
    assert leader.post(act(notice, "extend"), {**said, "days": "61"}).status_code == 422
    assert leader.post(act(notice, "extend"), {**said, "why_longer": ""}).status_code == 422
    assert leader.post(act(notice, "extend"), said).status_code == 302
    notice.refresh_from_db()
    assert notice.ends_on == date(2026, 11, 12)
    text = leader.get(desk(notice)).content.decode()
    assert "延长公示" in text
    assert "2026年11月12日" in text


def test_a_leader_puts_a_list_right_and_takes_it_down(notice, yuzhong, enter):
    leader = enter(yuzhong, "leader")
    assert "重发的名单有2人" in leader.get(act(notice, "replace")).content.decode()
    assert "不再算公示过" in leader.get(act(notice, "take_down")).content.decode()
    assert "现在公示到2026年11月" in leader.get(act(notice, "extend")).content.decode()
    assert leader.post(act(notice, "replace"), {"correction": "一人的来源类别写错"}).status_code == 302
    later = NameNotice.objects.get(earlier=notice)
    assert leader.post(act(later, "take_down"), {"reason": "姓名写错一个字"}).status_code == 302
    text = leader.get(desk(notice)).content.decode()
    assert "已更正重发" in text
    assert "已提前撤下" in text
    assert leader.post(act(later, "take_down"), {"reason": "姓名写错一个字"}).status_code == 422
    assert leader.get(reverse("office:name_notice_act", args=[later.pk, "burn"])).status_code == 404


def test_an_officer_reads_whose_step_it_is(notice, yuzhong, enter):
    officer = enter(yuzhong)
    assert "这一步由负责人办理" in officer.get(desk(notice)).content.decode()
    refused = officer.post(act(notice, "take_down"), {"reason": "姓名写错一个字"})
    assert refused.status_code == 422
    assert "姓名写错一个字" in refused.content.decode()  # nothing typed is lost


def test_the_neighbour_finds_no_act(notice, jiangbei, enter):
    stranger = enter(jiangbei, "leader")
    for name in ("extend", "replace", "take_down"):
        assert stranger.get(act(notice, name)).status_code == 404
        assert stranger.post(act(notice, name), {"reason": "姓名写错"}).status_code == 404


@pytest.mark.clause("HL-2.2e")
def test_where_the_measure_only_allows_a_notice_it_is_no_duty(yuzhong, appointed, enter, monkeypatch):
    batch = appointed(yuzhong, ["insured"])
    officer, today = enter(yuzhong), reverse("office:today")
    assert "公示、发证、归档" in officer.get(today).content.decode()
    asked = Policy.__getitem__
    monkeypatch.setattr(
        Policy, "__getitem__", lambda self, key: key != "publicity.required" and asked(self, key)
    )
    assert "公示、发证、归档" not in officer.get(today).content.decode()
    text = officer.get(reverse("office:name_notice", args=[batch.pk])).content.decode()
    assert "办法没有要求公示，是否公示由本局决定" in text


def test_an_open_objection_shows_its_clock(notice, yuzhong, enter, now):
    target = notice.entries[0]["application"]
    told = {"by": CITIZEN, "at": now, "channel": "web", "arrived_on": now.date()}
    lodged = actions.register_objection(notice, target, SAID, **told)
    officer = enter(yuzhong)
    for url in (
        reverse("office:today"),
        reverse("office:objections"),
        reverse("office:objection", args=[lodged.objection.pk]),
    ):
        assert "还剩10个工作日" in officer.get(url).content.decode()
