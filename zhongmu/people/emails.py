"""E-mail addresses; an older person may have none (`CQ-F10`)."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue

MAX_LENGTH = 254
_MAX_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]")


def normalise_email(text: str) -> str:
    """Return the address with its domain in lower case, or "" for none; BadValue otherwise."""
    address = without_blanks(text)
    if not address:
        return ""
    if address.count("@") != 1:
        raise BadValue(_("电子邮箱里应有且只有一个“@”。请按“名字@163.com”的样子填写；没有邮箱可以不填。"))
    local, domain = address.split("@")
    if not _LOCAL.fullmatch(local) or len(local) > _MAX_LOCAL:
        raise BadValue(_("电子邮箱“@”前面的部分不对，只能是字母、数字和常用符号。请核对；没有邮箱可以不填。"))
    if not _DOMAIN.fullmatch(domain) or len(address) > MAX_LENGTH:
        raise BadValue(_("电子邮箱“@”后面的部分不对，应像“163.com”“qq.com”。请核对；没有邮箱可以不填。"))
    return f"{local}@{domain.lower()}"


def mask_email(address: str) -> str:
    """z***@163.com."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***@{domain}" if at else "*" * len(address)
