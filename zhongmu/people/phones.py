"""Telephone numbers: mobile, or a land line with its area number (`CQ-F8`)."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-8][0-9]{6,7})(?:-([0-9]{1,6}))?")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}(?:-[0-9]{1,6})?")
_COUNTRY = re.compile(r"^(?:\+|00)86-?|^86(?=-?1[3-9][0-9-]{9})")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe63_.]")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)+:?", re.IGNORECASE)
_MOBILE_LENGTH = 11


def normalise_phone(text: str) -> str:
    """Return 13800138000, 023-67890123 or 023-67890123-801; BadValue otherwise (`CQ-F8`)."""
    typed = _EXTENSION.sub("-", without_blanks(text))
    typed = _DASHES.sub("-", typed).replace("(", "").replace(")", "-")
    abroad = _COUNTRY.match(typed)
    number = re.sub(r"-+", "-", typed[abroad.end() :] if abroad else typed)
    if not number:
        raise BadValue(_("没有填写联系电话。请填写手机号，或带区号的座机号。"))
    mobile = number.replace("-", "")
    if _MOBILE.fullmatch(mobile):
        return mobile
    if abroad and not number.startswith("0"):
        number = "0" + number
    if landline := _LANDLINE.fullmatch(number):
        return "-".join(part for part in landline.groups() if part)
    raise BadValue(_why_not(number, mobile))


def is_mobile(phone: str) -> bool:
    return bool(_MOBILE.fullmatch(phone))


def mask_phone(phone: str) -> str:
    """138****8000; of a land line the area number and the last four digits of the number stay."""
    if is_mobile(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    parts = phone.split("-")
    return f"{parts[0]}-****{parts[1][-4:]}" if len(parts) > 1 else "*" * len(phone)


def _why_not(number: str, mobile: str) -> str:
    if _LOCAL.fullmatch(number):
        return _("座机号前少了区号。请按“023-67890123”的样子填写，有分机的在后面加“-分机号”。")
    if mobile.isdecimal() and mobile.startswith("1"):
        if len(mobile) != _MOBILE_LENGTH:
            return _("手机号应为11位，现在是%(count)s位。请核对后重填。") % {"count": len(mobile)}
        return _("手机号第二位应为3至9。请核对后重填。")
    return _("联系电话应是11位手机号，或带区号的座机号（如 023-67890123）。请核对后重填。")
