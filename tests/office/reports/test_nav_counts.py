from __future__ import annotations

import pytest

from zhongmu.interests.models import Recusal
from zhongmu.letters.models import Letter

pytestmark = pytest.mark.django_db
REPORTS, LETTERS = "<span>线索与建议</span><small>{}</small>", "<span>告知与发件</span><small>{}</small>"


@pytest.fixture
def to_tell(yuzhong, now):
    def make(about: str = "") -> Letter:
        return Letter.objects.create(
            bureau=yuzhong,
            event="e",
            subject_line="s",
            body="b",
            about=about,
            state="by_hand",
            created_at=now,
        )

    return make


def test_every_page_of_the_office_says_how_much_waits(enter, filed, brought_to, yuzhong, to_tell):
    brought_to(filed(yuzhong), "accepted")
    to_tell(), to_tell()
    page = enter(yuzhong).get("/office/policies/").content.decode()
    assert REPORTS.format(1) in page
    assert LETTERS.format(yuzhong.letters.to_tell().count()) in page


def test_nothing_waiting_is_not_said(enter, yuzhong):
    page = enter(yuzhong).get("/office/policies/").content.decode()
    assert "<span>线索与建议</span></a>" in page
    assert "<span>告知与发件</span></a>" in page


def test_an_administrator_is_told_no_counts(enter, filed, yuzhong, to_tell):
    to_tell()
    page = enter(yuzhong, "system").get("/office/members/").content.decode()
    assert "<small>" not in page


@pytest.mark.clause("CQ-10.4")
def test_what_is_hidden_from_a_person_is_not_counted(enter, filed, brought_to, yuzhong, to_tell, staff, now):
    report = brought_to(filed(yuzhong), "accepted")
    to_tell(report.ledger_subject)
    Recusal.objects.create(account=staff(yuzhong), subject=report.ledger_subject, reason="亲属", at=now)
    page = enter(yuzhong).get("/office/policies/").content.decode()
    assert "<span>线索与建议</span></a>" in page
    assert "<span>告知与发件</span></a>" in page


def test_a_letter_about_a_restricted_case_counts_for_the_leader_alone(enter, filed, yuzhong, to_tell):
    report = filed(yuzhong)
    type(report).objects.filter(pk=report.pk).update(restricted=True)
    to_tell(report.ledger_subject)
    assert "<span>告知与发件</span></a>" in enter(yuzhong).get("/office/policies/").content.decode()
    assert LETTERS.format(1) in enter(yuzhong, "leader").get("/office/policies/").content.decode()
