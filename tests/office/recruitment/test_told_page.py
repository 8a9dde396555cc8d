"""The desk names who has not heard yet, prints the letter, and notes that they were told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.recruitment.test_telling import late, leader, settled  # fixtures are shared by name

__all__ = ["late", "leader", "settled"]


@pytest.fixture
def batch(settled):
    return settled("您的专业与已入选人员相近。")


def test_the_page_holds_the_list_back_until_they_are_told(batch, yuzhong, enter):
    officer = enter(yuzhong)
    page = reverse("office:name_notice", args=[batch.pk])
    text = officer.get(page).content.decode()
    assert "还有1人不知道结果" in text
    assert officer.post(page).status_code == 422
    tell = reverse("office:tell_all", args=[batch.pk])
    assert officer.post(tell, {"how_told": ""}).status_code == 422
    assert officer.post(tell, {"how_told": "11月11日电话告知本人"}).status_code == 302
    assert "不知道结果" not in officer.get(page).content.decode()
    assert officer.post(page).status_code == 302


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_letter_prints_for_who_was_not_chosen_only(batch, yuzhong, jiangbei, enter, form, begins):
    officer = enter(yuzhong)
    out = batch.applications.get(state="not_chosen")
    url = reverse("office:result_print", args=[out.pk, form])
    assert officer.get(url).content.startswith(begins)
    assert enter(jiangbei).get(url).status_code == 404
    chosen = batch.applications.filter(state="chosen").first()
    assert officer.get(reverse("office:result_print", args=[chosen.pk, form])).status_code == 404
