from __future__ import annotations

import pytest
from django.urls import reverse

from tests.personas import client_of
from tests.reports.told import posted
from zhongmu.reports.models import Report

pytestmark = pytest.mark.django_db
MARK = "演练·征求意见稿"


def pages(phone):
    """Every page of a supervisor's own reporting, from the two doors to the report itself."""
    filed = phone.post("/my/reports/new/clue/", posted())
    report = Report.objects.get()
    said = reverse("field:report_say", args=[report.pk])
    return {
        "receipt": filed,
        "refused": phone.post("/my/reports/new/clue/", {}),
        "question": phone.post(said, {"text": "?"}),
        **{
            path: phone.get(path)
            for path in (
                "/my/reports/",
                "/my/reports/new/",
                "/my/reports/new/clue/",
                "/my/reports/new/suggestion/",
                f"/my/reports/{report.pk}/",
            )
        },
    }


def test_a_rehearsing_supervisor_reads_on_every_page_that_it_has_no_effect(supervisor, harbin):
    shown = pages(client_of(supervisor(harbin)))
    assert Report.objects.get().rehearsal
    assert [name for name, answer in shown.items() if MARK not in answer.content.decode()] == []


def test_outside_a_rehearsal_no_page_says_so(supervisor, yuzhong):
    shown = pages(client_of(supervisor(yuzhong)))
    assert [name for name, answer in shown.items() if MARK in answer.content.decode()] == []
