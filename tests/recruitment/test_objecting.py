"""An objection's clock, its secret, its answer; two about one person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.recruitment.conftest import CITIZEN
from zhongmu.bureaus.models import Bureau
from zhongmu.corps.actions import decide_review
from zhongmu.corps.models import Review
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.objecting import Objecting
from zhongmu.recruitment.models import NameNotice, Objection
from zhongmu.recruitment.promises import recompute_promises, settled_by
from zhongmu.recruitment.queries import find_objection
from zhongmu.recruitment.tasks import recompute_open_promises
from zhongmu.workdays.calendar import load
from zhongmu.workdays.models import CalendarDay

SAID = Objecting(objector="周某", contact="13900139000", grounds="此人在定点药店任职，没有申报。")
REASON, ANSWER = "已到单位核实情况", "经核实，您反映的情况属实。"


@pytest.fixture
def late(now):
    return now + timedelta(days=9)


@pytest.fixture
def notice(yuzhong, appointed, actor, late):
    """On show from Wednesday 2026-11-11 to 2026-11-18."""
    batch = appointed(yuzhong, ["insured", "expert"])
    return actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())


@pytest.fixture
def lodge(notice, late):
    def make(place=0, **changes):
        told = {"by": CITIZEN, "at": late, "channel": "web", "arrived_on": late.date(), **changes}
        return actions.register_objection(notice, notice.entries[place]["application"], SAID, **told)

    return make


def day_off(day: date) -> None:
    days = {
        each: load().is_working(each) for each in (date(day.year, 1, 1) + timedelta(n) for n in range(365))
    }
    days[day] = False
    CalendarDay.objects.bulk_create(CalendarDay(date=d, working=w, source="通知") for d, w in days.items())


def test_a_second_press_gives_the_same_number_and_secret_and_other_words_another(lodge):
    first, again = lodge(submission="a" * 32), lodge(submission="a" * 32)
    other, apart = lodge(1, submission="a" * 32), lodge(submission="b" * 32)
    assert first == again
    assert len({each.objection.number for each in (first, other, apart)}) == 3
    assert len({each.secret for each in (first, other, apart)}) == 3
    assert find_objection(again.objection.number, again.secret) == first.objection


@pytest.mark.clause("CQ-5.4")
def test_an_objection_is_settled_within_the_confirmed_working_days(lodge):
    objection = lodge().objection
    assert objection.due_on == date(2026, 11, 25)  # ten working days after the eleventh
    assert objection.basis["length"] == 10
    assert Objection.objects.late(date(2026, 11, 26)).exists()
    assert not Objection.objects.late(date(2026, 11, 25)).exists()


def test_paper_counts_from_the_day_it_arrived(lodge, late):
    at = late + timedelta(days=20)
    objection = lodge(at=at, channel="post", arrived_on=date(2026, 11, 18)).objection
    assert objection.due_on == date(2026, 12, 2)


def test_no_day_is_promised_that_nobody_confirmed(chongqing, now):
    unconfirmed = Bureau.objects.get(code="500112").policy(now.date())
    assert settled_by(now.date(), unconfirmed) is None


def test_a_day_off_moves_the_open_clock_and_the_end_of_the_notice(notice, lodge, late, yuzhong, actor):
    objection, settled = lodge().objection, lodge(1).objection
    on = late.date()
    actions.dismiss_objection(
        settled, reason=REASON, answer=ANSWER, by=actor(yuzhong, "leader"), at=late, on=on
    )
    day_off(date(2026, 11, 17))
    assert recompute_promises(yuzhong, at=late) == 2
    objection.refresh_from_db()
    settled.refresh_from_db()
    notice.refresh_from_db()
    assert (objection.due_on, settled.due_on) == (date(2026, 11, 26), date(2026, 11, 25))
    assert notice.ends_on == date(2026, 11, 19)
    assert recompute_open_promises.func() == 0
    told = set(LedgerEntry.objects.filter(action__endswith=".recompute").values_list("action", flat=True))
    assert told == {"recruitment.objection.recompute", "recruitment.names.recompute"}


def test_a_notice_never_ends_before_the_day_the_public_was_told(notice, yuzhong, late):
    NameNotice.objects.update(ends_on=date(2026, 11, 30))
    assert recompute_promises(yuzhong, at=late) == 0
    notice.refresh_from_db()
    assert notice.ends_on == date(2026, 11, 30)


def test_number_and_secret_together_open_it_and_nothing_else_does(lodge):
    lodged = lodge()
    number, secret = lodged.objection.number, lodged.secret
    for written in (number, "异(2026)0001", "20260001", " 异〔2026〕1 "):
        assert find_objection(written, secret.lower()) == lodged.objection
    assert find_objection(number, "2345-6789-ABCD") is None
    assert find_objection("异〔2026〕0002", secret) is None
    assert find_objection(number, "") is None


def test_the_secret_stands_in_no_column(lodge):
    secret = lodge().secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM recruitment_objection")
        row = str(cursor.fetchone())
    assert secret not in row
    assert secret.replace("-", "") not in row


def test_an_answer_is_asked_for_and_kept_sealed(lodge, yuzhong, actor, late):
    objection, told = lodge().objection, {"by": actor(yuzhong, "leader"), "at": late, "on": late.date()}
    with pytest.raises(NotAllowed, match="答复异议人的理由"):
        actions.uphold_objection(objection, reason=REASON, answer="是", **told)
    actions.uphold_objection(objection, reason=REASON, answer=ANSWER, **told)
    assert Objection.objects.get(pk=objection.pk).answer == ANSWER
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM recruitment_objection")
        assert ANSWER.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("revoked", [False, True])
def test_two_may_be_right_about_one_person(lodge, yuzhong, actor, late, revoked):
    """The second finds the appointment under review already, or revoked, and is settled all the same."""
    first, second = lodge().objection, lodge().objection
    leader = actor(yuzhong, "leader")
    told = {"reason": REASON, "answer": ANSWER, "by": leader, "at": late, "on": late.date()}
    actions.uphold_objection(first, **told)
    if revoked:
        decide_review(Review.objects.get(), outcome="revoke", reason=REASON, by=leader, at=late)
    actions.uphold_objection(second, **told)
    second.refresh_from_db()
    assert (second.state, Review.objects.count()) == ("upheld", 1)


def test_an_objection_reaches_a_list_that_came_down_by_the_day_it_arrived(
    lodge, notice, yuzhong, actor, late
):
    """A letter posted in time counts, though the list has been taken down since."""
    down = late + timedelta(days=2)
    leader = actor(yuzhong, "leader")
    actions.take_down_names(notice, reason="姓名写错一个字", by=leader, at=down, on=down.date())
    assert lodge(at=down, channel="post", arrived_on=late.date()).objection
    after = down + timedelta(days=1)
    with pytest.raises(NotAllowed, match="2026年11月11日至2026年11月13日"):
        lodge(at=after, arrived_on=after.date())
