from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.told import clue, suggestion
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.reports import actions
from zhongmu.reports.models import Report
from zhongmu.reports.rulings import Conclusion, rulings_for
from zhongmu.reports.substance import has_private_number, has_resident_id, says_nothing

pytestmark = pytest.mark.django_db
GOOD = "已到现场逐床核对，责令退回多收的费用"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "已阅",
        "收到。",
        "已收悉，感谢您的反映！",
        "。。。！！！……",
        "已阅。" * 50,
        "啊" * 40,
        "哈哈哈哈哈哈哈哈哈哈哈",
        "您好，正在办理，此复。",
    ],
)
@pytest.mark.clause("CQ-12.3")
def test_an_answer_that_says_nothing_is_refused(filed, brought_to, opened, yuzhong, text):
    report = brought_to(filed(yuzhong), "decided")
    with pytest.raises(NotAllowed, match="等于没有答复") as refused:
        actions.answer(report, text=text, by=opened(report), at=report.received_at)
    assert "第十二条" in str(refused.value)
    assert Report.objects.get(pk=report.pk).state == "decided"


@given(st.text(alphabet="。，、！？…—\u3000 \n\t.,;:-", max_size=200))
def test_punctuation_alone_never_says_anything(text):
    assert says_nothing(text)


@given(st.text(alphabet="核对床位病历登记在院人数已经退回费用", min_size=40, max_size=60))
def test_what_is_said_is_judged_without_politeness(text):
    assert says_nothing("已阅。" + text) == says_nothing(text)


@pytest.mark.clause("CQ-12.3")
def test_an_answer_tells_nobodys_number(filed, brought_to, opened, yuzhong, now):
    report = brought_to(filed(yuzhong), "decided")
    with pytest.raises(NotAllowed, match="不得泄露案情"):
        actions.answer(report, text=f"{GOOD}，联系患者１３８００１３８０００", by=opened(report), at=now)
    with pytest.raises(NotAllowed, match="最多10000字"):
        actions.answer(report, text=GOOD * 1000, by=opened(report), at=now)


def test_identity_numbers_are_seen_however_typed():
    assert has_resident_id("患者 11010519491231002X 出院")
    assert has_resident_id("患者１１０１０５１９４９１２３１００２Ｘ")
    assert not has_private_number("发票号 1234567890123456789012，金额 12480 元")


@pytest.mark.clause("CQ-12.3")
@pytest.mark.parametrize("state", ["decided", "asked_again"])
def test_nothing_closes_unanswered(filed, brought_to, opened, yuzhong, state):
    report = brought_to(filed(yuzhong), state)
    told = rulings_for(
        "close", report, policy=yuzhong.policy(report.arrived_on), by=opened(report), on=report.arrived_on
    )
    assert "不能结案" in told[0].sentence
    assert told[0].cite.label == "第十二条（三）"
    with pytest.raises(NotAllowed, match="不能结案"):
        actions.close(report, by=opened(report), at=report.received_at)


@pytest.mark.clause("CQ-12.3")
def test_the_reporter_asks_again_and_the_case_opens_a_second_round(filed, brought_to, opened, yuzhong, now):
    report = brought_to(filed(yuzhong), "asked_again")
    assert report.round == 2
    actions.answer(report, text="已到您说的另一病区核对，情况属实，已立案", by=opened(report), at=now)
    actions.close(report, by=opened(report), at=now)
    told = list(report.exchanges.values_list("said", "round", "role"))
    assert told == [("answer", 1, "liaison"), ("question", 2, "reporter"), ("answer", 2, "liaison")]


def test_a_clue_sent_back_is_completed_without_losing_what_was_filed(filed, brought_to, opened, yuzhong, now):
    report = brought_to(filed(yuzhong), "sent_back")
    reporter = Actor("reporter", pseudonym=report.pseudonym)
    actions.supplement(report, text="是10月24日下午，在四病区三楼", by=reporter, at=now)
    report.refresh_from_db()
    assert (report.state, report.facts) == ("filed", clue().facts)
    assert report.moves.last().account is None
    with pytest.raises(NotAllowed, match="写得太少"):
        actions.send_back(report, reason="补", by=opened(report), at=now)
    with pytest.raises(NotAllowed, match="最多2000字"):
        actions.send_back(report, reason="请补充具体日期和病区" * 250, by=opened(report), at=now)


@pytest.mark.parametrize(
    "case",
    [
        ({"outcome": ""}, "没有选择办理结果"),
        ({"outcome": "adopt"}, "没有选择办理结果"),
        ({"finding": ""}, "没有选择核查结论"),
        ({"reason": "已阅"}, "没有写清理由"),
        ({"outcome": "transfer", "finding": ""}, "移交给哪个单位"),
    ],
)
def test_a_conclusion_is_complete_or_says_what_is_missing(filed, brought_to, opened, yuzhong, case):
    changes, words = case
    report = brought_to(filed(yuzhong), "accepted")
    whole = {"outcome": "file_case", "finding": "partly", "reason": "逐床核对，十七人不在床"}
    with pytest.raises(NotAllowed, match=words):
        actions.decide(report, Conclusion(**{**whole, **changes}), by=opened(report), at=report.received_at)


def test_a_conclusion_is_kept_with_its_words(filed, brought_to, opened, yuzhong, now):
    report = brought_to(filed(yuzhong), "accepted")
    ending = Conclusion(
        outcome="transfer", reason="属于药品经营，不归本局", transferred_to="区市场监管局", found_amount=100
    )
    actions.decide(report, ending, by=opened(report), at=now)
    report.refresh_from_db()
    assert (report.outcome_label, report.finding_label, report.transferred_to) == ("移交", "", "区市场监管局")


def test_a_suggestion_is_declined_with_reasons(filed, brought_to, opened, yuzhong, now):
    report = brought_to(filed(yuzhong, suggestion()), "accepted")
    with pytest.raises(NotAllowed, match="没有写清理由"):
        actions.decide(report, Conclusion(outcome="decline", reason="不行"), by=opened(report), at=now)
    actions.decide(
        report,
        Conclusion(outcome="decline", reason="窗口设置由卫健部门决定，已转告"),
        by=opened(report),
        at=now,
    )
    assert report.outcome_label == "不采纳"


def test_letters_to_the_reporter_bear_the_pseudonym_and_no_content(filed, brought_to, yuzhong):
    report = brought_to(filed(yuzhong), "answered")
    letters = list(Letter.objects.all())
    assert [each.event for each in letters] == ["report.accepted", "report.answered"]
    assert {(each.person, each.pseudonym) for each in letters} == {(None, report.pseudonym)}
    assert all("病区" not in each.body and "示范康复医院" not in each.body for each in letters)


def test_a_rehearsals_letters_stay_in_the_preview(harbin, filed, brought_to, now):
    report = brought_to(filed(harbin), "answered")
    assert set(Letter.objects.values_list("state", flat=True)) == {"preview"}
    told = rulings_for("decide", report, policy=harbin.policy(now.date()), by=Actor("leader"), on=now.date())
    assert any("演练" in each.sentence for each in told)


def test_a_real_report_is_not_handled_under_a_draft(harbin, filed, opened, now):
    report = filed(harbin)
    Report.objects.filter(pk=report.pk).update(rehearsal=False)
    report.refresh_from_db()
    with pytest.raises(NotAllowed, match="只有征求意见稿"):
        actions.accept(report, by=opened(report), at=now)
