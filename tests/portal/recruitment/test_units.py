"""A recommending unit's own few pages: it nominates, corrects, withdraws, and sees no more of the person than it wrote."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.personas import client_of
from tests.recruitment.conftest import OPINION, UNIT, WHY, key_in, photo_jpeg
from zhongmu.letters.models import Letter
from zhongmu.people.models import Account
from zhongmu.recruitment.actions.nominating import send_back_nomination
from zhongmu.recruitment.actions.units import activate_unit, close_unit_login, issue_unit_slip
from zhongmu.recruitment.called import open_unit_slip
from zhongmu.recruitment.models import Nomination

PASSWORD = "a-long-passphrase"
HOME = "/unit/"


def login_of(unit, actor, now, username="union-yz"):
    code = issue_unit_slip(unit, reason="首次开通", by=actor(unit.bureau), at=now, on=now.date())
    return activate_unit(open_unit_slip(code, now.date()), username=username, password=PASSWORD, at=now)


@pytest.fixture
def visitor(yuzhong, unit, actor, now):
    return client_of(login_of(unit(yuzhong), actor, now))


def words(**changes):
    return {
        "name": "李秀英",
        "phone": "１３８００１３８０００",
        "email": "",
        "address": "渝中区示范路1号",
        "reason": WHY,
        "opinion": OPINION,
        "seal": SimpleUploadedFile("章.jpg", photo_jpeg(), content_type="image/jpeg"),
        "sealed_on": "2026-11-02",
        "handled_by": "丁联系",
        **changes,
    }


def test_the_slip_opens_a_login_and_the_login_leads_to_the_units_page(yuzhong, unit, actor, now):
    made = unit(yuzhong)
    code = issue_unit_slip(made, reason="首次开通", by=actor(yuzhong), at=now, on=now.date())
    said = {"holder": f" {UNIT.name}", "code": code, "username": "union-yz"}
    said |= {"password": PASSWORD, "again": PASSWORD}
    client, url = Client(), reverse("portal:unit_activate")
    assert client.get(url).status_code == 200
    wrong = [{**said, "holder": "别的单位"}, {**said, "code": "AAAA-BBBB-CCCC"}]
    pages = [client.post(url, each) for each in wrong]
    assert {p.status_code for p in pages} == {422}
    assert all("单位名称和激活码对不上" in p.content.decode() for p in pages)
    Account.objects.create_user("union-yz", PASSWORD)
    assert "已有人使用" in client.post(url, said).content.decode()
    assert client.post(url, {**said, "username": "union-1"}).status_code == 302
    client.post(reverse("account_login"), {"login": "union-1", "password": PASSWORD})
    assert client.get(reverse("home"))["Location"] == HOME
    assert UNIT.name in client.get(HOME).content.decode()


@pytest.mark.clause("CQ-7.2")
def test_a_unit_recommends_with_opinion_and_seal(visitor, yuzhong, noticed):
    batch = noticed(yuzhong)
    url = reverse("portal:unit_nominate", args=[batch.pk])
    assert batch.title in visitor.get(HOME).content.decode()
    bare = visitor.post(url, words(opinion="", seal=""))
    assert bare.status_code == 422
    assert "没有盖章不能提交" in bare.content.decode()
    assert "李秀英" in bare.content.decode()
    once = key_in(visitor.get(url).content.decode())
    done, _again = [visitor.post(url, words(submission=once)) for _press in range(2)]
    made = Nomination.objects.get()
    assert done["Location"] == reverse("portal:unit_nomination", args=[made.pk])
    assert (made.phone, made.unit_opinion, made.channel) == ("13800138000", OPINION, "recommend")
    page = visitor.get(done["Location"]).content.decode()
    assert "待本人确认" in page
    assert Letter.objects.get().private.split("查询码")[1].split("，")[0] not in page
    seal = visitor.get(reverse("portal:unit_seal", args=[made.pk]))
    assert seal["Content-Type"] == "image/jpeg"


def test_a_seal_once_sent_is_kept_when_the_form_comes_back(visitor, yuzhong, noticed):
    url = reverse("portal:unit_nominate", args=[noticed(yuzhong).pk])
    page = visitor.post(url, words(reason="太短")).content.decode()
    assert "盖章的意见已收到并保留" in page
    token = page.split('name="seal_token"')[1].split('value="')[1].split('"')[0]
    assert visitor.post(url, words(seal="", seal_token=token)).status_code == 302
    wrong = visitor.post(url, words(seal=SimpleUploadedFile("章.exe", b"MZ", content_type="text/plain")))
    assert wrong.status_code == 422


def test_what_is_sent_back_is_corrected_on_the_page(visitor, yuzhong, noticed, actor, now):
    visitor.post(reverse("portal:unit_nominate", args=[noticed(yuzhong).pk]), words())
    made = Nomination.objects.select_related("bureau", "batch").get()
    url = reverse("portal:unit_correct", args=[made.pk])
    assert "不能再" in visitor.get(url).content.decode()
    send_back_nomination(made, reason="公章看不清", by=actor(yuzhong), at=now)
    assert "公章看不清" in visitor.get(reverse("portal:unit_nomination", args=[made.pk])).content.decode()
    assert WHY in visitor.get(url).content.decode()
    assert visitor.post(url, words(name="李秀瑛")).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.name) == ("proposed", "李秀瑛")


def test_a_unit_withdraws_with_a_reason_and_once(visitor, yuzhong, noticed):
    visitor.post(reverse("portal:unit_nominate", args=[noticed(yuzhong).pk]), words())
    made = Nomination.objects.get()
    url = reverse("portal:unit_withdraw", args=[made.pk])
    assert visitor.get(url).status_code == 200
    assert visitor.post(url, {"reason": ""}).status_code == 422
    assert visitor.post(url, {"reason": "推荐有误"}).status_code == 302
    assert "不能再" in visitor.post(url, {"reason": "推荐有误"}).content.decode()


def test_the_unit_sees_the_outcome_and_nothing_the_person_wrote(visitor, yuzhong, noticed, agreed):
    visitor.post(reverse("portal:unit_nominate", args=[noticed(yuzhong).pk]), words())
    made = Nomination.objects.select_related("bureau", "batch", "unit", "unit_seal", "application").get()
    application = agreed(made, 1, address="南岸区另一处9号", remark="本人备注")
    pages = [visitor.get(HOME), visitor.get(reverse("portal:unit_nomination", args=[made.pk]))]
    for page in (p.content.decode() for p in pages):
        assert "本人已确认，正在办理" in page
        assert application.number not in page
        assert application.resident_id not in page
        assert "南岸区另一处" not in page
        assert "本人备注" not in page


def test_a_unit_finds_nothing_of_another_unit_or_bureau(
    visitor, yuzhong, jiangbei, noticed, nominated, unit, actor, now
):
    other = {"name": "渝中区政协办公室（示例）", "credit_code": "91110000600037341L"}
    theirs = nominated(noticed(yuzhong), 1, unit=other)
    next_door = noticed(jiangbei, title="江北批次")
    nominated(next_door, 2)
    for name in ("unit_nomination", "unit_correct", "unit_withdraw", "unit_seal"):
        for pk in (theirs.pk, jiangbei.nominations.get().pk):
            assert visitor.get(reverse(f"portal:{name}", args=[pk])).status_code == 404
    assert visitor.get(reverse("portal:unit_nominate", args=[next_door.pk])).status_code == 404
    home = visitor.get(HOME).content.decode()
    assert theirs.name not in home
    assert "江北批次" not in home


@pytest.mark.parametrize("path", ["/office/", "/office/recruitment/", "/my/"])
def test_a_units_login_opens_no_other_page(visitor, path):
    assert visitor.get(path).status_code == 403


def test_nobody_else_gets_into_a_units_pages(yuzhong, enter, client, unit, actor, now):
    assert client.get(HOME)["Location"].startswith("/login/")
    assert enter(yuzhong).get(HOME).status_code == 403
    account = login_of(unit(yuzhong), actor, now)
    close_unit_login(unit(yuzhong), reason="经办人调离", by=actor(yuzhong), at=now)
    assert client_of(account).get(HOME).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_units_page_costs_the_same(visitor, yuzhong, noticed, nominated, django_assert_num_queries, rows):
    batch = noticed(yuzhong)
    for seq in range(1, rows + 1):
        nominated(batch, seq)
    visitor.get(HOME)
    with django_assert_num_queries(6):
        visitor.get(HOME)
