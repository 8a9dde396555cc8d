from __future__ import annotations

import json
import stat

import pytest

from zhongmu.seals import keys
from zhongmu.seals.checks import keys_are_present
from zhongmu.seals.keys import NoKeys, derive_from, keyring


def test_a_new_key_file_is_for_its_owner_only(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert set(json.loads(key_file.read_text())) == {"current", "keys", "index", "ledger", "signing"}


def test_a_key_file_is_never_overwritten(key_file):
    before = key_file.read_text()
    with pytest.raises(FileExistsError, match="已存在"):
        keys.create(key_file)
    assert key_file.read_text() == before
    assert [p.name for p in key_file.parent.iterdir()] == ["keys.json"]


def test_what_is_written_is_read_back(key_file):
    ring = keys.read(key_file)
    assert keys.parse(ring.as_json()) == ring


def test_keys_do_not_show_in_a_repr():
    ring = keys.fresh()
    assert repr(ring) == "Keyring(current=1)"


def test_the_environment_goes_before_the_file(key_file, monkeypatch):
    other = keys.fresh()
    monkeypatch.setenv(keys.ENVIRONMENT, other.as_json())
    assert keys.read(key_file) == other


def test_derived_keys_differ_by_purpose_and_version():
    ring = keys.fresh().rotated()
    derived = {ring.derive("seal"), ring.derive("seal", 1), ring.derive("other"), ring.derive("other", 1)}
    assert len(derived) == 4
    assert ring.derive("seal") == ring.derive("seal", 2)


def test_a_version_we_never_had_is_refused():
    with pytest.raises(NoKeys, match="第 7 版"):
        keys.fresh().derive("seal", 7)


def test_rotation_keeps_the_old_version_and_the_other_keys(key_file):
    before = keys.read(key_file)
    after = keys.rotate(key_file)
    assert (after.current, set(after.keys)) == (2, {1, 2})
    assert after.keys[1] == before.keys[1]
    assert (after.index, after.ledger, after.signing) == (before.index, before.ledger, before.signing)
    assert keyring() == after


def test_without_keys_every_process_has_another_secret(tmp_path, monkeypatch):
    monkeypatch.delenv(keys.ENVIRONMENT, raising=False)
    missing = tmp_path / "keys.json"
    assert keys.django_secret(missing) != keys.django_secret(missing)


def test_with_keys_the_secret_stays_over_rotation(key_file):
    before = keys.django_secret(key_file)
    keys.rotate(key_file)
    assert keys.django_secret(key_file) == before


def test_a_server_without_keys_is_an_error_with_the_command_to_run(key_file):
    assert keys_are_present() == []
    key_file.unlink()
    keyring.cache_clear()
    (error,) = keys_are_present()
    assert error.id == "seals.E001"
    assert "zhongmu keys create" in error.msg


@pytest.mark.parametrize(
    "change",
    [
        {"current": 3},
        {"keys": {"1": "AAAA"}},
        {"keys": ["1"]},
        {"index": "not base64"},
        {"signing": None},
        {"current": None},
    ],
)
def test_a_damaged_key_file_is_refused_without_showing_a_key(change):
    damaged = json.dumps({**json.loads(keys.fresh().as_json()), **change})
    with pytest.raises(NoKeys, match="恢复单"):
        keys.parse(damaged)


def test_text_that_is_no_json_is_refused():
    with pytest.raises(NoKeys, match="格式不对"):
        keys.parse("{")


def test_derivation_follows_rfc_5869_over_the_named_purpose():
    # HKDF-SHA256 with an empty salt: extract, then one round of expand.
    import hashlib
    import hmac

    extracted = hmac.digest(bytes(32), b"k" * 32, hashlib.sha256)
    assert derive_from(b"k" * 32, "seal") == hmac.digest(extracted, b"zhongmu:seal\x01", hashlib.sha256)
