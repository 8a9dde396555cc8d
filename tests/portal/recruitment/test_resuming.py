"""A form is finished on another device: by a code to the phone, by a code on paper, and by nothing else."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.letters.gateways import Working
from tests.portal.recruitment.test_applying import answers
from tests.portal.recruitment.test_drafts import TYPED
from zhongmu.letters.models import Letter, PhoneCode
from zhongmu.letters.tasks import deliver_code
from zhongmu.recruitment.models import Draft

PHONE = TYPED["phone"]


@pytest.fixture(autouse=True)
def _forgotten():
    cache.clear()
    Working.sent.clear()


@pytest.fixture
def texting(settings):
    settings.SMS_GATEWAY = "tests.letters.gateways.Working"


@pytest.fixture
def door(yuzhong, noticed):
    return reverse("portal:apply", args=[yuzhong.code, noticed(yuzhong).pk])


@pytest.fixture
def way_in(yuzhong):
    return reverse("portal:resume", args=[yuzhong.code])


@pytest.fixture
def phone_at_home(client, door):
    """The first device, with a draft on it."""
    client.get(door)
    client.post(door, {**TYPED, "keep": "script"})
    return client


@pytest.fixture
def ask(way_in, django_capture_on_commit_callbacks):
    """ask(phone) → the page after a code was asked for; what was sent stands in Working.sent."""

    def post(phone: str = PHONE, by: Client | None = None) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            answer = (by or Client()).post(way_in, {"act": "phone", "phone": phone})
        for row in PhoneCode.objects.all():
            deliver_code.func(row.pk)
        return answer.content.decode()

    return post


def sent_code() -> str:
    return re.search(r"验证码是(\d{6})", Working.sent[-1][1])[1]


def written(client: Client, door: str) -> str:
    page = client.post(door, {**TYPED, "carry": "1"}).content.decode()
    return page.split('class="slip">')[1].split("<")[0]


def test_a_code_to_the_phone_opens_the_draft_on_another_device(phone_at_home, door, way_in, texting, ask):
    assert "验证码已经发出" in ask()
    assert Working.sent[-1][0] == PHONE
    other = Client()
    answer = other.post(way_in, {"act": "code", "phone": PHONE, "code": sent_code()}, follow=True)
    assert answer.redirect_chain == [(door, 302)]
    assert "渝中区示范路9号" in answer.content.decode()
    assert "渝中区示范路9号" not in phone_at_home.get(door).content.decode()


def test_the_device_it_left_keeps_nothing_more(phone_at_home, door, way_in):
    key = phone_at_home.cookies["draft"].value
    Client().post(way_in, {"act": "written", "code": written(phone_at_home, door)})
    phone_at_home.cookies["draft"] = key
    answer = phone_at_home.post(door, {**TYPED, "keep": "script"})
    assert answer.status_code == 409
    assert "别的设备" in answer.json()["stopped"]


def test_a_code_is_used_once(phone_at_home, way_in, texting, ask):
    ask()
    said = {"act": "code", "phone": PHONE, "code": sent_code()}
    assert Client().post(way_in, said).status_code == 302
    assert Client().post(way_in, said).status_code == 422


def test_a_written_code_is_used_once_and_a_new_one_voids_the_old(phone_at_home, door, way_in):
    first, second = written(phone_at_home, door), written(phone_at_home, door)
    assert Client().post(way_in, {"act": "written", "code": first}).status_code == 422
    typed = second.lower().replace("-", " ")
    assert Client().post(way_in, {"act": "written", "code": typed}).status_code == 302
    assert Client().post(way_in, {"act": "written", "code": second}).status_code == 422


def test_the_device_it_left_is_never_shown_the_receipt(phone_at_home, door, way_in):
    key = phone_at_home.cookies["draft"].value
    other = Client()
    other.post(way_in, {"act": "written", "code": written(phone_at_home, door)})
    submission = other.cookies["draft"].value.split("-")[1]
    assert submission != key.split("-")[1]
    assert other.post(door, answers(submission=submission)).status_code == 302
    phone_at_home.cookies["draft"] = key
    assert phone_at_home.get(door).status_code == 200


def test_no_answer_tells_whether_there_is_a_draft(phone_at_home, way_in, texting, ask):
    told = [ask(), ask("13900139000")]
    plain = [re.sub(r"13\d{9}|csrf\S+ value=\S+", "", page) for page in told]
    assert plain[0] == plain[1]
    assert [phone for phone, _text in Working.sent] == [PHONE]
    wrong = [
        Client().post(way_in, {"act": "code", "phone": phone, "code": "000000"}).content.decode()
        for phone in (PHONE, "13900139000", "13700137000")
    ]
    assert all("验证码不对，或已经过期、用过" in page for page in wrong)
    assert PhoneCode.objects.filter(phone__isnull=True).count() == 2


def test_neither_code_nor_phone_stands_in_the_database_or_among_the_letters(phone_at_home, texting, ask):
    ask()
    row = str(PhoneCode.objects.values().get())
    assert PHONE not in row
    assert sent_code() not in row
    assert not Letter.objects.exists()


def test_another_bureau_knows_nothing_of_it(phone_at_home, door, jiangbei, texting, ask, yuzhong):
    ask()
    other = reverse("portal:resume", args=[jiangbei.code])
    said = {"act": "code", "phone": PHONE, "code": sent_code()}
    assert Client().post(other, said).status_code == 422
    assert Client().post(other, {"act": "written", "code": written(phone_at_home, door)}).status_code == 422


def test_five_wrong_guesses_spend_a_code(phone_at_home, way_in, texting, ask):
    ask()
    code = sent_code()
    for _guess in range(5):
        Client().post(way_in, {"act": "code", "phone": PHONE, "code": "999999" if code != "999999" else "1"})
    assert Client().post(way_in, {"act": "code", "phone": PHONE, "code": code}).status_code == 422


def test_an_address_that_guesses_on_is_told_to_wait(way_in):
    for _guess in range(30):
        assert Client().post(way_in, {"act": "written", "code": "AAAA-BBBB-CCCC"}).status_code == 422
    late = Client().post(way_in, {"act": "written", "code": "AAAA-BBBB-CCCC"})
    assert late.status_code == 429
    assert "一小时后再试" in late.content.decode()
    assert Client().post(way_in, {"act": "written", "code": "A"}, REMOTE_ADDR="10.0.0.9").status_code == 422


def test_one_phone_gets_one_code_a_minute(phone_at_home, texting, ask):
    ask()
    assert "等一分钟" in ask()
    assert len(Working.sent) == 1


def test_without_a_gateway_the_page_says_so_and_offers_paper(client, way_in):
    page = client.get(way_in).content.decode()
    assert "没有开通短信" in page
    assert "用写下来的号码" in page
    assert client.post(way_in, {"act": "phone", "phone": PHONE}).status_code == 422
    assert not PhoneCode.objects.exists()


@pytest.mark.parametrize(("phone", "said"), [("023-67890123", "座机收不到短信"), ("1380013", "应为11位")])
def test_a_phone_that_gets_no_sms_is_said(client, way_in, texting, phone, said):
    answer = client.post(way_in, {"act": "phone", "phone": phone})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_family_that_shares_a_phone_chooses(client, door, way_in, texting, ask):
    for name in ("周一", "王二"):
        member = Client()
        member.get(door)
        member.post(door, {**TYPED, "name": name, "keep": "script"})
    ask()
    other = Client()
    page = other.post(way_in, {"act": "code", "phone": PHONE, "code": sent_code()}).content.decode()
    assert "周＊" in page
    assert "王二" not in page
    opened = page.split('name="opened"')[1].split('value="')[1].split('"')[0]
    wanted = Draft.objects.order_by("pk").last()
    assert other.post(way_in, {"act": "choose", "opened": opened, "draft": ""}).status_code == 422
    said = {"act": "choose", "opened": opened, "draft": wanted.pk}
    assert "王二" in other.post(way_in, said, follow=True).content.decode()
    assert other.post(way_in, {**said, "opened": "forged"})["Location"] == way_in


def test_of_two_with_one_code_the_second_is_too_late(phone_at_home, door, way_in, monkeypatch):
    monkeypatch.setattr("zhongmu.portal.recruitment.resuming.hand_over", lambda _draft: None)
    answer = Client().post(way_in, {"act": "written", "code": written(phone_at_home, door)}, follow=True)
    assert "刚刚被打开过" in answer.content.decode()


def test_a_code_nobody_typed_is_asked_for(client, way_in):
    assert client.post(way_in, {"act": "code", "phone": PHONE, "code": ""}).status_code == 422
