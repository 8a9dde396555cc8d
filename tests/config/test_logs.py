"""Logs say what happened where; never who, nor what a form held."""

from __future__ import annotations

import json
import logging
from io import BytesIO
from smtplib import SMTPRecipientsRefused

import pytest
import structlog
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from PIL import Image

from zhongmu.files.images import working_copy
from zhongmu.people.models import Account

pytestmark = pytest.mark.django_db


def test_a_line_is_one_json_object(json_lines):
    structlog.get_logger("zhongmu.letters").warning("letter not sent", letter=7)
    logging.getLogger("django").warning("a library\nspeaks")
    ours, theirs = (json.loads(line) for line in json_lines())
    assert (ours["event"], ours["letter"], ours["level"]) == ("letter not sent", 7, "warning")
    assert (theirs["event"], theirs["logger"]) == ("a library\nspeaks", "django")
    assert "timestamp" in ours.keys() & theirs.keys()


def test_a_wrong_login_leaves_neither_name_nor_password(json_lines, now):
    Account.objects.create_user("lixiuying", "right-password-1", display_name="李秀英")
    for name in ("lixiuying", "nobody-of-that-name"):
        for _time in range(6):
            form = {"login": name, "password": "wrong-password-9"}
            assert Client().post(reverse("account_login"), form).status_code == 200
    told = "\n".join(json_lines())
    assert not any(word in told for word in ("lixiuying", "nobody-of-that-name", "password-", "李秀英"))


def test_an_address_that_was_not_found_is_not_kept(json_lines):
    Client().get("/receipts/ABCD-EFGH-1234/")
    assert "ABCD" not in "\n".join(json_lines())


@pytest.mark.urls("tests.config.raising_urls")
def test_an_error_keeps_its_traceback_for_the_operator(json_lines):
    Client(raise_request_exception=False).get("/wrong/500/")
    lines = [json.loads(line) for line in json_lines()]
    (told,) = [line["exception"] for line in lines if "exception" in line]
    assert "go_wrong" in told
    assert told.endswith("builtins.RuntimeError")
    assert "李秀英" not in "\n".join(json_lines())


TYPED = "李秀英"


def _fail_on_what_was_typed() -> None:
    try:
        int(TYPED)
    except ValueError as error:
        raise KeyError(TYPED) from error


def _fail(error: Exception) -> None:
    raise error


def told_of(json_lines, call, *given) -> str:
    try:
        call(*given)
    except Exception:
        logging.getLogger("zhongmu").exception("went wrong")
    return json.loads(json_lines()[-1])["exception"]


def test_an_error_s_words_are_left_out_and_so_are_those_of_its_cause(json_lines):
    told = told_of(json_lines, _fail_on_what_was_typed)
    assert told.count("in _fail_on_what_was_typed") == 2
    assert told.index("builtins.ValueError") < told.index("builtins.KeyError")
    assert TYPED not in told


def test_what_the_machine_says_of_itself_is_kept(json_lines):
    assert told_of(json_lines, _fail, OperationalError("no such table: x")).endswith(
        "Error: no such table: x"
    )
    assert told_of(json_lines, _fail, FileNotFoundError(2, "gone", "/var/x")).endswith("gone: '/var/x'")


def test_what_a_mail_server_says_of_whom_it_refuses_is_left_out(json_lines):
    refused = SMTPRecipientsRefused({"li@example.invalid": (550, b"no such user")})
    assert "li@example" not in told_of(json_lines, _fail, refused)


def test_a_picture_s_hidden_words_are_not_logged_however_talkative_the_server(json_lines):
    picture = Image.new("RGB", (60, 40), "green")
    exif, content = picture.getexif(), BytesIO()
    exif[315] = "Li Xiuying took this"  # the author
    picture.save(content, "JPEG", exif=exif)
    working_copy(content.getvalue())
    structlog.get_logger("zhongmu.files").debug("kept")
    assert "Li Xiuying" not in "\n".join(json_lines())
    assert json.loads(json_lines()[-1])["event"] == "kept"
