"""A notice carries its attachments, and names the ways by which it takes applications (CQ-7.1)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import photo_jpeg, resident_number
from zhongmu.files.models import StoredFile
from zhongmu.ledger.models import LedgerEntry
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.attaching import detach
from zhongmu.recruitment.documents import notice_facts
from zhongmu.recruitment.models import Application, NoticeFile

pytestmark = pytest.mark.clause("CQ-7.1")


@pytest.fixture
def drafted_notice(noticed, yuzhong, planned, actor, now):
    """An approved batch, its notice not published yet."""
    batch = planned(yuzhong)
    actions.approve_plan(batch, by=actor(yuzhong, "leader"), at=now, on=now.date())
    return batch


@pytest.fixture
def desk(enter, yuzhong):
    return enter(yuzhong)


def at(batch):
    return reverse("office:notice_files", args=[batch.pk])


def said(title="所需材料清单", **changes):
    picture = SimpleUploadedFile("清单.jpg", photo_jpeg(), content_type="image/jpeg")
    return {"title": title, "file": picture, **changes}


def publish(batch, actor, now):
    by, day = actor(batch.bureau), {"opens_at": now, "closes_at": now.replace(month=12)}
    told = {"requirements": "年满18周岁", "ways": ["online"], "phone": "023-67890123"}
    actions.write_notice(batch, **told, **day, by=by, at=now)
    actions.publish_notice(batch, by=by, at=now, on=now.date())


def test_an_attachment_is_added_printed_and_read_by_everyone_once_published(
    drafted_notice, desk, yuzhong, actor, now
):
    batch = drafted_notice
    assert desk.post(at(batch), said()).status_code == 302
    assert desk.post(at(batch), said("推荐表/空白")).status_code == 302
    first, second = batch.attachments.all()
    public = reverse("portal:notice_file", args=[yuzhong.code, batch.pk, first.pk])
    assert Client().get(public).status_code == 404
    publish(batch, actor, now)
    answer = Client().get(public)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "/" not in second.file_name
    page = Client().get(reverse("portal:notice", args=[yuzhong.code, batch.pk])).content.decode()
    assert "所需材料清单" in page
    assert public in page
    printed = notice_facts(batch, yuzhong.policy(now.date())).body
    assert printed[-2:] == ["附件：1．所需材料清单", "2．推荐表/空白"]
    assert desk.get(reverse("office:notice_file", args=[batch.pk, first.pk])).status_code == 200
    assert LedgerEntry.objects.filter(action="recruitment.batch.attach").count() == 2


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../推荐表", "..／推荐表.jpg"),
        ("清单\r\n0000  06-伪造.pdf", "清单 0000 06-伪造.jpg"),
        ('何时?"何地":<看>', "何时？＂何地＂：＜看＞.jpg"),
    ],
)
def test_a_title_makes_a_name_that_every_folder_can_hold(title, name):
    picture = StoredFile(working_type="image/jpeg")
    assert NoticeFile(title=title, file=picture).file_name == name.replace("06-伪造.jpg", "06-伪造.pdf.jpg")


def test_an_attachment_is_taken_off_a_draft_with_its_file(drafted_notice, desk):
    desk.post(at(drafted_notice), said())
    row = NoticeFile.objects.get()
    assert desk.post(at(drafted_notice), {"remove": row.pk}).status_code == 302
    assert not NoticeFile.objects.exists()
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    assert LedgerEntry.objects.filter(action="recruitment.batch.detach").count() == 1
    assert desk.post(at(drafted_notice), {"remove": "x"}).status_code == 404


def test_two_who_take_off_the_same_attachment_do_it_once(drafted_notice, desk, yuzhong, actor, now):
    desk.post(at(drafted_notice), said())
    rows = [NoticeFile.objects.get(), NoticeFile.objects.get()]
    for row in rows:
        detach(row, by=actor(yuzhong), at=now)
    assert not NoticeFile.objects.exists()
    assert LedgerEntry.objects.filter(action="recruitment.batch.detach").count() == 1


def test_what_is_published_stays_as_it_was(drafted_notice, desk, actor, now):
    desk.post(at(drafted_notice), said())
    publish(drafted_notice, actor, now)
    row = NoticeFile.objects.get()
    for sent in (said("另一份"), {"remove": row.pk}):
        assert desk.post(at(drafted_notice), sent).status_code == 422
    assert NoticeFile.objects.get() == row
    page = desk.get(at(drafted_notice)).content.decode()
    assert "删去" not in page
    assert row.title in page


def test_what_is_wrong_with_an_attachment_is_said_and_nothing_lost(drafted_notice, desk):
    page = desk.post(at(drafted_notice), said("")).content.decode()
    assert "请填写附件名称" in page
    [box] = re.findall(r'<input[^>]*name="file_token"[^>]*>', page)
    token = box.split('value="')[1].split('"')[0]
    assert desk.post(at(drafted_notice), {"title": "清单", "file_token": token}).status_code == 302
    again = desk.post(at(drafted_notice), said("清单"))
    assert "已经有叫“清单”的附件" in again.content.decode()
    svg = SimpleUploadedFile("图.svg", b"<svg onload='x'/>", content_type="image/svg+xml")
    refused = desk.post(at(drafted_notice), said("图", file=svg)).content.decode()
    assert "不收“.svg”文件" in refused
    assert 'value="图"' in refused
    assert "请选择要附上的文件" in desk.post(at(drafted_notice), {"title": "空"}).content.decode()


def test_nobody_next_door_sees_or_adds_an_attachment(drafted_notice, desk, jiangbei, enter, yuzhong):
    desk.post(at(drafted_notice), said())
    row = NoticeFile.objects.get()
    stranger = enter(jiangbei)
    assert stranger.post(at(drafted_notice), said("别人的")).status_code == 404
    assert stranger.get(reverse("office:notice_file", args=[drafted_notice.pk, row.pk])).status_code == 404
    assert enter(yuzhong, "audit").get(at(drafted_notice)).status_code == 403


def test_a_notice_without_the_way_on_line_takes_nothing_on_line(noticed, yuzhong):
    batch = noticed(yuzhong)
    type(batch).objects.update(ways=["post", "counter"])
    public = Client().get(reverse("portal:notice", args=[yuzhong.code, batch.pk])).content.decode()
    assert "没有开通在线报名" in public
    sent = Client().post(reverse("portal:apply", args=[yuzhong.code, batch.pk]), answers())
    assert sent.status_code == 422
    text = sent.content.decode()
    assert "请按公告写明的方式报名：邮寄、现场" in text
    assert "热心社区事务" in text
    assert not Application.objects.exists()


@pytest.mark.parametrize(("channel", "outside"), [("post", True), ("visit", False)])
def test_paper_by_another_way_than_the_notice_says_is_pointed_out(noticed, yuzhong, desk, channel, outside):
    batch = noticed(yuzhong)
    type(batch).objects.update(ways=["online", "counter"])
    paper = {**answers(resident_id=resident_number(1), sex="1"), "batch": batch.pk}
    came = {"intake_channel": channel, "arrived_on": "2026-11-02"}
    assert desk.post(reverse("office:intake_application"), {**paper, **came}).status_code == 200
    page = desk.get(reverse("office:application", args=[Application.objects.get().pk])).content.decode()
    assert ("不在公告写明的报名方式里（在线、现场）" in page) == outside
