"""What came by a second way lies before the officer whole: words that differ, signature, every file (CQ-7.0)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.recruitment.conftest import APPLICANT, photo_jpeg
from zhongmu.files.store import read_working, save, save_photo
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.nominating import confirm_nomination

pytestmark = pytest.mark.clause("CQ-7.0")
FILES = {"photo": "photo", "signature": "signed_scan", "seal": "unit_seal", "intake": "scan"}


@pytest.fixture
def scanned(now, db):
    def make(name):
        return save(ContentFile(photo_jpeg(), name=name), bureau_code="500103", at=now)

    return make


@pytest.fixture
def met(yuzhong, noticed, apply, nominated, filled, scanned, now):
    """Applied on line, then recommended and confirmed on paper with another telephone and a signed scan."""
    batch = noticed(yuzhong)
    first, asked = apply(batch, 1), nominated(batch, 1)
    picture = save_photo(ContentFile(photo_jpeg(), name="p.jpg"), bureau_code="500103", at=now)
    form = filled(1, phone="13900139000", photo=picture, signature=None, signed_scan=scanned("签名.jpg"))
    intake = {"channel": "post", "arrived_on": now.date().isoformat(), "taken_by": "陈静"}
    answer = Answer(filled=form, intake=intake, scan=scanned("来件.jpg"))
    confirm_nomination(asked, answer, by=APPLICANT, at=now)
    return first


def file_of(application, which):
    also = application.also_came.get()
    return reverse("office:application_also_scan", args=[application.pk, also.pk, which])


def test_the_officer_reads_what_the_second_form_says_otherwise(met, yuzhong, enter):
    page = enter(yuzhong).get(reverse("office:application", args=[met.pk])).content.decode()
    second = page.split("另经“推荐聘任”交来的一份")[1].split("</section>")[0]
    assert "13900139000" in second
    assert "登记人 陈静" in second
    assert "示范路1号" not in second  # the same in both
    for which in FILES:
        assert file_of(met, which) in second


def test_what_the_second_form_tells_beside_annex_two_is_read_again(
    yuzhong, noticed, nominated, agreed, filled, enter, now
):
    batch = noticed(yuzhong)
    first = agreed(nominated(batch, 1), 1)
    more = {"skills": ("law", "it"), "credential": "律师证", "credential_ends_on": date(2028, 12, 31)}
    more |= {"not_working": "retired", "region_code": "500103", "history": "样例经历", "community": "样例坪"}
    actions.register_application(batch, filled(1, **more), by=APPLICANT, at=now)
    page = enter(yuzhong).get(reverse("office:application", args=[first.pk])).content.decode()
    second = page.split("另经“公开选聘”交来的一份")[1].split("</section>")[0]
    said = (
        "法律、",
        "律师证（有效期至2028年12月31日）",
        "否（退休）",
        "渝中区（500103）",
        "样例经历",
        "样例坪",
    )
    assert [text for text in said if text not in second] == []


@pytest.mark.parametrize(("which", "field"), FILES.items())
def test_each_file_of_the_second_form_opens_to_who_reads_the_first(met, yuzhong, enter, which, field):
    answer = enter(yuzhong).get(file_of(met, which))
    assert answer.content == read_working(getattr(met.also_came.get(), field))
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_never_came_is_no_page(yuzhong, noticed, apply, nominated, agreed, enter):
    batch = noticed(yuzhong)
    first = apply(batch, 1)
    agreed(nominated(batch, 1), 1)
    client = enter(yuzhong)
    assert client.get(file_of(first, "photo")).status_code == 200
    for which in ("signature", "intake", "content"):
        assert client.get(file_of(first, which)).status_code == 404


def test_the_way_of_somebody_else_is_no_page(met, yuzhong, jiangbei, apply, enter):
    other = apply(met.batch, 2)
    also = met.also_came.get()
    wrong = reverse("office:application_also_scan", args=[other.pk, also.pk, "seal"])
    assert enter(yuzhong).get(wrong).status_code == 404
    assert enter(jiangbei).get(file_of(met, "seal")).status_code == 404
    assert enter(yuzhong, "audit").get(file_of(met, "seal")).status_code == 403


def test_a_second_form_from_the_open_page_is_marked_as_nobody_s_yet(
    yuzhong, noticed, nominated, agreed, filled, enter, now
):
    batch = noticed(yuzhong)
    first = agreed(nominated(batch, 1), 1)
    actions.register_application(batch, filled(1, remark="周末有空"), by=APPLICANT, at=now)
    page = enter(yuzhong).get(reverse("office:application", args=[first.pk])).content.decode()
    second = page.split("另经“公开选聘”交来的一份")[1].split("</section>")[0]
    assert "没有核对过是不是本人所填" in second
    assert "周末有空" in second
    assert "那一份的屏幕签名" in second
