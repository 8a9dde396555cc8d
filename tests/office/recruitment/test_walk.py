"""Staff walk one round through the pages, from the headcount to the filed batch."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import resident_number
from zhongmu.recruitment.models import Application, Batch

PLAN = {
    "title": "2026年第一批",
    "input_institutions": "８２０",
    "input_fund_budget": "32.5",
    "unit_fund_budget": "亿元",
    "input_management_level": "较规范，本地基层机构多",
    "headcount": "10",
    "headcount_reason": "辖区机构多，现有人手不足",
    "gate": "none",
}


@pytest.fixture
def clock(monkeypatch):
    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


def act(client, batch, name, **said):
    response = client.post(reverse("office:batch_act", args=[batch.pk, name]), said)
    assert response.status_code == 302, response.content.decode()
    batch.refresh_from_db()


def publish(liaison, leader, now):
    assert liaison.post(reverse("office:batch_new"), PLAN).status_code == 302
    batch = Batch.objects.get()
    assert batch.plan["fund_budget"] == {"fen": 325_000_000_000, "typed": "32.5", "unit": "亿元"}
    act(leader, batch, "approve_plan")
    notice = {
        "requirements": "年满18周岁",
        "ways": ["online"],
        "phone": "023-67890123",
        "opens_at": f"{now:%Y-%m-%dT%H:%M:%S}",
        "closes_at": f"{now + timedelta(days=7):%Y-%m-%dT%H:%M:%S}",
    }
    assert liaison.post(reverse("office:notice_edit", args=[batch.pk]), notice).status_code == 302
    act(liaison, batch, "publish_notice")
    return batch


def check(liaison, application):
    said = {f"item_{code}": "conforms" for code in ("citizen", "conduct", "zeal", "standing", "capacity")}
    assert liaison.post(reverse("office:check", args=[application.pk]), said).status_code == 302
    url = reverse("office:application_act", args=[application.pk, "pass_check"])
    assert liaison.post(url).status_code == 302


def choose(liaison, leader, batch, application):
    dims = {f"dim_{code}": "合适" for code in ("ability", "profession", "experience", "age")}
    said = {**dims, "overall": "同意", "proposed": "yes"}
    assert liaison.post(reverse("office:opinion", args=[application.pk]), said).status_code == 302
    assert (
        liaison.post(reverse("office:minutes", args=[batch.pk]), {"minutes": "三人比选"}).status_code == 302
    )
    assert "三人比选" in liaison.get(reverse("office:choose", args=[batch.pk])).content.decode()
    act(leader, batch, "settle")


@pytest.mark.clause("CQ-5.1")
@pytest.mark.clause("CQ-5.2")
@pytest.mark.clause("CQ-5.4")
def test_a_round_in_chongqing(client, yuzhong, enter, clock, now):
    liaison, leader = enter(yuzhong), enter(yuzhong, "leader")
    batch = publish(liaison, leader, now)
    assert client.post(reverse("portal:apply", args=[yuzhong.code, batch.pk]), answers()).status_code == 302
    application = Application.objects.get()
    check(liaison, application)
    clock(now + timedelta(days=8))
    liaison, leader = enter(yuzhong), enter(yuzhong, "leader")
    act(liaison, batch, "begin_choosing")
    choose(liaison, leader, batch, application)
    act(leader, batch, "appoint", starts_on="2026-11-10")
    assert leader.post(reverse("office:batch_certificates", args=[batch.pk])).status_code == 302
    assert liaison.post(reverse("office:name_notice", args=[batch.pk])).status_code == 302
    notice = batch.name_notices.get()
    shown = client.get(reverse("portal:name_notice", args=[yuzhong.code, notice.pk]))
    assert application.name in shown.content.decode()
    for secret in (application.resident_id, application.phone, application.address):
        assert secret not in shown.content.decode()
    clock(now + timedelta(days=30))
    assert client.get(reverse("portal:name_notice", args=[yuzhong.code, notice.pk])).status_code == 404
    act(enter(yuzhong), batch, "close")
    assert batch.state == "closed"


@pytest.mark.clause("HL-2.4b")
def test_a_county_in_heilongjiang_is_sent_to_the_city(harbin, enter, confirm):
    county = harbin.children.get(code="230102")
    confirm(county)
    said = {
        "title": "第一批",
        "input_needs": "需要",
        "headcount": "3",
        "headcount_reason": "工作需要",
        "gate": "before_certificate",
    }
    response = enter(county).post(reverse("office:batch_new"), said)
    assert response.status_code == 422
    assert "转市级" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("0", "不能是0"), ("-3", "不能是负数"), ("2.5", "不能带小数"), ("", "请填写名额"), ("三", "只能填数字")],
)
@pytest.mark.clause("CQ-5.1")
def test_a_headcount_that_is_none_is_refused_with_a_sentence(yuzhong, enter, typed, sentence):
    response = enter(yuzhong).post(reverse("office:batch_new"), {**PLAN, "headcount": typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "较规范，本地基层机构多" in response.content.decode()


def test_every_page_of_a_round_can_be_read(yuzhong, chosen, enter):
    batch = chosen(yuzhong, ["insured", "expert"])
    application = batch.applications.first()
    client = enter(yuzhong)
    names = ["batch_list", "batch_new", "objections", "intake_application"]
    pages = [reverse(f"office:{name}") for name in names]
    pages += [
        reverse(f"office:{n}", args=[batch.pk])
        for n in ("batch", "applications", "choose", "name_notice", "minutes")
    ]
    pages += [
        reverse(f"office:{n}", args=[application.pk])
        for n in ("application", "opinion", "nameless", "application_photo")
    ]
    pages += [reverse("office:batch_act", args=[batch.pk, name]) for name in ("reopen", "appoint", "abort")]
    for page in pages:
        assert client.get(page).status_code == 200, page


@pytest.mark.clause("CQ-F0")
def test_paper_is_registered_with_its_day_of_arrival(yuzhong, noticed, enter, clock, now):
    batch = noticed(yuzhong)
    clock(now + timedelta(days=9))
    said = answers(
        resident_id=resident_number(4),
        batch=batch.pk,
        channel="public",
        intake_channel="post",
        arrived_on="2026-11-04",
    )
    response = enter(yuzhong).post(reverse("office:intake_application"), said)
    assert response.status_code == 200, response.content.decode()
    application = Application.objects.get()
    assert application.number in response.content.decode()
    assert application.arrived_on.isoformat() == "2026-11-04"
    assert application.intake["channel"] == "post"
