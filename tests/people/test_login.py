from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.personas import MONDAY
from zhongmu.ledger.models import LedgerEntry
from zhongmu.people.models import Account

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def chen(yuzhong, staff):
    account = staff(yuzhong)
    account.set_password(PASSWORD)
    account.save()
    return account


def log_in(client: Client, password: str = PASSWORD, username: str = "liaison-500103"):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def bind(client: Client) -> str:
    """Bind a TOTP as a person does: read the secret on the page, type the code."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page).group()
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    return secret


def test_a_first_login_binds_a_second_factor_and_the_next_asks_for_it(chen):
    client = Client()
    assert log_in(client).url == reverse("home")
    assert client.get(reverse("office:today")).url == reverse("mfa_activate_totp")
    secret = bind(client)
    assert Authenticator.objects.filter(user=chen, type=Authenticator.Type.TOTP).exists()
    assert client.get(reverse("office:today")).status_code == 200
    again = Client()
    assert log_in(again).url.startswith(reverse("mfa_authenticate"))
    assert again.get(reverse("office:today")).status_code == 302
    assert again.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code in {200, 302}


def test_the_secret_is_sealed_in_the_database(chen):
    client = Client()
    log_in(client)
    secret = bind(client)
    stored = str(list(Authenticator.objects.values()))
    assert secret not in stored
    assert TOTP(Authenticator.objects.get(type=Authenticator.Type.TOTP)).instance.user == chen


def test_recovery_codes_are_shown_and_log_in(chen):
    client = Client()
    log_in(client)
    bind(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert page.status_code == 200


def test_unknown_and_wrong_answer_alike(chen):
    wrong = log_in(Client(), "not the password").content.decode()
    unknown = log_in(Client(), "not the password", "who-is-this").content.decode()
    strip = re.compile(r'value="[^"]*"')
    assert "登录名或密码不对" in wrong
    assert strip.sub("", wrong) == strip.sub("", unknown)


def test_a_locked_account_is_refused_even_the_right_password_until_the_time_is_over(chen, monkeypatch):
    for _try in range(5):
        log_in(Client(), "not the password")
    refused = log_in(Client())
    assert refused.status_code == 200
    assert "临时锁定" in refused.content.decode()
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(minutes=16))
    assert log_in(Client()).status_code == 302


def try_codes(client: Client, times: int, page: str = "mfa_authenticate") -> str:
    for number in range(times):
        answer = client.post(reverse(page), {"code": f"{number:06d}"})
    return answer.content.decode()


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(chen, monkeypatch):
    """Whoever has the password may not guess the six digits behind it."""
    client = Client()
    log_in(client)
    secret, thief = bind(client), Client()
    log_in(thief)
    assert "临时锁定" not in try_codes(thief, 5)
    refused = thief.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert (refused.status_code, "临时锁定" in refused.content.decode()) == (200, True)
    assert thief.get(reverse("office:today")).status_code == 302
    assert "临时锁定" in log_in(Client()).content.decode()
    assert LedgerEntry.objects.get(action="login.lock").account == chen.pk
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(minutes=16))
    assert thief.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code == 302


def test_wrong_codes_inside_a_session_lock_too(chen):
    client = Client()
    log_in(client)
    bind(client)
    assert "临时锁定" in try_codes(client, 6, "mfa_reauthenticate")


def test_a_name_nobody_has_locks_like_one_somebody_has(chen):
    for _try in range(5):
        assert "临时锁定" not in log_in(Client(), "not the password", "who-is-this").content.decode()
    assert "临时锁定" in log_in(Client(), "not the password", "who-is-this").content.decode()


def test_a_login_is_in_the_ledger_of_the_bureau(chen):
    log_in(Client())
    entry = LedgerEntry.objects.get(action="login")
    assert (entry.chain, entry.account) == ("500103", chen.pk)


def test_there_is_no_sign_up_and_no_page_for_email():
    for path in ("/accounts/signup/", "/signup/", "/accounts/email/", "/accounts/password/reset/", "/admin/"):
        assert Client().get(path).status_code == 404


def test_logging_out_needs_a_button(chen):
    client = Client()
    log_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 302


def test_an_idle_session_is_logged_out_by_the_button_and_not_asked_to_log_in_for_it(chen, monkeypatch):
    client = Client()
    log_in(client)
    bind(client)
    client.get(reverse("office:today"))
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(minutes=31))
    assert client.post(reverse("account_logout")).url == reverse("portal:front")
    assert "_auth_user_id" not in client.session
    assert Client().get(reverse("account_logout")).url == reverse("portal:front")


def lines_of(account) -> list[tuple[str, str]]:
    """What the ledger of the bureau keeps of an account's own doing."""
    kept = LedgerEntry.objects.filter(action__startswith="account.", account=account.pk).order_by("seq")
    return [(entry.action, entry.facts) for entry in kept]


def test_what_one_changes_of_ones_own_account_is_in_the_ledger(chen):
    client = Client()
    log_in(client)
    bind(client)
    words = {"password1": "another long password", "password2": "another long password"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **words})
    client.post(reverse("mfa_deactivate_totp"))
    assert lines_of(chen) == [
        ("account.second_factor.bind", '{"kind":"totp"}'),
        ("account.second_factor.bind", '{"kind":"recovery_codes"}'),
        ("account.password", "{}"),
        ("account.second_factor.remove", '{"kind":"totp"}'),
        ("account.second_factor.remove", '{"kind":"recovery_codes"}'),
    ]
    assert {entry.chain for entry in LedgerEntry.objects.filter(account=chen.pk)} == {"500103"}


def test_of_a_supervisor_the_ledger_keeps_a_pseudonym_and_no_account(yuzhong, person):
    account = Account.objects.create_user("li", PASSWORD, display_name="李秀英", person=person())
    client = Client()
    log_in(client, username="li")
    words = {"password1": "another long password", "password2": "another long password"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **words})
    entry = LedgerEntry.objects.get(action="account.password")
    login = LedgerEntry.objects.get(action="login")
    assert (entry.chain, entry.account, entry.subject) == ("platform", None, "account")
    assert entry.pseudonym == login.pseudonym != ""
    assert str(account.pk) not in entry.facts


def test_staff_who_remove_their_second_factor_do_nothing_before_they_bind_another(chen):
    client = Client()
    log_in(client)
    bind(client)
    assert client.get(reverse("office:today")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("office:today")).url == reverse("mfa_activate_totp")


@pytest.mark.parametrize(
    "page",
    [
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_index",
        "account_change_password",
        "home",
    ],
)
def test_an_idle_session_opens_no_page_of_the_account_either(chen, monkeypatch, page):
    client = Client()
    log_in(client)
    bind(client)
    client.get(reverse("office:today"))
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(minutes=31))
    assert client.get(reverse(page)).url.startswith(reverse("account_login"))
