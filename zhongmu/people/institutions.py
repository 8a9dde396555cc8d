"""定点医药机构编码: one letter and eleven digits; a code of another form is kept and only remarked upon."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhongmu.people.cjk import without_blanks

_SHAPE = re.compile(r"[A-Z][0-9]{11}")


@dataclass(frozen=True, slots=True)
class InstitutionCode:
    code: str
    warnings: tuple[str, ...] = ()


def read_institution_code(text: str) -> InstitutionCode:
    """Never refuses: an unusual code comes back with a warning, an empty one without."""
    code = "".join(
        char for char in without_blanks(text).upper() if not unicodedata.category(char).startswith("C")
    )
    if not code or _SHAPE.fullmatch(code):
        return InstitutionCode(code)
    return InstitutionCode(
        code, (_("定点医药机构编码通常是1个字母加11位数字（如 H44010300351），已照填写的收下，请核对。"),)
    )
