"""Logs say what happened where; never who, nor what a form held."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from django.test import Client
from django.urls import reverse

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
    assert any("go_wrong" in line.get("exception", "") for line in lines)
