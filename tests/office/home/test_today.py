from __future__ import annotations

import pytest
from django.urls import reverse

from tests.reports.told import clue
from zhongmu.interests.actions import recuse
from zhongmu.reports.actions import accept, answer, close, decide, declare_no_interest
from zhongmu.reports.intake import file_report, new_token
from zhongmu.reports.rulings import Conclusion

FOUND = Conclusion(outcome="file_case", finding="substantiated", reason="现场核对属实，予以立案。")
ANSWER = "已到现场核对床位与在院登记，责成该院退回两笔费用并整改。"


@pytest.fixture
def report(yuzhong, actor, now):
    return file_report(yuzhong, clue(), reporter=None, token=new_token(), by=actor(yuzhong), at=now).report


def read(client) -> str:
    response = client.get(reverse("office:today"))
    assert response.status_code == 200
    return response.content.decode().split("<main")[1]


def test_a_case_stays_with_its_handler_from_acceptance_to_closing(yuzhong, report, enter, actor, now):
    client, by = enter(yuzhong), actor(yuzhong)
    assert "受理" in read(client)
    declare_no_interest(report, by=by, at=now)
    accept(report, by=by, at=now)
    page = read(client)
    assert "还剩15个工作日" in page
    assert "记录结论" in page
    decide(report, FOUND, by=by, at=now)
    assert "反馈" in read(client)
    answer(report, text=ANSWER, by=by, at=now)
    assert "结案" in read(client)
    close(report, by=by, at=now)
    assert report.number not in read(client)


def test_a_hidden_case_is_not_on_the_page(yuzhong, report, staff, enter, actor, now):
    assert report.number in read(enter(yuzhong, "clerk"))
    recuse(
        staff(yuzhong, "clerk"),
        subject=report.ledger_subject,
        chain=yuzhong.code,
        by=actor(yuzhong, "clerk"),
        reason="对象是近亲属任职的单位",
        at=now,
    )
    assert report.number not in read(enter(yuzhong, "clerk"))


def test_another_bureaus_case_is_not_on_the_page(yuzhong, jiangbei, report, enter):
    assert report.number not in read(enter(jiangbei))


def test_a_leader_is_asked_to_confirm_what_the_measure_leaves_open(chongqing, yuzhong, enter):
    assert "项口径待确认" in read(enter(chongqing, "leader"))
    assert "项口径待确认" not in read(enter(yuzhong, "leader"))


def test_an_empty_day_says_what_will_appear(yuzhong, enter):
    page = read(enter(yuzhong))
    assert "没有等着办的线索和建议" in page
    assert "没有进行中的选聘" in page


@pytest.mark.parametrize(
    ("role", "says"),
    [("audit", "台账记录"), ("system", "看本局成员和职责"), ("security", "看本局成员和职责")],
)
def test_administrators_see_their_own_work_and_no_case(yuzhong, report, enter, role, says):
    page = read(enter(yuzhong, role))
    assert says in page
    assert report.number not in page


def test_a_superior_sees_how_many_bureaus_are_behind(chongqing, enter):
    assert "共 42 个" in read(enter(chongqing, "leader"))


def test_today_is_the_current_entry_on_its_own_page_only(yuzhong, enter):
    client = enter(yuzhong)
    current = 'aria-current="page"><span>今天</span>'
    assert current in client.get(reverse("office:today")).content.decode()
    for name in ("office:institutions", "office:batch_list"):
        assert current not in client.get(reverse(name)).content.decode()
