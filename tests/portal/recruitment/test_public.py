"""Notices, names and objections as anyone sees them; bad input in the form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import resident_number
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Application


@pytest.fixture
def shown(yuzhong, chosen, actor, now):
    batch = chosen(yuzhong, ["insured", "expert"], gate="before_appointment")
    return actions.publish_names(batch, by=actor(yuzhong), at=now, on=now.date())


def test_a_notice_not_yet_published_is_no_page(client, yuzhong, jiangbei, planned, noticed):
    draft, public = planned(yuzhong), noticed(yuzhong)
    assert client.get(reverse("portal:notice", args=[yuzhong.code, draft.pk])).status_code == 404
    assert client.get(reverse("portal:notice", args=[yuzhong.code, public.pk])).status_code == 200
    assert client.get(reverse("portal:notice", args=[jiangbei.code, public.pk])).status_code == 404
    assert (
        client.get(reverse("portal:notice_print", args=[yuzhong.code, public.pk, "docx"])).status_code == 200
    )


def test_the_blank_form_prints(client, yuzhong):
    assert client.get(reverse("portal:blank_form", args=[yuzhong.code, "pdf"])).content.startswith(b"%PDF")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_notices_costs_the_same(client, yuzhong, noticed, django_assert_num_queries, rows):
    for number in range(rows):
        noticed(yuzhong, title=f"第{number}批")
    url = reverse("portal:notices", args=[yuzhong.code])
    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)


def test_an_applicant_of_no_list_cannot_be_objected_to(client, yuzhong, shown):
    url = reverse("portal:objection", args=[yuzhong.code, shown.pk])
    said = {"application": "999999", "objector": "周某", "contact": "023-1", "grounds": "与药店有关系"}
    assert client.post(url, said).status_code == 422


WRONG = [
    ({"resident_id": "11010519491231"}, "应为18位"),
    ({"resident_id": "500103200102290013"}, "没有2001年2月29日"),
    ({"resident_id": "500103200002290014"}, "校验位"),
    ({"resident_id": "810000199003070015"}, "港澳台居民居住证"),
    ({"name": "李\u200b秀英"}, "看不见的字符"),
    ({"phone": "12345"}, "联系电话"),
    ({"reason": "好" * 30000}, "30000"),
    ({"remark": "我的号码500103200002290013"}, "身份证号"),
    ({"photo": SimpleUploadedFile("a.jpg", b"MZ\x90\x00" + b"0" * 600)}, "有误"),
    ({"photo": SimpleUploadedFile("a.jpg", b"")}, "有误"),
    ({"signature": "data:image/png;base64,AAAA"}, "有误"),
    ({"signature": "javascript:alert(1)"}, "屏幕签名没有收完整"),
    ({"declared": ""}, "诚信声明"),
    ({"category": "nobody"}, "来源类别里没有这一项"),
    ({"signed_on": "2027-01-01"}, "不能晚于今天"),
]


@pytest.mark.clause("CQ-F6")
@pytest.mark.clause("CQ-F3")
@pytest.mark.parametrize(("changes", "sentence"), WRONG, ids=range(len(WRONG)))
def test_bad_input_is_answered_with_a_sentence_and_nothing_lost(client, yuzhong, noticed, changes, sentence):
    url = reverse("portal:apply", args=[yuzhong.code, noticed(yuzhong).pk])
    response = client.post(url, answers(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "渝中区示范路9号" in page
    assert not Application.objects.exists()


@pytest.mark.clause("CQ-F1")
@pytest.mark.parametrize("dot", "•‧・.·")
def test_every_separator_becomes_the_one(client, yuzhong, noticed, dot):
    url = reverse("portal:apply", args=[yuzhong.code, noticed(yuzhong).pk])
    said = answers(name=f" 阿依古丽{dot}买买提 ", resident_id=f" {resident_number(2).lower()} ")
    assert client.post(url, said).status_code == 302
    assert Application.objects.get().name == "阿依古丽·买买提"


def test_script_in_text_is_shown_as_text(client, yuzhong, noticed, enter):
    url = reverse("portal:apply", args=[yuzhong.code, noticed(yuzhong).pk])
    said = answers(employer="<script>alert(1)</script>")
    assert client.post(url, said).status_code == 302
    page = enter(yuzhong).get(reverse("office:application", args=[Application.objects.get().pk]))
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_a_closed_window_keeps_what_was_filled_in(client, yuzhong, noticed, now):
    batch = noticed(yuzhong)
    batch.apply_closes_at = now - timedelta(seconds=1)
    batch.save()
    response = client.post(reverse("portal:apply", args=[yuzhong.code, batch.pk]), answers())
    assert response.status_code == 422
    assert "截止" in response.content.decode()
    assert "渝中区示范路9号" in response.content.decode()


def test_a_rehearsal_says_so_on_every_public_page(client, harbin, noticed):
    batch = noticed(harbin)
    for page in (
        reverse("portal:notices", args=[harbin.code]),
        reverse("portal:notice", args=[harbin.code, batch.pk]),
    ):
        assert "演练·征求意见稿" in client.get(page).content.decode()
