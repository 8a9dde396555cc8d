"""A citizen applies on line."""

from __future__ import annotations

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.recruitment.conftest import photo_jpeg, resident_number, signature_png
from zhongmu.recruitment.models import Application


def answers(**changes: object) -> dict[str, object]:
    """What a citizen types; photo and signature included."""
    said: dict[str, object] = {
        "name": "阿依古丽•买买提䶮",
        "resident_id": resident_number(2),
        "sex": "2",
        "political": "13",
        "ethnic": "05",
        "phone": "１３８００１３８０００",
        "email": "",
        "address": "渝中区示范路9号",
        "employed": "0",
        "employer": "无",
        "post": "",
        "education": "",
        "school": "",
        "major": "",
        "category": "insured",
        "other_categories": ["expert"],
        "health": "10",
        "health_note": "",
        "reason": "退休前做过十年财务，热心社区事务，愿意为守护医保基金出力。",
        "remark": "",
        "photo": SimpleUploadedFile("照片.jpg", photo_jpeg(), content_type="image/jpeg"),
        "signature": "data:image/png;base64," + base64.b64encode(signature_png()).decode(),
        "signed_on": "",
        "declared": "on",
        "privacy_consent": "on",
        "health_consent": "on",
        "name_consent": "on",
    }
    return {**said, **changes}


@pytest.fixture
def door(yuzhong, noticed):
    batch = noticed(yuzhong)
    return reverse("portal:apply", args=[yuzhong.code, batch.pk])


@pytest.mark.clause("CQ-7.1")
def test_a_citizen_applies_and_takes_a_receipt_home(client, door, yuzhong):
    response = client.post(door, answers())
    assert response.status_code == 302, response.content.decode()
    done = client.get(response["Location"])
    application = Application.objects.get()
    assert application.number in done.content.decode()
    assert application.name == "阿依古丽·买买提䶮"
    assert application.phone == "13800138000"
    assert application.other_categories == ["expert"]
    printed = client.get(reverse("portal:apply_receipt", args=[yuzhong.code]))
    assert printed.content.startswith(b"%PDF")


def test_a_form_with_errors_comes_back_filled_with_the_photo_kept(client, door):
    response = client.post(door, answers(phone="123", reason="太短"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "照片已收到并保留" in page
    assert "阿依古丽•买买提䶮" in page
    assert "现有2字" in page
    token = response.context or page.split('name="photo_token"')[1].split('value="')[1].split('"')[0]
    again = answers(photo_token=token)
    del again["photo"]
    assert client.post(door, again).status_code == 302


def test_the_receipt_is_nobodys_but_the_senders(client, door, yuzhong):
    client.post(door, answers())
    client.cookies.clear()
    assert client.get(reverse("portal:apply_done", args=[yuzhong.code])).status_code == 404
    client.cookies["receipt"] = "forged"
    assert client.get(reverse("portal:apply_done", args=[yuzhong.code])).status_code == 404
