"""统一社会信用代码, the code of every organisation (GB 32100)."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue

LENGTH = 18
_CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"[1-9A-HJ-NPQRTUWXY][{_CHARSET}][0-9]{{6}}[{_CHARSET}]{{10}}")


def check_credit_code(text: str) -> str:
    """Return the code in capitals without blanks; BadValue names the part that is wrong."""
    code = without_blanks(text).upper()
    if len(code) != LENGTH:
        raise BadValue(
            _("统一社会信用代码应为18位（GB 32100），现在是%(count)s位。请对照证照核对。")
            % {"count": len(code)}
        )
    for place, char in enumerate(code, 1):
        if char not in _CHARSET:
            raise BadValue(
                _(
                    "统一社会信用代码第%(place)s位不对：只用数字和大写字母，且没有 I、O、S、V、Z。请对照证照核对。"
                )
                % {"place": place}
            )
    if not _SHAPE.fullmatch(code):
        raise BadValue(
            _("统一社会信用代码第3至8位是登记机关的行政区划，应全是数字，第1位不能是0。请对照证照核对。")
        )
    if credit_check_character(code) != code[17]:
        raise BadValue(_("统一社会信用代码的校验位（第18位）与前17位对不上。请对照证照逐位核对。"))
    return code


def credit_check_character(code: str) -> str:
    """The 18th character that the first 17 call for."""
    total = sum(_CHARSET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return _CHARSET[-total % 31]
