from __future__ import annotations

from io import StringIO

import pytest
from django.db import connection

from zhongmu.seals import commands
from zhongmu.seals.fields import version_of
from zhongmu.seals.keys import keyring, read

from .models import Secret


@pytest.fixture
def probe_installed(secret_table, settings):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.seals"]


def versions() -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, phone FROM sealprobe_secret ORDER BY id")
        return [
            tuple(version_of(bytes(value)) for value in row if value is not None) for row in cursor.fetchall()
        ]


@pytest.mark.django_db
def test_resealing_moves_every_row_to_the_current_key(probe_installed, key_file, monkeypatch):
    monkeypatch.setattr(commands, "BATCH", 2)
    for number in range(5):
        Secret.objects.create(words=f"第{number}句", phone=None if number % 2 else "139")
    commands.rotate(StringIO())
    assert versions() == [(1, 1), (1,), (1, 1), (1,), (1, 1)]
    assert commands.reseal(StringIO())["sealprobe.Secret"] == 5
    assert versions() == [(2, 2), (2,), (2, 2), (2,), (2, 2)]
    assert [s.words for s in Secret.objects.order_by("pk")] == [f"第{n}句" for n in range(5)]


@pytest.mark.django_db
def test_resealing_again_changes_nothing(probe_installed, key_file):
    Secret.objects.create(words="一句")
    out = StringIO()
    assert commands.reseal(out)["sealprobe.Secret"] == 0
    assert "sealprobe.Secret：0 行" in out.getvalue()


def test_keys_are_made_printed_lost_and_restored(key_file):
    key_file.unlink()
    out, sheet = StringIO(), StringIO()
    assert commands.create(out) == 0
    assert str(key_file) in out.getvalue()
    before = keyring()
    commands.sheet(sheet)
    key_file.unlink()
    typed = key_file.with_name("typed.txt")
    typed.write_text(sheet.getvalue(), encoding="utf-8")
    assert commands.restore(typed, out) == 0
    assert read(key_file) == before


def test_restoring_never_overwrites_keys(key_file):
    typed = key_file.with_name("typed.txt")
    sheet = StringIO()
    commands.sheet(sheet)
    typed.write_text(sheet.getvalue(), encoding="utf-8")
    with pytest.raises(FileExistsError):
        commands.restore(typed, StringIO())
