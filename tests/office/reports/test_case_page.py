from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.reports.told import clue, suggestion
from zhongmu.ledger.models import LedgerEntry
from zhongmu.reports.models import Report
from zhongmu.reports.states import MOVES

pytestmark = pytest.mark.django_db


def at(report, name="report", *more):
    return reverse(f"office:{name}", args=[report.pk, *more])


@pytest.fixture
def desk(enter, yuzhong):
    return enter(yuzhong)


@pytest.fixture
def case(filed, opened, yuzhong):
    """A clue opened by the liaison officer and the leader."""
    report = filed(yuzhong)
    opened(report)
    opened(report, "leader")
    return report


def test_the_first_opening_asks_about_an_interest_and_shows_no_facts(desk, filed, yuzhong):
    report = filed(yuzhong)
    page = desk.get(at(report)).content.decode()
    assert "有无利害关系" in page
    assert "四病区登记" not in page
    assert desk.get(at(report, "report_move", "decide")).status_code == 404
    desk.post(at(report, "report_interest"), {"interest": "none"})
    assert "四病区登记" in desk.get(at(report)).content.decode()


@pytest.mark.clause("CQ-9.3")
def test_who_has_an_interest_finds_no_case_from_then_on(desk, filed, yuzhong):
    report = filed(yuzhong)
    assert desk.post(at(report, "report_interest"), {}).status_code == 422
    assert desk.post(at(report, "report_interest"), {"interest": "yes"}).status_code == 422
    desk.post(at(report, "report_interest"), {"interest": "yes", "reason": "近亲属在该院任职"})
    for name, more in (("report", ()), ("report_file", (1,)), ("report_move", ("accept",))):
        assert desk.get(at(report, name, *more)).status_code == 404
    for name in ("report_reveal", "report_interest"):
        assert desk.post(at(report, name)).status_code == 404


@pytest.mark.clause("CQ-12.3")
def test_a_clue_is_walked_from_filed_to_closed_on_the_pages(desk, case):
    desk.post(at(case, "report_move", "accept"))
    page = desk.get(at(case)).content.decode()
    assert "尚未向反映人反馈办理情况，不能结案" in page
    assert "第十二条（三）" in page
    ending = {
        "outcome": "file_case",
        "finding": "substantiated",
        "reason": "逐床核对，十七人不在床",
        "found_amount": "12,480",
    }
    desk.post(at(case, "report_move", "decide"), ending)
    desk.post(at(case, "report_move", "answer"), {"text": "已到现场逐床核对，依法立案处理"})
    desk.post(at(case, "report_move", "close"))
    case.refresh_from_db()
    assert (case.state, case.found_amount) == ("closed", 1_248_000)
    assert "已经办结" in desk.get(at(case)).content.decode() or "代录" in desk.get(at(case)).content.decode()


def test_a_suggestion_has_its_own_form(desk, filed, opened, yuzhong):
    report = filed(yuzhong, suggestion())
    opened(report)
    desk.post(at(report, "report_move", "accept"))
    page = desk.get(at(report, "report_move", "decide")).content.decode()
    assert "留作参考" in page
    assert "核查结论" not in page
    desk.post(
        at(report, "report_move", "decide"), {"outcome": "keep", "reason": "窗口设置已列入明年计划研究"}
    )
    assert Report.objects.get(pk=report.pk).outcome == "keep"
    assert desk.get(at(report, "report_move", "send_back")).status_code == 404


def test_a_refused_answer_stays_in_the_box_with_the_article(desk, case, brought_to):
    brought_to(case, "decided")
    answer = desk.post(at(case, "report_move", "answer"), {"text": "已阅，感谢您的反映"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "等于没有答复" in page
    assert "已阅，感谢您的反映</textarea>" in page


def test_a_wrong_amount_is_said_beside_it(desk, case, brought_to):
    brought_to(case, "accepted")
    answer = desk.post(
        at(case, "report_move", "decide"), {"outcome": "file_case", "found_amount": "约三万", "reason": "x"}
    )
    assert answer.status_code == 422
    assert "换算成元" in answer.content.decode()


def test_pressing_a_button_that_no_longer_applies_shows_the_case_and_why(desk, case):
    desk.post(at(case, "report_move", "accept"))
    answer = desk.post(at(case, "report_move", "accept"))
    assert answer.status_code == 422
    assert "不能再受理" in answer.content.decode()
    assert desk.get(at(case, "report_move", "accept")).status_code == 302
    assert desk.get(at(case, "report_move", "fly")).status_code == 404


def test_an_extension_is_asked_by_one_and_agreed_by_the_leader(desk, enter, case, yuzhong):
    desk.post(at(case, "report_move", "accept"))
    assert "可延长15个工作日，须负责人同意" in desk.get(at(case)).content.decode()
    desk.post(at(case, "report_move", "ask_extension"), {"text": "病历尚在调取，还需现场核对一次"})
    assert desk.post(at(case, "report_move", "approve_extension")).status_code == 403
    leader = enter(yuzhong, "leader")
    assert "同意延长" in leader.get(at(case)).content.decode()
    leader.post(at(case, "report_move", "approve_extension"))
    assert "2026年12月14日" in desk.get(at(case)).content.decode()


def test_the_leader_opens_the_seal_once_with_a_reason(enter, case, yuzhong):
    leader = enter(yuzhong, "leader")
    assert "李秀英" not in leader.get(at(case)).content.decode()
    assert leader.post(at(case, "report_reveal"), {"reason": "看看"}).status_code == 422
    page = leader.post(at(case, "report_reveal"), {"reason": "需要当面核对现场情况"}).content.decode()
    assert "李秀英" in page
    assert "李秀英" not in leader.get(at(case)).content.decode()
    assert LedgerEntry.objects.filter(action="reporter.reveal").count() == 1


def test_a_liaison_officer_sees_the_seal_and_why(desk, case):
    page = desk.get(at(case)).content.decode()
    assert "反映人身份已封存" in page
    assert "写明事由查看" not in page
    assert desk.post(at(case, "report_reveal"), {"reason": "需要当面核对现场情况"}).status_code == 422


def test_a_file_is_given_as_its_working_copy(desk, filed, opened, yuzhong):
    report = filed(yuzhong, clue(attachments=(SimpleUploadedFile("名单.txt", "病区在院名单".encode()),)))
    opened(report)
    shown = desk.get(at(report, "report_file", 1))
    assert (shown.status_code, shown.content.decode()) == (200, "病区在院名单")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert desk.get(at(report, "report_file", 2)).status_code == 404
    assert "附件1.txt" in desk.get(at(report)).content.decode()


@pytest.mark.parametrize("name", ["report", "report_file", "report_move"])
def test_a_strangers_bureau_gets_404_everywhere(enter, jiangbei, case, name):
    more = {"report_file": (1,), "report_move": ("accept",)}.get(name, ())
    stranger = enter(jiangbei, "leader")
    assert stranger.get(at(case, name, *more)).status_code == 404
    assert stranger.post(at(case, "report_move", "accept")).status_code == 404
    assert stranger.post(at(case, "report_reveal"), {"reason": "需要当面核对现场情况"}).status_code == 404


def test_the_bureau_it_is_about_gets_404_and_the_superior_is_told_whom(
    enter, filed, opened, yuzhong, chongqing
):
    report = filed(yuzhong, clue(target_kind="staff", scene="conduct", interested=True))
    assert enter(yuzhong, "leader").get(at(report)).status_code == 404
    opened(report, "leader")
    page = enter(chongqing, "leader").get(at(report)).content.decode()
    assert "这一件反映的是渝中区医疗保障局" in page
    assert "声明与对象有利害关系" in page


def test_a_restricted_case_is_404_to_all_but_the_leader(enter, filed, opened, chongqing):
    report = filed(chongqing, clue(target_kind="bureau", target_name="市局", scene="conduct"))
    opened(report, "leader")
    assert enter(chongqing, "liaison").get(at(report)).status_code == 404
    assert "只有负责人看得到" in enter(chongqing, "leader").get(at(report)).content.decode()


def test_an_officer_writes_down_what_a_reporter_says_on_paper(desk, case, brought_to):
    brought_to(case, "answered")
    assert "代录：再次反映" in desk.get(at(case)).content.decode()
    desk.post(at(case, "report_move", "ask_again"), {"text": "来信说另一个病区也是这样"})
    case.refresh_from_db()
    assert (case.state, case.moves.last().role) == ("asked_again", "liaison")


def test_a_rehearsal_says_so_on_the_case(enter, filed, opened, harbin):
    report = filed(harbin)
    opened(report)
    assert "演练" in enter(harbin).get(at(report)).content.decode()


@pytest.mark.parametrize(
    "state",
    [
        str(each)
        for each in ("filed", "sent_back", "accepted", "decided", "answered", "asked_again", "closed")
    ],
)
def test_every_state_has_a_page(desk, case, brought_to, state):
    brought_to(case, state)
    page = desk.get(at(case))
    assert page.status_code == 200
    assert set(MOVES[case.kind])
