"""Numbers that do not belong into a free text that is printed (CQ-F21)."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from zhongmu.people.cjk import half_width

_BETWEEN = re.compile(r"(?<=[0-9])[ \t\u00a0-]+(?=[0-9Xx])")
_IDENTITY = re.compile(r"(?<![0-9])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14})(?![0-9])")
_CARD = re.compile(r"(?<![0-9])[1-9][0-9]{15,18}(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def sensitive_in(text: str) -> str:
    """What a number in this text looks like, however it was typed: 身份证号, 银行卡号, 手机号; "" where there is none."""
    plain = _BETWEEN.sub("", half_width(text))
    found = ((_IDENTITY, _("身份证号")), (_CARD, _("银行卡号")), (_MOBILE, _("手机号")))
    return next((label for shape, label in found if shape.search(plain)), "")
