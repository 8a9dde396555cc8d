from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.letters.gateways import Working
from tests.personas import MONDAY
from zhongmu.letters.actions import MOST_TRIES, RETRY_MINUTES, Addressee, deliver, queue_letter
from zhongmu.letters.models import Letter, State
from zhongmu.letters.tasks import deliver_queued, due
from zhongmu.people.models import Person
from zhongmu.people.reporters import seal_reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(yuzhong, now):
    """write(person=…) → a letter that says there is something to read, and where."""

    def make(**more):
        fixed = {"event": "report.answered", "subject_line": "您的线索有了答复", "body": "请登录后查看。"}
        return queue_letter(yuzhong, at=now, **{"rehearsal": False, **fixed, **more})

    return make


@pytest.fixture
def email(settings):
    settings.EMAIL_HOST = "mail.example.invalid"
    return mail.outbox


@pytest.fixture
def sms(settings):
    settings.SMS_GATEWAY = "tests.letters.gateways.Working"
    Working.sent.clear()
    return Working.sent


def again(letter):
    return Letter.objects.get(pk=letter.pk)


def test_with_nothing_configured_a_letter_waits_for_the_officer(write, person):
    letter = write(person=person())
    assert letter.state == State.BY_HAND
    assert list(Letter.objects.to_tell()) == [letter]
    assert deliver_queued.func() == 0


def test_a_letter_goes_by_email(email, write, person, now):
    letter = write(person=person())
    assert letter.state == State.QUEUED
    deliver(letter, at=now)
    (sent,) = email
    assert (sent.to, sent.subject, sent.body) == (
        ["li@example.invalid"],
        "您的线索有了答复",
        "请登录后查看。",
    )
    letter = again(letter)
    assert (letter.state, letter.channel, letter.done_at) == (State.SENT, "email", now)


def test_a_subject_never_breaks_the_mails_head(email, write, person, now):
    letter = write(person=person(), subject_line="答复\r\nBcc: someone@example.invalid" + "长" * 200)
    deliver(letter, at=now)
    assert again(letter).state == State.SENT
    assert email[0].subject.startswith("答复 Bcc: ")
    assert email[0].recipients() == ["li@example.invalid"]
    assert len(again(letter).subject_line) == 120


def test_without_an_address_a_letter_goes_by_sms_its_subject_only(email, sms, write, person, now):
    someone = person()
    someone.email = ""
    someone.save()
    letter = write(person=someone)
    deliver(letter, at=now)
    assert (sms, email) == ([("13800138000", "您的线索有了答复")], [])
    assert again(letter).channel == "sms"


def test_whom_nothing_reaches_is_told_by_hand(email, sms, write, person, now):
    someone = person()
    someone.email = someone.phone = ""
    someone.save()
    for letter in (write(person=someone), write(pseudonym="nobody")):
        deliver(letter, at=now)
        assert (again(letter).state, again(letter).done_at) == (State.BY_HAND, None)


def test_a_pseudonym_is_looked_up_at_delivery_and_the_row_names_nobody(email, write, person, now):
    pseudonym = seal_reporter(person())
    letter = write(pseudonym=pseudonym)
    deliver(letter, at=now)
    assert email[0].to == ["li@example.invalid"]
    row = Letter.objects.values().get(pk=letter.pk)
    assert (row["person_id"], row["pseudonym"], row["state"]) == (None, pseudonym, State.SENT)
    told = " ".join(str(value) for value in row.values())
    assert not any(mark in told for mark in ("李秀英", "li@example", "13800138000"))


def test_a_rehearsals_letter_stays_a_preview_for_ever(email, sms, write, person, now):
    letter = write(person=person(), rehearsal=True)
    assert letter.state == State.PREVIEW
    deliver(letter, at=now)
    assert deliver_queued.func() == 0
    assert (again(letter).state, again(letter).tries, email, sms) == (State.PREVIEW, 0, [], [])


def test_a_gateway_that_is_away_is_tried_five_times_then_it_is_by_hand(settings, write, person, monkeypatch):
    settings.SMS_GATEWAY = "tests.letters.gateways.Away"
    letter = write(person=person())
    for tries, minutes in enumerate((0, *RETRY_MINUTES), 1):
        assert again(letter).state == State.QUEUED
        monkeypatch.setattr(timezone, "now", lambda m=minutes: MONDAY + timedelta(minutes=m))
        assert [deliver_queued.func(), deliver_queued.func()] == [1, 0]
        assert again(letter).tries == tries
    assert (again(letter).state, tries) == (State.BY_HAND, MOST_TRIES)
    assert MOST_TRIES == 5


def test_a_broken_gateway_does_not_hold_up_the_other_letters(settings, email, write, person, now):
    settings.SMS_GATEWAY = "tests.letters.gateways.Broken"
    unreachable = person(name="周敏", number="110101199003072316", phone="13900139000")
    Person.objects.filter(pk=unreachable.pk).update(email="")
    first, second = write(person=unreachable), write(person=person())
    assert deliver_queued.func() == 2
    assert (again(first).state, again(second).state) == (State.BY_HAND, State.SENT)


def test_two_workers_with_the_same_letter_send_it_once(email, write, person, now):
    letter = write(person=person())
    same = again(letter)
    deliver(letter, at=now)
    deliver(same, at=now)
    assert len(email) == 1


def test_new_letters_are_due_at_once_and_the_oldest_first(email, write, person, now):
    letters = [write(person=person()), write(person=person())]
    assert list(due(at=now)) == letters
    assert deliver_queued.func() == 2
    assert len(email) == 2


def test_a_queued_letter_wakes_the_queue_when_it_is_kept(
    email, write, person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as queued:
        write(person=person())
    with django_capture_on_commit_callbacks() as preview:
        write(person=person(), rehearsal=True)
    assert (len(queued), len(preview)) == (1, 0)


def test_somebody_without_a_file_is_reached_as_the_letter_says_and_the_secret_forgotten(
    email, sms, write, now
):
    to = Addressee(name="李秀英", phone="13800138000", email="li@example.invalid")
    first = write(to=to, private="查询码AAAA-BBBB-CCCC")
    deliver(first, at=now)
    assert "查询码AAAA-BBBB-CCCC" in email[0].body
    assert email[0].to == ["li@example.invalid"]
    second = write(to=Addressee(name="李秀英", phone="13800138000"), private="查询码DDDD-EEEE-FFFF")
    deliver(second, at=now)
    assert sms == [("13800138000", "您的线索有了答复 查询码DDDD-EEEE-FFFF")]
    assert [again(letter).private for letter in (first, second)] == [None, None]
    assert "AAAA" not in str(Letter.objects.values())


def test_a_secret_waits_where_nothing_can_be_sent(email, write, now):
    letter = write(to=Addressee(name="李秀英"), private="查询码AAAA-BBBB-CCCC")
    deliver(letter, at=now)
    assert (again(letter).state, again(letter).private) == (State.BY_HAND, "查询码AAAA-BBBB-CCCC")
