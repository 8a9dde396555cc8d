"""The receipt for what arrived: that it came, when, and how to ask. It repeats no content and no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhongmu.letters.documents.pictures import qr_svg
from zhongmu.letters.documents.typst_engine import Draft, compile_pdf
from zhongmu.letters.documents.wording import BEIJING, long_moment


@dataclass(frozen=True, kw_only=True)
class ReceiptFacts:
    """`received_at` is aware. `lines` say what happens next; `check_url` goes into the QR code and must not carry `secret`."""

    title: str
    number: str
    bureau: str
    received_at: datetime
    secret: str = ""
    lines: tuple[str, ...] = ()
    check_url: str = ""
    rehearsal: bool = False


def receipt_pdf(facts: ReceiptFacts) -> bytes:
    """A5 landscape, one page."""
    warning = (
        _("请妥善保管本回执：查询须同时提供收件编号和查询码。") if facts.secret else _("请妥善保管本回执。")
    )
    return compile_pdf(
        Draft(
            template="receipt",
            facts={
                "title": facts.title,
                "number": facts.number,
                "secret": facts.secret,
                "bureau": facts.bureau,
                "received_at": long_moment(facts.received_at),
                "lines": list(facts.lines),
                "check_url": facts.check_url,
                "warning": warning,
                "rehearsal": facts.rehearsal,
            },
            pictures={"qr": qr_svg(facts.check_url)} if facts.check_url else {},
            on=facts.received_at.astimezone(BEIJING).date(),
        )
    )
