from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def lenient():
    """A client that gets the error page, as a browser does, where the test client would raise."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_health_says_only_that_the_database_answers():
    assert Client().get(reverse("health")).json() == {"status": "ok"}


@pytest.mark.django_db
def test_health_says_when_the_database_is_away(database_away):
    response = Client().get(reverse("health"))
    assert (response.status_code, response.json()) == (503, {"status": "database"})


@pytest.mark.django_db
@pytest.mark.urls("tests.config.raising_urls")
@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("400", 400, "这个请求我们没有看懂"),
        ("403", 403, "这一步须由负责人办理。"),
        ("403-bare", 403, "您没有办理这一步的权限。"),
        ("404", 404, "没有找到这一页"),
        ("500", 500, "系统出了问题，不是您的错"),
    ],
)
def test_an_error_is_a_page_in_our_own_dress(how, status, words, lenient):
    response = lenient.get(f"/wrong/{how}/")
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "zhongmu.css" in page
    assert "Traceback" not in page
    assert "李秀英" not in page
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"secret": "长" * 2_000_000}, {f"f{n}": "1" for n in range(5001)}])
def test_what_is_too_much_for_one_request_is_said_in_words(sent, lenient):
    response = lenient.post(reverse("portal:progress"), sent)
    assert response.status_code == 400
    assert "分几次提交" in response.content.decode()


@pytest.mark.django_db
def test_an_address_that_is_none_is_not_found():
    assert "没有找到这一页" in Client().get("/no/such/page/").content.decode()


@pytest.mark.urls("tests.config.raising_urls")
def test_the_page_of_a_broken_server_needs_no_database(lenient):
    """No database is allowed in this test, and this visitor has a session to look up."""
    lenient.cookies["sessionid"] = "x" * 32
    assert "系统出了问题" in lenient.get("/wrong/500/").content.decode()


@pytest.mark.parametrize("target", ["/measures/?page=2", "/"])
def test_a_preference_is_kept_and_the_visitor_returns(target):
    response = Client().post(reverse("preferences"), {"elder": "1", "next": target})
    assert response.url == target
    cookie = response.cookies["elder"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("1", True, "Lax")
    assert "contrast" not in response.cookies


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:\\\\evil.example", ""]
)
def test_a_preference_never_leads_elsewhere(target):
    assert Client().post(reverse("preferences"), {"contrast": "1", "next": target}).url == "/"


def test_a_preference_is_one_letter_whatever_was_sent():
    response = Client().post(reverse("preferences"), {"elder": "1; Domain=evil.example" * 50})
    assert response.cookies["elder"].value == "1"


def test_a_preference_is_not_set_by_a_link():
    assert Client().get(reverse("preferences"), {"elder": "1"}).status_code == 405


@pytest.mark.django_db
def test_a_kept_preference_dresses_the_page():
    client = Client()
    client.cookies["elder"], client.cookies["contrast"] = "1", "1"
    assert 'class="elder contrast"' in client.get("/no/such/page/").content.decode()
