"""Document numbers of official papers: 机关代字〔年〕序号号 (CQ-N2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from zhongmu.policies.rulings import Notice

_OPEN, _CLOSE = "(\\[【〔〖{", ")\\]】〕〗}"
_NUMBER = re.compile(
    rf"(?P<authority>[\u3400-\u9fff]+)[{_OPEN}](?P<year>\d{{4}})[{_CLOSE}]第?0*(?P<sequence>[1-9]\d{{0,4}})号"
)


class BadNumber(ValueError):
    """Not a document number; the message says what one looks like."""


@dataclass(frozen=True)
class DocumentNumber:
    authority: str
    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.authority}〔{self.year}〕{self.sequence}号"


def parse(text: str) -> DocumentNumber:
    """Read a number however its brackets and digits are written. Raises BadNumber."""
    found = _NUMBER.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if found is None:
        raise BadNumber(f"「{text}」不像发文字号。请写成「渝医保发〔2024〕43号」：机关代字、年份、序号、号。")
    return DocumentNumber(found["authority"], int(found["year"]), int(found["sequence"]))


def year_notice(number: DocumentNumber, issued_on: date) -> Notice | None:
    """A year other than the issue date's is worth a look, never a refusal."""
    if number.year == issued_on.year:
        return None
    return Notice(
        f"文号年份是{number.year}年，成文日期在{issued_on.year}年",
        remedy="请核对正式文件；确实如此的可以照录。",
    )
