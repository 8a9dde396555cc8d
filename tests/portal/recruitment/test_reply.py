"""Whoever is asked answers with a number and a secret; a stranger learns nothing, not even that somebody was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import OPINION, WHY, resident_number, secret_sent
from zhongmu.recruitment.actions.nominating import send_nomination_anew
from zhongmu.recruitment.actions.pooling import reissue_secret
from zhongmu.recruitment.models import Application, Invitation, Nomination, Objection, SelfNomination

DOOR = "/reply/"


@pytest.fixture
def asked(yuzhong, noticed, nominated):
    return nominated(noticed(yuzhong), 1)


@pytest.fixture
def opened(client, asked):
    said = {"number": asked.number, "secret": secret_sent(asked)}
    assert client.post(DOOR, said).status_code == 302
    return client


def form(**changes):
    return answers(resident_id=resident_number(1), sex="1", **changes)


def test_unknown_wrong_and_not_yours_answer_alike(client, asked, yuzhong, noticed, nominated):
    other = nominated(noticed(yuzhong, title="另一批"), 2)
    said = [
        {"number": "荐〔2026〕9999", "secret": secret_sent(asked)},
        {"number": asked.number, "secret": "AAAA-BBBB-CCCC"},
        {"number": asked.number, "secret": secret_sent(other)},
        {"number": "x", "secret": "y"},
    ]
    pages = [client.post(DOOR, each) for each in said]
    assert {page.status_code for page in pages} == {422}
    assert all("编号或查询码不对" in page.content.decode() for page in pages)
    assert all(asked.name not in page.content.decode() for page in pages)


@pytest.mark.parametrize("model", [Nomination, Invitation, SelfNomination, Application, Objection])
def test_no_stranger_s_guess_reads_a_whole_table(model, db):
    with connection.cursor() as cursor:
        keys = connection.introspection.get_constraints(cursor, model._meta.db_table).values()
    assert "secret_index" in {key["columns"][0] for key in keys if key["index"] and key["columns"]}


@pytest.mark.parametrize("name", ["reply_form", "reply_decline", "reply_seal"])
def test_without_opening_every_page_leads_to_the_door(client, asked, name):
    url = reverse(f"portal:{name}")
    assert client.get(url)["Location"] == client.post(url)["Location"] == DOOR


@pytest.mark.clause("CQ-7.2")
@pytest.mark.clause("CQ-F20")
def test_the_person_reads_who_and_why_fills_in_the_rest_and_signs(opened, asked):
    page = opened.get(DOOR).content.decode()
    for text in (asked.unit_name, WHY, OPINION, "丁联系", "2026年11月16日"):
        assert text in page
    assert opened.get(reverse("portal:reply_seal"))["Content-Type"] == "image/jpeg"
    blank = opened.get(reverse("portal:reply_form")).content.decode()
    assert WHY in blank
    assert 'name="reason"' not in blank
    assert 'name="unit_opinion"' not in blank
    assert 'name="name"' not in blank
    done = opened.post(reverse("portal:reply_form"), form())
    assert done.status_code == 302, done.content.decode()
    receipt = opened.get(done["Location"]).content.decode()
    made = Application.objects.get()
    assert made.number in receipt
    assert (made.channel, made.name, made.reason) == ("recommend", asked.name, WHY)
    assert "您已同意并提交报名表" in opened.get(DOOR).content.decode()


def test_a_form_without_a_signature_comes_back_and_nothing_is_confirmed(opened, asked):
    page = opened.post(reverse("portal:reply_form"), form(signature=""))
    assert page.status_code == 422
    assert "还没有签名" in page.content.decode()
    asked.refresh_from_db()
    assert asked.state == "proposed"


@pytest.mark.clause("CQ-2")
def test_declining_is_asked_once_more(opened, asked):
    url = reverse("portal:reply_decline")
    assert "确定谢绝" in opened.get(url).content.decode()
    asked.refresh_from_db()
    assert asked.state == "proposed"
    assert opened.post(url).status_code == 302
    assert opened.post(url).status_code == 409
    page = opened.get(DOOR).content.decode()
    assert "本人谢绝" in page
    refused = opened.post(reverse("portal:reply_form"), form())
    assert refused.status_code == 422
    assert "不能再" in refused.content.decode()


def test_after_the_last_day_the_page_says_so(opened, asked, monkeypatch, now):
    late = now + timedelta(days=15)
    monkeypatch.setattr(timezone, "now", lambda: late)
    opened.post(DOOR, {"number": asked.number, "secret": secret_sent(asked)})
    page = opened.get(DOOR).content.decode()
    assert "逾期未答复" in page
    assert "答复期限到2026年11月16日为止" in page
    assert opened.post(reverse("portal:reply_form"), form()).status_code == 422


@pytest.mark.clause("CQ-7.0")
def test_who_is_in_already_is_told_that_both_ways_are_one(opened, asked, apply):
    apply(asked.batch, 1)
    done = opened.post(reverse("portal:reply_form"), form())
    page = opened.get(done["Location"]).content.decode()
    assert "这次没有另发回执" in page
    assert opened.get(reverse("portal:apply_receipt", args=["500103"])).status_code == 404
    assert Application.objects.count() == 1


def test_a_new_secret_shuts_what_the_old_one_opened(client, opened, asked, offered, yuzhong, actor, now):
    send_nomination_anew(asked, reason="通知到了别人手里", by=actor(yuzhong), at=now)
    assert "填写报名表" not in opened.get(DOOR).content.decode()
    assert opened.post(reverse("portal:reply_decline"))["Location"] == DOOR
    asked.refresh_from_db()
    assert asked.state == "proposed"
    entry = offered(yuzhong, 2)
    client.post(DOOR, {"number": entry.entry.number, "secret": entry.secret})
    assert entry.entry.number in client.get(DOOR).content.decode()
    reissue_secret(entry.entry, reason="回执遗失", by=actor(yuzhong), at=now)
    assert client.post(reverse("portal:self_withdraw"))["Location"] == DOOR
    entry.entry.refresh_from_db()
    assert entry.entry.state == "waiting"


def test_the_page_closes_by_hand_and_by_itself(opened, asked, monkeypatch, now):
    assert asked.number in opened.get(DOOR).content.decode()
    opened.post(reverse("portal:reply_leave"))
    assert asked.number not in opened.get(DOOR).content.decode()
    opened.post(DOOR, {"number": asked.number, "secret": secret_sent(asked)})
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=31))
    assert asked.number not in opened.get(DOOR).content.decode()


def test_a_session_of_another_opens_nothing(opened, asked):
    assert asked.name not in Client().get(DOOR).content.decode()


def test_what_one_person_left_unfinished_is_not_shown_to_the_next_on_the_same_phone(
    opened, asked, yuzhong, noticed, nominated
):
    url = reverse("portal:reply_form")
    opened.post(url, {**form(address="南岸区另一处9号"), "keep": "1"})
    assert "南岸区另一处9号" in opened.get(url).content.decode()
    other = nominated(noticed(yuzhong, title="另一批"), 2)
    opened.post(reverse("portal:reply_leave"))
    opened.post(DOOR, {"number": other.number, "secret": secret_sent(other)})
    page = opened.get(url).content.decode()
    assert other.name in page
    assert "南岸区另一处9号" not in page
    assert resident_number(1) not in page
