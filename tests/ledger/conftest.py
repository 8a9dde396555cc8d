from __future__ import annotations

import pytest
from django.db import connection, transaction

from zhongmu.ledger.record import record

from .models import Clue, ClueMove
from .pieces import AT, CLERK


@pytest.fixture(scope="package")
def clue_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Clue)
            editor.create_model(ClueMove)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(ClueMove)
            editor.delete_model(Clue)


@pytest.fixture
def anchors(settings, tmp_path):
    settings.ANCHORS_DIR = tmp_path / "anchors"
    return settings.ANCHORS_DIR


@pytest.fixture(params=["sha256", "sm3"])
def chains(request, db, settings, anchors):
    """Two chains: five entries of `500100` and two of `platform`, in either digest."""
    settings.LEDGER_DIGEST = request.param
    with transaction.atomic():
        for number in range(1, 6):
            facts = {"number": number, "words": "“线索”\u2028", "list": [True, None]}
            record("500100", "report.accept", by=CLERK, subject=f"report:{number}", facts=facts, at=AT)
        for number in range(2):
            record("platform", "policy.load", by=CLERK, subject=f"pack:{number}", facts={}, at=AT)
