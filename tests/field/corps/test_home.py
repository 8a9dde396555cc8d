from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.corps.world import LEADER, LIAISON, account_of, appointed, certified, picture, pledged
from tests.personas import client_of
from zhongmu.corps.actions import revoke, suspend
from zhongmu.corps.models import Pledge
from zhongmu.ledger.models import LedgerEntry
from zhongmu.workdays.periods import end_instant

pytestmark = pytest.mark.django_db
ITEMS = ["10-1", "10-2", "10-3", "10-4", "10-5"]
DRAWN = "data:image/png;base64," + base64.b64encode(picture()).decode()


@pytest.fixture
def appointment(yuzhong, person, now, staff):
    staff(yuzhong, "liaison")
    return appointed(yuzhong, person(), now)


@pytest.fixture
def me(appointment) -> Client:
    return client_of(account_of(appointment.person))


def _text(client: Client, path: str = "/my/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("HL-2.4a")
@pytest.mark.clause("CQ-3")
def test_home_says_who_how_long_whom_to_ask_and_what_not_to_do(me):
    text = _text(me)
    for said in ("李秀英", "还剩731天", "陈静", "非执法人员", "请先签纪律承诺书", "渝中区医疗保障局"):
        assert said in text


@pytest.mark.clause("CQ-10.0")
def test_the_pledge_is_ticked_item_by_item_and_signed(me, appointment):
    path = f"/my/pledge/{appointment.pk}/"
    assert "不得泄露" in _text(me, path)
    missed = me.post(path, {"items": ITEMS[:4], "drawn": DRAWN})
    assert missed.status_code == 422
    assert "还有1条纪律没有逐条确认" in missed.content.decode()
    assert missed.content.decode().count(" checked") == 4
    assert me.post(path, {"items": ITEMS, "drawn": DRAWN}).status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.how, pledge.account) == ("screen", None)
    assert me.get(path).status_code == 302
    assert "证书签发后会通知您" in _text(me)


@pytest.mark.parametrize("drawn", ["", "data:image/png;base64,@@", "data:text/html;base64,PGI+", DRAWN[:90]])
def test_an_unusable_signature_is_refused_with_a_sentence(me, appointment, drawn):
    answer = me.post(f"/my/pledge/{appointment.pk}/", {"items": ITEMS, "drawn": drawn})
    assert answer.status_code == 422
    assert "签" in answer.content.decode()
    assert not Pledge.objects.exists()


def test_a_photo_of_a_signature_does_too(me, appointment):
    photo = SimpleUploadedFile("签名.jpg", picture("JPEG"), "image/jpeg")
    assert me.post(f"/my/pledge/{appointment.pk}/", {"items": ITEMS, "photo": photo}).status_code == 302


def test_the_certificate_is_shown_with_its_qr(me, appointment, now):
    path = f"/my/certificate/{appointment.pk}/"
    assert me.get(path).status_code == 404
    certificate = certified(appointment, now)
    text = _text(me, path)
    assert certificate.number in text
    assert "data:image/svg+xml" in text
    assert f"/my/certificate/{appointment.pk}/" in _text(me)


@pytest.mark.clause("CQ-6.3")
def test_after_the_last_day_the_page_says_so_and_keeps_the_reports(appointment, monkeypatch):
    end = end_instant(appointment.ends_on)
    monkeypatch.setattr(timezone, "now", lambda: end - timedelta(seconds=1))
    account = account_of(appointment.person)
    assert "还剩1天" in _text(client_of(account))
    monkeypatch.setattr(timezone, "now", lambda: end)
    text = _text(client_of(account))
    assert "聘期已于2028年11月1日届满" in text
    assert "继续办理" in text
    assert "反映问题、提建议" not in text


def test_a_suspended_and_a_revoked_supervisor_read_it_here(me, appointment, now):
    suspend(appointment, by=LEADER, at=now, reason="异议成立")
    text = _text(me)
    assert "聘任暂停" in text
    assert "反映问题、提建议" not in text
    revoke(appointment, by=LEADER, at=now, reason="聘任有误")
    assert "聘任已经撤销" in _text(me)


def test_nobody_opens_anothers_certificate_or_pledge(yuzhong, appointment, person, now):
    other = person("王建国", "11010519491231002X")
    stranger = client_of(account_of(other, "wangjianguo"))
    pledged(appointment, now)
    assert stranger.get(f"/my/pledge/{appointment.pk}/").status_code == 404
    assert stranger.get(f"/my/certificate/{appointment.pk}/").status_code == 404
    assert "还没有聘任" in _text(stranger)


def test_consent_is_given_and_withdrawn_here(me, person, appointment):
    me.post("/my/consents/", {"purpose": "certificate.photo", "give": "1"})
    assert person().consents.filter(purpose="certificate.photo", withdrawn_at=None).count() == 1
    me.post("/my/consents/", {"purpose": "certificate.photo", "give": "0"})
    assert not person().consents.filter(withdrawn_at=None).exists()
    me.post("/my/consents/", {"purpose": "anything", "give": "1"})
    assert not person().consents.filter(purpose="anything").exists()


def test_a_rehearsing_supervisor_sees_the_strip_and_the_choice_of_the_roster(harbin, person, now):
    appointed(harbin, person(), now)
    client = client_of(account_of(person()))
    text = _text(client)
    assert "演练·征求意见稿" in text
    assert "同意列入公开名单" in text


def test_two_bureaus_are_two_cards(me, jiangbei, person, now, django_assert_max_num_queries):
    appointed(jiangbei, person(), now)
    with django_assert_max_num_queries(24):
        text = _text(me)
    assert "江北区医疗保障局" in text
    assert "渝中区医疗保障局" in text


def test_signing_leaves_no_name_in_the_ledger(me, appointment):
    me.post(f"/my/pledge/{appointment.pk}/", {"items": ITEMS, "drawn": DRAWN})
    entry = LedgerEntry.objects.get(action="corps.pledge.sign")
    assert (entry.role, entry.account) == ("supervisor", None)
    assert LIAISON.account != entry.account


def test_staff_are_sent_away(enter, yuzhong):
    assert enter(yuzhong).get("/my/").status_code == 403
