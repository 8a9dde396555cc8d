"""However often a form is sent: one application, and the same receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import APPLICANT, resident_number
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import find_mine
from zhongmu.recruitment.submissions import new_submission

KEY = "0123456789abcdef" * 2


@pytest.fixture
def batch(yuzhong, noticed):
    return noticed(yuzhong)


@pytest.fixture
def send(client, yuzhong, batch):
    """send(**changes) → the page after the form was sent with this key."""

    def post(**changes: object) -> str:
        said = answers(**{"submission": KEY, **changes})
        answer = client.post(reverse("portal:apply", args=[yuzhong.code, batch.pk]), said, follow=True)
        return answer.content.decode()

    return post


def shown_in(page: str) -> list[str]:
    """Number and secret on a receipt."""
    return [cell.split("</dd>")[0] for cell in page.split("<dd>")[1:3]]


def test_two_tabs_carry_one_key_and_two_browsers_two(client, yuzhong, batch):
    url = reverse("portal:apply", args=[yuzhong.code, batch.pk])
    first, second, other = (
        browser.get(url).content.decode().split('name="submission"')[1][:80]
        for browser in (client, client, Client())
    )
    assert first == second != other


@pytest.mark.clause("CQ-7.1")
def test_pressing_twice_gives_one_application_and_the_same_receipt(send):
    first, second = send(), send()
    assert Application.objects.count() == 1
    assert shown_in(first) == shown_in(second)
    assert "没有重复登记" in second
    assert "没有重复登记" not in first
    number, secret = shown_in(second)
    assert find_mine(number, secret) == Application.objects.get()


def test_a_lost_answer_is_given_again_after_the_window_closed(send, batch, now):
    first = send()
    batch.apply_closes_at = now - timedelta(seconds=1)
    batch.save()
    assert shown_in(send()) == shown_in(first)
    assert "截止" in send(resident_id=resident_number(4), sex="2")
    assert Application.objects.count() == 1


def test_going_back_to_file_for_somebody_else_loses_nobody(send):
    mine = send()
    other = send(resident_id=resident_number(4), name="周二")
    assert Application.objects.count() == 2
    assert shown_in(mine)[1] != shown_in(other)[1]
    assert shown_in(send())[0] == shown_in(mine)[0]


def test_another_form_of_the_same_number_is_not_registered_and_the_page_does_not_say_why(send):
    send()
    pages = [send(submission=new_submission()), send(submission="nonsense", name="陌生人")]
    for page in pages:
        assert "这次没有另发回执" in page
        assert "报过名" not in page
        assert "合并" not in page
    assert Application.objects.count() == 1


def test_who_withdrew_may_send_the_same_form_anew(send):
    send()
    withdrawn = Application.objects.get()
    actions.withdraw_application(withdrawn, by=APPLICANT, at=withdrawn.submitted_at)
    assert "没有重复登记" not in send()
    assert sorted(Application.objects.values_list("state", flat=True)) == ["submitted", "withdrawn"]


def test_the_key_itself_is_kept_nowhere(send):
    send()
    row = Application.objects.values().get()
    assert KEY not in str(row)
    assert len(row["submission_index"]) == 64


def test_paper_registered_twice_by_a_double_press_is_one(yuzhong, batch, enter, today):
    url = reverse("office:intake_application")
    said = answers(
        submission=KEY,
        batch=batch.pk,
        channel="public",
        intake_channel="visit",
        arrived_on=today.isoformat(),
        signed_on=today.isoformat(),
    )
    clerk, pages = enter(yuzhong, "clerk"), []
    for _press in range(2):
        for upload in [value for value in said.values() if hasattr(value, "seek")]:
            upload.seek(0)
        pages.append(clerk.post(url, said).content.decode())
    assert Application.objects.count() == 1
    assert Application.objects.get().number in pages[1]
