"""The telephone in the form is the applicant's: a code sent to it comes back, or an officer calls (CQ-F8)."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.letters.gateways import Working
from tests.recruitment.conftest import APPLICANT
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import PhoneCode
from zhongmu.letters.tasks import deliver_code
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.verifying import confirm_phone
from zhongmu.recruitment.models import Verification
from zhongmu.recruitment.timeline import timeline_of
from zhongmu.recruitment.verifying import phone_confirmed

pytestmark = pytest.mark.clause("CQ-F8")
DOOR, PHONE = "/progress/", "/progress/phone/"


@pytest.fixture(autouse=True)
def _texting(settings):
    settings.SMS_GATEWAY = "tests.letters.gateways.Working"
    cache.clear()
    Working.sent.clear()


@pytest.fixture
def opened(client, yuzhong, noticed, filled, now):
    """opened(phone=…) → the application whose progress this client has opened."""

    def make(**changes):
        form = filled(1, **changes)
        receipt = actions.register_application(noticed(yuzhong), form, by=APPLICANT, at=now)
        said = {"number": receipt.application.number, "secret": receipt.secret}
        assert client.post(DOOR, said).status_code == 302
        return receipt.application

    return make


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    def post():
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(PHONE, {"act": "ask"})
        for row in PhoneCode.objects.all():
            deliver_code.func(row.pk)
        return answer

    return post


def sent_code():
    return re.search(r"验证码是(\d{6})", Working.sent[-1][1])[1]


def test_a_code_that_comes_back_confirms_the_telephone(opened, client, ask, yuzhong, now):
    application = opened()
    assert PHONE in client.get(DOOR).content.decode()
    assert "验证码已经发出" in ask().content.decode()
    assert Working.sent[-1][0] == application.phone
    assert client.post(PHONE, {"act": "code", "code": sent_code()})["Location"] == DOOR
    assert phone_confirmed(application)
    row = Verification.objects.get()
    assert (row.role, row.account) == ("applicant", None)
    assert LedgerEntry.objects.filter(action="recruitment.application.verify").count() == 1
    labels = [line.label for line in timeline_of(application, yuzhong.policy(now.date()))]
    assert "联系电话已确认" in labels
    assert PHONE not in client.get(DOOR).content.decode()
    assert client.get(PHONE)["Location"] == DOOR


def test_a_wrong_code_is_answered_and_confirms_nothing(opened, client, ask):
    application = opened()
    ask()
    page = client.post(PHONE, {"act": "code", "code": "000000" if sent_code() != "000000" else "111111"})
    assert page.status_code == 422
    assert "验证码不对" in page.content.decode()
    assert "请填写短信里的验证码" in client.post(PHONE, {"act": "code"}).content.decode()
    assert not phone_confirmed(application)


def test_a_second_code_in_the_same_minute_waits(opened, client, ask):
    opened()
    ask()
    again = client.post(PHONE, {"act": "ask"})
    assert again.status_code == 429
    assert "请等一分钟" in again.content.decode()


@pytest.mark.parametrize("phone", ["023-67890123", "13800138001"])
def test_without_a_mobile_or_a_gateway_an_officer_calls(opened, client, settings, phone):
    settings.SMS_GATEWAY = "" if phone.startswith("1") else settings.SMS_GATEWAY
    application = opened(phone=phone)
    assert PHONE not in client.get(DOOR).content.decode()
    for answer in (client.get(PHONE), client.post(PHONE, {"act": "ask"})):
        assert "由工作人员打电话核实" in answer.content.decode()
    assert not PhoneCode.objects.exists()
    assert not phone_confirmed(application)


def test_what_is_withdrawn_is_confirmed_by_nobody(opened, client, ask, now):
    application = opened()
    ask()
    actions.withdraw_application(application, by=APPLICANT, at=now)
    assert PHONE not in client.get(DOOR).content.decode()
    assert client.post(PHONE, {"act": "code", "code": sent_code()})["Location"] == DOOR
    with pytest.raises(NotAllowed, match="不再核验"):
        confirm_phone(application, by=APPLICANT, at=now)
    assert not Verification.objects.exists()


def test_nobody_gets_there_without_number_and_secret(client, db):
    assert client.get(PHONE)["Location"] == reverse("portal:progress")
    assert client.post(PHONE, {"act": "ask"})["Location"] == reverse("portal:progress")
