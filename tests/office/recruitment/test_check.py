"""逐项审查 on its page: what is wrong keeps what was typed and uploaded; the evidence opens for the bureau alone."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.recruitment.conftest import photo_jpeg

ITEMS = ("citizen", "conduct", "zeal", "standing", "capacity")


@pytest.fixture
def application(yuzhong, noticed, apply):
    return apply(noticed(yuzhong), 1)


def answers(**changes):
    return {f"item_{item}": "conforms" for item in ITEMS} | changes


def token_on(page):
    return re.search(r'name="file_citizen_token"[^>]*value="([^"]+)"', page.text)[1]


def upload(name="护照.jpg", content=None):
    return ContentFile(content or photo_jpeg(), name=name)


@pytest.mark.clause("CQ-4.0")
def test_a_file_stays_while_another_field_is_put_right(application, yuzhong, jiangbei, enter):
    officer, page = enter(yuzhong), reverse("office:check", args=[application.pk])
    fails = answers(item_citizen="fails", file_citizen=upload())
    refused = officer.post(page, fails)
    assert refused.status_code == 422
    assert "请写明依据" in refused.text
    assert "已收到并保留" in refused.text
    token = token_on(refused)
    again = answers(item_citizen="fails", basis_citizen="护照为外国", file_citizen_token=token)
    assert officer.post(page, again).status_code == 302
    shown = officer.get(reverse("office:application", args=[application.pk])).text
    evidence = reverse("office:evidence", args=[application.pk, "citizen"])
    assert evidence in shown
    assert officer.get(evidence)["Content-Type"] == "image/jpeg"
    assert enter(jiangbei).get(evidence).status_code == 404


def test_a_file_that_is_none_is_refused_in_words(application, yuzhong, enter):
    page = reverse("office:check", args=[application.pk])
    bad = answers(
        item_citizen="fails", basis_citizen="护照为外国", file_citizen=upload("护照.jpg", b"MZ\x90")
    )
    answer = enter(yuzhong).post(page, bad)
    assert answer.status_code == 422
    assert not application.findings.exists()


def test_not_conforming_without_evidence_is_refused_by_the_action(application, yuzhong, enter):
    page = reverse("office:check", args=[application.pk])
    answer = enter(yuzhong).post(page, answers(item_citizen="fails", basis_citizen="护照为外国"))
    assert (answer.status_code, "凭什么材料" in answer.text) == (422, True)


def test_a_check_opened_again_keeps_its_evidence(application, yuzhong, enter):
    officer, page = enter(yuzhong), reverse("office:check", args=[application.pk])
    first = answers(
        item_citizen="fails", basis_citizen="护照为外国", document_citizen="护照", file_citizen=upload()
    )
    officer.post(page, first)
    again = {name: value for name, value in first.items() if name != "file_citizen"}
    officer.post(page, {**again, "file_citizen_token": token_on(officer.get(page))})
    assert application.findings.filter(item="citizen").count() == 1


def test_what_has_no_evidence_has_no_page(application, yuzhong, enter):
    for item in ("citizen", "nothing"):
        url = reverse("office:evidence", args=[application.pk, item])
        assert enter(yuzhong).get(url).status_code == 404
