from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.files import samples
from zhongmu.files import store, vault
from zhongmu.files.kinds import BadFile
from zhongmu.files.models import StoredFile
from zhongmu.seals import keys

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _own_disk(settings, tmp_path, monkeypatch):
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setenv(keys.ENVIRONMENT, keys.fresh().as_json())
    keys.keyring.cache_clear()
    yield
    keys.keyring.cache_clear()


def saved(content, name="张三举报某医院.jpg", **more):
    return store.save(SimpleUploadedFile(name, content), bureau_code="cq-yubei", at=NOW, **more)


def on_disk(settings):
    return sorted(path for path in settings.FILES_DIR.rglob("*") if path.is_file())


def test_a_file_comes_back_as_it_was_and_as_a_clean_copy():
    original = samples.located_photo()
    file = StoredFile.objects.get(pk=saved(original).pk)
    assert store.read_original(file) == original
    assert b"SecretPhone" not in store.read_working(file)
    assert (file.kind, file.media_type, file.size) == ("image", "image/jpeg", len(original))


def test_neither_row_nor_disk_tells_the_name_or_the_content(settings):
    original = samples.located_photo()
    file = saved(original, number=3)
    assert str(file) == file.display_name == "附件3.jpg"
    assert "张三" not in " ".join(str(value) for value in StoredFile.objects.values_list().get())
    assert [path.name for path in on_disk(settings)] == [f"{file.token}.original", f"{file.token}.working"]
    for path in on_disk(settings):
        assert path.parent.name == file.token[:2]
        assert path.stat().st_mode & 0o077 == 0
        assert b"SecretPhone" not in path.read_bytes()


def test_a_document_is_its_own_working_copy(settings):
    file = saved(samples.docx(), "说明.docx")
    assert (file.kind, file.display_name, file.original_kind.extension) == ("docx", "附件1.docx", "docx")
    assert store.read_working(file) == samples.docx()
    assert len(on_disk(settings)) == 1


def test_a_webp_picture_is_shown_as_jpeg():
    file = saved(samples.picture("WEBP"), "图.webp")
    assert (file.media_type, file.working_type, file.display_name) == (
        "image/webp",
        "image/jpeg",
        "附件1.jpg",
    )


def test_two_files_of_one_name_do_not_touch_each_other():
    first, second = saved(samples.picture()), saved(samples.picture(size=(50, 50)))
    assert first.token != second.token
    assert store.read_original(first) == samples.picture()


@pytest.mark.clause("CQ-F3")
def test_a_photo_is_kept_with_the_copy_that_is_printed():
    upload = ContentFile(samples.picture("PNG", (800, 800)), name="我.png")
    file = store.save_photo(upload, bureau_code="cq-yubei", at=NOW)
    assert (file.display_name, file.media_type) == ("照片.jpg", "image/png")
    assert store.read_working(file).startswith(b"\xff\xd8\xff")


def test_a_refused_file_leaves_nothing(settings):
    for content in (
        b"",
        b"MZ\x00\x00",
        b"a" * (10 * 2**20 + 1),
        samples.picture(size=(900, 900), quality=95)[:2000],
    ):
        with pytest.raises(BadFile):
            saved(content)
    assert not StoredFile.objects.exists()
    assert on_disk(settings) == []


def test_a_stream_of_unknown_length_is_measured_as_it_is_read():
    class Stream(File):
        size = None

    with pytest.raises(BadFile, match="最大"):
        store.save(Stream(BytesIO(b"a" * (11 * 2**20)), name="a.txt"), bureau_code="x", at=NOW)


def test_a_file_changed_cut_moved_or_lost_on_disk_is_noticed(settings):
    first, second = saved("甲".encode(), "a.txt"), saved("乙".encode(), "b.txt")
    path, other = (vault.place(file.token, vault.ORIGINAL) for file in (first, second))
    good = path.read_bytes()
    for bad in (good[:-1] + bytes([good[-1] ^ 1]), good[:10], b"", other.read_bytes()):
        path.write_bytes(bad)
        with pytest.raises(vault.Damaged):
            store.read_original(first)
    path.unlink()
    with pytest.raises(vault.Damaged, match="not on the disk"):
        store.read_original(first)


def test_a_row_whose_digest_was_changed_is_noticed():
    file = saved("甲".encode(), "a.txt")
    file.digest = "0" * 64
    with pytest.raises(vault.Damaged, match="digest"):
        store.read_original(file)


def test_a_file_sealed_before_a_key_change_still_opens(monkeypatch):
    file = saved("甲".encode(), "a.txt")
    monkeypatch.setenv(keys.ENVIRONMENT, keys.keyring().rotated().as_json())
    keys.keyring.cache_clear()
    assert store.read_original(file) == "甲".encode()


def test_nothing_is_ever_overwritten_and_a_token_is_no_path(settings):
    file = saved("甲".encode(), "a.txt")
    with pytest.raises(FileExistsError):
        vault.put(file.token, vault.ORIGINAL, b"other")
    with pytest.raises(ValueError, match="token"):
        vault.place("../../../../../../etc/passwd0000", vault.ORIGINAL)
    assert len(on_disk(settings)) == 1
