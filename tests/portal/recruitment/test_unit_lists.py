"""A unit's list of people: every bad cell by its place and nobody recommended, or everybody by the action of the form."""

from __future__ import annotations

import csv
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.personas import client_of
from tests.portal.recruitment.test_units import HOME, login_of
from tests.recruitment.conftest import APPLICANT, OPINION, WHY, photo_jpeg
from zhongmu.intake.sheets import nominating
from zhongmu.intake.sheets.cells import tables_of
from zhongmu.letters.models import Letter
from zhongmu.recruitment.actions.nominating import decline_nomination
from zhongmu.recruitment.models import Batch, Nomination

HEADS = ["姓名*", "本人电话*", "本人电子邮箱", "通信地址", "聘任理由*", "单位意见*"]
GOOD = ["李秀英", "13800138001", "", "渝中区示范路1号", WHY, OPINION]
OTHER = ["阿依古丽·示例", 13800138002, "a@example.com", "", WHY, OPINION]


def workbook(*rows, heads=HEADS):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("名单")
    for number, row in enumerate([heads, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


@pytest.fixture
def visitor(yuzhong, unit, actor, now):
    return client_of(login_of(unit(yuzhong), actor, now))


@pytest.fixture
def batch(yuzhong, noticed):
    return noticed(yuzhong)


@pytest.fixture
def upload(visitor, batch):
    """upload(content) → the answer to this list, sent under one seal."""

    def send(content, name="名单.xlsx", **changes):
        said = {
            "people": SimpleUploadedFile(name, content),
            "seal": SimpleUploadedFile("章.jpg", photo_jpeg(), content_type="image/jpeg"),
            "sealed_on": "2026-11-02",
            "handled_by": "丁联系",
            **changes,
        }
        return visitor.post(reverse("portal:unit_nominate_many", args=[batch.pk]), said)

    return send


def changed(**changes):
    row = dict(zip(("name", "phone", "email", "address", "reason", "opinion"), GOOD, strict=True))
    return list({**row, **changes}.values())


@pytest.mark.clause("CQ-7.2")
def test_everybody_on_the_list_is_recommended_by_the_action_of_the_form(upload, visitor, batch):
    done = upload(workbook(GOOD, OTHER))
    assert done["Location"] == HOME
    first, second = Nomination.objects.order_by("pk")
    assert [first.number, second.number] == ["荐〔2026〕0001", "荐〔2026〕0002"]
    assert (first.name, first.phone, first.address) == ("李秀英", "13800138001", "渝中区示范路1号")
    assert (second.phone, second.email, second.unit_opinion) == ("13800138002", "a@example.com", OPINION)
    assert first.unit_seal == second.unit_seal
    assert (first.channel, first.batch, first.handled_by) == ("recommend", batch, "丁联系")
    assert sorted(Letter.objects.values_list("to_name", flat=True)) == sorted([first.name, second.name])
    assert "已推荐2人" in visitor.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"name": ""}, "第3行 A列“姓名”", "请填写姓名"),
        ({"phone": "123"}, "第3行 B列“本人电话”", "手机号应为11位"),
        ({"phone": "1.38E+10"}, "第3行 B列“本人电话”", "末几位已丢失"),
        ({"email": "不是邮箱"}, "第3行 C列“本人电子邮箱”", "邮箱"),
        ({"address": "路" * 201}, "第3行 D列“通信地址”", "最多200字"),
        ({"reason": "太短"}, "第3行 E列“聘任理由”", "聘任理由须20至500字，现有2字"),
        ({"opinion": ""}, "第3行 F列“单位意见”", "单位意见"),
        ({"opinion": "同" * 501}, "第3行 F列“单位意见”", "最多500字"),
        ({"phone": "13800138002"}, "第3行 B列“本人电话”", "第2行是同一个电话"),
    ],
)
def test_one_bad_cell_is_named_by_its_place_and_nobody_is_recommended(upload, changes, place, words):
    answer = upload(workbook(OTHER, changed(**changes)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有推荐任何人" in page
    assert "有1处要改" in page
    assert place in page
    assert words in page
    assert "盖章的意见已收到并保留" in page
    assert not Nomination.objects.exists()
    assert not Letter.objects.exists()


def test_bad_cells_of_several_people_are_all_named_at_once(upload):
    page = upload(workbook(changed(name="", phone="1"), changed(reason="短"))).content.decode()
    assert "读到2人，有3处要改" in page
    assert all(f"第{row}行 {column}列" in page for row, column in ((2, "A"), (2, "B"), (3, "E")))


def test_what_a_reader_would_pass_over_is_named(upload):
    page = upload(workbook([*GOOD, "别忘了"], heads=[*HEADS, "备注"])).content.decode()
    assert "模板里没有这一列" in page
    fewer = workbook(GOOD[:4], heads=HEADS[:4])
    assert "少了“聘任理由”这一列" in upload(fewer).content.decode()
    assert not Nomination.objects.exists()


def test_the_same_list_again_recommends_nobody_twice(upload, now):
    upload(workbook(GOOD))
    page = upload(workbook(OTHER, GOOD)).content.decode()
    assert "第3行 B列“本人电话”" in page
    assert "已经推荐过（荐〔2026〕0001）" in page
    assert Nomination.objects.count() == 1
    made = Nomination.objects.select_related("bureau", "unit").get()
    decline_nomination(made, by=APPLICANT, at=now)
    assert upload(workbook(OTHER, GOOD)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seal": ""}, "没有盖章不能提交"),
        ({"sealed_on": "2026-11-03"}, "盖章日期不能晚于今天"),
        ({"handled_by": ""}, "经办人"),
        ({"people": ""}, "请选择名单文件"),
        ({"people": SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 broken")}, "xlsx"),
        ({"people": SimpleUploadedFile("名单.jpg", photo_jpeg())}, "名单只收 xlsx 和 csv"),
    ],
)
def test_seal_and_file_are_asked_for_once(upload, changes, words):
    answer = upload(workbook(GOOD), **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Nomination.objects.exists()


def test_a_list_as_csv_is_taken_and_one_that_is_too_long_is_not(upload, monkeypatch):
    monkeypatch.setattr(nominating, "MOST", 1)
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, GOOD])
    assert "一次最多1人" in upload(workbook(GOOD, OTHER)).content.decode()
    assert upload(out.getvalue().encode("gb18030"), name="名单.csv").status_code == 302
    assert Nomination.objects.get().name == "李秀英"


def test_the_template_has_the_columns_and_a_late_list_is_refused(
    visitor, jiangbei, noticed, upload, batch, now
):
    answer = visitor.get(reverse("portal:unit_list_template"))
    people, how, _choices = tables_of(answer.content)
    assert list(people.rows[0]) == HEADS
    assert any("盖章的意见" in str(cell) for row in how.rows for cell in row)
    page = visitor.get(reverse("portal:unit_nominate_many", args=[batch.pk])).content.decode()
    assert "下载模板" in page
    Batch.objects.update(apply_closes_at=now)
    assert "推荐已于" in upload(workbook(GOOD)).content.decode()
    assert not Nomination.objects.exists()
    next_door = noticed(jiangbei, title="江北批次")
    assert visitor.get(reverse("portal:unit_nominate_many", args=[next_door.pk])).status_code == 404
