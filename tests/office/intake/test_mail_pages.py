"""An e-mailed form goes over the officer's desk: read, corrected, registered as on the web, or sent back."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.files.samples import packed
from tests.intake.forms import form, mail, with_text
from tests.recruitment.conftest import _files, noticed, photo_jpeg, planned, resident_number
from zhongmu.intake.actions import seal
from zhongmu.intake.models import Arrival, Attachment
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.letters.models import State as LetterState
from zhongmu.recruitment.models import Application

__all__ = ["_files", "noticed", "planned"]  # fixtures are shared by name
pytestmark = pytest.mark.django_db
NEW = "/office/intake/mail/new/"
MACRO = packed(
    {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}
)


@pytest.fixture
def desk(enter, yuzhong):
    return enter(yuzhong, "clerk")


@pytest.fixture
def came(desk, yuzhong):
    """came(bytes, "a.eml") → the newest arrival after uploading this."""

    def make(content: bytes, name: str = "来件.eml", day: str = "2026-11-01") -> Arrival:
        answer = desk.post(NEW, {"file": SimpleUploadedFile(name, content), "arrived_on": day})
        assert answer.status_code == 302, answer.content.decode()
        return Arrival.objects.order_by("pk").last()

    return make


def corrected(arrival: Arrival, page: str, **changes: object) -> dict[str, object]:
    """What the officer sends: everything as the page showed it, and what was not on the form."""
    said = {name: text for cell in arrival.read["cells"] for name, text in cell["values"].items()}
    files = {f.role: str(f.number) for f in arrival.attachments.all()}
    said |= {
        "batch": page.split('name="batch" value="')[1].split('"', maxsplit=1)[0],
        "submission": page.split('name="submission"')[1].split('value="')[1].split('"', maxsplit=1)[0],
        "channel": "public",
        "category": "insured",
        "looked": "on",
        "photo_from": files.get(Attachment.PHOTO, ""),
        "signature_from": files.get(Attachment.SIGNATURE, ""),
        "declared": "on",
        "privacy_consent": "on",
        "health_consent": "on",
        "name_consent": "on",
    }
    return {**said, **changes}


def link(arrival: Arrival) -> str:
    return reverse("office:arrival", args=[arrival.pk])


@pytest.mark.clause("CQ-7.1", "HL-2.3e")
def test_a_mailed_form_is_registered_from_the_day_it_reached_the_mailbox(
    desk, came, noticed, yuzhong, monkeypatch, now
):
    batch = noticed(yuzhong)
    arrival = came(mail(("报名表.docx", form())), day="2026-11-02")
    page = desk.get(link(arrival)).content.decode()
    assert "阿依古丽·买买提" in page
    assert 'value="13800138000"' in page
    answer = desk.post(link(arrival), corrected(arrival, page))
    assert answer.status_code == 200, answer.content.decode()
    application = Application.objects.get()
    assert application.number in answer.content.decode()
    assert (application.batch_id, application.resident_id) == (batch.pk, resident_number(2))
    assert (application.intake["channel"], str(application.arrived_on)) == ("email", "2026-11-02")
    assert application.scan is not None
    assert application.signed_scan is not None
    arrival.refresh_from_db()
    assert (arrival.state, arrival.application_id) == ("registered", application.pk)
    assert "看这份报名" in desk.get(link(arrival)).content.decode()


def test_the_same_form_sent_twice_is_one_application_and_one_receipt(desk, came, noticed, yuzhong):
    noticed(yuzhong)
    arrival = came(mail(("报名表.docx", form())), day="2026-11-02")
    said = corrected(arrival, desk.get(link(arrival)).content.decode())
    first, again = desk.post(link(arrival), said), desk.post(link(arrival), said)
    secrets = [r.content.decode().split("查询码</dt><dd>")[1].split("<")[0] for r in (first, again)]
    assert secrets[0] == secrets[1]
    assert Application.objects.count() == 1
    other = desk.post(link(arrival), {**said, "submission": "0" * 32})
    assert other.status_code == 422
    assert Application.objects.count() == 1


def test_doubts_stand_beside_the_fields_and_must_be_looked_at(desk, came, noticed, yuzhong):
    noticed(yuzhong)
    arrival = came(with_text("联系电话", "123"), "报名表.docx", day="2026-11-02")
    page = desk.get(link(arrival)).content.decode()
    assert "待核" in page
    assert "原文：123" in page
    assert 'name="looked"' in page
    assert "报名表上没有这一栏" in page
    said = corrected(arrival, page, looked="", phone="13800138000")
    answer = desk.post(link(arrival), said)
    assert answer.status_code == 422
    assert "还没有确认核对" in answer.content.decode()
    assert "原文：123" in answer.content.decode()
    assert not Application.objects.exists()
    assert desk.post(link(arrival), {**said, "looked": "on"}).status_code == 200
    assert Application.objects.get().phone == "13800138000"


def test_the_same_validation_as_on_the_web_holds(desk, came, noticed, yuzhong):
    noticed(yuzhong)
    arrival = came(mail(("报名表.docx", form())), day="2026-11-02")
    page = desk.get(link(arrival)).content.decode()
    for change, words in (
        ({"resident_id": "11010519491231002A"}, "第18位"),
        ({"reason": "短"}, "聘任理由须"),
        ({"signature_from": ""}, "还没有签名"),
        ({"photo_from": ""}, "请上传近期免冠照片"),
        ({"unit_opinion": "同意推荐。"}, "先登记推荐函"),
        ({"health_consent": ""}, "须另行同意"),
        ({"category": ""}, "请选择来源类别"),
    ):
        answer = desk.post(link(arrival), corrected(arrival, page, **change))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    assert not Application.objects.exists()


@pytest.mark.clause("CQ-7.1")
def test_a_mail_that_came_after_the_window_is_refused_with_the_article(desk, came, noticed, yuzhong):
    noticed(yuzhong)
    arrival = came(mail(("报名表.docx", form())), day="2026-10-20")
    answer = desk.post(link(arrival), corrected(arrival, desk.get(link(arrival)).content.decode()))
    assert answer.status_code == 422
    assert "来件日不在报名期内" in answer.content.decode()
    arrival.refresh_from_db()
    assert arrival.state == "waiting"


def test_a_photo_and_a_signature_that_came_beside_the_form_can_be_chosen(desk, came, noticed, yuzhong):
    noticed(yuzhong)
    raw = mail(
        ("报名表.docx", form(photo=None, signature=None)),
        ("照片.jpg", photo_jpeg()),
        ("签字.jpg", photo_jpeg()),
    )
    arrival = came(raw, day="2026-11-02")
    files = list(arrival.attachments.all())
    assert [f.role for f in files] == ["form", "other", "other"]
    page = desk.get(link(arrival)).content.decode()
    said = corrected(arrival, page, photo_from="2", signature_from="3")
    assert desk.post(link(arrival), said).status_code == 200
    application = Application.objects.get()
    assert application.signed_scan_id == files[2].stored_id
    assert application.photo.display_name == "照片.jpg"


def test_a_picture_too_small_to_print_is_said_not_taken(desk, came, noticed, yuzhong):
    from PIL import Image

    noticed(yuzhong)
    import io

    small = io.BytesIO()
    Image.new("RGB", (100, 140)).save(small, "JPEG")
    arrival = came(mail(("报名表.docx", form(photo=None)), ("照片.jpg", small.getvalue())), day="2026-11-02")
    page = desk.get(link(arrival)).content.decode()
    answer = desk.post(link(arrival), corrected(arrival, page, photo_from="3"))
    assert answer.status_code == 422
    assert "100×140像素" in answer.content.decode()
    embedded = came(with_text("备注", "x", form(photo=small.getvalue())), "b.docx")
    assert "像素" in embedded.read["cells"][-1]["doubts"]["photo"]


def test_what_the_files_rules_refuse_is_named_and_the_message_put_under_lock(desk, came):
    arrival = came(mail(("报名表.docx", form()), ("材料.docm.docx", MACRO), ("脚本.exe", b"MZ")))
    page = desk.get(link(arrival)).content.decode()
    assert "带有宏" in page
    assert "不收“.exe”文件" in page
    assert "不提供下载" in page
    assert desk.get(reverse("office:arrival_original", args=[arrival.pk])).status_code == 404
    assert desk.get(reverse("office:arrival_file", args=[arrival.pk, 4])).status_code == 404
    assert arrival.has_form


def test_the_original_is_kept_and_can_be_saved_as_it_came(desk, came):
    raw = mail(("报名表.docx", form()), ("签字.jpg", photo_jpeg()))
    arrival = came(raw)
    answer = desk.get(reverse("office:arrival_original", args=[arrival.pk]))
    assert answer.content == raw
    assert answer["Content-Disposition"].startswith("attachment")
    shown = desk.get(reverse("office:arrival_file", args=[arrival.pk, 4]))
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/jpeg", "inline")
    saved = desk.get(reverse("office:arrival_file", args=[arrival.pk, 1]))
    assert saved["Content-Disposition"].startswith("attachment")


def test_each_message_is_taken_in_once(desk, came):
    first = came(mail(("报名表.docx", form())))
    answer = desk.post(
        NEW,
        {"file": SimpleUploadedFile("again.eml", mail(("报名表.docx", form()))), "arrived_on": "2026-11-02"},
        follow=True,
    )
    assert "没有重复收件" in answer.content.decode()
    assert Arrival.objects.get() == first


def test_a_message_with_two_forms_is_two_arrivals(desk, came, yuzhong):
    came(mail(("甲.docx", form()), ("乙.docx", form(name="乙一")), ("会议.jpg", photo_jpeg())))
    numbers = [a.number for a in yuzhong.arrivals.order_by("pk")]
    assert numbers == ["来〔2026〕0001", "来〔2026〕0002"]
    assert "2份报名表" in desk.get(reverse("office:arrivals")).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "day", "words"),
    [
        ("a.docx", MACRO, "2026-11-01", "带有宏"),
        ("a.docx", packed({"a": b"b"}), "2026-11-01", "不收压缩包"),
        ("a.eml", b"not a mail", "2026-11-01", "不是一封邮件"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "2026-11-01", "msg"),
        ("a.eml", mail(), "2026-11-03", "不能晚于今天"),
        ("a.eml", mail(), "", "没有填日期"),
    ],
)
def test_a_refused_upload_says_why_and_keeps_nothing(desk, yuzhong, name, content, day, words):
    answer = desk.post(NEW, {"file": SimpleUploadedFile(name, content), "arrived_on": day})
    assert (answer.status_code, Arrival.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_a_file_beyond_the_limit_and_no_file_at_all_are_said(desk, yuzhong, monkeypatch):
    monkeypatch.setattr("zhongmu.office.intake.mailed.MOST_BYTES", 10)
    answer = desk.post(NEW, {"file": SimpleUploadedFile("a.eml", mail()), "arrived_on": "2026-11-01"})
    assert "最大0MB" in answer.content.decode()
    assert "请选择邮件" in desk.post(NEW, {"arrived_on": "2026-11-01"}).content.decode()


@pytest.mark.clause("CQ-F19")
def test_a_form_without_a_signature_goes_back_with_a_letter(desk, came, yuzhong):
    arrival = came(mail(("报名表.docx", form(signature=None))))
    act = reverse("office:arrival_act", args=[arrival.pk, "send_back"])
    assert "没有签名" in desk.get(act).content.decode()
    assert desk.post(act, {"reason": "短"}).status_code == 422
    assert desk.post(act, {"reason": "签字处没有签名，请手写签名后扫描传来。"}).status_code == 302
    letter = Letter.objects.get()
    assert (letter.email, letter.state) == ("gu@example.invalid", LetterState.BY_HAND)
    assert "手写签名后扫描" in letter.body
    assert "gu@example.invalid" in desk.get(reverse("office:letters")).content.decode()
    assert desk.post(act, {"reason": "再退一次看看"}).status_code == 422
    again = reverse("office:arrival_act", args=[arrival.pk, "reopen"])
    assert desk.get(again).status_code == 200
    assert desk.post(again).status_code == 302
    arrival.refresh_from_db()
    assert arrival.state == "waiting"


def test_the_letter_is_mailed_to_the_address_it_came_from(desk, came, yuzhong, mailoutbox, monkeypatch, now):
    from zhongmu.letters.actions import deliver

    monkeypatch.setattr(settings, "EMAIL_HOST", "smtp.example.invalid")
    arrival = came(mail(("报名表.docx", form(signature=None))))
    desk.post(reverse("office:arrival_act", args=[arrival.pk, "send_back"]), {"reason": "没有手写签名。"})
    letter = Letter.objects.get()
    deliver(letter, at=now)
    assert [m.to for m in mailoutbox] == [["gu@example.invalid"]]


def test_a_lone_form_that_goes_back_is_told_by_hand(desk, came, yuzhong):
    arrival = came(form(signature=None), "报名表.docx")
    page = desk.get(reverse("office:arrival_act", args=[arrival.pk, "send_back"])).content.decode()
    assert "没有发件地址" in page
    desk.post(reverse("office:arrival_act", args=[arrival.pk, "send_back"]), {"reason": "没有手写签名。"})
    assert Letter.objects.get().email is None
    assert "来件人" in desk.get(reverse("office:letters")).content.decode()


def test_what_is_no_application_is_laid_aside_with_a_reason(desk, came, yuzhong):
    arrival = came(mail(words="开会通知"))
    page = desk.get(link(arrival)).content.decode()
    assert "没有找到附件2的报名表" in page
    act = reverse("office:arrival_act", args=[arrival.pk, "lay_aside"])
    assert desk.post(act, {"reason": ""}).status_code == 422
    assert desk.post(act, {"reason": "会议通知，不是报名"}).status_code == 302
    done = desk.get(reverse("office:arrivals") + "?tab=done").content.decode()
    assert "不是报名" in done
    assert "会议通知" in desk.get(link(arrival)).content.decode()


@pytest.mark.clause("HL-2.3e")
def test_a_clue_that_came_by_mail_is_sealed_once_registered_and_shows_its_sender_no_more(desk, came, yuzhong):
    arrival = came(mail(words="那家药店刷卡卖米", sender="jubao@example.invalid", subject="举报"))
    page = desk.get(link(arrival)).content.decode()
    assert "那家药店刷卡卖米" in page
    assert "channel=email&amp;arrived_on=2026-11-01" in page
    clue = desk.get(reverse("office:intake_report", args=["clue"]) + "?channel=email&arrived_on=2026-11-01")
    assert 'value="2026-11-01"' in clue.content.decode()
    assert desk.post(reverse("office:arrival_act", args=[arrival.pk, "seal"])).status_code == 302
    for url in (link(arrival), reverse("office:arrivals") + "?tab=done"):
        shown = desk.get(url).content.decode()
        assert not [word for word in ("药店", "jubao", "举报<") if word in shown]
    assert desk.get(reverse("office:arrival_original", args=[arrival.pk])).status_code == 404
    assert desk.post(reverse("office:arrival_act", args=[arrival.pk, "reopen"])).status_code == 422
    told = json.dumps([[e.action, e.facts] for e in LedgerEntry.objects.all()], ensure_ascii=False)
    assert "jubao" not in told


def test_a_form_is_never_sealed_away(desk, came, actor, yuzhong, now):
    arrival = came(mail(("报名表.docx", form())))
    with pytest.raises(NotAllowed, match="有报名表"):
        seal(arrival, by=actor(yuzhong), at=now)
    assert (
        reverse("office:arrival_act", args=[arrival.pk, "seal"])
        not in desk.get(link(arrival)).content.decode()
    )


def test_an_unknown_act_is_no_page(desk, came):
    assert desk.get(reverse("office:arrival_act", args=[came(mail()).pk, "register"])).status_code == 404


def test_without_a_published_notice_the_page_says_so(desk, came):
    page = desk.get(link(came(mail(("报名表.docx", form()))))).content.decode()
    assert "没有已发布公告的批次" in page


def test_where_two_batches_are_open_the_officer_says_which(desk, came, noticed, yuzhong):
    noticed(yuzhong)
    second = noticed(yuzhong, title="2026年第二批")
    arrival = came(mail(("报名表.docx", form())), day="2026-11-02")
    page = desk.get(link(arrival)).content.decode()
    assert '<select class="form-select middling" id="id_batch"' in page
    said = corrected(arrival, page.replace('name="batch"', "") + 'name="batch" value=""')
    assert "请选择哪个批次" in desk.post(link(arrival), said).content.decode()
    assert desk.post(link(arrival), {**said, "batch": second.pk}).status_code == 200
    assert Application.objects.get().batch_id == second.pk


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same(desk, came, django_assert_num_queries, rows):
    for number in range(rows):
        came(mail(identity=f"<{number}@x>"))
    url = reverse("office:arrivals")
    desk.get(url)
    with django_assert_num_queries(9):
        desk.get(url)


def test_the_front_page_of_all_ways_in_counts_what_waits(desk, came, yuzhong):
    assert "件待登记" not in desk.get(reverse("office:intake")).content.decode()
    came(mail())
    assert "1 件待登记" in desk.get(reverse("office:intake")).content.decode()


@pytest.mark.parametrize("role", ["reviewer", "system", "security", "audit"])
def test_only_those_who_register_read_what_came(came, enter, yuzhong, role):
    arrival = came(mail())
    client = enter(yuzhong, role)
    for url in (link(arrival), reverse("office:arrivals"), NEW):
        assert client.get(url).status_code == 403


def test_the_neighbour_finds_nothing(came, enter, jiangbei):
    arrival = came(mail(("报名表.docx", form())))
    stranger = enter(jiangbei, "leader")
    urls = [link(arrival), reverse("office:arrival_act", args=[arrival.pk, "seal"])]
    urls += [
        reverse("office:arrival_file", args=[arrival.pk, 1]),
        reverse("office:arrival_original", args=[arrival.pk]),
    ]
    for url in urls:
        assert stranger.get(url).status_code == 404
        assert stranger.post(url).status_code in {404, 403}
    assert arrival.number not in stranger.get(reverse("office:arrivals")).content.decode()


def test_the_neighbour_takes_the_same_message_in_for_itself(came, enter, jiangbei):
    raw = mail(("报名表.docx", form()))
    came(raw)
    answer = enter(jiangbei).post(NEW, {"file": SimpleUploadedFile("a.eml", raw), "arrived_on": "2026-11-01"})
    assert answer.status_code == 302
    assert Arrival.objects.count() == 2
