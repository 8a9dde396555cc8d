"""Letters to the reporter: addressed by pseudonym, without content, saying only that there is something to read."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhongmu.letters.actions import queue_letter
from zhongmu.reports.models import Report

_LINES: dict[str, str | Promise] = {
    "filed": _("%(number)s 已登记"),
    "accepted": _("%(number)s 已受理"),
    "sent_back": _("%(number)s 需要补充"),
    "answered": _("%(number)s 已有答复"),
}
_BODY = _("您反映的 %(number)s 有新进展。请登录后在“我的反映”里查看，或凭回执编号和查询码向%(bureau)s查询。")


def tell(report: Report, event: str, *, at: datetime) -> None:
    """Queue one letter; a report without a name has nobody to tell."""
    if not report.named:
        return
    words = {"number": report.number, "bureau": report.bureau.name}
    queue_letter(
        report.bureau,
        event=f"report.{event}",
        subject_line=str(_LINES[event]) % words,
        body=str(_BODY) % words,
        at=at,
        rehearsal=report.rehearsal,
        pseudonym=report.pseudonym,
        about=report.ledger_subject,
    )
