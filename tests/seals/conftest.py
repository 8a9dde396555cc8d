from __future__ import annotations

import pytest
from django.db import connection

from zhongmu.seals import keys

from .models import Secret


@pytest.fixture(scope="package")
def secret_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Secret)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Secret)


@pytest.fixture
def key_file(tmp_path, settings, monkeypatch):
    """A server whose keys are in a file of its own."""
    settings.KEYS_FILE = tmp_path / "keys.json"
    monkeypatch.delenv(keys.ENVIRONMENT, raising=False)
    keys.create(settings.KEYS_FILE)
    keys.keyring.cache_clear()
    yield settings.KEYS_FILE
    keys.keyring.cache_clear()
