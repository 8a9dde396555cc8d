"""Names of people: every character of GB 18030, one separator (`CQ-F1`, 民委发〔2016〕33号)."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from zhongmu.people.cjk import half_width
from zhongmu.people.values import BadValue

SEPARATOR = "\u00b7"
MAX_LENGTH = 50  # code points; the measure's form must hold 25 Han
_HAN = (
    r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U0002f800-\U0002fa1f\U00030000-\U000323af"
)
_IS_HAN = re.compile(f"[{_HAN}]")
_COMPATIBILITY = re.compile(r"[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_LOOKALIKES = str.maketrans(dict.fromkeys("\u2022\u2027\u30fb\uff65\uff0e", SEPARATOR))
_DOT_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*\.\s*(?=[{_HAN}])")
_BLANK_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_BLANK_AROUND = re.compile(rf"\s*{SEPARATOR}\s*")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_ALONE = re.compile(rf"^[{SEPARATOR}.'\-]|[{SEPARATOR}'\-]$|[{SEPARATOR}.'\-]{{2}}")
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_MARKS = frozenset({"Mn", "Mc"})
_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def normalise_name(text: str) -> str:
    """Return the name with one kind of separator and no padding; BadValue otherwise (`CQ-F1`).

    Length is counted in code points, so a character of a supplementary plane counts once.
    """
    name = half_width(text.translate(_LOOKALIKES)).strip()
    name = _BLANKS.sub(" ", name)
    if not _COMPATIBILITY.search(name):  # NFC would replace those characters by others
        name = unicodedata.normalize("NFC", name)
    name = _DOT_BETWEEN_HAN.sub(SEPARATOR, name)
    name = _BLANK_AROUND.sub(SEPARATOR, _BLANK_BETWEEN_HAN.sub("", name))
    if not name:
        raise BadValue(_("没有填写姓名。请照身份证上的姓名填写。"))
    _check_characters(name)
    if len(name) > MAX_LENGTH:
        raise BadValue(
            _("姓名有%(count)s个字，最多%(most)s个。请只填姓名，其他说明写到备注里。")
            % {"count": len(name), "most": MAX_LENGTH}
        )
    if _ALONE.search(name):
        raise BadValue(_("姓名里的间隔号应在两个字之间，且只用一个。请照身份证改正。"))
    return name


def name_notices(name: str) -> tuple[str, ...]:
    """What to ask about a name that is accepted as it is."""
    return (_("姓名只有一个字，已收下；请对照身份证确认没有漏填。"),) if len(name) == 1 else ()


def mask_name(name: str) -> str:
    """张** for lists: the first character only."""
    return name[0] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def _check_characters(name: str) -> None:
    before = ""
    for char in name:
        if sentence := _why_not(char, before):
            raise BadValue(sentence)
        before = char


def _why_not(char: str, before: str) -> str:
    """Say why a character cannot stand in a name, or nothing."""
    kind = unicodedata.category(char)
    if _belongs(char, kind, before):
        return ""
    if _SELECTORS.match(char) or kind in {"Cf", "Cc", "Zl", "Zp", "Zs"}:
        sentence = _("姓名里夹有看不见的字符（U+%(code)04X），多半是复制时带来的。请删去后手工重新输入。")
    elif kind.startswith("N"):
        sentence = _("姓名里不能有数字（U+%(code)04X）。请照身份证上的姓名填写。")
    elif kind in {"Co", "Cn", "Cs"}:
        sentence = _(
            "姓名里有一个系统不认识的自造字（U+%(code)04X）。请改用国家标准 GB 18030 里的字，打不出的字请到窗口登记。"
        )
    else:
        sentence = _("姓名里不能有符号或表情（U+%(code)04X）。请照身份证上的姓名填写。")
    return sentence % {"code": ord(char)}


def _belongs(char: str, kind: str, before: str) -> bool:
    after_letter = bool(before) and not _IS_HAN.match(before) and before not in {" ", SEPARATOR}
    return (
        bool(_IS_HAN.match(char))
        or char in {SEPARATOR, "-", "'", "."}
        or kind in _LETTERS
        or (char == " " and after_letter)
        or (kind in _MARKS and after_letter and not _SELECTORS.match(char))
    )
