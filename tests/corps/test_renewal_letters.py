from __future__ import annotations

from datetime import datetime

import pytest

from tests.corps.ending import advised, yes
from tests.corps.world import LEADER, LIAISON, SUPERVISOR, appointed, day
from tests.personas import SHANGHAI
from zhongmu.bureaus.models import PackBinding
from zhongmu.bureaus.policy import forget
from zhongmu.corps.models import Renewal
from zhongmu.corps.renewals import EXPIRED, ask, propose, renew, take_answer, tell_of_ends
from zhongmu.corps.states import RenewalState
from zhongmu.corps.tasks import tell_of_terms
from zhongmu.ledger.models import LedgerEntry
from zhongmu.letters.models import Letter

pytestmark = pytest.mark.django_db


def test_the_day_asks_each_once_and_tells_whose_term_ended(yuzhong, person, term, now):
    ended = appointed(yuzhong, person("王建国", "11010519491231002X"), now, starts_on=day("2024-10-25"))
    appointed(yuzhong, person("陈伟", "230103199001010023"), now)
    assert tell_of_terms.func() == 2
    assert tell_of_terms.func() == 0
    told = {
        (letter.event, letter.person.name)
        for letter in Letter.objects.filter(event__in=["renewal.ask", EXPIRED])
    }
    assert told == {("renewal.ask", "李秀英"), (EXPIRED, "王建国")}
    assert Renewal.objects.get().state == RenewalState.ASKED
    assert ended.ends_on == day("2026-10-24")
    asked = LedgerEntry.objects.get(action="corps.renewal.ask")
    assert (asked.role, asked.account) == ("system", None)


def test_who_goes_on_is_not_told_that_the_term_ended(yuzhong, person, now):
    early = datetime(2026, 10, 20, 10, tzinfo=SHANGHAI)
    row = appointed(yuzhong, person(), early, starts_on=day("2024-10-25"))
    renewal = take_answer(row, yes(early), by=SUPERVISOR, at=early)
    propose(renewal, advised(row), by=LIAISON, at=early)
    renew(renewal, by=LEADER, at=early)
    assert tell_of_ends(yuzhong, at=now) == 0
    assert not Letter.objects.filter(event=EXPIRED).exists()


@pytest.mark.clause("CQ-6.3")
def test_who_begins_again_after_a_gap_is_told_that_the_term_ended(yuzhong, person, now):
    early = datetime(2026, 10, 20, 10, tzinfo=SHANGHAI)
    row = appointed(yuzhong, person(), early, starts_on=day("2024-10-25"))
    appointed(yuzhong, row.person, early, starts_on=day("2026-11-01"))
    assert tell_of_ends(yuzhong, at=now) == 1
    assert Letter.objects.get(event=EXPIRED).about == row.ledger_subject


def test_asked_again_nobody_gets_a_second_letter(term, now):
    first = ask(term, by=LIAISON, at=now)
    assert ask(term, by=LIAISON, at=now) == first
    assert Letter.objects.filter(event="renewal.ask").count() == 1
    assert str(first) == f"renewal of {term.pk}"


@pytest.mark.django_db
def test_a_bureau_without_a_measure_keeps_no_other_from_being_told(term, jiangbei, person, now, caplog):
    other = appointed(jiangbei, person("王建国", "11010519491231002X"), now, starts_on=day("2024-12-01"))
    PackBinding.objects.filter(bureau__code="500000").delete()
    PackBinding.objects.create(bureau=term.bureau, pack_id="chongqing-2024-43", starts_on=day("2025-01-01"))
    forget()
    assert other.bureau.code < "500106"
    assert tell_of_terms.func() == 1
    assert Letter.objects.get(event="renewal.ask").person == term.person
