"""Sealed from the first commit: file, answer, ask again, then look everywhere for who it was."""

from __future__ import annotations

import io
import logging
from datetime import date

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from tests.personas import client_of
from tests.reports.told import posted
from zhongmu.corps.models import Appointment
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.export import export
from zhongmu.letters.tasks import deliver_queued
from zhongmu.people.models import Account, Person
from zhongmu.reports import actions
from zhongmu.reports.models import Report
from zhongmu.reports.rulings import Conclusion
from zhongmu.reports.tasks import recompute_open_clocks
from zhongmu.seals.index import blind_index

pytestmark = pytest.mark.django_db
PERSON, ACCOUNT = 987_654_321_012, 876_543_219_012
NAME, PHONE, NUMBER, MAIL, HOME = (
    "欧阳封存",
    "13999990001",
    "810000199003070015",
    "sealed@example.invalid",
    "封存路9号",
)
TOKEN = "f" * 31 + "0"
FILE_NAME = "欧阳封存拍的照片"
# Where the reporter stands as a person: none of these leads from a report, and none leads to one.
OWN = {"people_sealedreporter", "people_person", "people_account", "django_session", "corps_appointment"}


@pytest.fixture
def reporter(yuzhong):
    """A supervisor whose name and ids occur nowhere by chance."""
    person = Person.objects.create(
        pk=PERSON, token=TOKEN, name=NAME, sex="1", resident_id=NUMBER,
        resident_id_index=blind_index("resident_id", NUMBER), phone=PHONE, phone_index=blind_index("phone", PHONE),
        email=MAIL, address=HOME, created_at="2026-01-05T00:00:00+08:00",
    )  # fmt: skip
    Appointment.objects.create(
        bureau=yuzhong, person=person, number="A1", category="ordinary", channel="open", origin="test",
        pack_id="chongqing-2024-43", rehearsal=False, term_number=1, decided_on=date(2026, 1, 4),
        starts_on=date(2026, 1, 5), ends_on=date(2028, 1, 4), state="appointed",
    )  # fmt: skip
    return Account.objects.create_user("ouyang-login", pk=ACCOUNT, display_name=NAME, person=person)


@pytest.fixture
def walked(reporter, yuzhong, opened, now, caplog):
    """Filed from the phone with a file, accepted, decided, answered, asked again, letters and tasks run."""
    caplog.set_level(logging.DEBUG)
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(content, "JPEG")
    upload = SimpleUploadedFile(f"{FILE_NAME}.jpg", content.getvalue(), content_type="image/jpeg")
    phone = client_of(reporter)
    phone.post("/my/reports/new/clue/", {**posted(), "attachments": [upload]})
    report = Report.objects.get()
    by = opened(report)
    actions.accept(report, by=by, at=now)
    ending = Conclusion(outcome="file_case", finding="substantiated", reason="逐床核对，十七人不在床")
    actions.decide(report, ending, by=by, at=now)
    actions.answer(report, text="已到现场逐床核对，依法立案处理", by=by, at=now)
    phone.get(reverse("field:report", args=[report.pk]))
    phone.post(reverse("field:report_say", args=[report.pk]), {"text": "还有五病区也是这样，请一并核对"})
    recompute_open_clocks.enqueue()
    deliver_queued.enqueue()
    return Report.objects.get()


def secrets_of(person):
    return [
        NAME,
        PHONE,
        NUMBER,
        MAIL,
        HOME,
        TOKEN,
        FILE_NAME,
        "ouyang-login",
        str(PERSON),
        str(ACCOUNT),
        person.resident_id_index,
        person.phone_index,
    ]


def everything(*, but):
    """(table, text of a row) for every table of the database."""
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - but:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  our own tables
            for row in cursor.fetchall():
                yield table, " ".join(_text(value) for value in row)


def _text(value):
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


@pytest.mark.clause("CQ-9.2")
@pytest.mark.clause("CQ-12.3")
def test_no_table_but_the_sealed_one_tells_who_reported(walked, reporter):
    assert (walked.state, walked.files.count()) == ("asked_again", 1)
    rows = list(everything(but=OWN))
    assert any(table == "reports_report" for table, _row in rows)
    found = [
        (table, secret) for table, row in rows for secret in secrets_of(reporter.person) if secret in row
    ]
    assert found == []
    assert any(NAME in row for _table, row in everything(but=set()))  # the search itself finds


def test_what_stands_about_the_person_leads_to_no_report(walked):
    """And the other way round: the person's own tables hold neither number nor pseudonym nor receipt."""
    leads = [walked.number, walked.pseudonym, walked.secret_index, walked.filing_index, "四病区"]
    rows = list(everything(but=set()))
    own = [row for table, row in rows if table in OWN - {"people_sealedreporter"}]
    assert own
    assert [lead for row in own for lead in leads if lead in row] == []
    sessions = [str(each.get_decoded()) for each in Session.objects.all()]
    assert not any(lead in session for session in sessions for lead in [*leads, f"'{walked.pk}'"])


def test_the_sealed_table_opens_only_with_the_key(walked):
    rows = [row for table, row in everything(but=set()) if table == "people_sealedreporter"]
    assert len(rows) == 1
    assert walked.pseudonym in rows[0]
    assert str(PERSON) not in rows[0]


def test_logs_tell_nothing(walked, reporter, caplog):
    assert [
        secret
        for secret in [*secrets_of(reporter.person), walked.pseudonym, "四病区"]
        if secret in caplog.text
    ] == []


def test_the_ledger_export_tells_nothing(walked, reporter, tmp_path, now):
    out = tmp_path / "ledger.jsonl"
    assert export(None, out, at=now, by=Actor.system()) > 0
    text = out.read_text()
    assert walked.pseudonym in text
    assert [secret for secret in [*secrets_of(reporter.person), "四病区"] if secret in text] == []


def test_file_paths_tell_nothing(walked, settings, reporter):
    paths = [str(path) for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert paths
    assert [secret for path in paths for secret in secrets_of(reporter.person) if secret in path] == []


def test_no_model_reached_from_a_report_points_at_a_person_or_an_account():
    reached, found = [Report], []
    for model in reached:
        for field in model._meta.get_fields():
            target = field.related_model
            forward = getattr(field, "many_to_one", False) or field.many_to_many
            if forward and target in {Person, Account}:
                found.append(f"{model.__name__}.{field.name}")
            belongs = field.auto_created or field.many_to_many
            if target and belongs and target not in reached and target is not Report:
                reached.append(target)
    assert {"ReportMove", "Clock", "Exchange", "StoredFile"} <= {model.__name__ for model in reached}
    assert found == []


def test_every_move_of_the_reporter_has_no_account(walked):
    moves = apps.get_model("reports", "ReportMove").objects.filter(role="reporter")
    assert [(each.name, each.account) for each in moves] == [("file", None), ("ask_again", None)]
