"""What was rehearsed under a draft is rehearsed for ever, also once a measure in force governs the bureau."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.personas import client_of
from tests.recruitment.conftest import _files, apply, filled, noticed, photo, planned
from tests.reports.conftest import appointed, brought_to, filed, opened, supervisor
from zhongmu.bureaus.models import PackBinding
from zhongmu.reports.models import Report

__all__ = [
    "_files",
    "apply",
    "appointed",
    "brought_to",
    "filed",
    "filled",
    "noticed",
    "opened",
    "photo",
    "planned",
    "supervisor",
]
pytestmark = pytest.mark.django_db
MARK = "演练·征求意见稿"


@pytest.fixture
def in_force(today):
    """From today a measure in force governs; in the test another province's stands for it."""

    def bind(bureau):
        PackBinding.objects.create(bureau=bureau.parent, pack_id="chongqing-2024-43", starts_on=today)
        assert not bureau.policy(today).rehearsal

    return bind


def test_a_rehearsed_report_keeps_its_mark_and_its_number(
    filed, brought_to, harbin, supervisor, in_force, enter
):
    report = brought_to(filed(harbin), "answered")
    in_force(harbin)
    assert report.number == "演线〔2026〕0001"
    desk, phone = enter(harbin), client_of(supervisor(harbin))
    assert MARK in desk.get(reverse("office:report", args=[report.pk])).content.decode()
    assert MARK in phone.get(reverse("field:report", args=[report.pk])).content.decode()
    assert "演线〔2026〕0001" in desk.get(reverse("office:report_list"), {"tab": "done"}).content.decode()


def test_a_rehearsed_notice_never_looks_like_a_call_to_apply(noticed, harbin, in_force, enter):
    batch = noticed(harbin)
    in_force(harbin)
    anyone, desk = Client(), enter(harbin)
    assert MARK in anyone.get(reverse("portal:notice", args=["230100", batch.pk])).content.decode()
    assert MARK in desk.get(reverse("office:batch", args=[batch.pk])).content.decode()


def test_real_numbers_do_not_begin_where_the_rehearsal_stopped(filed, harbin, in_force):
    filed(harbin)
    in_force(harbin)
    filed(harbin)
    assert list(Report.objects.order_by("pk").values_list("number", "rehearsal")) == [
        ("演线〔2026〕0001", True),
        ("线〔2026〕0001", False),
    ]


def test_what_is_real_carries_no_mark(filed, brought_to, noticed, yuzhong, enter):
    report, batch = brought_to(filed(yuzhong), "answered"), noticed(yuzhong)
    desk = enter(yuzhong)
    assert MARK not in desk.get(reverse("office:report", args=[report.pk])).content.decode()
    assert MARK not in desk.get(reverse("office:batch", args=[batch.pk])).content.decode()
