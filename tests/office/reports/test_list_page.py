from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.reports.told import clue, suggestion
from zhongmu.people.models import Account
from zhongmu.reports import actions
from zhongmu.reports.models import Desk, Report
from zhongmu.reports.states import ALL_STATES

pytestmark = pytest.mark.django_db
LIST = "/office/reports/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long(enter, filed, yuzhong, rows, django_assert_num_queries):
    for _each in range(rows):
        filed(yuzhong)
    desk = enter(yuzhong)
    desk.get(LIST)
    with django_assert_num_queries(9):
        page = desk.get(LIST, {"tab": "inbox"}).content.decode()
    assert page.count("没住院却有住院记录") == rows


def test_each_tab_holds_what_stands_there_with_its_count(enter, filed, brought_to, yuzhong):
    for state in ("filed", "accepted", "decided", "answered"):
        brought_to(filed(yuzhong, suggestion() if state == "decided" else clue()), state)
    desk = enter(yuzhong)
    page = desk.get(LIST).content.decode()
    for words in ("要我办的 3", "待受理 1", "核查中 1", "待反馈 1", "已办结 1"):
        assert words in page
    assert "核查中" in desk.get(LIST, {"tab": "verifying"}).content.decode()
    assert "建〔2026〕0001" in desk.get(LIST, {"tab": "answering"}).content.decode()


@pytest.mark.parametrize("role", ["liaison", "leader"])
def test_a_count_is_of_the_rows_that_its_tab_lists(enter, filed, staff, yuzhong, role):
    mine = enter(yuzhong, role)
    for at, state in enumerate(ALL_STATES):
        report = filed(yuzhong)
        Report.objects.filter(pk=report.pk).update(
            state=state, handler=staff(yuzhong, role).pk, restricted=at == 0
        )
    for tab in ("mine", *Desk.values):
        page = mine.get(LIST, {"tab": tab}).content.decode()
        counts = dict(re.findall(r'tab=(\w+)"[^>]*>\S+ (\d+)</a>', page))
        assert counts[tab] == str(page.count('class="what long"'))
        assert counts[tab] != "0"


def test_what_waits_for_me_is_mine_until_it_closes(enter, filed, brought_to, yuzhong):
    report = brought_to(filed(yuzhong), "answered")
    assert report.number in enter(yuzhong).get(LIST).content.decode()
    assert report.number not in enter(yuzhong, "clerk").get(LIST).content.decode()
    Report.objects.update(state="closed")
    assert report.number not in enter(yuzhong).get(LIST).content.decode()


def test_a_clock_is_said_on_the_row(enter, filed, brought_to, yuzhong):
    brought_to(filed(yuzhong), "accepted")
    page = enter(yuzhong).get(LIST).content.decode()
    assert "还剩15个工作日" in page
    assert "2026年11月23日" in page


@pytest.mark.parametrize("words", ["0001", "线〔2026〕0001", "康复"])
def test_a_case_is_found_by_number_or_target(enter, filed, yuzhong, words):
    filed(yuzhong)
    desk = enter(yuzhong)
    assert "示范康复医院" in desk.get(LIST, {"q": words}).content.decode()
    assert "没有查到" in desk.get(LIST, {"q": "不存在的"}).content.decode()


def test_the_list_pages_by_key(enter, filed, yuzhong, monkeypatch):
    for _each in range(51):
        filed(yuzhong)
    desk = enter(yuzhong)
    first = desk.get(LIST, {"tab": "inbox"}).content.decode()
    assert "线〔2026〕0051" in first
    assert "线〔2026〕0001" not in first
    oldest = Report.objects.get(number="线〔2026〕0002").pk
    assert "线〔2026〕0001" in desk.get(LIST, {"tab": "inbox", "before": oldest}).content.decode()


def test_an_empty_tab_says_what_will_appear(enter, yuzhong):
    desk = enter(yuzhong)
    assert "没有等您办的" in desk.get(LIST).content.decode()
    assert "监督员在手机上提交" in desk.get(LIST, {"tab": "inbox"}).content.decode()
    assert desk.get(LIST, {"tab": "nonsense"}).status_code == 200


@pytest.mark.clause("CQ-9.2")
def test_a_hidden_case_is_in_no_list_count_or_search(enter, filed, yuzhong, staff, actor):
    filed(yuzhong)
    report = filed(yuzhong)
    account = Account.objects.get(pk=staff(yuzhong).pk)
    actions.declare_interest(
        report, account=account, reason="近亲属在该院任职", by=actor(yuzhong), at=report.received_at
    )
    desk = enter(yuzhong)
    for query in ({"tab": "inbox"}, {"q": report.number}, {}):
        page = desk.get(LIST, query).content.decode()
        assert report.number not in page.replace(f'value="{report.number}"', "").replace(
            f"“{report.number}”", ""
        )
        assert "待受理 1" in page


def test_another_bureau_sees_nothing(enter, filed, yuzhong, jiangbei):
    report = filed(yuzhong)
    stranger = enter(jiangbei, "leader")
    assert report.number not in stranger.get(LIST, {"tab": "inbox"}).content.decode()
    assert stranger.get(reverse("office:report", args=[report.pk])).status_code == 404


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_administrators_see_no_content(enter, yuzhong, role):
    assert enter(yuzhong, role).get(LIST).status_code == 403
