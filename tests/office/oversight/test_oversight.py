from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from zhongmu.bureaus.models import Bureau
from zhongmu.oversight.queries import shown, shown_total, sums_below


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "＜5"), (4, "＜5"), (5, "5"), (120, "120")])
def test_small_cells_are_hidden(count, text):
    assert shown(count) == text


@pytest.mark.parametrize(
    ("counts", "text"),
    [([], "0"), ([7, 0, 12], "19"), ([7, 3, 12], "至少20"), ([7, 1, 12], "至少20"), ([1, 1], "至少2")],
)
def test_the_total_beside_the_cells_gives_no_hidden_one_away(counts, text):
    assert shown_total(counts) == text


def test_a_superior_sees_every_bureau_below_and_no_name(chongqing, yuzhong, enter, staff):
    staff(yuzhong)
    page = enter(chongqing, "leader").get(reverse("office:oversight")).content.decode()
    assert "渝中区医疗保障局" in page
    assert "成都铁路重庆社保部" in page
    assert "陈静" not in page


def test_the_sums_cost_the_same_for_one_bureau_below_and_for_all(chongqing, django_assert_num_queries):
    with django_assert_num_queries(6):
        assert len(sums_below(chongqing, on=date(2026, 11, 2))) == 42
    Bureau.objects.filter(level="county").exclude(code="500103").update(ends_on=date(2026, 1, 1))
    with django_assert_num_queries(6):
        assert len(sums_below(chongqing, on=date(2026, 11, 2))) == 1


def test_a_county_has_nothing_below_and_is_told_so(yuzhong, enter):
    response = enter(yuzhong, "leader").get(reverse("office:oversight"))
    assert response.status_code == 403
    assert "没有下级" in response.content.decode()


def test_an_idle_bureau_without_liaison_officer_breaks_no_duty(chongqing):
    sums = sums_below(chongqing, on=date(2026, 11, 2))
    assert all(s.met for s in sums)
    assert not any(s.has_liaison for s in sums)
