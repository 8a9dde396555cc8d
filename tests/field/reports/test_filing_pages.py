from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.personas import client_of
from tests.reports.told import FACTS, posted, suggestion
from zhongmu.corps.models import Appointment
from zhongmu.reports.models import Report

pytestmark = pytest.mark.django_db
NEW = "/my/reports/new/clue/"


def photo(name="我家楼下的药店-李秀英.jpg", colour="red"):
    content = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


@pytest.fixture
def phone(supervisor, yuzhong):
    """李秀英's own phone."""
    return client_of(supervisor(yuzhong))


@pytest.mark.clause("CQ-9.2")
def test_a_clue_is_filed_on_one_page_and_answered_with_a_receipt(phone):
    answer = phone.post(NEW, {**posted(), "attachments": [photo(), photo(colour="blue")]})
    report = Report.objects.get()
    page = answer.content.decode()
    assert (answer.status_code, report.number in page, report.amount) == (200, True, 1_248_000)
    assert [each.display_name for each in report.files.all()] == ["附件1.jpg", "附件2.jpg"]
    assert "受理后15个工作日内核查完毕" in page


def test_the_receipt_is_printed_again_from_the_same_form(phone, supervisor, jiangbei):
    phone.post(NEW, posted())
    printed = phone.post(reverse("field:receipt"), {"token": posted()["token"]})
    assert printed.content.startswith(b"%PDF")
    stranger = client_of(supervisor(jiangbei, name="张伟", number="230103199001010023", phone="13900139000"))
    assert stranger.post(reverse("field:receipt"), {"token": posted()["token"]}).status_code == 404
    assert phone.post(reverse("field:receipt"), {"token": "unknown"}).status_code == 404


def test_pressing_twice_files_once(phone):
    first, second = phone.post(NEW, posted()), phone.post(NEW, posted())
    assert Report.objects.count() == 1
    code = first.content.decode().split("<code>")[1].split("</code>")[0]
    assert code in second.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"target_name": ""}, "没有写对象的名称"),
        ({"scene": ""}, "都不像的选"),
        ({"happened_on": "2026-11-03"}, "今天以后"),
        ({"happened_on": "去年"}, "日期没有看懂"),
        ({"amount": "-1"}, "负数"),
        ({"amount": "1e308"}, "只能是以元为单位的数字"),
        ({"amount": "约三万"}, "换算成元"),
        ({"facts": ""}, "没有写情况"),
        ({"facts": FACTS + "患者身份证11010519491231002X"}, "像身份证号的数字"),
        ({"facts": "床" * 30_001}, "最多30000字"),
    ],
)
def test_a_refused_clue_says_why_and_loses_nothing(phone, changes, words):
    answer = phone.post(NEW, posted(**changes))
    page = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert words in page
    assert "示范康复医院" in page or "target_name" in changes
    assert changes.get("facts", FACTS) in page


def test_amounts_are_read_as_people_type_them(phone):
    phone.post(NEW, posted(amount="1,234.50"))
    assert Report.objects.get().amount == 123_450


def test_an_identity_number_stays_when_it_must(phone):
    facts = FACTS + "患者身份证11010519491231002X"
    phone.post(NEW, posted(facts=facts, keep_numbers="on"))
    assert Report.objects.get().facts == facts


def test_script_in_the_text_is_shown_as_text(phone):
    phone.post(
        NEW,
        posted(
            facts="<script>alert(1)</script>三次走访床位都空着，护士说回家休息", target_name="<b>医院</b>"
        ),
    )
    page = phone.get(reverse("field:report", args=[Report.objects.get().pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"MZ\x90\x00 program"), "第1个附件"),
        (SimpleUploadedFile("空.pdf", b""), "第1个附件"),
    ],
)
def test_a_refused_file_is_named_by_its_place(phone, upload, words):
    upload.seek(0)
    answer = phone.post(NEW, {**posted(), "attachments": [upload]})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert FACTS in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("count", [10, 21, 60])
def test_too_many_photos_picked_at_once_are_refused_with_nothing_lost(phone, count):
    """A phone lets one tick the whole album."""
    answer = phone.post(NEW, {**posted(), "attachments": [photo() for _each in range(count)]})
    assert answer.status_code == 422
    assert "9个" in answer.content.decode()
    assert FACTS in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.clause("CQ-9.3")
def test_a_suggestion_is_filed_the_same_way(phone):
    told = suggestion()
    form = {"token": "s" * 32, "suggestion_kind": told.suggestion_kind, "facts": told.facts}
    assert "最迟2027年1月1日" in phone.post("/my/reports/new/suggestion/", form).content.decode()
    assert phone.get("/my/reports/new/poem/").status_code == 404


@pytest.mark.clause("HL-2.3c")
def test_a_report_about_the_bureau_says_that_it_went_up(phone, chongqing):
    answer = phone.post(NEW, posted(target_kind="staff", scene="conduct"))
    assert "直接送上级机关" in answer.content.decode()
    assert Report.objects.get().bureau == chongqing


@pytest.mark.clause("CQ-6.3")
def test_after_the_term_one_reports_as_a_citizen_and_still_reads_the_answers(phone):
    phone.post(NEW, posted())
    Appointment.objects.update(ends_on="2026-11-01")
    refused = phone.post(NEW, posted(token="t" * 32))
    assert (refused.status_code, Report.objects.count()) == (422, 1)
    assert "普通群众" in refused.content.decode()
    assert phone.get(reverse("field:report", args=[Report.objects.get().pk])).status_code == 200
    assert (
        "/my/reports/new/" not in phone.get(reverse("field:report_list")).content.decode().split("</main>")[0]
    )


def test_who_was_never_appointed_is_told_where_to_report(supervisor, yuzhong):
    phone = client_of(supervisor(yuzhong))
    Appointment.objects.all().delete()
    assert "还没有被聘为" in phone.get(reverse("field:report_start")).content.decode()


def test_with_two_bureaus_the_supervisor_chooses(phone, appointed, jiangbei):
    appointed(jiangbei)
    page = phone.get(reverse("field:report_start")).content.decode()
    assert "渝中区医疗保障局" in page
    assert "江北区医疗保障局" in page
    phone.post(NEW, posted(bureau=jiangbei.code))
    assert Report.objects.get().bureau == jiangbei


def test_a_phone_shows_the_form_of_either_kind(phone):
    assert "您看到的是哪一种情形" in phone.get(NEW).content.decode()
    assert "是哪一类建议" in phone.get("/my/reports/new/suggestion/").content.decode()
