"""The bureau's own mailbox: read and never changed, each message once, none lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django_tasks_db.models import DBTaskResult

from tests.intake.forms import form, mail
from tests.intake.servers import KINDS, started
from zhongmu.bureaus.models import Bureau
from zhongmu.cli import main
from zhongmu.config import background
from zhongmu.intake import fetching
from zhongmu.intake.email import mailbox
from zhongmu.intake.email.mailbox import places
from zhongmu.intake.email.message import read_message
from zhongmu.intake.fetching import fetch_all
from zhongmu.intake.models import Arrival, Mailbox
from zhongmu.intake.tasks import fetch_mail

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)  # half past midnight on the 2nd in Beijing


@pytest.fixture
def server(request):
    yield from started(getattr(request, "param", "twisted"))


EVERY_KIND = pytest.mark.parametrize("server", KINDS, indirect=True, ids=str)


@pytest.fixture
def reading(server, yuzhong, settings, now):
    """reading() → what one round of fetching did for 渝中."""
    settings.MAILBOXES = server.setting(yuzhong.code)

    def fetch(at=now):
        (only,) = fetch_all(at=at)
        return only.messages, only.forms, only.problem

    return fetch


@EVERY_KIND
@pytest.mark.clause("HL-2.3e")
def test_mail_is_taken_in_with_the_day_it_reached_the_mailbox_and_left_as_it_was(server, reading, yuzhong):
    server.deliver(3, mail(("报名表.docx", form())), LATE)
    assert reading() == (1, 1, "")
    arrival = Arrival.objects.get()
    assert (arrival.bureau, arrival.way, arrival.arrived_on) == (yuzhong, "mailbox", date(2026, 11, 2))
    assert (arrival.sender, arrival.taken_by, arrival.has_form) == ("gu@example.invalid", None, True)
    assert reading() == (0, 0, "")
    server.deliver(4, mail(identity="<2@x>"), LATE)
    assert reading() == (1, 0, "")
    assert server.unchanged()


def test_the_same_message_delivered_twice_is_one_arrival(server, reading):
    server.deliver(1, mail(("报名表.docx", form())), LATE)
    server.deliver(2, mail(("报名表.docx", form())), LATE)
    assert reading() == (2, 2, "")
    assert Arrival.objects.count() == 1


@EVERY_KIND
def test_a_mailbox_met_for_the_first_time_is_not_read_from_its_beginning(server, reading, now):
    server.deliver(1, mail(identity="<old@x>"), now - timedelta(days=90))
    server.deliver(2, mail(), now - timedelta(days=5))
    assert reading() == (1, 0, "")


@EVERY_KIND
def test_numbers_given_out_anew_are_read_anew_and_nothing_is_doubled(server, reading):
    server.deliver(1, mail(), LATE)
    reading()
    Mailbox.objects.update(validity=1)
    assert reading() == (1, 0, "")
    assert Arrival.objects.count() == 1
    assert Mailbox.objects.count() == 1


def test_a_message_that_is_too_large_is_told_of_and_not_fetched(server, reading, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_BYTES", 100)
    server.deliver(1, mail(words="长" * 200), LATE)
    assert reading() == (1, 0, "")
    arrival = Arrival.objects.get()
    assert arrival.original is None
    assert "没有取来" in arrival.words


def test_a_message_nobody_can_read_holds_up_no_other(server, reading):
    server.deliver(1, b"Subject: nothing\r\n\r\nno sender", LATE)
    server.deliver(2, mail(), LATE)
    assert reading() == (2, 0, "")
    assert ["读不出" in a.subject for a in Arrival.objects.order_by("pk")] == [True, False]


def test_what_no_program_foresaw_becomes_an_arrival_and_holds_up_no_other(server, reading, monkeypatch):
    def surprised(content):
        if b"surprise" in content:
            raise RuntimeError(content)
        return read_message(content)

    monkeypatch.setattr(fetching, "read_message", surprised)
    server.deliver(1, mail(words="surprise"), LATE)
    server.deliver(2, mail(identity="<2@x>"), LATE)
    assert reading() == (2, 0, "")
    assert reading() == (0, 0, "")
    assert ["读不出" in a.subject for a in Arrival.objects.order_by("pk")] == [True, False]


def test_a_disk_that_is_full_makes_a_message_wait_and_loses_none(server, reading, monkeypatch):
    def full(*_args, **_rest):
        raise OSError("no space left")

    server.deliver(1, mail(), LATE)
    with monkeypatch.context() as broken:
        broken.setattr(fetching, "take_in", full)
        assert "OSError" in reading()[2]
    assert reading() == (1, 0, "")


def test_what_breaks_off_is_read_on_the_next_time(server, reading, monkeypatch):
    server.deliver(1, mail(), LATE)
    server.deliver(2, mail(identity="<2@x>"), LATE)
    whole = mailbox._letter

    def breaks(box, uid):
        if uid > 1:
            raise OSError("line cut")
        return whole(box, uid)

    monkeypatch.setattr(mailbox, "_letter", breaks)
    messages, _forms, problem = reading()
    assert messages == 1
    assert "邮箱读不了" in problem
    monkeypatch.setattr(mailbox, "_letter", whole)
    assert reading() == (1, 0, "")
    assert Arrival.objects.count() == 2


@EVERY_KIND
def test_a_wrong_password_is_said_without_it(server, yuzhong, settings, now):
    settings.MAILBOXES = server.setting(yuzhong.code, password="wrong-secret")
    if server.kind == "dovecot":
        settings.MAILBOXES = settings.MAILBOXES.replace("INBOX", "NoSuchFolder")
    (only,) = fetch_all(at=now)
    assert "邮箱读不了" in only.problem
    assert "wrong-secret" not in only.problem


def test_two_bureaus_read_their_own_and_one_that_is_shut_stops_nobody(
    server, yuzhong, jiangbei, settings, now, capsys
):
    server.deliver(1, mail(("报名表.docx", form())), LATE)
    settings.MAILBOXES = f"{jiangbei.code}=imap://a:b@127.0.0.1:1/ 999999=imap://a:b@127.0.0.1:1/ {server.setting(yuzhong.code)}"
    assert main(["mail", "fetch"]) == 1
    said = capsys.readouterr().out
    assert "读出报名表 1 份" in said
    assert "没有代码为 999999 的机构" in said
    assert [a.bureau for a in Arrival.objects.all()] == [yuzhong]
    assert main(["mail", "fetch", "--bureau", yuzhong.code]) == 0
    assert main(["mail", "fetch", "--bureau", "500000"]) == 2


def test_a_bureau_no_rules_are_bound_to_is_told_of_and_stops_nobody(server, yuzhong, settings, now):
    lost = Bureau.objects.create(code="999999", name="某局", path="/999999/", starts_on=now.date())
    server.deliver(1, mail(), LATE)
    settings.MAILBOXES = f"{server.setting(lost.code)} {server.setting(yuzhong.code)}"
    first, second = fetch_all(at=now)
    assert "没有可适用的办法" in first.problem
    assert (second.messages, second.problem) == (1, "")


def test_without_a_mailbox_the_command_says_so(db, settings, capsys):
    settings.MAILBOXES = ""
    assert main(["mail", "fetch"]) == 2
    assert "ZHONGMU_IMAP" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        "500103",
        "500103=",
        "500103=pop://a:b@h/",
        "500103=imaps://h/",
        "500103=imaps://a:b@h:x/",
        "=imaps://a:b@h/",
    ],
)
def test_a_setting_that_cannot_be_read_is_named_by_its_place(wrong):
    with pytest.raises(ImproperlyConfigured, match="第2项"):
        places(f"1=imaps://a:b@h/ {wrong}")


def test_mail_travels_in_the_clear_on_this_machine_only():
    with pytest.raises(ImproperlyConfigured, match="不加密"):
        places("1=imap://a:b@mail.example.invalid/")
    there = places("1=imap+starttls://a%40b:c%20d@mail.example.invalid/%E6%8A%A5%E5%90%8D")["1"]
    assert (there.user, there.password, there.port, there.folder) == ("a@b", "c d", 143, "报名")


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_an_encrypted_way_is_never_left_for_a_plain_one(server, yuzhong, settings, now, scheme):
    settings.MAILBOXES = server.setting(yuzhong.code).replace("imap:", f"{scheme}:")
    (only,) = fetch_all(at=now)
    assert "邮箱读不了" in only.problem


@pytest.mark.django_db(transaction=True)
def test_the_server_s_own_minute_fetches_every_ten_minutes(places_of_anchors, settings, now):
    settings.MAILBOXES = "500103=imap://a:b@127.0.0.1:1/"
    background.minute(now.date(), at=now.replace(minute=7))
    assert DBTaskResult.objects.count() == 0
    background.minute(now.date(), at=now.replace(minute=20))
    assert DBTaskResult.objects.count() == 1


@pytest.fixture
def places_of_anchors(tmp_path, settings):
    settings.ANCHORS_DIR = tmp_path / "anchors"


def test_the_task_counts_what_it_took_in(server, reading, yuzhong, settings):
    server.deliver(1, mail(), LATE)
    assert fetch_mail.func() == 1
    assert fetching.FIRST_DAYS == 30
