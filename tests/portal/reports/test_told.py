from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.reports.told import FACTS, clue
from zhongmu.reports.actions import accept, answer, decide, declare_no_interest
from zhongmu.reports.intake import Outsider, file_report, new_token
from zhongmu.reports.rulings import Conclusion

ANSWER = "已到现场核对床位与在院登记，责成该院退回两笔费用并整改。"


@pytest.fixture
def filed(yuzhong, actor, now):
    """A clue that came on paper from somebody without an account."""
    sender = Outsider(name="匿名样例", contact="13900000001")
    return file_report(yuzhong, clue(), reporter=sender, token=new_token(), by=actor(yuzhong), at=now)


def ask(number: str, secret: str):
    return Client().post(reverse("portal:told"), {"number": number, "secret": secret})


@pytest.mark.clause("CQ-12.3")
def test_the_receipt_shows_state_and_answer_and_no_content(filed, yuzhong, actor, now):
    report, by = filed.report, actor(yuzhong)
    assert "还没有答复" in ask(report.number, filed.secret).content.decode()
    declare_no_interest(report, by=by, at=now)
    accept(report, by=by, at=now)
    decide(
        report,
        Conclusion(outcome="file_case", finding="substantiated", reason="现场核对属实，予以立案。"),
        by=by,
        at=now,
    )
    answer(report, text=ANSWER, by=by, at=now)
    page = ask(report.number, filed.secret.lower().replace("-", " ")).content.decode()
    assert ANSWER in page
    assert "受理" in page
    assert FACTS not in page
    assert "匿名样例" not in page


def test_the_number_may_be_typed_without_the_brackets_a_phone_does_not_have(filed):
    digits = "".join(c for c in filed.report.number if c.isdecimal())
    for typed in (
        digits,
        f" 线[{digits[:4]}]{digits[4:]}",
        digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        assert "还没有答复" in ask(typed, filed.secret).content.decode()
    assert "编号或查询码不对" in ask(digits[:-1], filed.secret).content.decode()


def test_unknown_wrong_and_not_yours_answer_alike(filed):
    answers = {
        re.sub(r'value="[^"]*"', "", ask(number, secret).content.decode())
        for number, secret in [
            (filed.report.number, "AAAA-BBBB-CCCC"),
            ("线〔2026〕9999", filed.secret),
            ("线〔2026〕9999", "AAAA-BBBB-CCCC"),
        ]
    }
    assert len(answers) == 1
    assert "编号或查询码不对" in answers.pop()


def test_an_empty_form_says_what_is_missing(yuzhong):
    response = ask("", "")
    assert response.status_code == 422
    assert Client().get(reverse("portal:told")).status_code == 200


def test_nothing_of_the_case_stays_in_the_session(filed):
    client = Client()
    client.post(reverse("portal:told"), {"number": filed.report.number, "secret": filed.secret})
    assert not dict(client.session)
