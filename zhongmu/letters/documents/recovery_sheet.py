"""The sheet on which keys and codes are printed once, to be kept under lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhongmu.letters.documents.typst_engine import Draft, compile_pdf
from zhongmu.letters.documents.wording import long_date


def recovery_sheet_pdf(title: str, lines: Sequence[str], dated_on: date, *, rehearsal: bool = False) -> bytes:
    """A4, the lines numbered, with room for who keeps it and where. The caller keeps no copy."""
    return compile_pdf(
        Draft(
            template="recovery_sheet",
            facts={
                "title": title,
                "lines": list(lines),
                "dated_on": long_date(dated_on),
                "rehearsal": rehearsal,
            },
            on=dated_on,
        )
    )
