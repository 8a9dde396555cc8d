"""What a batch leaves behind: its minutes, its structure report, its archive."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.files.streams import read_sealed
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.batches import find, may_read_forms
from zhongmu.office.recruitment.forms import ActForm
from zhongmu.people.queries import names_of
from zhongmu.recruitment.actions.archiving import PACKERS, READERS, packing, queue_archive, take_archive
from zhongmu.recruitment.answers import TYPES, disposition, document, saved_as
from zhongmu.recruitment.archives import PART
from zhongmu.recruitment.minutes import minutes_facts
from zhongmu.recruitment.models import Batch, Minutes
from zhongmu.recruitment.structure import structure_report, structure_xlsx
from zhongmu.recruitment.tasks import make_archive
from zhongmu.recruitment.titles import title_of
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

MOST_ARCHIVES = 10  # shown
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(*STAFF)
def minutes_print(request: PageRequest, pk: int, form: str) -> HttpResponse:
    """As frozen when the batch was filed; before that, as they would read now."""
    batch = may_read_forms(request, find(request, pk))
    kept = Minutes.of(batch)
    if kept is None:
        facts = minutes_facts(batch, request.policy)
        return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)
    content = {"pdf": kept.pdf, "docx": kept.docx}.get(form)
    if content is None:
        raise Http404
    name = title_of(batch.title, _("比选纪要"))
    return saved_as(bytes(content), f"{name}.{form}", TYPES[form], inline=form == "pdf")


@allow(*STAFF)
def structure(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)
    tables = [
        (table.title, [(line.label, [(str(count), count) for count in line.counts]) for line in table.lines])
        for table in structure_report(batch, request.policy)
    ]
    return page(request, "recruitment/structure.html", {"batch": batch, "tables": tables})


@allow(*STAFF)
def structure_sheet(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)
    title = title_of(batch.title, _("结构报告"))
    return saved_as(structure_xlsx(title, structure_report(batch, request.policy)), f"{title}.xlsx", XLSX)


def _archives(request: PageRequest, batch: Batch, *, status: int = 200, **more: object) -> HttpResponse:
    rows = list(batch.archives.prefetch_related("downloads").order_by("-pk")[:MOST_ARCHIVES])
    accounts = [*(row.account for row in rows), *(d.account for row in rows for d in row.downloads.all())]
    context = {
        "batch": batch,
        "rows": rows,
        "names": names_of(accounts),
        "gone": {row.pk for row in rows if row.is_gone(request.now)},
        "why": tuple(packing(batch, by=actor_for(request, PACKERS), at=request.now)),
        "reads": actor_for(request, READERS).role in READERS,
        "form": ActForm(asks=("reason",), on=request.today),
        "rulings": (),
        **more,
    }
    return page(request, "recruitment/archives.html", context, status=status)


@allow(*STAFF)
def archives(request: PageRequest, pk: int) -> HttpResponse:
    """The archives of a batch, how far a new one is, who took one home; POST asks for one."""
    batch = find(request, pk)
    if request.method != "POST":
        return _archives(request, batch)
    try:
        made = queue_archive(batch, by=actor_for(request, PACKERS), at=request.now)
    except NotAllowed as refused:
        return _archives(request, batch, status=422, rulings=refused.rulings)
    make_archive.enqueue(made.pk)
    messages.success(request, _("正在制作归档包，可以离开本页。"))
    return redirect("office:archives", batch.pk)


@allow(*STAFF)
@require_POST
def archive_download(request: PageRequest, pk: int) -> HttpResponseBase:
    """With a reason, which is recorded first; the ZIP is opened frame by frame on its way out."""
    archive = get_object_or_404(request.bureau.archives.select_related("bureau", "batch__bureau"), pk=pk)
    form = ActForm(request.POST, asks=("reason",), on=request.today)
    if not form.is_valid():
        return _archives(request, archive.batch, status=422, form=form)
    try:
        take_archive(archive, **form.cleaned_data, by=actor_for(request, READERS), at=request.now)
    except NotAllowed as refused:
        return _archives(request, archive.batch, status=422, form=form, rulings=refused.rulings)
    response = StreamingHttpResponse(read_sealed(archive.token, PART), content_type="application/zip")
    response["Content-Length"] = str(archive.size)
    response["Content-Disposition"] = disposition(f"{archive.batch.title}.zip")
    return response
