from __future__ import annotations

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.seals.fields import SealBroken, SealedTextField, open_seal, seal
from zhongmu.seals.keys import NoKeys

from .models import Secret

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("secret_table")]


def stored(column: str, pk: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sealprobe_secret WHERE id = %s", [pk])  # noqa: S608  our own words
        return bytes(cursor.fetchone()[0])


def overwrite(column: str, pk: int, value: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE sealprobe_secret SET {column} = %s WHERE id = %s", [value, pk])  # noqa: S608  our own words


def test_what_is_sealed_comes_back_as_it_was():
    made = Secret.objects.create(words="甲医院虚记检查", phone="13900000000", scan=b"\x00\xff")
    read = Secret.objects.get(pk=made.pk)
    assert (read.words, read.phone, read.scan) == ("甲医院虚记检查", "13900000000", b"\x00\xff")


def test_the_database_never_sees_the_words():
    made = Secret.objects.create(words="甲医院虚记检查")
    sealed = stored("words", made.pk)
    assert "甲医院".encode() not in sealed
    assert sealed[:2] == b"\x00\x01"
    assert len(sealed) == 2 + 12 + len("甲医院虚记检查".encode()) + 16


def test_the_same_words_never_look_the_same():
    one, two = (Secret.objects.create(words="同一句话") for _ in range(2))
    assert stored("words", one.pk) != stored("words", two.pk)


def test_null_stays_null_and_can_be_asked_for():
    Secret.objects.create(words="")
    assert Secret.objects.filter(phone__isnull=True).get().words == ""


def test_updates_of_one_and_of_many_rows_are_sealed():
    rows = [Secret.objects.create(words=str(n)) for n in range(3)]
    Secret.objects.filter(pk=rows[0].pk).update(words="改")
    for row in rows[1:]:
        row.words = "批"
    Secret.objects.bulk_update(rows[1:], ["words"])
    assert list(Secret.objects.order_by("pk").values_list("words", flat=True)) == ["改", "批", "批"]
    assert stored("words", rows[2].pk)[:2] == b"\x00\x01"


@pytest.mark.parametrize("lookup", ["words", "words__exact", "words__contains", "words__in", "words__gt"])
def test_a_sealed_field_cannot_be_searched(lookup):
    with pytest.raises(FieldError, match="盲索引"):
        Secret.objects.filter(**{lookup: ["x"]}).exists()


@pytest.mark.parametrize("place", [0, 2, 14, -1])
def test_one_changed_byte_is_noticed(place):
    made = Secret.objects.create(words="原文")
    sealed = bytearray(stored("words", made.pk))
    sealed[place] ^= 1
    overwrite("words", made.pk, bytes(sealed))
    with pytest.raises((SealBroken, NoKeys)):
        Secret.objects.get(pk=made.pk)


def test_a_value_moved_to_another_column_does_not_open():
    made = Secret.objects.create(words="原文")
    overwrite("phone", made.pk, stored("words", made.pk))
    with pytest.raises(SealBroken, match=r"sealprobe\.Secret\.phone"):
        Secret.objects.get(pk=made.pk)


def test_bytes_too_short_to_be_sealed_do_not_open():
    with pytest.raises(SealBroken):
        open_seal(b"\x00\x01abc", "a.B.c")


def test_another_type_is_refused():
    with pytest.raises(TypeError, match="takes str, not bytes"):
        Secret.objects.create(words=b"bytes")


def test_a_sealed_field_left_out_is_refused():
    with pytest.raises(Exception, match=r"NOT NULL|null value"):
        Secret.objects.create()


def test_a_dump_of_the_database_refuses_to_write_it_in_the_clear():
    made = Secret.objects.create(words="原文")
    with pytest.raises(FieldError, match="zhongmu backup"):
        serializers.serialize("json", [made])


def test_a_migration_can_write_the_field_down():
    text, imports = MigrationWriter.serialize(SealedTextField(null=True))
    assert text == "zhongmu.seals.fields.SealedTextField(null=True)"
    assert imports == {"import zhongmu.seals.fields"}


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_survive_sealing_in_any_place(plain, place):
    assert open_seal(seal(plain, place), place) == plain
