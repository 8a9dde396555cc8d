from __future__ import annotations

from datetime import date

import pytest

from tests.reports.told import clue
from zhongmu.interests.actions import recuse
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.people.models import Account
from zhongmu.reports import actions
from zhongmu.reports.access import may_reveal, why_not_file, why_not_reveal
from zhongmu.reports.filing import Outsider
from zhongmu.reports.intake import file_report, new_token
from zhongmu.reports.models import Report
from zhongmu.reports.queries import hidden_subjects, late_clocks, report_behind, visible

pytestmark = pytest.mark.django_db
REASON = "需要向反映人当面核对现场情况"


def test_a_recused_officer_finds_no_such_case(filed, yuzhong, opened, actor, now):
    report, other = filed(yuzhong), filed(yuzhong)
    by = opened(report)
    actions.accept(report, by=by, at=now)
    account = Account.objects.get(pk=by.account)
    actions.declare_interest(report, account=account, reason="近亲属在该院任职", by=by, at=now)
    assert list(visible(yuzhong, account=by.account, roles=["liaison"])) == [other]
    assert hidden_subjects(yuzhong, account=by.account, roles=["liaison"]) == [report.ledger_subject]
    assert Report.objects.get(pk=report.pk).handler is None
    with pytest.raises(NotAllowed, match="没有这一件"):
        actions.answer(report, text="已到现场逐床核对，情况如下", by=by, at=now)


def test_a_restricted_case_is_for_the_leader(filed, chongqing, actor, opened):
    report = filed(chongqing, clue(target_kind="bureau", target_name="市局", scene="conduct"))
    clerk, leader = actor(chongqing, "clerk"), actor(chongqing, "leader")
    assert not visible(chongqing, account=clerk.account, roles=["clerk"]).exists()
    assert visible(chongqing, account=leader.account, roles=["leader"]).get() == report
    assert hidden_subjects(chongqing, account=clerk.account, roles=["clerk"]) == [report.ledger_subject]
    assert hidden_subjects(chongqing, account=leader.account, roles=["leader"]) == []


def test_nobody_acts_before_declaring_no_interest(filed, yuzhong, actor, now):
    report = filed(yuzhong)
    with pytest.raises(NotAllowed, match="还没有声明"):
        actions.accept(report, by=actor(yuzhong), at=now)


def test_declaring_twice_is_recorded_once(filed, yuzhong, opened):
    report = filed(yuzhong)
    opened(report)
    opened(report)
    assert LedgerEntry.objects.filter(action="reports.report.no_interest").count() == 1


def test_a_leader_learns_who_reported_with_a_reason_and_a_trace(filed, yuzhong, opened, now):
    report = filed(yuzhong)
    shown = actions.reveal(report, reason=REASON, by=opened(report, "leader"), at=now)
    assert shown.name == "李秀英"
    assert "13800138000" in shown.contact
    entry = LedgerEntry.objects.get(action="reporter.reveal")
    assert (entry.subject, entry.role) == (report.ledger_subject, "leader")
    assert "李秀英" not in entry.facts


@pytest.mark.parametrize("case", [("liaison", REASON, "只有负责人"), ("leader", "看看", "不少于十个字")])
def test_the_seal_stays_without_the_role_or_a_reason(filed, yuzhong, opened, now, case):
    role, reason, words = case
    report = filed(yuzhong)
    with pytest.raises(NotAllowed, match=words):
        actions.reveal(report, reason=reason, by=opened(report, role), at=now)
    assert not LedgerEntry.objects.filter(action="reporter.reveal").exists()


def test_who_has_not_opened_the_case_does_not_open_the_seal(filed, yuzhong, actor, now):
    with pytest.raises(NotAllowed, match="还没有声明"):
        actions.reveal(filed(yuzhong), reason=REASON, by=actor(yuzhong, "leader"), at=now)


def test_unconfirmed_roles_open_nothing(chongqing, filed, opened, now):
    report = filed(chongqing)
    policy = chongqing.policy(now.date())
    assert (
        "还没有确认"
        in why_not_reveal(report, by=opened(report, "leader"), policy=policy, reason=REASON).sentence
    )
    assert not may_reveal(policy, frozenset({"leader"}))


@pytest.mark.parametrize("case", [(Outsider("钱七", "023-67890123"), "钱七"), (None, "登记时未具名")])
def test_a_reporter_who_is_no_supervisor_is_sealed_too(yuzhong, actor, now, opened, case):
    reporter, name = case
    filed = file_report(
        yuzhong,
        clue(channel="post"),
        reporter=reporter,
        token=new_token(),
        by=actor(yuzhong),
        at=now,
    )
    shown = actions.reveal(filed.report, reason=REASON, by=opened(filed.report, "leader"), at=now)
    assert shown.name == name


@pytest.mark.clause("CQ-6.3")
def test_a_supervisor_reports_while_appointed(yuzhong, today):
    policy = yuzhong.policy(today)
    assert why_not_file(appointed=True, policy=policy) is None
    assert "普通群众" in why_not_file(appointed=False, policy=policy).remedy


def test_a_pseudonym_leads_to_the_report_within_its_bureau(filed, yuzhong, jiangbei):
    report = filed(yuzhong)
    assert report_behind(yuzhong, report.pseudonym) == report
    assert report_behind(jiangbei, report.pseudonym) is None
    assert report_behind(yuzhong, "") is None


def test_late_promises_are_counted_without_rehearsals(filed, yuzhong, brought_to):
    brought_to(filed(yuzhong), "accepted")
    assert [late_clocks(yuzhong, on=date(2026, 11, day)) for day in (23, 24)] == [0, 1]


def test_another_bureaus_case_is_not_visible(filed, yuzhong, jiangbei, actor):
    filed(yuzhong)
    stranger = actor(jiangbei, "leader")
    assert not visible(jiangbei, account=stranger.account, roles=["leader"]).exists()


def test_a_recusal_of_another_kind_hides_no_report(filed, yuzhong, actor, now):
    report, by = filed(yuzhong), actor(yuzhong)
    account = Account.objects.get(pk=by.account)
    recuse(account, subject="application:1", chain=yuzhong.code, by=by, reason="同学", at=now)
    assert visible(yuzhong, account=by.account, roles=["liaison"]).get() == report
