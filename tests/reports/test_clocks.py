from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.personas import noon
from tests.reports.told import clue, suggestion
from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.policies.library import library
from zhongmu.policies.rulings import Notice
from zhongmu.reports import actions
from zhongmu.reports.clocks import deadline, remaining
from zhongmu.reports.models import Report
from zhongmu.reports.promises import recompute_clocks
from zhongmu.reports.rulings import Conclusion, rulings_for
from zhongmu.reports.tasks import recompute_open_clocks
from zhongmu.reports.wording import next_lines
from zhongmu.workdays.calendar import load
from zhongmu.workdays.models import CalendarDay

pytestmark = pytest.mark.django_db
PACK = library().get("chongqing-2024-43")
CALENDAR = load()
DAYS = st.dates(date(2024, 1, 1), date(2026, 9, 1))
ENDING = Conclusion(outcome="file_case", finding="substantiated", reason="逐床核对，九人在床，十七人不在")


@pytest.mark.clause("CQ-12.3")
def test_accepted_on_2026_11_02_is_due_on_2026_11_23(filed, opened, yuzhong, now):
    report = filed(yuzhong)
    actions.accept(report, by=opened(report), at=now)
    clock = report.clocks.get(kind="verify")
    assert clock.due_on == date(2026, 11, 23)
    assert clock.basis["start_on"] == "2026-11-02"
    assert (clock.basis["length"], clock.basis["unit"]) == (15, "working_days")
    report.refresh_from_db()
    assert (report.due_on, report.due_kind) == (date(2026, 11, 23), "verify")


@given(start=DAYS, kind=st.sampled_from(["receipt", "verify", "told", "suggestion"]))
def test_every_clock_ends_on_a_working_day_after_its_start(start, kind):
    due = deadline(kind, start, policy=PACK, calendar=CALENDAR).due_on
    assert due > start
    assert CALENDAR.is_working(due)


@given(start=DAYS)
def test_a_suggestion_has_sixty_days_moved_to_a_working_day(start):
    due = deadline("suggestion", start, policy=PACK, calendar=CALENDAR).due_on
    assert due == CALENDAR.next_working_day(start + timedelta(days=60))


@given(start=DAYS)
def test_an_extension_runs_on_for_as_many_working_days(start):
    first = deadline("verify", start, policy=PACK, calendar=CALENDAR).due_on
    longer = deadline("verify", start, policy=PACK, calendar=CALENDAR, extensions=1).due_on
    assert longer == CALENDAR.add_working_days(first, 15)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 18), "还剩3个工作日"),
        (date(2026, 11, 23), "今天到期"),
        (date(2026, 11, 25), "已超期2个工作日"),
    ],
)
def test_a_clock_is_said_in_words_with_its_source(filed, opened, yuzhong, on, words):
    report = filed(yuzhong)
    actions.accept(report, by=opened(report), at=report.received_at)
    said = remaining(report.clocks.get(kind="verify"), on=on, policy=yuzhong.policy(on), calendar=CALENDAR)
    assert (said.words.text, said.length) == (words, "15个工作日")
    assert "建议值" in said.cite.note


@pytest.mark.clause("CQ-12.3")
def test_a_named_reporter_is_told_within_five_working_days_of_the_decision(filed, brought_to, yuzhong):
    report = brought_to(filed(yuzhong), "decided")
    clock = report.clocks.get(kind="told")
    assert clock.due_on == date(2026, 11, 9)
    assert report.clocks.get(kind="verify").done_on == date(2026, 11, 2)


def test_the_answer_stops_the_clocks(filed, brought_to, yuzhong):
    for filing in (clue(), suggestion()):
        report = brought_to(filed(yuzhong, filing), "answered")
        assert not report.clocks.running().exists()
        assert Report.objects.get(pk=report.pk).due_on is None


@pytest.mark.clause("CQ-12.3")
def test_one_extension_is_asked_for_and_agreed_by_another(filed, opened, yuzhong, now):
    report = filed(yuzhong)
    by, leader = opened(report), opened(report, "leader")
    actions.accept(report, by=by, at=now)
    actions.ask_extension(report, reason="病历尚在调取，还需现场核对一次", by=by, at=now)
    actions.approve_extension(report, by=leader, at=now)
    assert report.clocks.get(kind="verify").due_on == date(2026, 12, 14)
    with pytest.raises(NotAllowed, match="最多延长1次"):
        actions.ask_extension(report, reason="病历尚在调取，还需再延长", by=by, at=now)


def test_who_asked_for_an_extension_does_not_agree_to_it(filed, opened, yuzhong, now):
    report = filed(yuzhong)
    leader = opened(report, "leader")
    actions.accept(report, by=leader, at=now)
    actions.ask_extension(report, reason="病历尚在调取，还需现场核对一次", by=leader, at=now)
    with pytest.raises(NotAllowed, match="不能自己同意"):
        actions.approve_extension(report, by=leader, at=now)
    notices = rulings_for("decide", report, policy=yuzhong.policy(now.date()), by=leader, on=now.date())
    assert any(isinstance(each, Notice) and "作罢" in each.sentence for each in notices)


def test_a_second_request_waits_and_nothing_is_agreed_unasked(filed, opened, yuzhong, now):
    report = filed(yuzhong)
    by, leader = opened(report), opened(report, "leader")
    actions.accept(report, by=by, at=now)
    with pytest.raises(NotAllowed, match="没有待决定"):
        actions.approve_extension(report, by=leader, at=now)
    actions.ask_extension(report, reason="病历尚在调取，还需现场核对一次", by=by, at=now)
    with pytest.raises(NotAllowed, match="已经申请"):
        actions.ask_extension(report, reason="病历尚在调取，还需现场核对一次", by=by, at=now)
    actions.refuse_extension(report, reason="病历已经齐全，请按期作出结论", by=leader, at=now)
    assert report.clocks.get(kind="verify").due_on == date(2026, 11, 23)


def test_a_changed_calendar_moves_open_clocks_once_they_are_recomputed(filed, opened, yuzhong, now):
    report = filed(yuzhong)
    actions.accept(report, by=opened(report), at=now)
    days = {each: load().is_working(each) for each in (date(2026, 1, 1) + timedelta(n) for n in range(365))}
    days[date(2026, 11, 10)] = False
    CalendarDay.objects.bulk_create(CalendarDay(date=d, working=w, source="通知") for d, w in days.items())
    assert recompute_clocks(yuzhong, at=now) == 1
    assert report.clocks.get(kind="verify").due_on == date(2026, 11, 24)
    assert recompute_open_clocks.func() == 0
    assert LedgerEntry.objects.filter(action="reports.report.recompute").count() == 1


@pytest.fixture
def unconfirmed(chongqing):
    """A district whose leader has confirmed nothing yet."""
    return Bureau.objects.get(code="500112")


def test_an_unconfirmed_length_never_stops_the_reporter_only_the_officer(
    unconfirmed, filed, opened, now, confirm
):
    report = filed(unconfirmed, suggestion())
    assert not report.clocks.exists()
    assert "本局收到之日" in next_lines(report, policy=unconfirmed.policy(now.date()))[0]
    with pytest.raises(NotAllowed, match="还没有确认采用的数值"):
        actions.accept(report, by=opened(report), at=now)
    confirm(unconfirmed)
    assert recompute_clocks(unconfirmed, at=now) == 1
    assert report.clocks.get(kind="suggestion").due_on == date(2027, 1, 1)
    assert report.clocks.get(kind="receipt").done_on == date(2026, 11, 2)


def test_a_clock_of_an_answered_suggestion_is_stored_finished(unconfirmed, filed, now, confirm):
    report = filed(unconfirmed, suggestion())
    Report.objects.filter(pk=report.pk).update(state="answered")
    confirm(unconfirmed)
    recompute_clocks(unconfirmed, at=now)
    assert report.clocks.get(kind="suggestion").done_on == date(2026, 11, 2)


def test_the_receipt_says_when_an_answer_is_due(filed, yuzhong, today):
    policy = yuzhong.policy(today)
    assert "受理后15个工作日内核查完毕" in "".join(next_lines(filed(yuzhong), policy=policy))
    assert "最迟2027年1月" in "".join(next_lines(filed(yuzhong, suggestion()), policy=policy))


def test_overdue_is_asked_of_a_day(filed, opened, yuzhong):
    report = filed(yuzhong)
    actions.accept(report, by=opened(report), at=noon(2026, 11, 2))
    assert not yuzhong.reports.overdue(date(2026, 11, 23)).exists()
    assert yuzhong.reports.overdue(date(2026, 11, 24)).get() == report
    assert yuzhong.reports.due_by(date(2026, 11, 23)).get() == report
