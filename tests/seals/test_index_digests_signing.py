from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhongmu.seals import signing
from zhongmu.seals.digests import digest, digest_algorithm, keyed_digest
from zhongmu.seals.index import blind_index
from zhongmu.seals.keys import fresh, keyring, rotate


def test_a_blind_index_finds_the_same_text_and_keeps_columns_apart():
    assert blind_index("phone", "139") == blind_index("phone", "139")
    assert len({blind_index("phone", "139"), blind_index("phone", "138"), blind_index("email", "139")}) == 3
    assert len(blind_index("phone", "139")) == 64


def test_a_blind_index_survives_rotation(key_file):
    before = blind_index("phone", "139")
    rotate(key_file)
    assert blind_index("phone", "139") == before


def test_a_blind_index_says_nothing_without_the_key(key_file):
    before = blind_index("phone", "139")
    key_file.write_text(fresh().as_json())
    keyring.cache_clear()
    assert blind_index("phone", "139") != before


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),  # FIPS 180-2 B.1
        ("sm3", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),  # GB/T 32905 A.1
    ],
)
def test_digests_give_the_published_figures(algorithm, expected):
    assert digest(b"abc", algorithm) == expected


def test_the_setting_chooses_the_digest(settings):
    settings.LEDGER_DIGEST = "sm3"
    assert digest(b"abc") == digest(b"abc", "sm3")
    settings.LEDGER_DIGEST = "md5"
    with pytest.raises(ImproperlyConfigured, match="sha256、sm3"):
        digest_algorithm()


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_keyed_digest_is_hmac_over_the_same_digest(algorithm):
    inner, outer = (
        bytes(b ^ 0x36 for b in b"k" * 32 + bytes(32)),
        bytes(b ^ 0x5C for b in b"k" * 32 + bytes(32)),
    )
    expected = digest(outer + bytes.fromhex(digest(inner + b"text", algorithm)), algorithm)
    assert keyed_digest(b"k" * 32, b"text", algorithm) == expected


def test_a_signature_is_checked_with_the_public_key_alone():
    signature = signing.sign(b"text")
    assert signing.verify(signature, b"text", public_key=signing.public_key_b64())
    assert signing.verify(signature, b"text")
    assert not signing.verify(signature, b"texT")
    assert not signing.verify(signature[:-1], b"text")
    assert not signing.verify(signature, b"text", public_key="no key")
