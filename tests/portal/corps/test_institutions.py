from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.corps.world import LEADER, SUPERVISOR, appointed
from zhongmu.bureaus.actions import decide
from zhongmu.bureaus.models import Decision
from zhongmu.corps.actions import suspend, withdraw_consent
from zhongmu.people.actions import give_consent

pytestmark = pytest.mark.django_db


def _text(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.clause("CQ-3")
def test_the_clerk_reads_what_a_supervisor_may_not_do_with_its_articles(yuzhong):
    text = _text("/b/500103/institutions/")
    assert "非执法人员，无检查、处罚、查阅病历权" in text
    assert "第三条" in text
    assert "不得泄露监督活动中涉及的国家秘密" in text
    assert "第十三条" in text


def test_under_a_draft_the_channel_is_said_to_be_ours(harbin):
    text = _text("/b/230100/institutions/")
    assert "原文没有写这一渠道" in text
    assert "演练·征求意见稿" in text


def test_the_form_prints(yuzhong):
    answer = Client().get("/b/500103/institutions/form.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_where_the_channel_is_off_there_is_no_form(harbin, actor, now, today):
    leader = LEADER
    decide(
        harbin,
        key="institution.written_complaint",
        value=False,
        by=leader,
        reason="另设信访渠道",
        at=now,
        on=today,
    )
    assert "打印反映表" not in _text("/b/230100/institutions/")
    _text("/b/230100/institutions/form.pdf", 404)


def test_without_a_bureau_one_checks_and_picks_a_bureau(yuzhong):
    text = _text("/institutions/")
    assert "在门口核验" in text
    assert "/b/500103/institutions/" in text
    assert "没有找到" in _text("/institutions/?q=不存在的地方")
    assert "渝中区医疗保障局" in _text("/institutions/?q=渝中")
    _text("/b/000000/institutions/", 404)


@pytest.mark.clause("HL-2.2e")
def test_the_roster_lists_only_those_in_office_who_agreed(harbin, person, now, monkeypatch):
    first = appointed(harbin, person(), now)
    appointed(harbin, person("王建国", "11010519491231002X"), now)
    assert "还没有人同意公开" in _text("/b/230100/roster/")
    give_consent(person(), purpose="roster", version="1", channel="web", at=now)
    text = _text("/b/230100/roster/")
    assert "李秀英" in text
    assert "王建国" not in text
    assert "500103200002290013" not in text
    suspend(first, by=LEADER, at=now, reason="异议成立")
    assert "李秀英" not in _text("/b/230100/roster/")


def test_taking_the_consent_back_unlists_at_once(harbin, person, now):
    appointed(harbin, person(), now)
    give_consent(person(), purpose="roster", version="1", channel="web", at=now)
    withdraw_consent(person(), "roster", by=SUPERVISOR, at=now + timedelta(minutes=1))
    assert "李秀英" not in _text("/b/230100/roster/")


@pytest.mark.clause("HL-2.2e")
def test_where_the_bureau_decided_not_to_publish_there_is_no_roster(yuzhong, person, now):
    appointed(yuzhong, person(), now)
    give_consent(person(), purpose="roster", version="1", channel="web", at=now)
    assert "李秀英" in _text("/b/500103/roster/")
    told = {"pack_id": "chongqing-2024-43", "key": "roster.public", "value": "forbidden", "confirms": False}
    Decision.objects.create(bureau=yuzhong, **told, reason="不公开名单", account=9001, at=now)
    _text("/b/500103/roster/", 404)
