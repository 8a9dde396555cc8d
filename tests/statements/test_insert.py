from __future__ import annotations

import copy

import pytest
from django.db import IntegrityError, transaction
from django.db.models.base import ModelState
from django.db.models.signals import post_save
from django.db.transaction import TransactionManagementError

from tests.reports.told import clue as told
from zhongmu.reports.intake import file_report, new_token
from zhongmu.reports.models import ReportMove
from zhongmu.statements.prepared import insert

pytestmark = pytest.mark.django_db


@pytest.fixture
def clue(yuzhong, now):
    return file_report(yuzhong, told(), reporter=None, token=new_token(), by=None, at=now).report


def move_of(report, **changes):
    made = {"name": "accept", "source": "filed", "target": "accepted", "role": "liaison", "account": 7}
    return ReportMove(report=report, **made, at=report.received_at, **changes)


def columns(model, **found):
    return model.objects.filter(**found).values().get()


def test_a_row_inserted_is_the_row_saved(clue):
    saved, inserted = (move_of(clue, facts={"一": [1, None]}, reason="理由") for _time in range(2))
    saved.save()
    insert(inserted)
    again, other = columns(ReportMove, pk=saved.pk), columns(ReportMove, pk=inserted.pk)
    assert {**again, "id": 0} == {**other, "id": 0}
    assert ReportMove.objects.get(pk=inserted.pk).facts == {"一": [1, None]}


def test_an_inserted_row_knows_what_the_database_filled_in(clue):
    twin = copy.copy(clue)
    twin._state = ModelState()
    twin.pk, twin.number, twin.desk = None, "线〔2026〕9999", ""
    twin.pseudonym = twin.secret_index = twin.filing_index = "f" * 32
    insert(twin)
    assert (twin.desk, twin._state.adding, twin.pk > clue.pk) == ("inbox", False, True)
    assert columns(type(twin), pk=twin.pk)["number"] == "线〔2026〕9999"


def test_a_row_is_inserted_once(clue):
    row = move_of(clue)
    insert(row)
    with pytest.raises(TypeError, match="no new row"):
        insert(row)
    with pytest.raises(TypeError, match="no new row"):
        insert(ReportMove(pk=row.pk, report=clue))


def test_a_row_the_database_refuses_takes_its_transaction_along(clue):
    with pytest.raises(TransactionManagementError), transaction.atomic():  # noqa: PT012  the second statement is the point
        with pytest.raises(IntegrityError):
            insert(move_of(clue, reason=None))
        ReportMove.objects.count()


def test_whoever_listens_for_saves_hears_of_an_insert(clue):
    heard = []
    listen = lambda instance, created, **_more: heard.append((instance, created))  # noqa: E731
    post_save.connect(listen, sender=ReportMove)
    insert(row := move_of(clue))
    post_save.disconnect(listen, sender=ReportMove)
    assert heard == [(row, True)]
