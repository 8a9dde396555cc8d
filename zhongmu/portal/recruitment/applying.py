"""A citizen applies on line and takes a receipt home (CQ-7.1, CQ-F0–F21)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import application_pdf
from zhongmu.letters.documents.receipt import ReceiptFacts, receipt_pdf
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import at_bureau, page
from zhongmu.recruitment.actions import Receipt, register_application
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import blank_facts
from zhongmu.recruitment.filled import statement_for
from zhongmu.recruitment.forms import ApplicationForm
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.queries import public_batches
from zhongmu.recruitment.rulings import window
from zhongmu.recruitment.uploads import keep_uploads
from zhongmu.seals.fields import open_seal, seal
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

APPLICANT = Actor("applicant")
COOKIE, PLACE, LASTS = "receipt", "portal.receipt", 2 * 3600  # seconds a receipt can be printed again


def bound_form(request: PageRequest, bureau: Bureau) -> ApplicationForm:
    """The form bound to what was sent, its uploads kept first."""
    policy = request.policy
    kept = keep_uploads(request.POST, request.FILES, bureau=bureau, policy=policy, at=request.now)
    form = ApplicationForm(
        kept.data, bureau=bureau, policy=policy, today=request.today, file_errors=kept.errors
    )
    if form.one_channel:
        kept.data["channel"] = form.one_channel
    return form


def fresh_form(
    request: PageRequest, bureau: Bureau, *, initial: dict[str, Any] | None = None
) -> ApplicationForm:
    return ApplicationForm(initial=initial, bureau=bureau, policy=request.policy, today=request.today)


@allow_anyone(because="Anyone may apply; what was filled in is shown to its sender only.")
def apply(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    batch = get_object_or_404(public_batches(bureau).select_related("bureau"), pk=pk)
    form = bound_form(request, bureau) if request.method == "POST" else fresh_form(request, bureau)
    rulings: tuple[Ruling, ...] = tuple(window(batch, request.policy, request.now))
    if request.method == "POST" and not rulings and form.is_valid():
        try:
            receipt = register_application(batch, form.filled(), by=APPLICANT, at=request.now)
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            return _to_receipt(receipt, bureau)
    status = 422 if request.method == "POST" else 200
    return page(request, "recruitment/apply.html", _shown(request, batch, form, rulings), status=status)


def _shown(
    request: PageRequest, batch: Batch, form: ApplicationForm, rulings: tuple[Ruling, ...]
) -> dict[str, object]:
    return {
        "here": batch.bureau,
        "batch": batch,
        "form": form,
        "rulings": rulings,
        "statement": statement_for(batch.bureau, request.policy),
        "policy": request.policy,
        "correcting": False,
    }


def _to_receipt(receipt: Receipt, bureau: Bureau) -> HttpResponse:
    """The secret travels sealed, in a cookie only these pages get: it stands in no row, log or address."""
    response = redirect("portal:apply_done", bureau.code)
    words = json.dumps({"application": receipt.application.pk, "secret": receipt.secret})
    sealed = signing.b64_encode(seal(words.encode(), PLACE)).decode()
    path = reverse("portal:apply_done", args=[bureau.code])
    response.set_cookie(
        COOKIE, sealed, max_age=LASTS, path=path, httponly=True, samesite="Lax", secure=settings.SECURE
    )
    return response


def _receipt_facts(request: PageRequest, bureau: Bureau) -> ReceiptFacts:
    """What the sealed cookie opens; 404 without it."""
    try:
        words = json.loads(open_seal(signing.b64_decode(request.COOKIES.get(COOKIE, "").encode()), PLACE))
    except (ValueError, IndexError, RuntimeError) as error:
        raise Http404 from error
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
    bureau = at_bureau(request, code)
    facts = _receipt_facts(request, bureau)
    return page(request, "recruitment/apply_done.html", {"here": bureau, "receipt": facts})


@allow_anyone(because="Opens only with the sealed cookie given to whoever has just applied.")
def receipt_print(request: PageRequest, code: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    return document(_receipt_facts(request, bureau), "pdf", {"pdf": receipt_pdf}, name=_("报名回执"))


@allow_anyone(because="An empty form.")
def blank_form(request: PageRequest, code: str, form: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    facts = blank_facts(bureau, request.policy)
    return document(facts, form, {"pdf": application_pdf, "docx": application_docx}, name=facts.title)
