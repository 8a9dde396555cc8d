"""A file is removed only where nothing points at it: every noun that may is named here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from tests.files import samples
from zhongmu.files.models import StoredFile
from zhongmu.files.store import pointers, save, unpointed
from zhongmu.ledger.models import LedgerEntry
from zhongmu.recruitment.actions.drafting import clear_unpointed
from zhongmu.recruitment.models import Draft

KNOWN = """
intake.Arrival.original
intake.Attachment.stored
intake.Sheet.file
recruitment.AlsoCame.photo
recruitment.AlsoCame.scan
recruitment.AlsoCame.signed_scan
recruitment.AlsoCame.unit_seal
recruitment.Application.photo
recruitment.Application.scan
recruitment.Application.signed_scan
recruitment.Application.unit_seal
recruitment.Draft.photo
recruitment.Draft.signed_scan
recruitment.Finding.file
recruitment.Invitation.unit_seal
recruitment.Nomination.unit_seal
recruitment.NoticeFile.file
recruitment.SelfNomination.photo
recruitment.SelfNomination.scan
recruitment.Superseded.photo
recruitment.Superseded.signed_scan
reports.Report.files
reports.Report_files.storedfile
"""


def named(field) -> str:
    return f"{field.model._meta.label}.{field.name}"


def test_every_noun_that_may_point_at_a_file_is_asked():
    """A noun that keeps a file in another way than by such a field would lose it: give it a field, and add it here."""
    declared = {
        named(field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is StoredFile
    }
    assert {named(field) for field in pointers()} == declared
    assert sorted(declared) == KNOWN.split()


@pytest.fixture
def stored(settings, tmp_path, now, db):
    settings.FILES_DIR = tmp_path / "files"

    def make(*, days: int, code: str) -> StoredFile:
        file = ContentFile(samples.located_photo(), name="a.jpg")
        return save(file, bureau_code=code, at=now - timedelta(days=days))

    return make


def test_the_daily_sweep_takes_what_nothing_points_at_and_no_draft_can_bring_back(
    stored, settings, yuzhong, now, today, django_capture_on_commit_callbacks
):
    orphan, young = stored(days=31, code=yuzhong.code), stored(days=29, code=yuzhong.code)
    kept = stored(days=31, code=yuzhong.code)
    Draft.objects.create(
        bureau=yuzhong, address="/", key_index="k", content="", photo=kept, saved_at=now, expires_on=today
    )
    asked = str(unpointed(before=now).query)
    assert all(
        f'FROM "{field.model._meta.db_table}"' in asked for field in pointers() if not field.many_to_many
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_unpointed(on=today, at=now) == 1
    assert set(StoredFile.objects.all()) == {young, kept}
    assert not list(settings.FILES_DIR.rglob(f"{orphan.token}.*"))
    entry = LedgerEntry.objects.get(action="recruitment.files.clear")
    assert (entry.chain, entry.facts) == (yuzhong.code, '{"removed":1}')
    assert clear_unpointed(on=today, at=now) == 0
