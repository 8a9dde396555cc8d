from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.corps.ending import proposed, yes
from tests.corps.world import LEADER, SUPERVISOR, appointed, day
from tests.personas import noon
from zhongmu.bureaus.actions import confirm_all
from zhongmu.bureaus.models import Bureau, PackBinding
from zhongmu.bureaus.policy import forget
from zhongmu.corps.models import Appointment
from zhongmu.corps.renewals import renew, take_answer, tell_of_ends
from zhongmu.corps.renewing import opens_on, why_not_now
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.policies.documentation import DOCS
from zhongmu.policies.library import reset

pytestmark = pytest.mark.django_db
MOST = '[parameters."renew.max_terms"]\nvalue = 2\n'
ARTICLE = 'source = "article"\narticle = "5"\nquote = "连续聘任不超过两届"\n'
WORKED = DOCS / "worked-pack.toml"


@pytest.fixture
def two_terms(request, yuzhong, confirm, tmp_path, settings) -> Iterator[Bureau]:
    """The bureau under a place's own measure: three-year terms, at most two in a row, a window of working days."""
    source = getattr(request, "param", ARTICLE)
    window = '[parameters."renew.window_days"]\nvalue = 5\nunit = "working_days"\nsource = "suggested"\n'
    worked = WORKED.read_text("utf-8").replace(MOST + ARTICLE, MOST + source)
    (tmp_path / "own.toml").write_text(worked + "\n" + window, "utf-8")
    settings.POLICIES_DIR = str(tmp_path)
    reset()
    PackBinding.objects.create(bureau=yuzhong, pack_id="worked-example", starts_on=day("2026-01-01"))
    by = Actor("leader", account=9001)
    confirm_all(yuzhong, by=by, reason="按建议值试行", at=noon(2026, 1, 5), on=day("2026-01-05"))
    yield yuzhong
    settings.POLICIES_DIR = ""
    reset()


def test_more_terms_in_a_row_than_the_measure_allows_are_refused_by_every_way(two_terms, person, now):
    first = appointed(two_terms, person(), now, starts_on=day("2023-11-05"))
    second = renew(proposed(first, now), by=LEADER, at=now)
    assert (second.starts_on, second.ends_on) == (day("2026-11-05"), day("2029-11-04"))
    later = noon(2029, 11, 1)
    with pytest.raises(NotAllowed, match="李秀英已连续聘任2届，最多连续2届"):
        take_answer(second, yes(later), by=SUPERVISOR, at=later)
    with pytest.raises(NotAllowed, match="最多连续2届"):
        appointed(two_terms, first.person, later, starts_on=day("2029-11-05"))
    assert appointed(two_terms, first.person, later, starts_on=day("2029-11-06")).term_number == 3


@pytest.mark.parametrize("two_terms", ['source = "suggested"\n'], indirect=True)
def test_a_most_of_terms_nobody_confirmed_is_not_acted_upon(two_terms, person, now):
    row = appointed(two_terms, person(), now, starts_on=day("2023-11-05"))
    two_terms.decisions.filter(key="renew.max_terms").delete()
    forget()
    with pytest.raises(NotAllowed, match="原文未定，本局负责人还没有确认"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)


def test_a_window_of_working_days_is_counted_in_working_days(two_terms, person, now, today):
    policy = two_terms.policy(today)
    assert opens_on(policy, day("2026-11-30")) == day("2026-11-23")
    row = appointed(two_terms, person(), now, starts_on=day("2023-12-01"))
    with pytest.raises(NotAllowed, match="请从2026年11月23日起办理"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)
    assert why_not_now(row, policy, day("2026-11-23")) == []


def test_the_draft_renews_in_rehearsal_only(harbin, person, now):
    row = appointed(harbin, person(), now, starts_on=day("2024-12-01"))
    following = renew(proposed(row, now), by=LEADER, at=now)
    assert (following.rehearsal, following.number.startswith("演练聘")) == (True, True)
    assert {letter.state for letter in Letter.objects.all()} == {"preview"}


@pytest.mark.clause("HL-2.2d")
def test_another_length_of_term_is_set_by_a_city_with_its_reason(harbin, person, now):
    row = appointed(harbin, person(), now, starts_on=day("2024-12-01"))
    renewal = proposed(row, now)
    with pytest.raises(NotAllowed, match="聘期不是2年，没有写明理由"):
        renew(renewal, by=LEADER, at=now, years=3)
    assert renew(renewal, by=LEADER, at=now, years=3, reason="配合三年行动").ends_on == day("2029-11-30")


def test_unconfirmed_the_window_opens_nothing(jiangbei, person, now):
    row = appointed(jiangbei, person(), now, starts_on=day("2024-12-01"))
    jiangbei.decisions.filter(key="renew.window_days").delete()
    forget()
    with pytest.raises(NotAllowed, match="“续聘提醒”原文未定"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)
    assert tell_of_ends(jiangbei, at=now) == 0


def test_what_was_rehearsed_is_not_renewed_for_real(term, now):
    Appointment.objects.update(rehearsal=True)
    term.refresh_from_db()
    assert tell_of_ends(term.bureau, at=now) == 0
    with pytest.raises(NotAllowed, match="演练记录，不会转为正式记录"):
        take_answer(term, yes(now), by=SUPERVISOR, at=now)
