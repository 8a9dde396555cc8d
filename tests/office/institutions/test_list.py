"""定点机构名录 on its page: pasted lines, each bad one named; what it finds is told beside the application."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.recruitment.conftest import (  # fixtures are shared by name
    _files,
    apply,
    filled,
    noticed,
    photo,
    planned,
)

__all__ = ["_files", "apply", "filled", "noticed", "photo", "planned"]
PAGE = "office:institutions"


def paste(client, text):
    return client.post(reverse(PAGE), {"lines": text})


@pytest.mark.clause("CQ-F11")
def test_lines_pasted_from_a_sheet_are_kept_and_open_applications_looked_at(yuzhong, noticed, apply, enter):
    application, officer = apply(noticed(yuzhong), 1, employer="示范康复医院"), enter(yuzhong)
    assert "名录还是空的" in officer.get(reverse(PAGE)).text
    answer = officer.post(
        reverse(PAGE), {"lines": "渝中区示范康复医院\tH50010300351\n\n示范大药房，P50010300001"}, follow=True
    )
    assert "名录现有2家" in answer.text
    assert "新发现1处" in answer.text
    shown = officer.get(reverse("office:application", args=[application.pk])).text
    assert "与定点医药机构名录里的“渝中区示范康复医院”相符" in shown
    assert "第十条（四）" in shown
    assert "照样可以报名" in shown


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("医院", "第2行：机构名称太短"),
        (f"{'长' * 101}", "第2行：机构名称最多100个字"),
        ("示范大药房,P1,91500103XX", "第2行：统一社会信用代码应为18位"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_lost(yuzhong, enter, line, why):
    answer = paste(enter(yuzhong), f"渝中区示范康复医院\n{line}")
    assert (answer.status_code, why in answer.text, line in answer.text) == (422, True, True)
    assert not yuzhong.institutions.exists()


def test_too_many_lines_are_refused_with_both_numbers(yuzhong, enter):
    assert "一次最多5000行，现有5001行" in paste(enter(yuzhong), "渝中区示范康复医院\n" * 5001).text
    assert "没有填写名录" in paste(enter(yuzhong), "").text


def test_an_institution_is_taken_out_by_its_own_bureau(yuzhong, jiangbei, enter):
    paste(enter(yuzhong), "渝中区示范康复医院")
    row = yuzhong.institutions.get()
    url = reverse("office:institution_end", args=[row.pk])
    assert enter(jiangbei).post(url).status_code == 404
    assert enter(yuzhong).post(url).status_code == 302
    assert "名录还是空的" in enter(yuzhong).get(reverse(PAGE)).text
    assert enter(yuzhong).post(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_many_questions_for_one_row_as_for_three(
    yuzhong, enter, rows, django_assert_num_queries
):
    officer = enter(yuzhong)
    paste(officer, "\n".join(f"渝中区示范第{n}医院" for n in range(rows)))
    officer.get(reverse(PAGE))
    with django_assert_num_queries(7):
        officer.get(reverse(PAGE))
