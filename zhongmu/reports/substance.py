"""Whether a text says anything, and what no text that leaves the house may carry."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

LEAST = 10
_LEAST_DISTINCT = 5
# Longest first, so that 已收悉 does not leave 悉 behind.
_POLITE = sorted(
    (
        "已阅", "已阅处", "阅", "阅知", "收到", "已收到", "收悉", "已收悉", "知悉", "已知悉", "知道了", "已知晓", "同意",
        "谢谢", "谢谢您", "感谢", "感谢您的反映", "感谢您的建议", "感谢反映", "感谢支持", "您好", "你好", "此复", "特此答复",
        "特此反馈", "特此回复", "已办理", "已处理", "已办结", "已转办", "正在办理", "情况属实", "请知悉", "请悉知",
    ),
    key=len,
    reverse=True,
)  # fmt: skip
_RESIDENT_ID = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]"
)
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def substance(text: str) -> str:
    """What is left without politeness, blanks and punctuation."""
    left = unicodedata.normalize("NFKC", text)
    for words in _POLITE:
        left = left.replace(words, "")
    return "".join(char for char in left if unicodedata.category(char)[0] in "LN")


def says_nothing(text: str) -> bool:
    """Fewer than ten characters of substance, or one character over and over (CQ-12.3)."""
    left = substance(text)
    return len(left) < LEAST or len(set(left)) < _LEAST_DISTINCT


def has_resident_id(text: str) -> bool:
    return bool(_RESIDENT_ID.search(unicodedata.normalize("NFKC", text)))


def has_private_number(text: str) -> bool:
    """An identity number or a mobile phone number, full-width ones included."""
    return has_resident_id(text) or bool(_MOBILE.search(unicodedata.normalize("NFKC", text)))


def how_to_answer() -> str:
    return _("请写清办了什么、结果如何、为什么，不少于十个字。")
