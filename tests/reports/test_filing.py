from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.reports.told import clue, suggestion
from zhongmu.ledger.models import LedgerEntry
from zhongmu.people.reporters import is_reporter
from zhongmu.reports.filing import BadFiling, Outsider, problems
from zhongmu.reports.forms import FilingForm
from zhongmu.reports.intake import file_report, new_token
from zhongmu.reports.models import Report
from zhongmu.reports.queries import by_receipt, own_reports

pytestmark = pytest.mark.django_db


@pytest.mark.clause("CQ-9.2")
@pytest.mark.clause("HL-2.3b")
def test_a_clue_gets_a_number_and_a_receipt_that_opens_it(yuzhong, appointed, now):
    filed = file_report(yuzhong, clue(), reporter=appointed(yuzhong), token=new_token(), by=None, at=now)
    report = filed.report
    assert (report.number, report.state, report.headline) == ("线〔2026〕0001", "filed", "没住院却有住院记录")
    assert by_receipt(report.number, filed.secret.lower()) == report
    assert by_receipt("线〔2026〕0002", filed.secret) is None
    assert by_receipt(report.number, "AAAA-BBBB-CCCC") is None


@pytest.mark.clause("CQ-9.3")
@pytest.mark.clause("HL-2.3c")
def test_a_suggestion_has_its_own_numbers(yuzhong, filed):
    assert [filed(yuzhong).number, filed(yuzhong, suggestion()).number, filed(yuzhong).number] == [
        "线〔2026〕0001",
        "建〔2026〕0001",
        "线〔2026〕0002",
    ]


def test_pressing_the_button_twice_files_once_and_shows_the_same_receipt(yuzhong, appointed, now):
    token, reporter = new_token(), appointed(yuzhong)
    first = file_report(yuzhong, clue(), reporter=reporter, token=token, by=None, at=now)
    second = file_report(yuzhong, clue(), reporter=reporter, token=token, by=None, at=now)
    assert (second.report, second.secret, second.again) == (first.report, first.secret, True)
    assert Report.objects.count() == 1


def test_anothers_form_does_not_open_the_report_it_filed(yuzhong, appointed, person, now):
    token = new_token()
    file_report(yuzhong, clue(), reporter=appointed(yuzhong), token=token, by=None, at=now)
    stranger = person(name="张伟", number="230103199001010023", phone="13900139000")
    with pytest.raises(BadFiling, match="已经提交过"):
        file_report(yuzhong, clue(), reporter=stranger, token=token, by=None, at=now)


def test_two_reports_of_one_person_share_nothing(yuzhong, filed, person):
    first, second = filed(yuzhong), filed(yuzhong)
    assert first.pseudonym != second.pseudonym
    assert set(own_reports(person())) == {first, second}
    assert is_reporter(person(), first.pseudonym)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"target_name": " "}, "target_name", "没有写对象"),
        ({"target_kind": ""}, "target_kind", "哪一类对象"),
        ({"target_kind": "martian"}, "target_kind", "哪一类对象"),
        ({"scene": ""}, "scene", "其他情形"),
        ({"happened_on": date(2026, 11, 3)}, "happened_on", "今天以后"),
        ({"arrived_on": date(2026, 11, 3)}, "arrived_on", "今天以后"),
        ({"arrived_on": date(2025, 10, 1)}, "arrived_on", "一年前"),
        ({"facts": " \n "}, "facts", "没有写情况"),
        ({"facts": "有问题"}, "facts", "不少于十个字"),
        ({"facts": "挂床" * 15_001}, "facts", "30002字"),
        ({"amount": -1}, "amount", "负数"),
        ({"channel": "pigeon"}, "channel", "渠道"),
        ({"place": "路" * 201}, "place", "201字"),
        ({"attachments": (None,) * 10}, "attachments", "最多9个"),
    ],
)
@pytest.mark.clause("CQ-9.2")
def test_what_is_wrong_with_a_clue_is_said_field_by_field(yuzhong, today, changes, field, words):
    found = problems(clue(**changes), policy=yuzhong.policy(today), on=today)
    assert words in found.pop(field)
    assert found == {}


def test_a_suggestion_needs_a_kind_and_may_name_whom_it_is_about(yuzhong, today):
    policy = yuzhong.policy(today)
    assert problems(suggestion(), policy=policy, on=today) == {}
    assert set(problems(suggestion(suggestion_kind="", target_kind="x"), policy=policy, on=today)) == {
        "suggestion_kind",
        "target_kind",
    }


def test_thirty_thousand_characters_are_taken_whole(yuzhong, filed):
    facts = "床位上没有人的第一天。" * 2727
    assert Report.objects.get(pk=filed(yuzhong, clue(facts=facts)).pk).facts == facts


def test_a_refused_filing_takes_no_number_and_no_seal(yuzhong, filed, appointed, now):
    with pytest.raises(BadFiling, match="没有写情况"):
        file_report(yuzhong, clue(facts=""), reporter=appointed(yuzhong), token=new_token(), by=None, at=now)
    assert filed(yuzhong).number.endswith("0001")


@pytest.mark.clause("HL-2.3e")
def test_what_came_on_paper_runs_from_the_day_it_arrived(yuzhong, actor, now, today):
    came = today - timedelta(days=5)
    filing = suggestion(channel="post", arrived_on=came, named=True)
    by = actor(yuzhong, "clerk")
    report = file_report(
        yuzhong, filing, reporter=Outsider("钱七", "023-67890123"), token=new_token(), by=by, at=now
    ).report
    assert (report.arrived_on, report.received_at, report.channel, report.named) == (came, now, "post", True)
    assert (report.moves.get().role, report.moves.get().account) == ("clerk", by.account)
    assert report.clocks.get(kind="receipt").was_late


def test_a_report_about_the_bureau_goes_to_the_superior(yuzhong, chongqing, filed):
    report = filed(yuzhong, clue(target_kind="staff", target_name="某工作人员", scene="conduct"))
    assert (report.bureau, report.concerns, report.restricted) == (chongqing, yuzhong, False)
    assert not yuzhong.reports.exists()


def test_a_report_about_a_bureau_without_superior_is_for_its_leader_only(chongqing, filed):
    report = filed(chongqing, clue(target_kind="bureau", target_name="市局", scene="conduct"))
    assert (report.bureau, report.restricted) == (chongqing, True)


def test_a_draft_files_in_rehearsal(harbin, filed):
    report = filed(harbin)
    assert report.rehearsal
    assert list(harbin.reports.with_effect()) == []


def test_the_ledger_tells_of_the_filing_by_pseudonym(yuzhong, filed):
    report = filed(yuzhong)
    entry = LedgerEntry.objects.get(action="reports.report.file")
    assert (entry.role, entry.account, entry.pseudonym) == ("reporter", None, report.pseudonym)
    assert "病区" not in entry.facts


@pytest.mark.clause("HL-2.3c")
def test_whom_one_may_report_is_the_measures_own_list(harbin, yuzhong, filed, today):
    employer = clue(target_kind="insured_employer", target_name="示范纺织厂")
    assert filed(harbin, employer).target_kind == "insured_employer"
    assert "target_kind" in problems(employer, policy=yuzhong.policy(today), on=today)


def test_a_form_that_changes_a_field_changes_no_other_form(yuzhong, today):
    first, second = (FilingForm(policy=yuzhong.policy(today), kind="clue", on=today) for _time in range(2))
    assert first.fields["scene"] is second.fields["scene"]
    del first.fields["scene"]
    assert "scene" in second.fields
    other = FilingForm(policy=yuzhong.policy(today), kind="suggestion", on=today)
    assert "scene" not in other.fields
    assert str(second.fields["facts"].label) == "请把事情写下来"
