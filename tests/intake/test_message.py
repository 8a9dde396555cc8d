"""An e-mail taken apart: nothing in it is believed, nothing in it can stop the desk."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imap_tools import MailMessage

from tests.intake.forms import mail
from zhongmu.files.kinds import BadFile
from zhongmu.intake.email import message
from zhongmu.intake.email.message import form_alone, read_message


def outcome(content: bytes) -> str:
    """The sentence of the refusal, or the words that were read."""
    try:
        read = read_message(content)
    except BadFile as wrong:
        return wrong.sentence
    return read.sender + read.subject + read.words


def html(page: str) -> bytes:
    """A message whose words are a page only."""
    message = EmailMessage()
    message["From"] = "a@example.invalid"
    message.set_content(page, subtype="html")
    return message.as_bytes()


def test_sender_subject_words_and_files_are_read():
    read = read_message(mail(("报名表.docx", b"one"), ("a/../签字.jpg", b"two"), subject="报名　表"))
    assert (read.sender, read.words.strip()) == ("gu@example.invalid", "请查收")
    assert "报名" in read.subject
    assert [(p.name, p.content) for p in read.parts] == [("报名表.docx", b"one"), ("签字.jpg", b"two")]


def test_the_same_message_is_the_same_whatever_way_it_took():
    raw = mail(("报名表.docx", b"one"))
    again = b"Received: from another server\r\n" + raw
    assert read_message(raw).digest == read_message(again).digest


@pytest.mark.parametrize(
    "other", [mail(("报名表.docx", b"two")), mail(("报名表.docx", b"one"), identity="<2@x>")]
)
def test_a_number_used_twice_hides_no_second_message(other):
    assert read_message(mail(("报名表.docx", b"one"))).digest != read_message(other).digest


def test_a_form_alone_is_known_again():
    assert (
        form_alone("a.docx", b"one").digest
        == form_alone("b.docx", b"one").digest
        != form_alone("a", b"2").digest
    )


def test_a_forwarded_message_gives_its_files():
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "a@example.invalid", "内层"
    inner.add_attachment(b"form", maintype="application", subtype="msword", filename="表.docx")
    outer = EmailMessage()
    outer["From"] = "b@example.invalid"
    outer.set_content("转发")
    outer.add_attachment(inner)
    assert [p.name for p in read_message(outer.as_bytes()).parts] == ["表.docx"]


def test_a_page_of_html_is_read_as_words():
    page = html("<style>p{}</style><p>您好<script>x()</script></p>")
    assert read_message(page).words.strip() == "您好"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("您好" + "<a" * 600, "您好"),
        ("您好" + "<style" * 50_000, "您好"),
        ("<style>" + "</style" * 50_000, ""),
        ("<!--" * 50_000, ""),
        ("1 < 2<br>您<!-- a > b -->好<HEAD><title>x</title></HEAD>", "1 < 2您好"),
    ],
)
def test_no_page_of_html_takes_long_or_stops_the_desk(page, words):
    began = time.process_time()
    assert outcome(html(page)).removeprefix("a@example.invalid").strip() == words
    assert time.process_time() - began < 1


def test_of_a_thousand_files_only_the_first_are_read_and_ten_thousand_are_refused():
    part = b"--b\r\nContent-Type: image/png; name=a\r\n\r\nx\r\n"
    heads = b"From: a@x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    found = message._parts(MailMessage.from_bytes(heads + part * 1000 + b"--b--"))
    assert len(found) == message.MOST_FILES + 1
    assert "读不出来" in outcome(heads + part * 10_000 + b"--b--")


def test_more_files_than_the_desk_takes_are_counted(monkeypatch):
    monkeypatch.setattr(message, "MOST_FILES", 1)
    read = read_message(mail(("a.docx", b"one"), ("b.docx", b"two")))
    assert len(read.parts) == 1
    assert "超过1个" in read.more


def test_a_file_without_a_name_is_given_one():
    raw = b"From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\nabc"
    assert [p.name for p in read_message(raw).parts] == ["附件.png"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 outlook", "msg"),
        (b"just text", "不是一封邮件"),
        (b"", "不是一封邮件"),
        (b"From: a@x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 3, ""),
    ],
)  # fmt: skip
def test_what_is_no_mail_is_refused_with_a_sentence(content, said):
    assert said in outcome(content)


def test_messages_in_messages_without_end_are_refused():
    raw = b"From: a@x\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5000
    with pytest.raises(BadFile, match="读不出来"):
        read_message(raw)


@settings(max_examples=150)
@given(st.binary(max_size=300), st.binary(max_size=120))
def test_no_bytes_do_anything_but_give_a_message_or_a_sentence(body, heads):
    assert "\0" not in outcome(b"From: a@example.invalid\r\n" + heads + b"\r\n\r\n" + body)
