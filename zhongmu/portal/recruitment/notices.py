"""选聘公告, for everyone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.portal.pages import at_bureau, page
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import notice_facts
from zhongmu.recruitment.queries import names_on_show, public_batches
from zhongmu.recruitment.rulings import window
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

PUBLIC = "Published notices; they name no applicant."


@allow_anyone(because=PUBLIC)
def notices(request: PageRequest, code: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    batches = list(public_batches(bureau)[:30])
    context = {
        "here": bureau,
        "open": [b for b in batches if b.is_open(request.now)],
        "others": [b for b in batches if not b.is_open(request.now)],
        "names": list(names_on_show(bureau, request.today)),
    }
    return page(request, "recruitment/notices.html", context)


@allow_anyone(because=PUBLIC)
def notice(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    batch = get_object_or_404(public_batches(bureau), pk=pk)
    policy = request.policy
    context = {
        "here": bureau,
        "batch": batch,
        "policy": policy,
        "why": window(batch, policy, request.now),
        "ways": [policy.label("application.modes", way) for way in batch.ways],
        "names": [n for n in names_on_show(bureau, request.today) if n.batch_id == batch.pk],
    }
    return page(request, "recruitment/notice.html", context)


@allow_anyone(because=PUBLIC)
def notice_print(request: PageRequest, code: str, pk: int, form: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    batch = get_object_or_404(public_batches(bureau).select_related("bureau"), pk=pk)
    facts = notice_facts(batch, request.policy)
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)
