from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from zhongmu.letters.documents.receipt import ReceiptFacts, receipt_pdf
from zhongmu.reports.intake import secret_of
from zhongmu.reports.models import Report
from zhongmu.reports.wording import next_lines


def receipt_of(report: Report, token: str) -> bytes:
    """The receipt as PDF, A5; only who holds the form's token can have its secret printed again."""
    policy = report.bureau.policy(timezone.localtime(report.received_at).date())
    return receipt_pdf(
        ReceiptFacts(
            title=_("收件回执"),
            number=report.number,
            bureau=report.bureau.name,
            received_at=report.received_at,
            secret=secret_of(token),
            lines=tuple(next_lines(report, policy=policy)),
            rehearsal=report.rehearsal,
        )
    )
