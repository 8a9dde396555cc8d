from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.corps.world import LIAISON
from zhongmu.people.actions import issue_slip
from zhongmu.people.models import Account

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse 12"


@pytest.fixture
def code(yuzhong, person, now, today):
    return issue_slip(person(), chain=yuzhong.code, by=LIAISON, reason="随证书发放", at=now, on=today)


def _send(slip, **changes):
    told = {
        "holder": "李秀英",
        "code": slip,
        "username": "lixiuying",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    return Client().post("/activate/", {**told, **changes})


def test_a_slip_opens_the_account_once(code):
    answer = _send(code.lower().replace("-", " "))
    assert answer.status_code == 302
    account = Account.objects.get(username="lixiuying")
    assert account.check_password(PASSWORD)
    assert account.person.name == "李秀英"
    again = _send(code, username="another")
    assert again.status_code == 422
    assert "已经用过、过期" in again.content.decode()


def test_wrong_unknown_used_and_expired_slips_are_answered_alike(code, monkeypatch, now):
    pages = [_send("AAAA-BBBB-CCCC"), _send(code, holder="王建国"), _send(code, holder="3")]
    later = now + timedelta(days=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    pages.append(_send(code))
    assert {page.status_code for page in pages} == {422}
    assert all("姓名和激活码对不上" in page.content.decode() for page in pages)
    assert not Account.objects.filter(username="lixiuying").exists()


def test_a_new_slip_ends_the_old_one(code, yuzhong, person, now, today):
    fresh = issue_slip(person(), chain=yuzhong.code, by=LIAISON, reason="遗失补打", at=now, on=today)
    assert _send(code).status_code == 422
    assert _send(fresh).status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"again": "something else"}, "两次输入的密码不一样"),
        ({"password": "12345678901", "again": "12345678901"}, "数字"),
        ({"password": "short", "again": "short"}, "10"),
        ({"username": "李秀英"}, "登录名用4至32个"),
        ({"code": ""}, "请填写激活单上的激活码"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_slip_stays_open(code, changes, said):
    answer = _send(code, **changes)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert PASSWORD not in text
    assert _send(code).status_code == 302


def test_a_taken_login_name_keeps_the_slip_open(code):
    Account.objects.create_user("lixiuying", PASSWORD, display_name="别人")
    assert "已有人使用" in _send(code).content.decode()
    assert _send(code, username="lixiuying58").status_code == 302


def test_the_empty_page_asks_for_the_slip(db, now):
    assert "照随证书发给您的激活单" in Client().get("/activate/").content.decode()
