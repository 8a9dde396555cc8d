"""Two officers issue certificates at once, each on a connection of its own."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.corps.world import LIAISON, appointed, pledged
from zhongmu.corps.certificates import issue_certificate
from zhongmu.corps.models import Appointment, Certificate


@pytest.fixture
def shared_file(transactional_db, tmp_path: Path):
    """SQLite tests live in memory, where threads share one connection; put them in a file for this test."""
    if connection.vendor != "sqlite":
        yield
        return
    settings, was = connection.settings_dict, connection.settings_dict["NAME"]
    path = tmp_path / "shared.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    kept = connection.connection
    connection.connection, settings["NAME"] = None, str(path)
    yield
    connection.connection.close()
    connection.connection, settings["NAME"] = kept, was


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("CQ-5.3")
def test_two_officers_at_once_take_numbers_without_gap_or_double(shared_file, yuzhong, person, now, today):
    numbers = ["500103200002290013", "11010519491231002X", "230103199001010023", "810000199003070015"]
    people = [person(f"监督员{letter}", number) for letter, number in zip("甲乙丙丁", numbers, strict=True)]
    for each in people:
        pledged(appointed(yuzhong, each, now), now)
    ids = list(Appointment.objects.values_list("pk", flat=True))
    start = Barrier(2)

    def issue(mine: list[int]) -> None:
        start.wait()
        try:
            for pk in mine:
                issue_certificate(Appointment.objects.get(pk=pk), by=LIAISON, at=now, on=today)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(issue, [ids[:2], ids[2:]]))
    issued = sorted(c.number[-4:] for c in Certificate.objects.all())
    assert issued == ["0001", "0002", "0003", "0004"]
