from __future__ import annotations

import re

import pytest
from django.urls import reverse

from zhongmu.people.models import Account


def test_a_system_administrator_adds_a_colleague_who_can_log_in(yuzhong, enter):
    client = enter(yuzhong, "system")
    page = client.post(
        reverse("office:member_add"), {"username": "wangfang", "display_name": "王芳", "role": "clerk"}
    ).content.decode()
    password = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page).group()
    account = Account.objects.get(username="wangfang")
    assert account.check_password(password)
    assert account.memberships.get().bureau == yuzhong
    assert "王芳" in client.get(reverse("office:members")).content.decode()


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"username": "王", "display_name": "王芳", "role": "clerk"}, "登录名只能用字母"),
        ({"username": "leader-500103", "display_name": "周敏", "role": "audit"}, "三者分设"),
        ({"username": "wangfang", "display_name": "", "role": "clerk"}, "姓名"),
    ],
)
def test_a_wrong_form_comes_back_filled(yuzhong, enter, form, says):
    response = enter(yuzhong, "system").post(reverse("office:member_add"), form)
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    assert form["username"] in page


def test_a_role_is_ended_with_a_reason(yuzhong, staff, enter):
    membership = staff(yuzhong, "clerk").memberships.get()
    client = enter(yuzhong, "system")
    url = reverse("office:member_end", args=[membership.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "调离"}).status_code == 302
    assert client.get(url).status_code == 404


def test_the_only_liaison_officer_cannot_be_ended(yuzhong, staff, enter):
    membership = staff(yuzhong).memberships.get()
    response = enter(yuzhong, "system").post(
        reverse("office:member_end", args=[membership.pk]), {"reason": "调离"}
    )
    assert response.status_code == 422
    assert "唯一的联络员" in response.content.decode()


def test_a_colleagues_password_is_reset_and_ones_own_is_not(yuzhong, staff, enter):
    client = enter(yuzhong, "system")
    other = reverse("office:member_reset", args=[staff(yuzhong, "clerk").memberships.get().pk])
    assert "一次性口令" in client.post(other, {"reason": "忘记密码"}).content.decode()
    own = reverse("office:member_reset", args=[staff(yuzhong, "system").memberships.get().pk])
    response = client.post(own, {"reason": "忘记密码"})
    assert response.status_code == 422
    assert "另一名系统管理员" in response.content.decode()


def test_another_bureaus_member_does_not_exist_here(yuzhong, jiangbei, staff, enter):
    pk = staff(jiangbei, "clerk").memberships.get().pk
    client = enter(yuzhong, "system")
    for name in ("member_end", "member_reset"):
        assert client.get(reverse(f"office:{name}", args=[pk])).status_code == 404


def test_a_security_administrator_looks_and_does_not_change(yuzhong, enter):
    client = enter(yuzhong, "security")
    page = client.get(reverse("office:members")).content.decode()
    assert "增加成员" not in page
    assert client.get(reverse("office:member_add")).status_code == 403


def test_the_list_costs_the_same_for_more_members(yuzhong, staff, enter, django_assert_num_queries):
    client = enter(yuzhong, "system")
    client.get(reverse("office:members"))
    with django_assert_num_queries(5):
        client.get(reverse("office:members"))
    staff(yuzhong, "clerk")
    staff(yuzhong, "reviewer")
    with django_assert_num_queries(5):
        client.get(reverse("office:members"))
