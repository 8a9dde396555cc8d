"""What an operator is told when a command cannot do its work."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from redis.exceptions import RedisError

from zhongmu.config.dialect import CopyFailed
from zhongmu.policies.problems import PackError
from zhongmu.seals.fields import SealBroken
from zhongmu.seals.keys import NoKeys

WITH_A_SENTENCE = (CopyFailed, ImproperlyConfigured, NoKeys, PackError, SealBroken)


def _of_a_file(error: OSError) -> str:
    if error.errno is None:  # raised by us, with a sentence
        return str(error)
    name = error.filename2 or error.filename or "文件"
    if isinstance(error, FileNotFoundError):
        return f"{name} 不存在。请核对路径。"
    if isinstance(error, FileExistsError):
        return f"{name} 已存在，没有覆盖。请先把它移到别处。"
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return f"{name} 的路径不对：该是文件的地方是文件夹，或相反。请核对路径。"
    return f"{name} 读写不了（{error.strerror}）。请核对权限和磁盘空间。"


def in_words(error: Exception) -> str | None:
    """One sentence for what an operator can mend: what is wrong and what to do. None for an error of our own."""
    if isinstance(error, OSError):
        return _of_a_file(error)
    if isinstance(error, UnicodeDecodeError):
        return "文件不是 UTF-8 文本。请另存为 UTF-8 后再试。"
    if isinstance(error, DatabaseError):
        why = (str(error).splitlines() or [type(error).__name__])[0]
        return f"数据库用不了（{why}）。请核对 ZHONGMU_DATABASE，并先运行 make setup 更新数据库。"
    if isinstance(error, RedisError):
        return f"Redis 连不上（{error}）。请核对 ZHONGMU_REDIS。"
    return str(error) if isinstance(error, WITH_A_SENTENCE) else None
