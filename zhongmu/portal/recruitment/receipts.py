"""The receipt of an application, for whoever has just sent it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.letters.documents.receipt import ReceiptFacts, receipt_pdf
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.receipts import hand_over, handed
from zhongmu.recruitment.actions import Receipt
from zhongmu.recruitment.answers import document
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

COOKIE = "receipt"


def to_receipt(receipt: Receipt) -> HttpResponse:
    words = {"application": receipt.application.pk, "secret": receipt.secret}
    words |= {"again": receipt.again, "merged": receipt.merged}
    path = reverse("portal:apply_done", args=[receipt.application.bureau.code])
    return hand_over(words, cookie=COOKIE, path=path)


def _facts(words: dict[str, Any], bureau: Bureau) -> ReceiptFacts:
    application = get_object_or_404(bureau.applications, pk=words["application"])
    return ReceiptFacts(
        title=_("社会监督员报名回执"),
        number=application.number,
        secret=words["secret"],
        bureau=bureau.name,
        received_at=application.submitted_at,
        lines=(
            _("审查、补正、比选的结果都在“查进度”里看，要同时填回执号和查询码。"),
            _("查询码只在这里出现一次，本局也查不到；遗失的请带身份证到窗口办理。"),
        ),
        check_url=settings.PUBLIC_URL + reverse("portal:progress"),
        rehearsal=application.rehearsal,
    )


@allow_anyone(because="Opens only with the sealed cookie given to whoever has just applied.")
def apply_done(request: PageRequest, code: str) -> HttpResponse:
    bureau, words = at_bureau(request, code), handed(request, COOKIE)
    if words.get("merged"):
        return page(request, "recruitment/merged.html", {"here": bureau})
    context = {"here": bureau, "receipt": _facts(words, bureau), "again": words.get("again", False)}
    return page(request, "recruitment/apply_done.html", context)


@allow_anyone(because="Opens only with the sealed cookie given to whoever has just applied.")
def receipt_print(request: PageRequest, code: str) -> HttpResponse:
    bureau, words = at_bureau(request, code), handed(request, COOKIE)
    if words.get("merged"):
        raise Http404
    return document(_facts(words, bureau), "pdf", {"pdf": receipt_pdf}, name=_("报名回执"))
