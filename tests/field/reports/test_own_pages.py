from __future__ import annotations

import pytest
from django.urls import reverse

from tests.personas import client_of
from zhongmu.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(supervisor, yuzhong):
    return client_of(supervisor(yuzhong))


@pytest.fixture
def stranger(supervisor, yuzhong):
    return client_of(supervisor(yuzhong, name="张伟", number="230103199001010023", phone="13900139000"))


@pytest.mark.clause("CQ-12.3")
def test_the_reporter_reads_the_answer_and_asks_again(phone, filed, brought_to, yuzhong):
    report = brought_to(filed(yuzhong), "answered")
    address = reverse("field:report", args=[report.pk])
    assert "未发现所反映的情形" in phone.get(address).content.decode()
    asked = phone.post(
        reverse("field:report_say", args=[report.pk]), {"text": "我去看的是另一个病区，请再核对"}
    )
    assert asked.status_code == 302
    assert Report.objects.get(pk=report.pk).state == "asked_again"
    assert report.moves.last().role == "reporter"


def test_a_question_that_says_nothing_stays_in_the_box(phone, filed, brought_to, yuzhong):
    report = brought_to(filed(yuzhong), "answered")
    answer = phone.post(reverse("field:report_say", args=[report.pk]), {"text": "不满意"})
    assert answer.status_code == 422
    assert "不满意</textarea>" in answer.content.decode()


def test_what_was_sent_back_is_completed(phone, filed, brought_to, yuzhong):
    report = brought_to(filed(yuzhong), "sent_back")
    page = phone.get(reverse("field:report", args=[report.pk])).content.decode()
    assert "请补充哪一天" in page
    phone.post(reverse("field:report_say", args=[report.pk]), {"text": "是10月24日下午，在四病区三楼"})
    assert Report.objects.get(pk=report.pk).state == "filed"


def test_anothers_report_does_not_exist(stranger, filed, yuzhong):
    report = filed(yuzhong)
    assert stranger.get(reverse("field:report", args=[report.pk])).status_code == 404
    assert stranger.post(reverse("field:report_say", args=[report.pk]), {"text": "x"}).status_code == 404
    assert report.number not in stranger.get(reverse("field:report_list")).content.decode()


def test_the_reporter_does_not_see_the_bureaus_own_reasons(phone, filed, brought_to, yuzhong):
    report = brought_to(filed(yuzhong), "answered")
    page = phone.get(reverse("field:report", args=[report.pk])).content.decode()
    assert "未发现所述情形" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long(phone, filed, yuzhong, rows, django_assert_num_queries):
    for _each in range(rows):
        filed(yuzhong)
    phone.get(reverse("field:report_list"))
    with django_assert_num_queries(6):
        page = phone.get(reverse("field:report_list"))
    assert page.content.decode().count("线〔2026〕") == rows


def test_an_empty_list_says_what_will_appear(phone):
    assert "还没有反映过" in phone.get(reverse("field:report_list")).content.decode()
