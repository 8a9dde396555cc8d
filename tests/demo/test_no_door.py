from __future__ import annotations

import pytest
from django.test import Client


def test_the_door_of_a_database_without_a_world_shows_no_codes(
    db: None, open_door: None, client: Client
) -> None:
    page = client.get("/demo/").content.decode()
    assert "可以试的号码" not in page
    assert client.post("/demo/enter/applicant/").status_code == 302
    assert client.post("/demo/enter/leader/").status_code == 404


def test_outside_the_demo_there_is_no_door(db: None, client: Client) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/leader/").status_code == 404


@pytest.mark.urls("tests.demo.urls")
def test_even_where_its_address_exists_the_door_stays_shut_outside_the_demo(db: None, client: Client) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/leader/").status_code == 404
