from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.corps.world import LEADER, appointed, certified, picture
from zhongmu.corps.actions import suspend
from zhongmu.people.actions import give_consent
from zhongmu.people.models import Person
from zhongmu.workdays.periods import end_instant

pytestmark = pytest.mark.django_db
SEALED = ["500103200002290013", "13800138000", "示范路", "li@example.invalid"]


@pytest.fixture
def certificate(yuzhong, person, now):
    return certified(appointed(yuzhong, person(), now, photo=picture("JPEG", (300, 420))), now)


def _page(certificate) -> str:
    answer = Client().get(f"/c/{certificate.token}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("CQ-3")
@pytest.mark.clause("CQ-5.3")
def test_the_check_page_says_what_the_certificate_says_and_nothing_sealed(certificate):
    text = _page(certificate)
    assert "有效" in text
    for said in (
        "李秀英",
        certificate.number,
        "渝中区医疗保障局",
        "非执法人员，无检查、处罚、查阅病历权",
        "2028年11月1日",
    ):
        assert said in text
    assert not [secret for secret in SEALED if secret in text]


def test_the_qr_leads_to_the_check_page(certificate):
    assert certificate.check_url.endswith(reverse("portal:certificate", args=[certificate.token]))


@pytest.mark.clause("CQ-6.3")
def test_the_page_fails_in_the_instant_the_term_ends(certificate, monkeypatch):
    end = end_instant(certificate.appointment.ends_on)
    monkeypatch.setattr(timezone, "now", lambda: end - timedelta(seconds=1))
    assert "现在没有效力" not in _page(certificate)
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert "已失效" in _page(certificate)


def test_a_suspended_certificate_says_so(certificate, now):
    suspend(certificate.appointment, by=LEADER, at=now, reason="异议成立")
    text = _page(certificate)
    assert "已暂停" in text
    assert "异议成立" not in text


def test_a_rehearsed_certificate_has_no_force(harbin, person, now):
    text = _page(certified(appointed(harbin, person(), now), now))
    assert "演练，无效力" in text
    assert "演练·征求意见稿" in text


def test_the_photo_needs_consent_and_force(certificate, person, now):
    address = f"/c/{certificate.token}/photo.jpg"
    assert Client().get(address).status_code == 404
    give_consent(person(), purpose="certificate.photo", version="1", channel="web", at=now)
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert address in _page(certificate)
    suspend(certificate.appointment, by=LEADER, at=now, reason="异议成立")
    assert Client().get(address).status_code == 404


def test_an_unknown_token_is_answered_calmly(db, now):
    answer = Client().get("/c/nobody-knows-this/")
    assert answer.status_code == 404
    assert "没有查到" in answer.content.decode()
    assert Client().get("/c/nobody-knows-this/photo.jpg").status_code == 404


def test_number_and_name_find_it_however_they_are_typed(certificate):
    number = " ".join(certificate.number)
    answer = Client().post("/c/", {"number": number, "holder": " 李秀英 "})
    assert answer.status_code == 302
    assert answer["Location"] == f"/c/{certificate.token}/"


@pytest.mark.parametrize("holder", ["王建国", "李秀英3", "😀"])
def test_a_wrong_name_answers_like_an_unknown_number(certificate, holder):
    wrong = Client().post("/c/", {"number": certificate.number, "holder": holder})
    unknown = Client().post("/c/", {"number": "渝9999", "holder": "李秀英"})
    assert wrong.status_code == unknown.status_code == 404
    assert "没有查到" in wrong.content.decode()


def test_an_empty_lookup_says_what_is_missing_and_keeps_the_rest(certificate):
    assert Client().get("/c/").status_code == 200
    answer = Client().post("/c/", {"number": "渝中〔2026〕1号", "holder": ""})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请填写证书上的姓名" in text
    assert "渝中〔2026〕1号" in text


def test_the_check_page_costs_few_queries(certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        Client().get(f"/c/{certificate.token}/")
    assert Person.objects.count() == 1
