"""Every error an operator can mend has a sentence; ours keep their traceback."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, models
from redis.exceptions import ConnectionError as RedisAway

from zhongmu.config.mistakes import in_words
from zhongmu.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError(2, "No such file", "a.toml"), "a.toml 不存在。请核对路径。"),
        (FileExistsError(17, "File exists", "a", None, "b"), "b 已存在，没有覆盖。请先把它移到别处。"),
        (
            IsADirectoryError(21, "Is a directory", "a"),
            "a 的路径不对：该是文件的地方是文件夹，或相反。请核对路径。",
        ),
        (
            PermissionError(13, "Permission denied", "a"),
            "a 读写不了（Permission denied）。请核对权限和磁盘空间。",
        ),
        (OSError(28, "No space left"), "文件 读写不了（No space left）。请核对权限和磁盘空间。"),
        (FileExistsError("已存在。"), "已存在。"),
        (ImproperlyConfigured("设置有误。"), "设置有误。"),
        (ValueError("ours"), None),
    ],
)
def test_every_mendable_error_has_its_sentence(error, sentence):
    assert in_words(error) == sentence


def test_the_servers_behind_are_named():
    assert "数据库用不了（no such table）" in in_words(OperationalError("no such table\nDETAIL: x"))
    assert "数据库用不了（OperationalError）" in in_words(OperationalError())
    assert "Redis 连不上（refused）" in in_words(RedisAway("refused"))


def test_a_file_in_another_encoding_is_told_of():
    with pytest.raises(UnicodeDecodeError) as caught:
        b"\xff".decode()
    assert "UTF-8" in in_words(caught.value)


def test_what_does_not_open_is_told_of(refused, person):
    models.QuerySet(Person).filter(pk=person().pk).update(
        phone=models.Value(b"\x00\x09" + bytes(40), output_field=models.BinaryField())
    )
    assert "密钥环里没有第 9 版密钥" in refused("keys", "reseal")


def test_an_error_of_our_own_keeps_its_traceback(run):
    with pytest.raises(ValueError, match="null"):
        run("keys", "restore", "no\0file")
