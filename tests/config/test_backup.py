"""The same tests on both databases: on SQLite in database files, on PostgreSQL with pg_dump and pg_restore."""

from __future__ import annotations

import base64
import json
import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.files import samples
from zhongmu.bureaus.models import Bureau
from zhongmu.config import backups
from zhongmu.files.models import StoredFile
from zhongmu.files.store import read_original, save
from zhongmu.ledger.models import LedgerEntry
from zhongmu.people.models import Person
from zhongmu.seals import keys
from zhongmu.seals.keys import keyring

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(places, key_file, database_file, on_sqlite, run):
    """A server with keys, a database, a bureau and its administrators."""
    if on_sqlite:
        schema = connection.connection
        with_schema = places / "server/zhongmu.sqlite3"
        database_file(with_schema)
        connection.ensure_connection()
        schema.backup(connection.connection)
    run("keys", "create")
    run("init", "--bureau", "500103")
    return places


@pytest.fixture
def picture(server, now):
    row = save(SimpleUploadedFile("a.jpg", samples.picture()), bureau_code="500103", at=now)
    return read_original(row)


@pytest.fixture
def fresh(server, settings, database_file, on_sqlite):
    """Another machine: no database (on PostgreSQL: an emptied one), no files; the keys restored from the sheet."""

    def move():
        settings.FILES_DIR = server / "fresh/files"
        if on_sqlite:
            return database_file(server / "fresh/zhongmu.sqlite3")
        StoredFile.objects.all().delete()
        Person.objects.all().delete()
        return None

    return move


def test_nobody_else_on_the_machine_reads_a_backup(server, run):
    (server / "backup").mkdir(mode=0o755)
    assert run("backup", server / "backup")[0] == 0
    assert (server / "backup").stat().st_mode & 0o077 == 0


def test_a_restored_server_is_whole(server, fresh, run, picture, person):
    person(name="李秀英")
    code, out, _err = run("backup", server / "backup")
    assert (code, "2 个文件" in out) == (0, True)
    before = LedgerEntry.objects.count()
    fresh()
    assert run("restore", server / "backup")[0] == 0
    assert LedgerEntry.objects.count() == before
    assert run("ledger", "verify")[0] == 0
    assert Person.objects.get().name == "李秀英"
    assert read_original(StoredFile.objects.get()) == picture


def test_what_was_there_is_kept_beside(server, run, picture, now):
    run("backup", server / "backup")
    save(SimpleUploadedFile("b.jpg", samples.picture()), bureau_code="500103", at=now)
    kept = sorted(path.name for path in (server / "files").rglob("*") if path.is_file())
    assert run("restore", server / "backup")[0] == 0
    assert StoredFile.objects.count() == 1
    (aside,) = server.glob("files.before-restore-*")
    assert sorted(path.name for path in aside.rglob("*") if path.is_file()) == kept


def test_a_server_without_files_is_backed_up_too(server, fresh, run):
    assert "0 个文件" in run("backup", server / "backup")[1]
    fresh()
    assert run("restore", server / "backup")[0] == 0
    assert Bureau.objects.filter(code="500103").exists()


@pytest.mark.parametrize("which", ["database*", "files/*/*", "manifest.json"])
def test_a_changed_byte_is_refused_and_changes_nothing(which, server, run, refused, picture):
    run("backup", server / "backup")
    path = next(each for each in sorted((server / "backup").rglob(which)) if each.is_file())
    content = bytearray(path.read_bytes())
    place = content.index(b'"rows": ') + 8 if path.name == "manifest.json" else len(content) // 2
    content[place] ^= 1
    path.write_bytes(content)
    Bureau.objects.filter(code="500103").update(short_name="今天改的")
    assert "没有恢复任何内容" in refused("restore", server / "backup")
    assert Bureau.objects.get(code="500103").short_name == "今天改的"
    assert not list(server.rglob("*.before-restore-*"))


def test_a_missing_file_is_refused(server, run, refused, picture):
    run("backup", server / "backup")
    shutil.rmtree(server / "backup/files")
    assert "缺失或已被改动" in refused("restore", server / "backup")


def test_a_file_slipped_in_is_not_restored(server, fresh, run, picture):
    run("backup", server / "backup")
    (server / "backup/files/slipped-in").write_text("x", encoding="utf-8")
    fresh()
    assert run("restore", server / "backup")[0] == 0
    assert not list((server / "fresh").rglob("slipped-in"))


def test_keys_are_never_in_the_backup(server, run, picture):
    run("backup", server / "backup")
    ring = keyring()
    secrets = [ring.index, ring.ledger, ring.signing, *ring.keys.values()]
    secrets += [base64.b64encode(secret) for secret in secrets]
    for path in (server / "backup").rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(secret in content for secret in secrets)
        assert path.name != "keys.json"


def test_with_other_keys_nothing_is_restored(server, fresh, run, refused, key_file):
    run("backup", server / "backup")
    fresh()
    key_file.unlink()
    run("keys", "create")
    assert "不是同一套" in refused("restore", server / "backup")
    key_file.unlink()
    keys.keyring.cache_clear()
    assert "没有密钥" in refused("restore", server / "backup")


def test_with_a_sheet_older_than_the_backup_nothing_is_restored(server, run, refused, key_file):
    old = key_file.read_bytes()
    run("keys", "rotate")
    run("backup", server / "backup")
    key_file.write_bytes(old)
    keys.keyring.cache_clear()
    assert "打不开" in refused("restore", server / "backup")


def test_a_backup_needs_a_folder_of_its_own(server, refused, picture):
    (server / "full").mkdir()
    (server / "full/letter.txt").write_text("x", encoding="utf-8")
    assert "请换一个新文件夹" in refused("backup", server / "full")
    assert "请换一个新文件夹" in refused("backup", server / "full/letter.txt")
    assert "在文件库里面" in refused("backup", server / "files/backup")
    assert [path.name for path in (server / "full").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"signature": "x"}', "[" * 100_000])
def test_a_folder_that_is_no_backup_is_refused(content, server, refused):
    (server / "other").mkdir()
    if content is not None:
        (server / "other/manifest.json").write_text(content, encoding="utf-8")
    assert "不是备份文件夹" in refused("restore", server / "other")


def test_a_backup_of_the_other_database_is_refused(server, run, refused):
    run("backup", server / "backup")
    manifest = json.loads((server / "backup/manifest.json").read_text(encoding="utf-8"))
    manifest["vendor"] = "oracle"
    signature = backups.sign(backups._signed_bytes(manifest))
    manifest["signature"] = base64.b64encode(signature).decode()
    (server / "backup/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "这份备份来自 oracle" in refused("restore", server / "backup")


@pytest.mark.parametrize("version", [None, [1], "x"])
def test_a_manifest_without_a_version_of_the_keys_is_no_backup(version, server, run, refused):
    run("backup", server / "backup")
    manifest = json.loads((server / "backup/manifest.json").read_text(encoding="utf-8"))
    manifest["key_version"] = version
    (server / "backup/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "不是备份文件夹" in refused("restore", server / "backup")


if connection.vendor == "postgresql":  # chosen when tests are collected: SQLite needs no tool

    def test_without_the_databases_tools_the_sentence_says_which(server, refused, monkeypatch):
        monkeypatch.setenv("PATH", str(server))
        assert "找不到 pg_dump" in refused("backup", server / "backup")

    def test_a_tool_that_fails_is_quoted(server, refused, monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        assert "pg_dump 没有办成" in refused("backup", server / "backup")
