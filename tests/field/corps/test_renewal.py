from __future__ import annotations

import pytest
from django.test import Client

from tests.corps.ending import proposed
from tests.corps.world import LEADER, account_of, appointed, day
from tests.personas import client_of
from zhongmu.bureaus.policy import forget
from zhongmu.corps.actions import revoke
from zhongmu.corps.models import Appointment, Renewal
from zhongmu.corps.renewals import end, renew
from zhongmu.corps.states import RenewalState

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(yuzhong, person, now) -> Appointment:
    return appointed(yuzhong, person(), now, starts_on=day("2024-12-01"))


@pytest.fixture
def me(term) -> Client:
    return client_of(account_of(term.person))


def home(client: Client) -> str:
    return client.get("/my/").content.decode()


@pytest.mark.clause("CQ-6.2")
def test_a_supervisor_says_on_the_phone_that_they_would_go_on_and_may_say_otherwise(me, term):
    path = f"/my/renewal/{term.pk}/"
    assert "愿意续聘吗" in home(me)
    assert "本届聘期到2026年11月30日届满" in me.get(path).content.decode()
    assert me.post(path, {}).status_code == 422
    assert me.post(path, {"willing": "yes", "summary": "参加两次培训"}).status_code == 302
    assert "您已表示愿意续聘" in home(me)
    again = me.get(path).content.decode()
    assert "参加两次培训" in again
    assert me.post(path, {"willing": "no"}).status_code == 302
    assert "到期自然解聘" in home(me)
    renewal = Renewal.objects.get()
    assert (renewal.state, renewal.channel) == (RenewalState.DECLINED, "web")
    assert {move.account for move in renewal.moves.all()} == {None}


@pytest.mark.clause("HL-2.2d")
def test_the_reason_for_not_renewing_is_read_and_renewing_is_told(me, term, now):
    renewal = proposed(term, now)
    assert "您已表示愿意续聘" in home(me)
    end(renewal, reason="两年没有参加活动", by=LEADER, at=now)
    text = home(me)
    assert "两年没有参加活动" in text
    assert "说说我的意愿" not in text
    refused = me.post(f"/my/renewal/{term.pk}/", {"willing": "yes"})
    assert refused.status_code == 422
    assert "已经决定不续聘，不能再改意愿" in refused.content.decode()
    shown = me.get(f"/my/renewal/{term.pk}/").content.decode()
    assert "<textarea" not in shown
    assert f"请在届满前向{term.bureau.name}说明" in shown


def test_after_it_is_renewed_both_terms_are_shown_and_the_pledge_is_asked_anew(me, term, now):
    renew(proposed(term, now), by=LEADER, at=now)
    text = home(me)
    assert "已续聘，新的一届从本届届满次日起" in text
    assert "2026年12月1日" in text
    assert text.count("请先签纪律承诺书") == 2


def test_a_new_term_that_was_revoked_is_not_called_renewed(me, term, now):
    revoke(renew(proposed(term, now), by=LEADER, at=now), by=LEADER, at=now, reason="年数写错，撤销")
    text = home(me)
    assert "已续聘" not in text
    assert "续聘的下一届已经撤销" in text


def test_nobody_is_asked_on_a_window_nobody_confirmed(me, term):
    term.bureau.decisions.filter(key="renew.window_days").delete()
    forget()
    assert "愿意续聘吗" not in home(me)


def test_who_goes_on_no_more_is_told_what_that_means(me, term):
    answer = me.post(f"/my/renewal/{term.pk}/", {"willing": "no"}, follow=True)
    assert "已记下：期满不再续聘，到期自然解聘" in answer.content.decode()
    again = me.post(f"/my/renewal/{term.pk}/", {"willing": "no", "changes": "已搬到外地"})
    assert again.status_code == 302


def test_long_before_the_end_nothing_is_offered_and_the_page_says_from_when(yuzhong, person, now):
    term = appointed(yuzhong, person(), now)
    me = client_of(account_of(term.person))
    assert "意愿" not in home(me)
    text = me.get(f"/my/renewal/{term.pk}/").content.decode()
    assert "请从2028年8月3日起办理" in text
    assert "<textarea" not in text


def test_nobody_answers_for_another(me, term, yuzhong, person, now):
    other = appointed(yuzhong, person("王建国", "11010519491231002X"), now, starts_on=day("2024-12-01"))
    assert me.get(f"/my/renewal/{other.pk}/").status_code == 404
    assert me.post(f"/my/renewal/{other.pk}/", {"willing": "no"}).status_code == 404
    assert not Renewal.objects.exists()
