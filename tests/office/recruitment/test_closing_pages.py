"""Minutes and structure as staff and as the superior bureau read them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.recruitment.test_closing import filed
from tests.recruitment.test_telling import late, leader, settled  # fixtures are shared by name
from zhongmu.recruitment.models import Archive
from zhongmu.recruitment.tasks import make_archive

__all__ = ["filed", "late", "leader", "settled"]


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_minutes_print_before_and_after_the_filing(filed, yuzhong, jiangbei, enter, form, begins):
    url = reverse("office:minutes_print", args=[filed.pk, form])
    officer = enter(yuzhong)
    frozen = officer.get(url)
    assert frozen.content.startswith(begins)
    assert frozen.content == officer.get(url).content
    assert enter(jiangbei).get(url).status_code == 404
    assert officer.get(reverse("office:minutes_print", args=[filed.pk, "odt"])).status_code == 404


def test_minutes_not_yet_frozen_read_as_of_now(settled, yuzhong, enter):
    url = reverse("office:minutes_print", args=[settled().pk, "pdf"])
    assert enter(yuzhong).get(url).content.startswith(b"%PDF")


def test_a_bureau_reads_its_own_figures_whole(filed, yuzhong, jiangbei, enter):
    officer = enter(yuzhong)
    text = officer.get(reverse("office:structure", args=[filed.pk])).content.decode()
    assert "有关领域专家学者" in text
    assert "＊" not in text
    sheet = officer.get(reverse("office:structure_sheet", args=[filed.pk]))
    assert sheet.content.startswith(b"PK")
    assert "attachment" in sheet["Content-Disposition"]
    assert enter(jiangbei).get(reverse("office:structure", args=[filed.pk])).status_code == 404


@pytest.mark.clause("CQ-5.2")
def test_a_superior_reads_no_small_cell_and_no_name(filed, yuzhong, chongqing, jiangbei, enter):
    superior = enter(chongqing, "leader")
    url = reverse("office:structure_below", args=[yuzhong.code])
    text = superior.get(url).content.decode()
    assert "有关领域专家学者" in text
    assert "＊" in text
    assert "李秀英" not in text
    assert ">1<" not in text
    assert (
        "还没有聘任过的批次"
        in superior.get(reverse("office:structure_below", args=[jiangbei.code])).content.decode()
    )
    assert superior.get(reverse("office:structure_below", args=[chongqing.code])).status_code == 404
    assert enter(jiangbei, "leader").get(url).status_code == 404
    assert enter(chongqing, "reviewer").get(url).status_code == 403


def test_an_archive_is_made_left_and_taken_home(filed, yuzhong, jiangbei, enter):
    officer, leader_ = enter(yuzhong), enter(yuzhong, "leader")
    page = reverse("office:archives", args=[filed.pk])
    assert "还没有制作归档包" in officer.get(page).content.decode()
    assert officer.post(page).status_code == 302
    made = filed.archives.get()
    assert "正在制作" in officer.get(page).content.decode()
    assert officer.post(page).status_code == 422
    Archive.objects.update(created_at=made.created_at - timedelta(minutes=11))
    assert "制作中断" in officer.get(page).content.decode()
    Archive.objects.update(created_at=made.created_at)
    make_archive.func(made.pk)
    made.refresh_from_db()
    assert made.digest in officer.get(page).content.decode()
    take, why = reverse("office:archive_download", args=[made.pk]), {"reason": "年度档案移交"}
    assert officer.post(take, why).status_code == 422
    assert leader_.post(take, {"reason": ""}).status_code == 422
    assert enter(jiangbei, "leader").post(take, why).status_code == 404
    response = leader_.post(take, why)
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == made.digest
    assert response["Content-Length"] == str(len(content))
    assert response["Cache-Control"] == "no-store"
    assert "年度档案移交" in officer.get(page).content.decode()


def test_whoever_may_not_ask_for_an_archive_reads_why(filed, yuzhong, enter):
    reviewer = enter(yuzhong, "reviewer")
    page = reverse("office:archives", args=[filed.pk])
    assert "归档包由联络员、经办或负责人制作" in reviewer.get(page).content.decode()
    assert reviewer.post(page).status_code == 422
