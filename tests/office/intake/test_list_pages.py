"""A list over the officer's desk: found fault with, imported whole, each person completed as on the web."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.intake.forms import form, mail
from tests.intake.lists import person, xlsx
from tests.office.intake.test_mail_pages import corrected
from tests.recruitment.conftest import (
    _files,
    agreed,
    apply,
    filled,
    nominated,
    noticed,
    photo,
    photo_jpeg,
    planned,
    resident_number,
    signature_png,
    unit,
    unit_words,
)
from zhongmu.intake.models import Arrival, Sheet, SheetRow
from zhongmu.ledger.models import LedgerEntry
from zhongmu.recruitment.models import Application

__all__ = [
    "_files",
    "agreed",
    "apply",
    "filled",
    "nominated",
    "noticed",
    "photo",
    "planned",
    "unit",
    "unit_words",
]  # fixtures are shared by name
pytestmark = pytest.mark.django_db
NEW = "/office/intake/sheets/new/"
MAILED = "/office/intake/mail/new/"


@pytest.fixture
def policy(yuzhong, today):
    return yuzhong.policy(today)


@pytest.fixture
def desk(enter, yuzhong):
    return enter(yuzhong, "clerk")


@pytest.fixture
def batch(noticed, yuzhong):
    return noticed(yuzhong)


@pytest.fixture
def sent(desk, batch):
    """sent(content) → the answer to uploading this list."""

    def make(content, name="名单.xlsx", **changes):
        said = {"file": SimpleUploadedFile(name, content), "batch": batch.pk, "channel": "post"}
        return desk.post(NEW, {**said, "arrived_on": "2026-11-02", **changes})

    return make


@pytest.fixture
def imported(desk, sent, policy):
    def make(*people):
        sent(xlsx(policy, people or [person(policy, 2), person(policy, 4)]))
        sheet = Sheet.objects.order_by("pk").last()
        desk.post(reverse("office:sheet_import", args=[sheet.pk]))
        sheet.refresh_from_db()
        return sheet

    return make


def completed(page: str, row: SheetRow, **changes: object) -> dict[str, object]:
    said = {
        **row.values,
        "submission": page.split('name="submission"')[1].split('value="')[1].split('"', maxsplit=1)[0],
        "other_categories": [],
        "photo": SimpleUploadedFile("照片.jpg", photo_jpeg()),
        "signature": "data:image/png;base64," + base64.b64encode(signature_png()).decode(),
        "declared": "on",
        "privacy_consent": "on",
        "health_consent": "on",
    }
    return {**said, **changes}


def test_a_list_with_faults_creates_nothing_and_keeps_its_findings_and_its_file(desk, sent, policy):
    content = xlsx(policy, [person(policy, 2, 身份证号=500103197001010027), person(policy, 4, 姓名="")])
    answer = sent(content, name="街道报来.xlsx")
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.people, sheet.faults) == ("faulty", 2, 2)
    page = desk.get(answer["Location"]).content.decode()
    for words in ("第2行 F列“身份证号”", "末几位已丢失", "第3行 B列“姓名”", "街道报来.xlsx", "读到 2 人"):
        assert words in page
    assert desk.get(reverse("office:sheet_file", args=[sheet.pk])).content == content
    assert desk.post(reverse("office:sheet_import", args=[sheet.pk])).status_code == 422
    assert not SheetRow.objects.exists()
    assert "街道报来.xlsx" in desk.get(reverse("office:sheets")).content.decode()


def test_a_good_list_shows_whom_it_would_create_and_then_creates_them_all(desk, sent, policy, yuzhong):
    answer = sent(xlsx(policy, [person(policy, 2), person(policy, 4)]))
    page = desk.get(answer["Location"]).content.decode()
    assert "导入这 2 人" in page
    assert "500103********" in page
    assert person(policy, 2)["身份证号"] not in page
    assert not SheetRow.objects.exists()
    sheet = Sheet.objects.get()
    again = desk.post(reverse("office:sheet_import", args=[sheet.pk]), follow=True).content.decode()
    assert "已导入2人" in again
    assert "还有 2 人待补" in again
    assert [row.values["name"] for row in sheet.rows.all()] == ["李秀英三", "李秀英五"]
    assert not Application.objects.exists()
    assert LedgerEntry.objects.filter(action="intake.sheet.import").exists()


@pytest.mark.clause("CQ-7.1")
def test_each_person_is_completed_and_registered_by_the_action_of_the_web(desk, imported, batch, policy):
    sheet = imported()
    row = sheet.rows.first()
    url = reverse("office:sheet_row", args=[row.pk])
    page = desk.get(url).content.decode()
    assert "李秀英三" in page
    bare = desk.post(url, completed(page, row, photo="", signature="", health_consent=""))
    assert bare.status_code == 422
    for words in ("请上传近期免冠照片", "还没有签名", "须另行同意"):
        assert words in bare.content.decode()
    said = completed(page, row)
    first = desk.post(url, said)
    assert first.status_code == 200, first.content.decode()
    application = Application.objects.get()
    assert application.batch_id == batch.pk
    assert (application.intake["channel"], str(application.arrived_on)) == ("post", "2026-11-02")
    row.refresh_from_db()
    assert (row.state, row.application_id) == ("registered", application.pk)
    token = first.content.decode().split("查询码</dt><dd>")[1].split("<")[0]
    assert token in desk.post(url, completed(page, row)).content.decode()
    assert Application.objects.count() == 1
    assert desk.get(url).status_code == 302
    assert "还有 1 人待补" in desk.get(reverse("office:sheet", args=[sheet.pk])).content.decode()


def test_a_second_form_for_a_registered_row_is_refused(desk, imported):
    row = imported().rows.first()
    url = reverse("office:sheet_row", args=[row.pk])
    page = desk.get(url).content.decode()
    desk.post(url, completed(page, row))
    other = desk.post(url, completed(page, row, submission="0" * 32, resident_id=resident_number(8)))
    assert other.status_code == 422
    assert Application.objects.count() == 1


@pytest.mark.clause("CQ-7.0")
def test_who_was_recommended_meanwhile_is_led_to_the_one_application_from_every_list_and_mail(
    desk, imported, batch, policy, nominated, agreed
):
    rows = [imported(person(policy, 2)).rows.get() for _list in range(2)]
    first = agreed(nominated(batch, 2), 2)
    for row in rows:
        url = reverse("office:sheet_row", args=[row.pk])
        answer = desk.post(url, completed(desk.get(url).content.decode(), row))
        assert answer["Location"] == reverse("office:application", args=[first.pk])
    for number in range(2):
        content = mail(("报名表.docx", form(name=first.name)), identity=f"<{number}@x>")
        desk.post(MAILED, {"file": SimpleUploadedFile("来件.eml", content), "arrived_on": "2026-11-02"})
        arrival = Arrival.objects.order_by("pk").last()
        url = reverse("office:arrival", args=[arrival.pk])
        answer = desk.post(url, corrected(arrival, desk.get(url).content.decode()))
        assert answer["Location"] == reverse("office:application", args=[first.pk])
    assert first.sheet_rows.count() == first.arrivals.count() == 2
    assert Application.objects.get() == first


def test_what_went_wrong_since_it_was_checked_stops_the_import_whole(desk, sent, policy, apply, batch):
    answer = sent(xlsx(policy, [person(policy, 2), person(policy, 4)]))
    apply(batch, 4)
    sheet = Sheet.objects.get()
    page = desk.post(reverse("office:sheet_import", args=[sheet.pk]), follow=True).content.decode()
    assert "没有导入" in page
    assert "已经报过名" in page
    assert not SheetRow.objects.exists()
    sheet.refresh_from_db()
    assert sheet.state == "faulty"
    assert answer.status_code == 302


def test_a_list_is_dropped_with_a_reason_and_nothing_comes_of_it(desk, sent, policy):
    sent(xlsx(policy, [person(policy, 2)]))
    sheet = Sheet.objects.get()
    url = reverse("office:sheet_drop", args=[sheet.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert desk.post(url, {"reason": "短"}).status_code == 422
    assert desk.post(url, {"reason": "传错了文件，另传一份"}).status_code == 302
    assert "已作废" in desk.get(reverse("office:sheet", args=[sheet.pk])).content.decode()
    assert desk.post(reverse("office:sheet_import", args=[sheet.pk])).status_code == 422


def test_somebody_on_the_list_can_be_taken_off_and_put_back(desk, imported):
    sheet = imported()
    row = sheet.rows.first()
    url = reverse("office:sheet_row_drop", args=[row.pk])
    assert desk.post(url, {"reason": "本人来电不报名了"}).status_code == 302
    assert "已取消" in desk.get(reverse("office:sheet", args=[sheet.pk])).content.decode()
    back = reverse("office:sheet_row_restore", args=[row.pk])
    assert "已恢复" in desk.post(back, follow=True).content.decode()
    assert "不能再" in desk.post(back, follow=True).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "changes", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "名单.xls", {}, "旧版 Word 或 Excel"),
        (b"%PDF-1.4 %%EOF", "名单.pdf", {}, "名单只收 xlsx 和 csv"),
        (b"", "名单.csv", {}, "文件"),
        (b"a,b", "名单.csv", {"arrived_on": "2026-11-03"}, "不能晚于今天"),
        (b"a,b", "名单.csv", {"channel": "web"}, "来件渠道"),
        (b"a,b", "名单.csv", {"batch": "0"}, "哪个批次"),
    ],
)
def test_a_refused_upload_says_why_and_keeps_nothing(sent, content, name, changes, words):
    answer = sent(content, name=name, **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Sheet.objects.exists()


def test_a_file_too_large_is_said(sent, monkeypatch):
    monkeypatch.setattr("zhongmu.office.intake.lists.MAX_BYTES", 2)
    assert "最大10MB" in sent(b"a,b,c", name="a.csv").content.decode()


def test_a_csv_that_is_no_list_stays_with_its_finding(desk, sent):
    page = desk.get(sent(b"a,b\n1,2\n", name="a.csv")["Location"]).content.decode()
    assert "没有找到表头" in page
    assert "整张表" in page
    file = desk.get(reverse("office:sheet_file", args=[Sheet.objects.get().pk]))
    assert file["Content-Disposition"].endswith('.csv"')


def test_without_a_published_notice_there_is_nothing_to_upload_to(desk, yuzhong):
    assert "没有已发布公告的批次" in desk.get(NEW).content.decode()


def test_the_template_is_handed_out_in_this_bureau_s_words(desk, yuzhong):
    answer = desk.get(reverse("office:sheet_template"))
    assert answer.content.startswith(b"PK")
    assert "spreadsheetml" in answer["Content-Type"]


@pytest.mark.parametrize("route", ["office:sheet_template", "office:nomination_list_template"])
def test_in_a_rehearsal_an_empty_list_is_marked_on_the_screen_and_on_paper(harbin, yuzhong, enter, route):
    def words(bureau):
        with zipfile.ZipFile(BytesIO(enter(bureau).get(reverse(route)).content)) as book:
            parts = [name for name in book.namelist() if name.startswith("xl/")]
            return [
                book.read(name).decode() for name in parts if "演练·征求意见稿" in book.read(name).decode()
            ]

    assert len(words(harbin)) == 4  # three sheets' headers and the title among the shared words
    assert words(yuzhong) == []


def test_only_some_of_very_many_faults_are_shown(desk, sent, policy, monkeypatch):
    monkeypatch.setattr("zhongmu.office.intake.lists.SHOWN", 1)
    page = desk.get(sent(xlsx(policy, [person(policy, 2, 姓名=""), person(policy, 4, 姓名="")]))["Location"])
    assert "只列出前 1 处" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same(desk, sent, imported, policy, django_assert_num_queries, rows):
    for _number in range(rows):
        sent(xlsx(policy, [person(policy, 2)]))
    url = reverse("office:sheets")
    desk.get(url)
    with django_assert_num_queries(7):
        desk.get(url)
    sheet = imported(*[person(policy, 2 * n) for n in range(1, rows + 1)])
    url = reverse("office:sheet", args=[sheet.pk])
    desk.get(url)
    with django_assert_num_queries(8):
        desk.get(url)


@pytest.mark.parametrize("role", ["reviewer", "system", "security", "audit"])
def test_only_those_who_register_see_lists(imported, enter, yuzhong, role):
    sheet = imported()
    for url in (reverse("office:sheets"), reverse("office:sheet", args=[sheet.pk]), NEW):
        assert enter(yuzhong, role).get(url).status_code == 403


def test_the_neighbour_finds_nothing(imported, enter, jiangbei):
    sheet = imported()
    stranger = enter(jiangbei, "leader")
    row = sheet.rows.first()
    names = ["sheet", "sheet_import", "sheet_drop", "sheet_file"]
    urls = [reverse(f"office:{name}", args=[sheet.pk]) for name in names]
    urls += [
        reverse(f"office:{n}", args=[row.pk]) for n in ("sheet_row", "sheet_row_drop", "sheet_row_restore")
    ]
    for url in urls:
        assert stranger.get(url).status_code in {404, 405}, url
        assert stranger.post(url).status_code == 404, url
    assert sheet.number not in stranger.get(reverse("office:sheets")).content.decode()
