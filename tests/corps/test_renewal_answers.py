from __future__ import annotations

import pytest
from django.db import connection

from tests.corps.ending import morning, proposed, yes
from tests.corps.world import LEADER, LIAISON, SUPERVISOR, day, picture, pledged
from zhongmu.corps.certificates import checked_scan
from zhongmu.corps.models import Renewal
from zhongmu.corps.renewals import Answer, end, renew, take_answer
from zhongmu.corps.states import RenewalState
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter

pytestmark = pytest.mark.django_db


def test_the_person_may_change_their_mind_until_it_is_decided(term, now):
    renewal = proposed(term, now)
    take_answer(term, Answer(willing=False, said_on=now.date()), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert (renewal.state, renewal.advice, renewal.proposed_by) == (RenewalState.DECLINED, "", None)
    with pytest.raises(NotAllowed, match="不能再续聘"):
        renew(renewal, by=LEADER, at=now)
    take_answer(term, yes(now, summary="还想再做一届"), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert (renewal.state, renewal.summary) == (RenewalState.WILLING, "还想再做一届")


@pytest.mark.clause("CQ-6.2")
def test_what_is_said_anew_is_checked_anew(term, now):
    renewal = proposed(term, now)
    take_answer(term, yes(now, changes="调到示例医院药剂科"), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert (renewal.state, renewal.advice) == (RenewalState.WILLING, "")
    assert renewal.changes == "调到示例医院药剂科"
    take_answer(term, yes(now, changes="调到示例药店"), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert renewal.changes == "调到示例药店"


@pytest.mark.clause("CQ-6.2")
def test_a_paper_that_comes_late_does_not_undo_what_was_said_after_it(term, now):
    take_answer(term, yes(now, willing=False), by=SUPERVISOR, at=now)
    late = yes(now, channel="post", said_on=day("2026-10-30"))
    with pytest.raises(NotAllowed, match=r"本人2026年11月2日已另有表示，比这一份晚.*请向本人核实"):
        take_answer(term, late, by=LIAISON, at=now)
    assert Renewal.objects.get().state == RenewalState.DECLINED


@pytest.mark.parametrize(("decide", "said"), [(renew, "已经决定续聘"), (end, "已经决定不续聘")])
def test_once_it_is_decided_an_answer_is_sent_to_the_bureau(term, now, decide, said):
    decide(proposed(term, now), reason="两年没有参加活动", by=LEADER, at=now)
    with pytest.raises(NotAllowed, match=f"{said}，不能再改意愿.*请在届满前向{term.bureau.name}说明"):
        take_answer(term, yes(now, willing=False), by=SUPERVISOR, at=now)


@pytest.mark.clause("CQ-6.2")
def test_what_is_said_on_paper_is_taken_down_with_how_and_when_and_the_person_is_told(term, now):
    answer = yes(now, channel="paper", said_on=day("2026-10-30"), scan=picture("PNG"))
    renewal = take_answer(term, answer, by=LIAISON, at=now)
    assert (renewal.channel, renewal.answered_on) == ("paper", day("2026-10-30"))
    assert (renewal.scan_kind, checked_scan(renewal.scan)) == ("image/png", "image/png")
    assert "不是您的意思" in Letter.objects.get(event="renewal.taken").body
    assert LedgerEntry.objects.get(action="corps.renewal.agree").role == "liaison"


@pytest.mark.parametrize(
    ("changes", "by", "said"),
    [
        ({"channel": "web"}, LIAISON, "没有写明本人怎样表示的"),
        ({"channel": "paper"}, SUPERVISOR, "没有写明本人怎样表示的"),
        ({"channel": "pigeon"}, LIAISON, "没有写明本人怎样表示的"),
        ({"channel": "paper", "said_on": day("2026-11-03")}, LIAISON, "表示意愿的日期不对"),
        ({"channel": "paper", "said_on": day("2024-11-30")}, LIAISON, "表示意愿的日期不对"),
        ({"channel": "paper", "scan": b"not a scan"}, LIAISON, "文件不是可以打开的图片"),
    ],
)
def test_an_answer_nobody_gave_is_not_taken_down(term, now, changes, by, said):
    with pytest.raises(NotAllowed, match=said):
        take_answer(term, yes(now, **changes), by=by, at=now)
    assert not Renewal.objects.exclude(state=RenewalState.ASKED).exists()


def test_the_minute_of_an_answer_on_line_says_nobody_who_reported_beside_it(term, now):
    pledged(term, now)
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    told = [renewal.answered_at, renewal.moves.get().at, term.pledge.recorded_at]
    lines = LedgerEntry.objects.filter(role="supervisor")
    assert {row.action for row in lines} == {"corps.pledge.sign", "corps.renewal.agree"}
    assert {row.chain for row in lines} == {"platform"}
    assert {*told, *(row.at for row in lines)} == {morning(now.date()).replace(hour=0)}


def test_what_the_person_wrote_is_sealed_at_rest(term, now):
    take_answer(term, yes(now, summary="走访了三家药店", changes="调到市医院"), by=SUPERVISOR, at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT summary, changes FROM corps_renewal")
        row = cursor.fetchone()
    assert "走访".encode() not in bytes(row[0])
    assert "医院".encode() not in bytes(row[1])
