from __future__ import annotations

import pytest

from zhongmu.seals.fields import SealBroken, open_seal, seal
from zhongmu.seals.keys import keyring

pytestmark = pytest.mark.django_db


def test_keys_are_made_once(run, refused, key_file):
    assert run("keys", "create")[0] == 0
    before = key_file.read_bytes()
    assert run("keys", "create", "--if-missing")[:2] == (0, "· 密钥已就位\n")
    assert "已存在" in refused("keys", "create")
    assert key_file.read_bytes() == before
    assert key_file.stat().st_mode & 0o077 == 0


def test_keys_are_made_when_missing(run, key_file):
    assert run("keys", "create", "--if-missing")[0] == 0
    assert key_file.exists()


def test_keys_rotate_and_everything_is_resealed(run, key_file, person):
    run("keys", "create")
    someone = person()
    assert "第 2 版" in run("keys", "rotate")[1]
    assert "people.Person：1 行" in run("keys", "reseal")[1]
    someone.refresh_from_db()
    assert someone.phone == "13800138000"


def test_the_sheet_restores_the_keys(run, refused, key_file, tmp_path):
    run("keys", "create")
    before, sheet = keyring(), tmp_path / "sheet.txt"
    sheet.write_text(run("keys", "sheet")[1], encoding="utf-8")
    assert "已存在，没有覆盖" in refused("keys", "restore", sheet)
    key_file.unlink()
    assert run("keys", "restore", sheet)[0] == 0
    assert keyring() == before


def test_a_mistyped_sheet_names_its_line(run, refused, key_file, tmp_path):
    run("keys", "create")
    lines = run("keys", "sheet")[1].splitlines()
    lines[3] = lines[3][:-1] + ("A" if lines[3][-1] != "A" else "B")
    typed = tmp_path / "typed.txt"
    typed.write_text("\n".join(lines), encoding="utf-8")
    key_file.unlink()
    assert "第 2 行与校验码不符" in refused("keys", "restore", typed)
    assert not key_file.exists()


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00"])
def test_a_sheet_that_cannot_be_read_is_bad_input(content, refused, key_file, tmp_path):
    sheet = tmp_path / "sheet.txt"
    if content is not None:
        sheet.write_bytes(content)
    refused("keys", "restore", sheet)


@pytest.mark.parametrize("name", ["rotate", "sheet"])
def test_without_keys_the_sentence_says_what_is_missing(name, refused, key_file):
    assert f"{key_file} 不存在" in refused("keys", name)


def test_a_key_file_that_was_edited_is_refused(refused, key_file):
    key_file.parent.mkdir()
    key_file.write_text('{"current": 1}', encoding="utf-8")
    assert "密钥文件的格式不对" in refused("keys", "sheet")


def test_what_other_keys_sealed_does_not_open(run, key_file):
    run("keys", "create")
    sealed = seal("李秀英".encode(), "people.Person.name")
    key_file.unlink()
    run("keys", "create")
    with pytest.raises(SealBroken, match="打不开"):
        open_seal(sealed, "people.Person.name")
