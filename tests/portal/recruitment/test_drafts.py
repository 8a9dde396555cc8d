"""A form that is still being filled in: kept, shown again, thrown away, gone once it is sent."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import APPLICANT, photo_jpeg, resident_number, secret_sent
from zhongmu.files.models import StoredFile
from zhongmu.files.store import read_working
from zhongmu.ledger.models import LedgerEntry
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.correcting import _snapshot
from zhongmu.recruitment.actions.drafting import clear_expired
from zhongmu.recruitment.models import Application, Batch, Draft

TYPED = {
    "name": "周一",
    "phone": "13800138000",
    "address": "渝中区示范路9号",
    "other_categories": ["expert", "npc"],
}
CONSENTS = {"declared": "on", "privacy_consent": "on", "name_consent": "on", "signed_on": "2026-11-02"}


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("照片.jpg", photo_jpeg(), content_type="image/jpeg")


@pytest.fixture
def door(yuzhong, noticed):
    cache.clear()
    return reverse("portal:apply", args=[yuzhong.code, noticed(yuzhong).pk])


@pytest.fixture
def keep(client, door):
    """keep(**typed) → what a script is told after a save."""

    def post(by: Client = client, **typed: object) -> dict[str, object]:
        by.get(door)
        return by.post(door, {**TYPED, **typed, "keep": "script"}).json()

    return post


def test_what_was_typed_is_there_again_on_the_same_device(client, door, keep):
    assert keep() == {"saved": "10:00", "wrong": {}, "files": {}}
    page = client.get(door).content.decode()
    assert "已保存 10:00" in page
    assert 'value="渝中区示范路9号"' in page
    assert page.count('name="other_categories"') == page.count('type="checkbox" name="other_categories"')
    assert page.split('value="npc"')[2].startswith(" checked")


def test_it_is_nobody_elses(keep, door):
    keep()
    page = Client().get(door).content.decode()
    assert "周一" not in page
    assert "已保存 10:00" not in page


def test_a_button_does_the_same_without_scripts(client, door):
    client.get(door)
    answer = client.post(door, {**TYPED, "keep": "button", "photo": picture()}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(door, 302)]
    assert "已保存 10:00。以后用这台设备打开这一页" in page
    assert "照片已收到并保留" in page


def test_it_is_sealed_and_leaves_no_trace_in_the_ledger(keep):
    entries = LedgerEntry.objects.count()
    keep()
    row = str(Draft.objects.values_list().get())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM recruitment_draft")
        kept = bytes(cursor.fetchone()[0])
    assert "周一".encode() not in kept
    assert "周一".encode("unicode_escape") not in kept
    assert "13800138000" not in row.replace(Draft.objects.get().content, "")
    assert LedgerEntry.objects.count() == entries


def test_signature_and_consents_are_given_when_the_form_is_sent(client, door, keep):
    keep(**CONSENTS, signature="data:image/png;base64,AAAA")
    content = Draft.objects.get().content
    assert not any(name in content for name in (*CONSENTS, "signature", "csrf"))


@pytest.mark.clause("CQ-F7")
def test_health_is_kept_only_with_its_own_consent(keep):
    keep(health="30", health_note="血压偏高")
    assert "血压" not in Draft.objects.get().content
    keep(health="30", health_note="血压偏高", health_consent="on")
    assert "血压" in Draft.objects.get().content
    keep(health="30", health_note="血压偏高")
    assert "血压" not in Draft.objects.get().content


def test_a_new_photo_takes_the_old_ones_place_on_the_disk_too(keep, django_capture_on_commit_callbacks):
    first = keep(photo=picture())
    assert first["files"]["photo_token"]
    old = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        keep(photo=picture())
    assert Draft.objects.get().photo_id != old.pk
    assert StoredFile.objects.count() == 1
    assert [path.name.split(".")[0] for path in settings.FILES_DIR.rglob("*.original")] == [
        StoredFile.objects.get().token
    ]


def test_a_bad_photo_is_said_and_the_rest_is_kept(client, door, keep):
    answer = keep(photo=SimpleUploadedFile("a.jpg", b"MZ\x90\x00" + b"0" * 600))
    assert "程序" in answer["wrong"]["photo"]
    assert Draft.objects.get().photo is None
    said = {**TYPED, "keep": "button", "photo": SimpleUploadedFile("a.jpg", b"MZ\x90\x00" + b"0" * 600)}
    assert "程序" in client.post(door, said, follow=True).content.decode()


def test_a_form_with_errors_is_kept_as_well(client, door):
    client.get(door)
    assert client.post(door, answers(phone="123")).status_code == 422
    page = client.get(door).content.decode()
    assert 'value="123"' in page
    assert "照片已收到并保留" in page


def test_a_draft_with_its_photo_is_sent_and_gone(client, door, keep):
    keep(photo=picture())
    said = answers()
    del said["photo"]
    with CaptureQueriesContext(connection) as asked:
        assert client.post(door, said).status_code == 302
    texts = [query["sql"] for query in asked]
    lock = max(at for at, text in enumerate(texts) if 'FROM "recruitment_batch"' in text)
    assert not [text for text in texts[lock:] if "recruitment_draft" in text or "intake_" in text]
    shut = Draft.objects.get()
    assert (shut.content, shut.photo, shut.phone_index, shut.code_index) == ("", None, "", "")
    assert StoredFile.objects.get() == Application.objects.get().photo
    assert "周一" not in client.get(door).content.decode()


def test_the_closing_second_is_closed_and_the_draft_stays(client, door, keep, now):
    keep()
    closed = Draft.objects.get().bureau.batches.get()
    closed.apply_closes_at = now
    closed.save()
    answer = client.post(door, answers())
    assert "截止" in answer.content.decode()
    assert answer.status_code == 422
    assert "渝中区示范路9号" in client.get(door).content.decode()
    assert not Application.objects.exists()


def test_a_lost_answer_is_given_again_when_the_page_is_opened_anew(client, door):
    client.get(door)
    key = client.cookies["draft"].value
    first = client.post(door, answers(submission=key.split("-")[1]), follow=True).content.decode()
    client.cookies["draft"] = key  # the answer that took the key away never arrived
    again = client.get(door, follow=True)
    assert again.redirect_chain
    assert Application.objects.get().number in again.content.decode()
    assert first.split("<dd>")[2][:16] == again.content.decode().split("<dd>")[2][:16]


def test_a_stale_tab_keeps_nothing_once_the_form_was_sent(client, door, keep):
    key = client.get(door).cookies["draft"].value
    client.post(door, answers(submission=key.split("-")[1]))
    client.cookies["draft"] = key
    answer = client.post(door, {**TYPED, "keep": "script", "submission": key.split("-")[1]})
    assert answer.status_code == 409
    assert "已经提交过" in answer.json()["stopped"]
    assert Draft.objects.get().content == ""


def test_a_save_that_comes_after_any_form_was_sent_keeps_nothing(
    client, yuzhong, noticed, filled, nominated, actor, now, today
):
    """On a shared computer the next visitor would have it: of a self-nomination, an answer, a correction."""
    receipt = actions.register_application(noticed(yuzhong), filled(1), by=APPLICANT, at=now)
    actions.send_back(receipt.application, reason="住址写到门牌号", by=actor(yuzhong), at=now)
    asked = nominated(receipt.application.batch, 3)
    client.post("/progress/", {"number": receipt.application.number, "secret": receipt.secret})
    client.post("/reply/", {"number": asked.number, "secret": secret_sent(asked)})
    forms = [
        (reverse("portal:self_offer", args=[yuzhong.code]), {}),
        (reverse("portal:reply_form"), {"resident_id": resident_number(3), "sex": "1"}),
        (reverse("portal:correct"), {"name": "李秀英二", "resident_id": resident_number(1), "sex": "1"}),
    ]
    for url, changes in forms:
        value = client.get(url).cookies["draft"].value
        said = answers(submission=value.split("-")[1], **changes)
        assert client.post(url, said).status_code == 302, url
        for cookie in (value, ""):  # on its way before the answer; from a page the browser kept
            client.cookies["draft"] = cookie
            late = client.post(url, {**TYPED, "keep": "script", "submission": said["submission"]})
            assert late.status_code == (302 if url == reverse("portal:correct") else 409), url
            assert not Draft.objects.standing(today).exists()
        client.cookies.pop("draft")
        assert "周一" not in client.get(url, follow=True).content.decode()
    assert clear_expired(on=today + timedelta(days=31), at=now) == 0
    assert not Draft.objects.exists()


def test_an_open_page_stores_no_more_than_its_form_asks_for(client, door, now, monkeypatch):
    client.get(door)
    client.cookies["draft"] = "off"
    more = {"scan": picture(), "seal": picture()}
    client.post(door, {**TYPED, **more, "photo": picture(), "keep": "script"})
    assert StoredFile.objects.count() == 1
    monkeypatch.setattr("zhongmu.portal.recruitment.ways.MOST_FILES", 1)
    page = client.post(door, answers(photo=picture())).content.decode()
    assert "这个网络地址一小时内传的文件太多" in page
    cache.clear()
    closed = Batch.objects.get()
    closed.apply_closes_at = now
    closed.save()
    page = client.post(door, answers(photo=picture())).content.decode()
    assert "现在不受理，没有保存这个文件" in page
    assert StoredFile.objects.count() == 1


def test_no_token_of_a_file_stands_in_what_is_sealed(keep, client, door):
    """The daily sweep asks fields only, so a token in a text would not save its file."""
    key = client.get(door).cookies["draft"].value
    token = keep(photo=picture())["files"]["photo_token"]
    draft = Draft.objects.get()
    assert draft.photo is not None
    assert not any(mark in draft.content for mark in (token, draft.photo.token))
    client.post(door, {**answers(submission=key.split("-")[1]), "photo": picture()})
    application = Application.objects.get()
    row = Application.objects.values().get(pk=application.pk)
    assert application.photo.token not in f"{row} {_snapshot(application)}"


def test_it_is_thrown_away_and_nothing_more_is_kept(client, door, keep, django_capture_on_commit_callbacks):
    keep(photo=picture())
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(door, {"throw_away": "1"}, follow=True).content.decode()
    assert "草稿和照片已经删除" in page
    assert "没有暂存" in page
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()
    assert list(settings.FILES_DIR.rglob("*.original")) == []
    answer = client.post(door, {**TYPED, "keep": "script"})
    assert answer.status_code == 409
    assert client.post(door, answers(phone="123")).status_code == 422
    assert not Draft.objects.exists()
    client.post(door, {**TYPED, "keep": "button"})
    assert Draft.objects.exists()


def test_nothing_to_throw_away_is_no_error(client, door):
    client.get(door)
    assert "没有暂存" in client.post(door, {"throw_away": "1"}, follow=True).content.decode()


def test_another_person_begins_with_an_empty_form(client, door, keep):
    keep()
    page = client.post(door, {"another": "1"}, follow=True).content.decode()
    assert "渝中区示范路9号" not in page
    assert Draft.objects.exists()


@pytest.mark.parametrize("by", ["button", "script"])
def test_what_is_far_too_long_is_not_kept_and_said(client, door, by):
    client.get(door)
    answer = client.post(door, {**TYPED, "reason": "好" * 50_000, "keep": by})
    assert "没有保存" in (answer.json()["stopped"] if by == "script" else answer.content.decode())
    assert not Draft.objects.exists()


def test_a_page_left_open_overnight_still_sends_its_photo(client, door, keep, now, monkeypatch):
    token = keep(photo=picture())["files"]["photo_token"]
    monkeypatch.setattr("zhongmu.recruitment.uploads.LASTS", -1)
    said = answers(photo_token=token)
    del said["photo"]
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert client.post(door, {**said, "photo_token": "stale"}).status_code == 302


def test_what_nobody_comes_back_to_is_removed_with_its_files(client, door, yuzhong, keep, now, today):
    keep(photo=picture())
    draft = Draft.objects.get()
    assert draft.expires_on == today + timedelta(days=30)
    assert clear_expired(on=draft.expires_on, at=now) == 0
    late = draft.expires_on + timedelta(days=1)
    assert not yuzhong.drafts.standing(late).exists()
    assert clear_expired(on=late, at=now + timedelta(days=31)) == 1
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()
    entry = LedgerEntry.objects.get(action="recruitment.drafts.clear")
    assert (entry.chain, entry.facts) == (yuzhong.code, '{"removed":1}')


def test_a_photo_an_application_took_over_outlives_the_draft(client, door, keep, apply, now, today):
    keep(photo=picture())
    draft = Draft.objects.get()
    taken = apply(draft.bureau.batches.get(), 3, photo=draft.photo)
    clear_expired(on=today + timedelta(days=99), at=now)
    assert taken.photo in StoredFile.objects.all()
    assert not Draft.objects.exists()


def test_a_correction_is_kept_apart_for_each_application(client, yuzhong, noticed, filled, actor, now):
    batch = noticed(yuzhong)
    receipts = [actions.register_application(batch, filled(n), by=APPLICANT, at=now) for n in (1, 2)]
    for receipt in receipts:
        actions.send_back(receipt.application, reason="住址写到门牌号", by=actor(yuzhong), at=now)
    url = reverse("portal:correct")

    def open_(receipt: actions.Receipt) -> str:
        client.post("/progress/", {"number": receipt.application.number, "secret": receipt.secret})
        return client.get(url).content.decode()

    open_(receipts[0])
    assert client.post(url, {**TYPED, "address": "改了一半", "keep": "script"}).status_code == 200
    assert "改了一半" not in open_(receipts[1])
    assert "改了一半" in open_(receipts[0])


@pytest.mark.clause("CQ-F6")
def test_the_identity_number_is_read_back_by_part_without_scripts(client, door):
    page = client.post(door, answers(resident_id="500103200102290013")).content.decode()
    assert "重庆市渝中区" in page
    assert "日历上没有2001年2月29日，请核对这几位" in page


def square() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (800, 800), (200, 210, 220)).save(out, "JPEG")
    return SimpleUploadedFile("方.jpg", out.getvalue(), content_type="image/jpeg")


@pytest.mark.clause("CQ-F3")
def test_a_photo_the_server_cut_is_seen_before_it_is_sent(client, door):
    client.get(door)
    page = client.post(door, answers(photo=square())).content.decode()
    assert "照片按证书的比例裁成了下面的样子" in page
    assert "data:image/jpeg;base64," in page
    assert not Application.objects.exists()
    token = page.split('name="photo_token"')[1].split('value="')[1].split('"')[0]
    said = answers(photo_token=token)
    del said["photo"]
    assert client.post(door, said).status_code == 302
    with Image.open(io.BytesIO(read_working(Application.objects.get().photo))) as printed:
        assert abs(printed.width / printed.height - 295 / 413) < 0.01
