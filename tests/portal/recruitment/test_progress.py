"""Number and secret together open the progress page, and nothing else does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import APPLICANT, resident_number
from zhongmu.recruitment import actions

DOOR = "/progress/"


@pytest.fixture
def receipt(yuzhong, noticed, filled, now):
    return actions.register_application(noticed(yuzhong), filled(1), by=APPLICANT, at=now)


@pytest.fixture
def opened(client, receipt):
    said = {"number": receipt.application.number, "secret": receipt.secret}
    assert client.post(DOOR, said).status_code == 302
    return client


def test_unknown_wrong_and_not_yours_answer_alike(client, receipt):
    said = [
        {"number": "报〔2026〕9999", "secret": receipt.secret},
        {"number": receipt.application.number, "secret": "AAAA-BBBB-CCCC"},
        {"number": "x", "secret": "y"},
    ]
    pages = [client.post(DOOR, each) for each in said]
    assert {page.status_code for page in pages} == {422}
    assert all("回执号或查询码不对" in page.content.decode() for page in pages)
    assert all(receipt.application.name not in page.content.decode() for page in pages)


@pytest.mark.parametrize("name", ["correct", "withdraw", "my_form"])
def test_without_opening_every_page_leads_to_the_door(client, receipt, name):
    url = reverse(f"portal:{name}", args=["pdf"] if name == "my_form" else [])
    assert client.get(url)["Location"] == DOOR


def test_the_page_tells_what_happened_and_not_what_staff_think(opened, receipt, yuzhong, actor, now):
    by = actor(yuzhong)
    actions.record_findings(receipt.application, {"citizen": ("fails", "护照为外国")}, by=by, at=now)
    actions.propose_refusal(receipt.application, reason="内部意见甲乙丙", by=by, at=now)
    page = opened.get(DOOR).content.decode()
    assert "内部意见甲乙丙" not in page
    assert "待审查" in page
    reviewer = actor(yuzhong, "reviewer")
    actions.confirm_refusal(receipt.application, reason="不是中国公民", by=reviewer, at=now)
    assert "不是中国公民" in opened.get(DOOR).content.decode()


def test_a_form_sent_back_is_corrected_with_everything_filled_in(opened, receipt, yuzhong, actor, now):
    actions.send_back(receipt.application, reason="住址写到门牌号", by=actor(yuzhong), at=now)
    url = reverse("portal:correct")
    page = opened.get(url).content.decode()
    assert "住址写到门牌号" in page
    assert receipt.application.address in page
    assert "照片已收到并保留" in page
    said = answers(resident_id=resident_number(1), address="渝中区示范路1号2单元")
    assert opened.post(url, said).status_code == 302
    receipt.application.refresh_from_db()
    assert receipt.application.address == "渝中区示范路1号2单元"
    assert opened.get(url).status_code == 302


def test_withdrawing_is_asked_once_more(opened, receipt):
    url = reverse("portal:withdraw")
    assert "确定撤回" in opened.get(url).content.decode()
    receipt.application.refresh_from_db()
    assert receipt.application.state == "submitted"
    assert opened.post(url).status_code == 302
    assert opened.post(url).status_code == 409


def test_the_own_form_prints_with_a_rare_character_and_a_separator(opened, receipt):
    receipt.application.name = "阿依古丽·买买提䶮"
    receipt.application.save()
    assert opened.get(reverse("portal:my_form", args=["pdf"])).content.startswith(b"%PDF")
    assert opened.get(reverse("portal:my_form", args=["docx"])).content.startswith(b"PK")
    assert opened.get(reverse("portal:my_form", args=["exe"])).status_code == 404


def test_the_page_is_closed_by_hand(opened, receipt):
    assert receipt.application.number in opened.get(DOOR).content.decode()
    opened.post(reverse("portal:progress_leave"))
    assert receipt.application.number not in opened.get(DOOR).content.decode()


def test_a_consent_to_the_name_is_taken_back_on_the_page(opened, receipt):
    assert opened.post(reverse("portal:withhold_name")).status_code == 302
    receipt.application.refresh_from_db()
    assert not receipt.application.name_consent
