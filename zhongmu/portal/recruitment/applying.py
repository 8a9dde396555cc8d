"""A citizen applies on line (CQ-7.1, CQ-F0–F21)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import application_pdf
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.recruitment.receipts import to_receipt
from zhongmu.portal.recruitment.ways import Way, fill_in
from zhongmu.recruitment.actions import register_application
from zhongmu.recruitment.actions.applying import CONSENT_VERSION
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import blank_facts
from zhongmu.recruitment.filled import Filled
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.queries import public_batches
from zhongmu.recruitment.rulings import window
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

APPLICANT = Actor("applicant")


@allow_anyone(because="Anyone may apply; what was filled in is shown to its sender only.")
def apply(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    batch = get_object_or_404(public_batches(bureau).select_related("bureau"), pk=pk)
    return fill_in(request, _by_notice(request, batch))


def _by_notice(request: PageRequest, batch: Batch) -> Way:
    def take_in(filled: Filled, submission: str) -> HttpResponse:
        return to_receipt(
            register_application(batch, filled, by=APPLICANT, at=request.now, submission=submission)
        )

    return Way(
        bureau=batch.bureau,
        title=batch.title,
        heading=_("在线报名"),
        submit=_("提交报名"),
        back=(batch.title, reverse("portal:notice", args=[batch.bureau.code, batch.pk])),
        take_in=take_in,
        rulings=tuple(window(batch, request.policy, request.now)),
    )


@allow_anyone(because="An empty form.")
def blank_form(request: PageRequest, code: str, form: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    facts = blank_facts(bureau, request.policy)
    return document(facts, form, {"pdf": application_pdf, "docx": application_docx}, name=facts.title)


@allow_anyone(because="The notice everybody is to read before anything is filled in.")
def privacy(request: PageRequest, code: str) -> HttpResponse:
    context = {"here": at_bureau(request, code), "policy": request.policy, "version": CONSENT_VERSION}
    return page(request, "recruitment/privacy.html", context)
