from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.checks import Error
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone

from tests.personas import MONDAY, client_of
from zhongmu.people.models import Account
from zhongmu.web import access
from zhongmu.web.access import allow_anyone, every_view_states_its_access

pytestmark = pytest.mark.django_db


def test_a_stranger_is_sent_to_log_in(chongqing):
    response = Client().get(reverse("office:today"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_colleague_without_the_role_is_told_so(yuzhong, enter):
    response = enter(yuzhong, "clerk").get(reverse("office:ledger"))
    assert response.status_code == 403
    assert "不在您的职责范围内" in response.content.decode()


def test_an_account_of_no_bureau_is_told_so(now):
    response = client_of(Account.objects.create_user("nobody", display_name="无")).get(
        reverse("office:today")
    )
    assert response.status_code == 403
    assert "不属于任何医疗保障机构" in response.content.decode()


def test_staff_without_a_second_factor_are_sent_to_bind_one(yuzhong, staff):
    client = Client()
    client.force_login(staff(yuzhong), backend=settings.AUTHENTICATION_BACKENDS[0])
    response = client.get(reverse("office:today"))
    assert response.url == reverse("mfa_activate_totp")


def test_a_persona_counts_as_a_second_factor_only_in_the_demo(yuzhong, staff):
    client = Client()
    client.force_login(staff(yuzhong), backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["persona"] = True
    session.save()
    assert client.get(reverse("office:today")).status_code == 302
    with override_settings(DEMO=True):
        assert client.get(reverse("office:today")).status_code == 200


def test_an_idle_session_is_ended_and_a_used_one_is_not(yuzhong, enter, monkeypatch):
    client = enter(yuzhong)
    for minutes in (0, 20, 40):
        monkeypatch.setattr(timezone, "now", lambda m=minutes: MONDAY + timedelta(minutes=m))
        assert client.get(reverse("office:today")).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(minutes=71))
    assert client.get(reverse("office:today")).url.startswith(reverse("account_login"))


def test_a_supervisors_page_is_not_for_staff_nor_the_other_way_round(yuzhong, enter, person):
    assert enter(yuzhong).get(reverse("field:home")).status_code == 403
    account = Account.objects.create_user("lixiuying", display_name="李秀英", person=person())
    assert client_of(account).get(reverse("office:today")).status_code == 403
    assert Client().get(reverse("field:home")).status_code == 302


def test_everyone_lands_on_their_own_home(yuzhong, enter, person):
    assert enter(yuzhong).get(reverse("home")).url == reverse("office:today")
    account = Account.objects.create_user("lixiuying", display_name="李秀英", person=person())
    assert client_of(account).get(reverse("home")).url == reverse("field:home")
    assert Client().get(reverse("home")).status_code == 302


def test_a_membership_that_ended_opens_nothing(yuzhong, staff, enter, today):
    client = enter(yuzhong)
    staff(yuzhong).memberships.update(ends_on=today - timedelta(days=1))
    assert client.get(reverse("office:today")).status_code == 403


def test_someone_in_two_bureaus_switches_and_cannot_switch_elsewhere(
    yuzhong, jiangbei, chongqing, staff, today
):
    account = staff(yuzhong)
    account.memberships.create(bureau=jiangbei, role="clerk", starts_on=today)
    client = client_of(account)
    client.post(reverse("office:switch_bureau"), {"bureau": jiangbei.pk})
    assert "江北区医疗保障局" in client.get(reverse("office:today")).content.decode()
    client.post(reverse("office:switch_bureau"), {"bureau": chongqing.pk})
    assert "江北区医疗保障局" in client.get(reverse("office:today")).content.decode()


def undeclared(request):
    return HttpResponse("leak")


urlpatterns = [
    path("open/", allow_anyone(because="a test")(undeclared)),
    path("shut/", undeclared),
]


def test_a_view_that_does_not_state_its_access_is_an_error_at_start_up():
    with override_settings(ROOT_URLCONF=__name__):
        found = every_view_states_its_access()
    assert [type(each) for each in found] == [Error]
    assert "decorate the view" in found[0].msg


def test_every_page_of_the_product_states_its_access():
    assert every_view_states_its_access() == []
    assert len(list(access.views_of())) > 40


def test_every_response_carries_a_strict_policy(chongqing):
    response = Client().get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "no-store"


def test_a_static_file_carries_the_policy_too(tmp_path, settings):
    """WhiteNoise answers before any view; the headers are put on outside of it."""
    (tmp_path / "page.css").write_text("body {}", encoding="utf-8")
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = tmp_path, False
    response = Client().get("/static/page.css")
    assert (response.status_code, b"".join(response)) == (200, b"body {}")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" not in response["Cache-Control"]


def test_behind_tls_every_answer_tells_the_browser_to_come_by_tls_alone(settings):
    """The proxy ends TLS and speaks plainly to us: what Django itself sends only over TLS would never be sent."""
    assert "Strict-Transport-Security" not in Client().get("/nowhere/")
    settings.SECURE = True
    assert Client().get("/nowhere/")["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "path", ["/office/reports/?q=%00", "/c/a%00b/", "/?%00=1", "/office/corps/?q=x&q=%00"]
)
def test_an_address_with_a_nul_is_not_understood(yuzhong, enter, path):
    response = enter(yuzhong).get(path)
    assert response.status_code == 400
    assert "没有看懂" in response.content.decode()
