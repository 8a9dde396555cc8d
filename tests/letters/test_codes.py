"""One-time codes to a phone: sent once, opening once, counted, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from tests.letters.gateways import Working
from zhongmu.letters import codes
from zhongmu.letters.models import PhoneCode
from zhongmu.letters.tasks import forget_old_codes
from zhongmu.people.tries import note_try, tried
from zhongmu.people.values import BadValue

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
WORDS = "验证码%(code)s，%(minutes)s分钟内有效"


@pytest.fixture(autouse=True)
def _texting(settings):
    cache.clear()
    Working.sent.clear()
    settings.SMS_GATEWAY = "tests.letters.gateways.Working"


def ask(at, *, source="10.0.0.1", wanted=True, phone=PHONE, purpose="draft") -> PhoneCode:
    codes.ask_code(purpose, phone, wanted=wanted, words=WORDS, source=source, at=at)
    return PhoneCode.objects.last()


def sent(at) -> str:
    codes.deliver(ask(at).pk, at=at)
    return Working.sent[-1][1][3:9]


def use(code, at, source="10.0.0.1"):
    return codes.use_code("draft", PHONE, code, source=source, at=at)


def test_a_code_opens_for_ten_minutes_and_once(now):
    code = sent(now)
    assert not codes.use_code("other", PHONE, code, source="10.0.0.1", at=now)
    assert use(code, now + timedelta(minutes=9))
    assert not use(code, now + timedelta(minutes=9))
    late = sent(now + timedelta(hours=1))
    assert not use(late, now + timedelta(hours=1, minutes=10))


def test_an_earlier_code_still_opens_while_it_is_fresh(now):
    first, second = sent(now), sent(now + timedelta(minutes=2))
    assert use(first, now + timedelta(minutes=3))
    assert use(second, now + timedelta(minutes=3))


def test_delivering_twice_sends_once(now):
    row = ask(now)
    codes.deliver(row.pk, at=now)
    codes.deliver(row.pk, at=now)
    assert len(Working.sent) == 1
    row.refresh_from_db()
    assert (row.phone, row.text) == (None, None)


def test_what_comes_too_late_is_not_sent(now):
    codes.deliver(ask(now).pk, at=now + timedelta(minutes=10))
    assert Working.sent == []


def test_a_gateway_that_refuses_is_logged_without_phone_or_code(now, settings, caplog):
    settings.SMS_GATEWAY = "tests.letters.gateways.Broken"
    codes.deliver(ask(now).pk, at=now)
    assert "code not sent" in caplog.text
    assert PHONE not in caplog.text


def test_a_phone_gets_five_a_day_from_all_bureaus_together(now):
    for n in range(5):
        ask(now + timedelta(minutes=2 * n), purpose=f"draft:50010{n}")
    with pytest.raises(BadValue, match="今天"):
        ask(now + timedelta(minutes=20))
    assert ask(now + timedelta(days=1, minutes=10))
    assert ask(now + timedelta(minutes=20), phone="13900139000")


def test_what_is_not_wanted_counts_the_same(now):
    ask(now, wanted=False)
    with pytest.raises(BadValue, match="等一分钟"):
        ask(now, wanted=False)


def test_of_two_who_ask_at_the_same_moment_one_is_first(now):
    ask(now)
    PhoneCode.objects.update(made_at=now - timedelta(days=2))  # as if it had not been there yet to be counted
    with pytest.raises(BadValue, match="等一分钟"):
        ask(now, purpose="draft:500105")
    assert PhoneCode.objects.count() == 1


def test_an_address_asks_thirty_times_an_hour(now):
    for n in range(30):
        ask(now, phone=f"139001390{n:02}")
    with pytest.raises(BadValue, match="这个网络"):
        ask(now, phone="13700137000")
    assert ask(now, phone="13700137000", source="10.0.0.2")


def test_codes_are_forgotten_after_two_days(now):
    ask(now - timedelta(days=3))
    kept = ask(now)
    assert forget_old_codes.func() == 1
    assert list(PhoneCode.objects.all()) == [kept]


def test_tries_are_counted_apart_and_begin_anew(monkeypatch):
    assert [note_try("a", "10.0.0.1", seconds=60) for _try in range(2)] == [1, 2]
    assert (tried("a", "10.0.0.1"), tried("a", "10.0.0.2"), tried("b", "10.0.0.1")) == (2, 0, 0)
    monkeypatch.setattr(cache, "add", lambda *_args: False)  # counted before, and forgotten in between
    assert note_try("c", "10.0.0.1", seconds=60) == 1
