from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from zhongmu.demo.models import DemoWorld
from zhongmu.demo.personas import PERSONAS


@pytest.mark.parametrize("key", PERSONAS)
def test_everyone_enters_by_a_card_and_finds_a_first_page(
    enter_as: Callable[[str], Client], key: str
) -> None:
    client = enter_as(key)
    persona = PERSONAS[key]
    answer = client.get("/home/", follow=True) if persona.username else client.get("/")
    assert answer.status_code == 200
    assert 'href="/demo/"' in answer.content.decode()


def test_the_door_shows_a_card_for_everyone_and_the_codes_to_try(
    world: DemoWorld, open_door: None, client: Client
) -> None:
    page = client.get("/demo/").content.decode()
    assert all(f"/demo/enter/{key}/" in page for key in PERSONAS)
    assert world.shown["application_secret"] in page
    assert "示例数据" in page


def test_the_applicants_card_opens_the_application_that_waits_for_a_correction(
    enter_as: Callable[[str], Client],
) -> None:
    assert "补正" in enter_as("applicant").get("/progress/").content.decode()


@pytest.mark.parametrize(
    ("key", "words"),
    [("nomination", "同意，填写报名表"), ("invitation", "接受，填写报名表"), ("self", "仍愿意，核对并签名")],
)
def test_whoever_was_asked_finds_the_question_open(
    enter_as: Callable[[str], Client], key: str, words: str
) -> None:
    assert words in enter_as(key).get("/reply/").content.decode()


def test_one_leaves_a_persona_by_becoming_another(enter_as: Callable[[str], Client]) -> None:
    client = enter_as("leader")
    client.post("/demo/enter/public/")
    assert client.get("/home/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_nobody_enters_by_a_link_or_an_unknown_card(
    world: DemoWorld, open_door: None, client: Client
) -> None:
    assert client.get("/demo/enter/leader/").status_code == 405
    assert client.post("/demo/enter/nobody/").status_code == 404
