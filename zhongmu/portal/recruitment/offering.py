"""个人自荐: without any notice, at any time (CQ-7.4)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.letters.documents.receipt import ReceiptFacts, receipt_pdf
from zhongmu.people.cjk import chinese_date
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.receipts import hand_over, handed
from zhongmu.portal.recruitment.applying import APPLICANT
from zhongmu.portal.recruitment.ways import Way, fill_in
from zhongmu.recruitment import channels
from zhongmu.recruitment.actions.pooling import offer_oneself, offering
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.filled import Filled
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

COOKIE = "self_receipt"
OWN = "Opens only with the sealed cookie given to whoever has just offered themselves."


@allow_anyone(because="Anyone may offer themselves; what was filled in is shown to its sender only.")
def offer(request: PageRequest, code: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    row = channels.into_pool(request.policy)

    def take_in(filled: Filled, submission: str) -> HttpResponse:
        made = offer_oneself(bureau, filled, by=APPLICANT, at=request.now, submission=submission)
        words = {"entry": made.entry.pk, "secret": made.secret, "again": made.again, "merged": made.merged}
        path = reverse("portal:self_offered", args=[bureau.code])
        return hand_over(words, cookie=COOKIE, path=path)

    way = Way(
        bureau=bureau,
        title=_("%(bureau)s常年受理，有批次选入时再请您确认") % {"bureau": bureau.name},
        heading=_("个人自荐"),
        submit=_("提交自荐"),
        back=(bureau.name, reverse("portal:bureau", args=[bureau.code])),
        take_in=take_in,
        rulings=tuple(offering(request.policy)),
        channel=row.code if row else "",
        subject="self",
    )
    return fill_in(request, way)


def _facts(words: dict[str, Any], bureau: Bureau) -> ReceiptFacts:
    entry = get_object_or_404(bureau.self_nominations, pk=words["entry"])
    kept = _("自荐在池中保留到%s；期满前可以续留，随时可以撤回。") % chinese_date(entry.ends_on)
    return ReceiptFacts(
        title=_("社会监督员自荐回执"),
        number=entry.number,
        secret=words["secret"],
        bureau=bureau.name,
        received_at=entry.created_at,
        lines=(kept, _("查询码只在这里出现一次；遗失的请带身份证到窗口补发。")),
        check_url=settings.PUBLIC_URL + reverse("portal:reply"),
        rehearsal=entry.rehearsal,
    )


@allow_anyone(because=OWN)
def offered(request: PageRequest, code: str) -> HttpResponse:
    bureau, words = at_bureau(request, code), handed(request, COOKIE)
    if words.get("merged"):
        return page(request, "recruitment/merged.html", {"here": bureau})
    context = {"here": bureau, "receipt": _facts(words, bureau), "again": words["again"]}
    return page(request, "recruitment/self_offered.html", context)


@allow_anyone(because=OWN)
def offered_print(request: PageRequest, code: str) -> HttpResponse:
    bureau, words = at_bureau(request, code), handed(request, COOKIE)
    if words.get("merged"):
        raise Http404
    return document(_facts(words, bureau), "pdf", {"pdf": receipt_pdf}, name=_("自荐回执"))
