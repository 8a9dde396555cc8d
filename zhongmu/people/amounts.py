"""Money in integer 分 and merit in 1/100 point; what is typed in 元 never becomes a float."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue

MAX_YUAN = 10**12
_SHAPE = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?")
_DECIMALS = 2
_MAX_TYPED = 60


def parse_yuan(text: str) -> int:
    """Read an amount in 元 (１００, 1,234.50, ¥20元) as 分; BadValue otherwise."""
    typed = without_blanks(text).replace("￥", "¥").removeprefix("¥").removesuffix("元")
    if not typed:
        raise BadValue(_("没有填写金额。请以元为单位填写数字，如 1234.50；说不准可以空着。"))
    if typed.startswith(("-", "−")):
        raise BadValue(_("金额不能是负数。请填写0或更大的数。"))
    if any(word in typed for word in "十百千万亿"):
        raise BadValue(_("金额请换算成元，只填数字，如“3万”填 30000；说不准的话写到情况说明里。"))
    amount = _SHAPE.fullmatch(typed)
    if not amount or len(typed) > _MAX_TYPED:
        raise BadValue(_("金额只能是以元为单位的数字，如 1234.50 或 1,234.50。说不准的话写到情况说明里。"))
    decimals = amount[2] or ""
    if len(decimals) > _DECIMALS:
        raise BadValue(_("金额最多到分，小数点后只能有两位。请四舍五入后重填。"))
    fen = int(amount[1].replace(",", "")) * 100 + int(decimals.ljust(_DECIMALS, "0"))
    if fen > MAX_YUAN * 100:
        raise BadValue(_("金额超过一万亿元，多半是多按了几个0。请核对后重填。"))
    return fen


def format_fen(fen: int) -> str:
    """1248000 → 12,480.00 元."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02} 元"


def points(merit: int | None) -> str:
    """Merit in 1/100 point as 84.23; a dash for None."""
    if merit is None:
        return "—"
    sign, whole = ("-" if merit < 0 else ""), abs(merit)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"
